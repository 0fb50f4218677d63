//! Errors of scenario files.

use super::Location;
use crate::run::{Placement, Runtime};
use std::io;
use std::path::PathBuf;

/// Returns the message of a TOML error, in the words of a file format instead of those of Rust.
pub(crate) fn format_message(error: &toml::de::Error) -> String {
    error.message().trim_end().replacen("unknown variant", "unknown value", 1)
}

/// Error of reading scenarios. Scenarios are read before any access to a board, so every error is one of usage.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// A file or folder could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// Path of the file or folder.
        path: PathBuf,
        /// Cause.
        source: io::Error,
    },
    /// A folder is misplaced or incomplete.
    #[error("{}: {problem}", path.display())]
    Folder {
        /// Path of the folder.
        path: PathBuf,
        /// The problem and what was expected.
        problem: String,
    },
    /// A scenario file is invalid.
    #[error("{location}: {problem}")]
    Invalid {
        /// Location.
        location: Location,
        /// Problem.
        problem: Problem,
    },
}

/// Problem at a location in a scenario file, with what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not TOML, an unknown or missing key, or a value of another type.
    #[error("{0}")]
    Format(String),
    /// An id that cannot be part of a file name and a flag.
    #[error("`{0}` is not an id: expected lower-case letters, digits and single hyphens between them")]
    Id(String),
    /// The folder of the file has another name.
    #[error("{key} is `{found}`, but the folder is `{folder}`: expected <scale>/<id>/scenario.toml")]
    Misplaced {
        /// `id` or `scale`.
        key: &'static str,
        /// Value of the key.
        found: String,
        /// Name of the folder.
        folder: String,
    },
    /// An id that is used twice.
    #[error("{kind} `{id}` is already defined at {first}, expected a unique id")]
    Duplicate {
        /// `scenario` or `implementation`.
        kind: &'static str,
        /// The id.
        id: String,
        /// Location of its first use.
        first: Location,
    },
    /// A number out of range.
    #[error("`{key}` is {found}, expected {minimum} to {maximum}")]
    Range {
        /// The key.
        key: &'static str,
        /// Value of the key.
        found: u64,
        /// Minimum.
        minimum: u64,
        /// Maximum.
        maximum: u64,
    },
    /// An empty text or list.
    #[error("`{0}` is empty, expected a value")]
    Empty(&'static str),
    /// The baseline is not an implementation of the scenario.
    #[error("baseline `{found}` is not an implementation of this scenario, expected one of {}", quoted(.expected))]
    Baseline {
        /// Value of the key.
        found: String,
        /// Ids of the implementations.
        expected: Vec<String>,
    },
    /// The file has no implementation.
    #[error("the file has no [[implementation]], expected at least one")]
    NoImplementation,
    /// A key that the runtime needs is missing.
    #[error("runtime `{runtime}` needs `{key}`")]
    Needs {
        /// The runtime.
        runtime: Runtime,
        /// The missing key.
        key: &'static str,
    },
    /// A key that the runtime does not use.
    #[error(
        "runtime `{runtime}` does not use `{key}`: native runtimes use `entry`, Python runtimes use `script` and `level`"
    )]
    Refuses {
        /// The runtime.
        runtime: Runtime,
        /// The key.
        key: &'static str,
    },
    /// `level = "module"` with an emitter that compiles functions.
    #[error(
        "runtime `{0}` compiles functions only, and module-level code is always bytecode: expected level = \"function\""
    )]
    ModuleLevel(Runtime),
    /// A placement that is listed twice.
    #[error("placement `{0}` is listed twice")]
    RepeatedPlacement(Placement),
    /// The path of a script outside of the scenario's folder.
    #[error("script `{0}` is outside of the scenario's folder, expected a file in it")]
    ScriptOutside(String),
    /// A script that cannot be read as text.
    #[error("script `{script}` cannot be read: {reason}")]
    Script {
        /// Path of the script as written.
        script: String,
        /// Cause.
        reason: String,
    },
    /// A script that the stated runtime does not execute.
    #[error("script `{script}` is not for runtime `{runtime}`: expected {expected}")]
    Emitter {
        /// Path of the script as written.
        script: String,
        /// The stated runtime.
        runtime: Runtime,
        /// Text that the script must or must not contain.
        expected: &'static str,
    },
    /// A checksum of double length in a scenario without it.
    #[error(
        "`expect_double` is the checksum of double length, which `lengths = 1` does not sample: remove the key"
    )]
    DoubleOfOneLength,
    /// An argument without a fixture.
    #[error("`argument` is passed to the fixture, but `fixture` is missing")]
    ArgumentWithoutFixture,
    /// The evaluation needs another fixture.
    #[error(
        "evaluation `{kind}` needs the readings of fixture `{expected}`: expected fixture = \"{expected}\""
    )]
    EvaluationFixture {
        /// Kind of the evaluation.
        kind: &'static str,
        /// The fixture that it needs.
        expected: &'static str,
    },
    /// A deadline is on a quantity that the scenario does not have or that is not a time.
    #[error(
        "quantity `{found}` is not a time that the evaluation of this scenario yields, expected {}",
        if expected.is_empty() { "no `quantity`: the time of an operation".to_owned() } else { format!("one of {}", quoted(expected)) }
    )]
    Quantity {
        /// Id of the quantity.
        found: String,
        /// Ids of the quantities that are times.
        expected: Vec<String>,
    },
    /// Two deadlines with the same name.
    #[error("deadline `{0}` is already defined, expected a unique name")]
    RepeatedDeadline(String),
    /// The firmware does not have the fixture.
    #[error("fixture `{fixture}` is not in the firmware {firmware}, which has {}", quoted(.expected))]
    Fixture {
        /// Name in the scenario file.
        fixture: String,
        /// Name of the image.
        firmware: String,
        /// Fixtures of the image.
        expected: Vec<String>,
    },
    /// The native firmware does not have the workload.
    #[error("{runtime} entry `{entry}` in {placement} is not in the firmware, which has {}", quoted(.expected))]
    Entry {
        /// The runtime.
        runtime: Runtime,
        /// Name in the scenario file.
        entry: String,
        /// Placement in the scenario file.
        placement: Placement,
        /// Workloads for that runtime and placement.
        expected: Vec<String>,
    },
}

fn quoted(words: &[String]) -> String {
    if words.is_empty() {
        return "none".to_owned();
    }
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
