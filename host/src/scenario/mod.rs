//! Scenario files, and the matrix made of them.
//!
//! A scenario is a folder `<scale>/<id>/` with a `scenario.toml` and its Python scripts:
//!
//! ```toml
//! id = "increment-memory"      # the folder's name: lower-case letters, digits, hyphens
//! scale = "ns"                 # ns, us, ms or s: the name of the folder above
//! title = "x += 1, x in memory"
//! operations = 1000            # operations in a sample; figures per operation divide by it
//! expect = 1000                # checksum (32 bits) of `operations` operations
//! expect_double = 2000         # checksum of twice as many; left out, it is twice `expect`
//! baseline = "c"               # the implementation that ratios are taken against
//!
//! [[implementation]]
//! id = "c"
//! runtime = "c"                # c, rust, micropython, micropython-native, micropython-viper
//! technique = "loop"
//! entry = "increment_memory"   # c and rust: a workload of the native firmware
//! placements = ["ram", "flash"]    # left out, both
//!
//! [[implementation]]
//! id = "micropython-global"
//! runtime = "micropython"
//! technique = "loop"
//! script = "global.py"         # Python: a file beside scenario.toml
//! level = "function"           # left out, "function"
//! ```
//!
//! More keys, all of which can be left out, say how samples are taken and what else is made of them:
//!
//! ```toml
//! lengths = 1                  # 1: at one length only, as its duration is given from outside; left out, 2
//! samples = 3                  # at most so many samples of each length in a boot
//! boots = 1                    # at most so many boots
//! interrupts = true            # interrupts stay enabled in a sample; left out, they are masked
//! collector = "free"           # the garbage collector is left alone; left out, "forced": a collection before each sample
//! fixture = "waveform"         # what plays the world around the work: a fixture of the firmware
//! argument = 0                 # a number for the fixture; left out, 0
//! evaluation = { kind = "ws2812" }    # turns what fixture and work left into quantities: see `evaluation`
//!
//! [[deadline]]
//! name = "a WS2812 bit within 150 ns"
//! quantity = "pulse-error"     # a time that the evaluation gives; left out, the time of an operation
//! latest_ns = 150
//! earliest_ns = 0              # left out or 0, it cannot be too early
//! ```
//!
//! Every implementation runs at two lengths, `operations` and twice as many, because the cost of one
//! operation is the slope between them. The checksum is compared at both, so that no implementation
//! can skip work at either; `expect_double` is for work whose checksum is not proportional to its
//! length. With `lengths = 1` the time of an operation is a sample's over its operations, no first sample is set apart,
//! and there is no `expect_double`.
//!
//! A script of `level = "function"` defines `run(operations)`, which returns the checksum. With
//! `level = "module"` the module's own code is the work: it finds `operations` as a global name and
//! leaves `checksum` as one. What a script claims to be is checked as far as its text shows: one for
//! `micropython-native` or `micropython-viper` must use that decorator, one for `micropython` neither.
//!
//! An unknown key, a value out of range, a missing script, a duplicate id or an unknown entry is an
//! error that names file, line and what was expected.

mod conditions;
mod entries;
mod error;
mod file;
mod fixtures;
mod load;
mod matrix;
mod record;

pub use conditions::{Conditions, FixtureUse};
pub use entries::{Entry, check_entries};
pub(crate) use error::format_message;
pub use error::{Location, Problem, ScenarioError};
pub use file::parse;
pub use fixtures::check_fixtures;
pub use load::load;
pub use matrix::{Cell, Filter, MatrixError, Shard, ShardError, matrix};
pub(crate) use record::scenario_records;

use crate::evaluation::Evaluation;
use crate::run::{Deadline, Level, Placement, Runtime, Scale};
use crate::stats::Length;
use std::path::PathBuf;

/// One piece of work, in several implementations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Its name, unique over all scenarios.
    pub id: String,
    /// The time scale it belongs to.
    pub scale: Scale,
    /// A line for people.
    pub title: String,
    /// Operations in a sample of single length, 1 to `u32::MAX / 2`.
    pub operations: u32,
    /// Checksum of `operations` operations.
    pub expect: u32,
    /// Checksum of twice `operations` operations; says nothing if one length is measured.
    pub expect_double: u32,
    /// Id of the implementation that ratios are taken against.
    pub baseline: String,
    /// Under which conditions samples are taken.
    pub conditions: Conditions,
    /// What is made of the readings of a sample.
    pub evaluation: Option<Evaluation>,
    /// When its work has to be done.
    pub deadlines: Vec<Deadline>,
    /// The implementations, in the order of the file.
    pub implementations: Vec<Implementation>,
    /// Where it is written.
    pub location: Location,
}

impl Scenario {
    /// Returns the number of operations in a sample of `length`.
    pub fn operations_at(&self, length: Length) -> u64 {
        u64::from(self.operations) * u64::from(length.factor())
    }

    /// Returns the checksum that a sample of `length` must return.
    pub fn expect_at(&self, length: Length) -> u32 {
        match length {
            Length::Single => self.expect,
            Length::Double => self.expect_double,
        }
    }

    /// The implementation of that id.
    pub fn implementation(&self, id: &str) -> Option<&Implementation> {
        self.implementations.iter().find(|it| it.id == id)
    }
}

/// A scenario's work for one runtime by one technique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Implementation {
    /// Its name, unique in the scenario.
    pub id: String,
    /// What executes it.
    pub runtime: Runtime,
    /// How it does the work: `loop`, `builtin` and so on.
    pub technique: String,
    /// The code.
    pub work: Work,
    /// Where the code may lie, at least one, in the order of tables.
    pub placements: Vec<Placement>,
    /// Where it is written.
    pub location: Location,
}

/// The code of an implementation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// A workload of the native firmware.
    Entry(String),
    /// A Python script.
    Script(Script),
}

/// A Python script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// The file.
    pub path: PathBuf,
    /// Its text.
    pub source: String,
    /// Where in it the work stands.
    pub level: Level,
}
