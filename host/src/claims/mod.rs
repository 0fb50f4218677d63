//! Numbers stated somewhere, put to the test: `claims.toml` beside the scenarios.
//!
//! ```toml
//! [[claim]]
//! id = "increment-memory-time"         # unique over all files
//! source = "primer, part 1, case B"    # where it is stated
//! statement = "x++ with x in RAM takes 20 to 30 ns at 150 MHz"
//! unit = "ns"                          # of what is stated and measured
//! stated = [20, 30]                    # the range; or one of the three keys below
//! measure = { figure = "time-per-operation", cell = "increment-memory/c/ram" }
//!
//! [[claim]]
//! id = "…"
//! not_measured = "why nothing in a run can tell"    # instead of `measure`
//! ```
//!
//! `about = 25` is a range of a factor of 1.5 each way, `at_least = 20` has no upper end, and `whole = 3` holds for what
//! rounds to 3.
//!
//! | figure | keys | unit |
//! |---|---|---|
//! | `cycles-per-operation` | `cell` | `cycles` |
//! | `time-per-operation` | `cell` | `ns`, `µs`, `ms` or `s` |
//! | `instructions-per-operation` | `cell` | `instructions` |
//! | `ratio` | `cell`; `to`, another cell: left out, the baseline of the cell's scenario | `×` |
//! | `worst-case`, `median` | `cell`, `quantity` of the scenario's evaluation | the quantity's; a time in `ns`, `µs`, `ms` or `s` |
//! | `clock` | none | `MHz` |
//! | `explain` | `cell`, `name` of a figure of `twinbench explain` | any |
//!
//! A claim holds if the measured interval meets the stated range; otherwise it is off, by the factor between what was
//! measured and the stated number, or the nearer end of a stated range. A cell that was not part of the run leaves it not measured.

mod check;
mod error;
mod file;
mod judge;

pub use check::check;
pub use error::{ClaimProblem, ClaimsError};
pub use file::{load, parse};
pub use judge::{Explained, Unexplained, judge};

use crate::run::{ClaimRecord, Measure};
use crate::scenario::Location;
use crate::stats::Interval;
use crate::store::RUN_FILE;

/// Upper end of a range that has none.
pub const OPEN: f64 = f64::MAX;

/// A number stated somewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Its name, unique over all files.
    pub id: String,
    /// Where it is stated.
    pub source: String,
    /// What is stated, in words.
    pub statement: String,
    /// Unit of what is stated and measured.
    pub unit: String,
    /// The stated range; its upper end is [`OPEN`] if it has none.
    pub stated: Interval,
    /// How it is put where it is stated: `about 200`.
    pub stated_as: String,
    /// The number that the range was made of; `None` where the range itself is stated.
    pub nominal: Option<f64>,
    /// How it is tested.
    pub test: Test,
    /// Where it is written.
    pub location: Location,
}

impl From<&ClaimRecord> for Claim {
    /// The claim that a run was held against, to hold another run against it.
    fn from(record: &ClaimRecord) -> Self {
        let words = || format!("{} – {}", record.stated.lower, record.stated.upper);
        Self {
            id: record.id.clone(),
            source: record.source.clone(),
            statement: record.statement.clone(),
            unit: record.unit.clone(),
            stated: record.stated,
            stated_as: record.stated_as.clone().unwrap_or_else(words),
            nominal: record.nominal,
            test: match &record.measure {
                Some(measure) => Test::Measure(measure.clone()),
                None => Test::NotMeasured(record.note.clone().unwrap_or_default()),
            },
            location: Location { path: RUN_FILE.into(), line: 1 },
        }
    }
}

/// How a claim is tested.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// By a figure of a run.
    Measure(Measure),
    /// Not at all, and why.
    NotMeasured(String),
}

#[cfg(test)]
mod tests;
