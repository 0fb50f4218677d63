//! Quantities: values besides time that a scenario's evaluation derives from its samples.

use serde::{Deserialize, Serialize};

/// Name, title and unit of a quantity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuantityDescription {
    /// Id, unique in its evaluation: `pulse-error`.
    pub id: String,
    /// Title for tables and charts.
    pub title: String,
    /// Unit of its values: `ns`, `mm`, `%`, `Hz`, `1` for a count, or one that the scenario states.
    pub unit: String,
}

impl QuantityDescription {
    /// Creates a description.
    pub(crate) fn new(id: &str, title: &str, unit: &str) -> Self {
        Self { id: id.to_owned(), title: title.to_owned(), unit: unit.to_owned() }
    }
}

/// Values of a quantity in one sample.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// One finite value for each event, in the order of events.
    pub values: Vec<f64>,
    /// Number of expected events that did not happen.
    pub missed: u64,
}

impl Quantity {
    /// Creates a quantity of `values` without missed events.
    pub(crate) fn of(values: Vec<f64>) -> Self {
        Self { values, missed: 0 }
    }

    /// Creates a quantity of one value for the whole sample.
    pub(crate) fn single(value: f64) -> Self {
        Self::of(vec![value])
    }
}
