//! What can be wrong with a file of claims.

use crate::scenario::Location;
use std::{io, path::PathBuf};

/// Why claims could not be used. Every one is wrong use: nothing has touched a board yet.
#[derive(Debug, thiserror::Error)]
pub enum ClaimsError {
    /// The file could not be read.
    #[error("{}: cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file says something wrong.
    #[error("{location}: {problem}")]
    Invalid {
        /// Where.
        location: Location,
        /// What.
        problem: ClaimProblem,
    },
}

/// What is wrong at a place in a file of claims, and what was expected instead.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ClaimProblem {
    /// Not TOML, an unknown key, a missing key, a value of another type, a cell's id that is none.
    #[error("{0}")]
    Format(String),
    /// An id that could not serve as one.
    #[error("`{0}` is not an id: expected lower-case letters, digits and single hyphens between them")]
    Id(String),
    /// A text with nothing in it.
    #[error("`{0}` is empty, expected a value")]
    Empty(&'static str),
    /// The same id twice.
    #[error("claim `{id}` exists already, at {first}: expected an id of its own")]
    Duplicate {
        /// The id.
        id: String,
        /// Where it was used first.
        first: Location,
    },
    /// None or several of the keys of which there has to be one.
    #[error("claim `{id}` has {found} of {keys}, expected exactly one")]
    NotOne {
        /// The claim.
        id: String,
        /// How many it has.
        found: usize,
        /// The keys.
        keys: &'static str,
    },
    /// A range that is none.
    #[error("{0} is no stated range, expected numbers above 0, the smaller first")]
    Range(String),
    /// A unit that the figure cannot have.
    #[error("unit `{found}` does not fit the figure, expected {expected}")]
    Unit {
        /// The unit.
        found: String,
        /// What would.
        expected: String,
    },
    /// A scenario has no such cell.
    #[error("scenario `{scenario}` has no cell `{cell}`, expected one of {expected}")]
    Cell {
        /// The scenario.
        scenario: String,
        /// The cell.
        cell: String,
        /// What there is.
        expected: String,
    },
    /// The scenario's evaluation gives no such quantity.
    #[error("scenario `{scenario}` gives no quantity `{found}`, expected {expected}")]
    Quantity {
        /// The scenario.
        scenario: String,
        /// The id.
        found: String,
        /// What there is.
        expected: String,
    },
}
