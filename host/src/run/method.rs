//! Method of timing a sample.

use serde::{Deserialize, Serialize};
use strum::{AsRefStr, Display};

/// Method of timing a sample.
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
    AsRefStr,
    clap::ValueEnum,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// The firmware stamps CYCCNT, and the host reads the stamps over SWD.
    Link,
    /// The host sets hardware breakpoints at start and end, and reads CYCCNT over SWD while the core is halted.
    Breakpoint,
}
