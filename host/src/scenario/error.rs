//! What can be wrong with scenario files.

use crate::run::{Placement, Runtime};
use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// A place in a scenario file, or one of claims.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file.
    pub path: PathBuf,
    /// Line, from 1.
    pub line: usize,
}

impl Location {
    /// The place in the file at `path`, whose content is `text`, at a byte of it.
    pub(crate) fn of(path: &Path, text: &str, offset: usize) -> Self {
        let before = text.as_bytes().iter().take(offset);
        Self { path: path.to_owned(), line: 1 + before.filter(|&&byte| byte == b'\n').count() }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.path.display(), self.line)
    }
}

/// Returns the message of a TOML error, in the words of a file format instead of those of Rust.
pub(crate) fn format_message(error: &toml::de::Error) -> String {
    error.message().trim_end().replacen("unknown variant", "unknown value", 1)
}

/// Why scenarios could not be used. Every one is wrong use: nothing has touched a board yet.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// A file or folder could not be read.
    #[error("{}: cannot be read", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A folder is not where or what it should be.
    #[error("{}: {problem}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What is wrong, and what was expected.
        problem: String,
    },
    /// A scenario file says something wrong.
    #[error("{location}: {problem}")]
    Invalid {
        /// Where.
        location: Location,
        /// What.
        problem: Problem,
    },
}

/// What is wrong at a place in a scenario file, and what was expected instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not TOML, an unknown key, a missing key, a value of another type.
    #[error("{0}")]
    Format(String),
    /// An id that could not serve as part of a file name and a flag.
    #[error("`{0}` is not an id: expected lower-case letters, digits and single hyphens between them")]
    Id(String),
    /// The file lies in a folder of another name.
    #[error("{key} is `{found}`, but the folder is `{folder}`: expected <scale>/<id>/scenario.toml")]
    Misplaced {
        /// `id` or `scale`.
        key: &'static str,
        /// Its value.
        found: String,
        /// The folder's name.
        folder: String,
    },
    /// The same id twice.
    #[error("{kind} `{id}` exists already, at {first}: expected an id of its own")]
    Duplicate {
        /// `scenario` or `implementation`.
        kind: &'static str,
        /// The id.
        id: String,
        /// Where it was used first.
        first: Location,
    },
    /// A number out of its range.
    #[error("`{key}` is {found}, expected {minimum} to {maximum}")]
    Range {
        /// The key.
        key: &'static str,
        /// Its value.
        found: u64,
        /// The smallest value allowed.
        minimum: u64,
        /// The largest value allowed.
        maximum: u64,
    },
    /// A text or list with nothing in it.
    #[error("`{0}` is empty, expected a value")]
    Empty(&'static str),
    /// The baseline is no implementation of this scenario.
    #[error("baseline `{found}` is no implementation of this scenario, expected one of {}", quoted(.expected))]
    Baseline {
        /// The value.
        found: String,
        /// Ids of the implementations there are.
        expected: Vec<String>,
    },
    /// No implementation at all.
    #[error("there is no [[implementation]], expected at least one")]
    NoImplementation,
    /// A key that the runtime needs is absent.
    #[error("runtime `{runtime}` needs `{key}`")]
    Needs {
        /// The runtime.
        runtime: Runtime,
        /// The missing key.
        key: &'static str,
    },
    /// A key that the runtime cannot use is present.
    #[error(
        "runtime `{runtime}` takes no `{key}`: native runtimes take `entry`, Python takes `script` and `level`"
    )]
    Refuses {
        /// The runtime.
        runtime: Runtime,
        /// The surplus key.
        key: &'static str,
    },
    /// `level = "module"` with an emitter that works on functions.
    #[error(
        "runtime `{0}` compiles functions, and module level is bytecode always: expected level = \"function\""
    )]
    ModuleLevel(Runtime),
    /// A placement listed twice.
    #[error("placement `{0}` is listed twice")]
    RepeatedPlacement(Placement),
    /// A script path that leaves the scenario's folder.
    #[error("script `{0}` leaves the scenario's folder, expected a file name in it")]
    ScriptOutside(String),
    /// A script that is not there or cannot be read as text.
    #[error("script `{script}` cannot be read: {reason}")]
    Script {
        /// Its path as written.
        script: String,
        /// Why.
        reason: String,
    },
    /// A script that does not run as its runtime says.
    #[error("script `{script}` does not fit runtime `{runtime}`: expected {expected}")]
    Emitter {
        /// Its path as written.
        script: String,
        /// The runtime claimed.
        runtime: Runtime,
        /// What the script should, or should not, contain.
        expected: &'static str,
    },
    /// A checksum of a length that is not measured.
    #[error("`expect_double` is of samples that `lengths = 1` does not take: expected no such key")]
    DoubleOfOneLength,
    /// A number for no fixture.
    #[error("`argument` is for a fixture, and there is none: expected `fixture` too")]
    ArgumentWithoutFixture,
    /// The evaluation reads another fixture than there is.
    #[error(
        "evaluation `{kind}` reads what fixture `{expected}` captures: expected fixture = \"{expected}\""
    )]
    EvaluationFixture {
        /// The evaluation.
        kind: &'static str,
        /// Its fixture.
        expected: &'static str,
    },
    /// A deadline is on something that is no time of this scenario.
    #[error(
        "quantity `{found}` is no time that the scenario's evaluation gives, expected {}",
        if expected.is_empty() { "no `quantity`: the time of an operation".to_owned() } else { format!("one of {}", quoted(expected)) }
    )]
    Quantity {
        /// The id.
        found: String,
        /// Ids of the times there are.
        expected: Vec<String>,
    },
    /// Two deadlines of one name.
    #[error("deadline `{0}` exists already, expected a name of its own")]
    RepeatedDeadline(String),
    /// The firmware has no such fixture.
    #[error("fixture `{fixture}` is not in the firmware {firmware}, which has {}", quoted(.expected))]
    Fixture {
        /// The name asked for.
        fixture: String,
        /// The image's name.
        firmware: String,
        /// What there is.
        expected: Vec<String>,
    },
    /// The native firmware has no such workload.
    #[error("{runtime} entry `{entry}` in {placement} is not in the firmware, which has {}", quoted(.expected))]
    Entry {
        /// The runtime.
        runtime: Runtime,
        /// The name asked for.
        entry: String,
        /// The placement asked for.
        placement: Placement,
        /// What there is for that runtime and placement.
        expected: Vec<String>,
    },
}

fn quoted(words: &[String]) -> String {
    if words.is_empty() {
        return "none".to_owned();
    }
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
