//! What an evaluation gives.

use serde::{Deserialize, Serialize};

/// Units. A deadline can be on a quantity in nanoseconds.
pub(super) const NANOSECONDS: &str = "ns";
pub(super) const MILLIMETRES: &str = "mm";
pub(super) const PERCENT: &str = "%";
pub(super) const HERTZ: &str = "Hz";
/// Of a count.
pub(super) const ONE: &str = "1";

/// What a quantity is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// Its name, unique in its evaluation: `pulse-error`.
    pub id: String,
    /// A line for people.
    pub title: String,
    /// Unit of its values: `ns`, `mm`, `%`, `Hz`, `1` for a count, or what a scenario says.
    pub unit: String,
}

impl Description {
    pub(super) fn new(id: &str, title: &str, unit: &str) -> Self {
        Self { id: id.to_owned(), title: title.to_owned(), unit: unit.to_owned() }
    }
}

/// The values of a quantity in one sample.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// One for each event, in their order; all finite.
    pub values: Vec<f64>,
    /// Events that should have given a value and did not happen.
    pub missed: u64,
}

impl Quantity {
    /// Values, and nothing missed.
    pub(super) fn of(values: Vec<f64>) -> Self {
        Self { values, missed: 0 }
    }

    /// One value for the whole sample.
    pub(super) fn single(value: f64) -> Self {
        Self::of(vec![value])
    }
}

/// The distances of `values` from `from`.
pub(super) fn distances(values: &[f64], from: f64) -> Vec<f64> {
    values.iter().map(|value| (value - from).abs()).collect()
}
