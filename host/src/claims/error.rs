//! Errors of claims files.

use crate::scenario::Location;
use std::{io, path::PathBuf};

/// Error of reading claims. Claims are read before any access to a board, so every error is one of usage.
#[derive(Debug, thiserror::Error)]
pub enum ClaimsError {
    /// The file could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// Path of the file.
        path: PathBuf,
        /// Cause.
        source: io::Error,
    },
    /// The file is invalid.
    #[error("{location}: {problem}")]
    Invalid {
        /// Location.
        location: Location,
        /// Problem.
        problem: ClaimProblem,
    },
}

/// Problem at a location in a claims file, with what was expected.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ClaimProblem {
    /// Not TOML, an unknown or missing key, or a value of another type.
    #[error("{0}")]
    Format(String),
    /// An id of another form.
    #[error("`{0}` is not an id: expected lower-case letters, digits and single hyphens between them")]
    Id(String),
    /// An empty text.
    #[error("`{0}` is empty, expected a value")]
    Empty(&'static str),
    /// An id that is used twice.
    #[error("claim `{id}` is already defined at {first}, expected a unique id")]
    Duplicate {
        /// The id.
        id: String,
        /// Location of its first use.
        first: Location,
    },
    /// None or several of keys that exclude each other.
    #[error("claim `{id}` has {found} of {keys}, expected exactly one")]
    NotOne {
        /// Id of the claim.
        id: String,
        /// Number of these keys.
        found: usize,
        /// The keys.
        keys: &'static str,
    },
    /// An invalid range.
    #[error("{0} is not a range, expected numbers above 0, the smaller first")]
    Range(String),
    /// A unit that the figure does not have.
    #[error("the figure does not have unit `{found}`, expected {expected}")]
    Unit {
        /// Stated unit.
        found: String,
        /// Possible units.
        expected: String,
    },
    /// A cell that the scenario does not have.
    #[error("scenario `{scenario}` has no cell `{cell}`, expected one of {expected}")]
    Cell {
        /// Id of the scenario.
        scenario: String,
        /// Key of the cell.
        cell: String,
        /// Cells of the scenario.
        expected: String,
    },
    /// A quantity that the scenario's evaluation does not yield.
    #[error("scenario `{scenario}` has no quantity `{found}`, expected {expected}")]
    Quantity {
        /// Id of the scenario.
        scenario: String,
        /// Id of the quantity.
        found: String,
        /// Quantities of the scenario.
        expected: String,
    },
}
