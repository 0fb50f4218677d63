//! Scenario files, and the matrix of cells.
//!
//! A scenario is a folder `<scale>/<id>/` with a `scenario.toml` and its Python scripts:
//!
//! ```toml
//! id = "increment-memory"      # name of the folder: lower-case letters, digits, hyphens
//! scale = "ns"                 # ns, us, ms or s: name of the folder above
//! title = "x += 1, x in memory"
//! operations = 1000            # number of operations in a sample; figures per operation divide by it
//! expect = 1000                # checksum (32 bits) of `operations` operations
//! expect_double = 2000         # checksum of twice as many; default: twice `expect`
//! baseline = "c"               # implementation that ratios divide by
//!
//! [[implementation]]
//! id = "c"
//! runtime = "c"                # c, rust, micropython, micropython-native, micropython-viper
//! technique = "loop"
//! entry = "increment_memory"   # c and rust: a workload of the native firmware
//! placements = ["ram", "flash"]    # default: both
//!
//! [[implementation]]
//! id = "micropython-global"
//! runtime = "micropython"
//! technique = "loop"
//! script = "global.py"         # Python: a file in the folder
//! level = "function"           # default: "function"
//! ```
//!
//! Optional keys set the conditions of samples, their evaluation and deadlines:
//!
//! ```toml
//! lengths = 1                  # one length only, for work whose duration is fixed from outside; default: 2
//! samples = 3                  # maximum number of samples of each length in a boot
//! boots = 1                    # maximum number of boots
//! interrupts = true            # interrupts stay enabled in a sample; default: false
//! collector = "free"           # "forced": a garbage collection before each sample; default: "forced"
//! fixture = "waveform"         # fixture of the firmware that acts as the outside world
//! argument = 0                 # argument of the fixture; default: 0
//! evaluation = { kind = "ws2812" }    # turns the readings of fixture and work into quantities: see `evaluation`
//!
//! [[deadline]]
//! name = "a WS2812 bit within 150 ns"
//! quantity = "pulse-error"     # a time that the evaluation yields; default: the time of an operation
//! latest_ns = 150
//! earliest_ns = 0              # default: 0, no lower limit
//! ```
//!
//! Every implementation runs at two lengths, `operations` and twice as many: the cost of an operation is the slope between
//! them. The checksum is compared at both lengths, so that no implementation can skip work. `expect_double` is for work
//! whose checksum is not proportional to its length. With `lengths = 1` the cost of an operation is the time of a sample
//! divided by its operations, no first sample is kept separate, and `expect_double` is not allowed.
//!
//! A script of `level = "function"` defines `run(operations)`, which returns the checksum. With `level = "module"` the
//! module's own code is the work: it reads the global name `operations` and sets `checksum`. A script for
//! `micropython-native` or `micropython-viper` must use that decorator, a script for `micropython` neither.
//!
//! An unknown key, a value out of range, a missing script, a duplicate id or an unknown entry is an error that names file,
//! line and what was expected.

mod conditions;
mod deadlines;
mod entries;
mod error;
mod fixtures;
mod format;
mod implementations;
mod load;
mod location;
mod matrix;
mod parse;
mod record;
mod source;

pub use conditions::{Conditions, FixtureUse};
pub use entries::{Entry, check_entries};
pub(crate) use error::format_message;
pub use error::{Problem, ScenarioError};
pub use fixtures::check_fixtures;
pub use load::load;
pub use location::Location;
pub use matrix::{Cell, Filter, MatrixError, Shard, ShardError, matrix};
pub use parse::parse;
pub(crate) use record::scenario_records;

use crate::evaluation::Evaluation;
use crate::run::{Deadline, Level, Placement, Runtime, Scale};
use crate::stats::Length;
use std::path::PathBuf;

/// A scenario: one piece of work in several implementations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Id, unique over all scenarios.
    pub id: String,
    /// Time scale that it belongs to.
    pub scale: Scale,
    /// Title for tables and charts.
    pub title: String,
    /// Number of operations in a sample of single length, 1 to `u32::MAX / 2`.
    pub operations: u32,
    /// Checksum of a sample of single length.
    pub expect: u32,
    /// Checksum of a sample of double length; unused if one length is measured.
    pub expect_double: u32,
    /// Id of the baseline implementation.
    pub baseline: String,
    /// Conditions under which samples are taken.
    pub conditions: Conditions,
    /// Evaluation of the readings of a sample.
    pub evaluation: Option<Evaluation>,
    /// Deadlines.
    pub deadlines: Vec<Deadline>,
    /// Implementations, in the order of the file.
    pub implementations: Vec<Implementation>,
    /// Location in the scenario file.
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

    /// Returns the implementation with the id `id`.
    pub fn implementation(&self, id: &str) -> Option<&Implementation> {
        self.implementations.iter().find(|it| it.id == id)
    }
}

/// An implementation: the work of a scenario for one runtime by one technique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Implementation {
    /// Id, unique in the scenario.
    pub id: String,
    /// Runtime that executes it.
    pub runtime: Runtime,
    /// Technique: `loop`, `builtin` and so on.
    pub technique: String,
    /// Code.
    pub work: Work,
    /// Placements of the code, at least one, in the order of tables.
    pub placements: Vec<Placement>,
    /// Location in the scenario file.
    pub location: Location,
}

/// Code of an implementation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Name of a workload of the native firmware.
    Entry(String),
    /// A Python script.
    Script(Script),
}

/// A Python script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// Path of the file.
    pub path: PathBuf,
    /// Text of the script.
    pub source: String,
    /// Part of the script that is the work.
    pub level: Level,
}
