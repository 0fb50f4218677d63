//! Export of a run's tables for other programs: a file and a line in [`FORMATS`] per format.

mod bencher;
mod csv;
mod json;
mod table;

pub(crate) use table::Table;

use crate::store::Run;

/// An export format.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Format {
    /// Name on the command line.
    pub(crate) name: &'static str,
    /// Purpose, for `--help`.
    pub(crate) purpose: &'static str,
    /// Returns a table of a run in this format.
    ///
    /// # Errors
    /// [`ExportError`] if the format cannot represent the table.
    pub(crate) render: fn(&Run, Table) -> Result<String, ExportError>,
}

/// All export formats; the first is the default.
pub(crate) const FORMATS: [Format; 3] = [
    Format { name: "csv", purpose: "for spreadsheets and R", render: csv::render },
    Format { name: "json", purpose: "a list of records", render: json::render },
    Format { name: "bencher", purpose: "Bencher Metric Format, cells only", render: bencher::render },
];

/// An error of an export.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExportError {
    /// The format has no samples.
    #[error("the format {0} cannot represent samples: use --table cells")]
    CellsOnly(&'static str),
    /// The table cannot be built from the run.
    #[error("the table cannot be built: {0}")]
    Table(String),
    /// The writer of the format failed.
    #[error("the table cannot be written as {format}: {reason}")]
    Format {
        /// The format.
        format: &'static str,
        /// The cause.
        reason: String,
    },
}

#[cfg(test)]
mod tests;
