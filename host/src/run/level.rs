//! Level of the workload in a Python script.

use serde::{Deserialize, Serialize};

/// Part of a Python script that is the workload.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The function `run(operations)`, which returns the checksum.
    #[default]
    Function,
    /// The module's own code, which reads the global name `operations` and sets the global name `checksum`.
    Module,
}
