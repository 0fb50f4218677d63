//! A run's tables for other programs: one file a format, one line each in [`FORMATS`].

mod bencher;
mod csv;
mod json;
mod table;

pub use table::Table;

use crate::store::Run;

/// A form of export.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What the user calls it.
    pub name: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// Makes it of a table of a run.
    ///
    /// # Errors
    /// [`ExportError`] if the format cannot hold the table.
    pub render: fn(&Run, Table) -> Result<String, ExportError>,
}

/// Every form of export; the first is the default.
pub const FORMATS: [Format; 3] = [
    Format { name: "csv", purpose: "for spreadsheets and R", render: csv::render },
    Format { name: "json", purpose: "a list of records", render: json::render },
    Format { name: "bencher", purpose: "Bencher Metric Format, of cells", render: bencher::render },
];

/// The format of that name.
pub fn format_named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Why a table cannot be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Formats of results have no place for single samples.
    #[error("the format {0} holds cells only: expected --table cells")]
    CellsOnly(&'static str),
    /// The table could not be made.
    #[error("the table cannot be made: {0}")]
    Table(String),
    /// The writer of the format failed.
    #[error("cannot be written as {format}: {reason}")]
    Format {
        /// The format.
        format: &'static str,
        /// Why.
        reason: String,
    },
}

#[cfg(test)]
mod tests;
