//! Time scale of a scenario.

use serde::{Deserialize, Serialize};
use strum::{AsRefStr, Display, EnumString, VariantArray};

/// Time scale that a scenario belongs to.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumString,
    AsRefStr,
    VariantArray,
    clap::ValueEnum,
)]
pub enum Scale {
    /// Nanoseconds: a few instructions.
    #[strum(serialize = "ns")]
    #[serde(rename = "ns")]
    #[value(name = "ns")]
    Nanoseconds,
    /// Microseconds: a call, a driver.
    #[strum(serialize = "us")]
    #[serde(rename = "us")]
    #[value(name = "us")]
    Microseconds,
    /// Milliseconds: a loop, a display.
    #[strum(serialize = "ms")]
    #[serde(rename = "ms")]
    #[value(name = "ms")]
    Milliseconds,
    /// Seconds: a state machine, a control loop.
    #[strum(serialize = "s")]
    #[serde(rename = "s")]
    #[value(name = "s")]
    Seconds,
}
