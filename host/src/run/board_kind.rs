//! Kind of board.

use serde::{Deserialize, Serialize};
use strum::{AsRefStr, Display, IntoStaticStr};

/// Kind of board that was measured. Every file, table and chart states it.
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
    IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum BoardKind {
    /// The simulated Pico 2: a model, not a measurement of silicon.
    Simulated,
    /// A Pico 2 behind a debug probe.
    Hardware,
}
