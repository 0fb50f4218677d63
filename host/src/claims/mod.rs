//! Claims: stated numbers, compared with the figures of a run. They are listed in `claims.toml`, beside the scenarios.
//!
//! ```toml
//! [[claim]]
//! id = "increment-memory-time"         # unique over all files
//! source = "primer, part 1, case B"
//! statement = "x++ with x in RAM takes 20 to 30 ns at 150 MHz"
//! unit = "ns"                          # of the stated and the measured value
//! stated = [20, 30]                    # range; or one of the three keys below
//! measure = { figure = "time-per-operation", cell = "increment-memory/c/ram" }
//!
//! [[claim]]
//! id = "…"
//! not_measured = "reason"              # instead of `measure`, if no figure of a run tests it
//! ```
//!
//! `about = 25` is a range of a factor of 1.5 in both directions, `at_least = 20` has no upper end, and `whole = 3` is the
//! range of numbers that round to 3.
//!
//! | figure | keys | unit |
//! |---|---|---|
//! | `cycles-per-operation` | `cell` | `cycles` |
//! | `time-per-operation` | `cell` | `ns`, `µs`, `ms` or `s` |
//! | `instructions-per-operation` | `cell` | `instructions` |
//! | `ratio` | `cell`; `to`, another cell, default: the baseline of the cell's scenario | `×` |
//! | `worst-case`, `median` | `cell`, `quantity` of the scenario's evaluation | the quantity's; a time in `ns`, `µs`, `ms` or `s` |
//! | `clock` | none | `MHz` |
//! | `explain` | `cell`, `name` of a figure of `twinbench explain` | any |
//!
//! A claim holds if the measured interval overlaps the stated range. Otherwise it is off, by the factor between the measured
//! and the stated number, or the nearer end of a stated range. It is not measured if its cell was not part of the run.

mod check;
mod error;
mod file;
mod judge;
mod units;

pub use check::check;
pub use error::{ClaimProblem, ClaimsError};
pub use file::{load, parse};
pub use judge::{ExplainedFigures, NoExplanations, judge};

use crate::run::{ClaimRecord, Measure};
use crate::scenario::Location;
use crate::stats::Interval;
use crate::store::RUN_FILE;

/// Upper end of an open range.
pub const OPEN: f64 = f64::MAX;

/// A claim: a stated number with the figure that tests it.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Id, unique over all files.
    pub id: String,
    /// Source.
    pub source: String,
    /// Statement in words.
    pub statement: String,
    /// Unit of the stated and the measured value.
    pub unit: String,
    /// Stated range; its upper end is [`OPEN`] if it is open.
    pub stated: Interval,
    /// Stated number or range in words: `about 200`.
    pub stated_as: String,
    /// Stated number that the range was derived from; `None` if the range itself is stated.
    pub nominal: Option<f64>,
    /// Test.
    pub test: Test,
    /// Location in the claims file.
    pub location: Location,
}

impl From<&ClaimRecord> for Claim {
    /// Returns the claim of a record, to compare it with another run.
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

/// Test of a claim.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Figure of a run.
    Measure(Measure),
    /// Not measured, for this reason.
    NotMeasured(String),
}

#[cfg(test)]
mod tests;
