//! Status of a run.

use serde::{Deserialize, Serialize};
use strum::Display;

/// Status of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum RunStatus {
    /// Every cell was measured or failed.
    Complete,
    /// The user interrupted it.
    Interrupted,
    /// It is in progress, or an error of the tool or the board ended it early.
    Unfinished,
}
