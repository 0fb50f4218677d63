//! Tables of a run, with the columns of its Parquet files.

use super::{Run, cells_table, samples_table};
use crate::run::{CellOutcome, CellRecord};
use crate::summary::CellSamples;
use polars::prelude::{DataFrame, PolarsResult};

impl Run {
    /// Returns the table of `cells.parquet`.
    ///
    /// # Errors
    /// [`PolarsError`](polars::error::PolarsError) if the table cannot be created.
    pub fn cells_frame(&self) -> PolarsResult<DataFrame> {
        cells_table::frame(&self.record)
    }

    /// Returns the table of `samples.parquet`.
    ///
    /// # Errors
    /// [`PolarsError`](polars::error::PolarsError) if the table cannot be created.
    pub fn samples_frame(&self) -> PolarsResult<DataFrame> {
        let cells: Vec<CellSamples> = self.record.cells.iter().map(|cell| self.cell_samples(cell)).collect();
        let provenance = &self.record.provenance;
        samples_table::frame(&self.record.name, provenance.board.kind, provenance.method, &cells)
    }

    /// Returns the samples of a cell.
    fn cell_samples(&self, cell: &CellRecord) -> CellSamples {
        let empty = CellSamples::new(cell.key.clone(), cell.runtime, cell.technique.clone(), cell.scale);
        let samples = self.samples.get(&cell.key).cloned().unwrap_or_default();
        match &cell.outcome {
            CellOutcome::Failed { reason } => CellSamples { samples, failure: Some(reason.clone()), ..empty },
            CellOutcome::Measured(it) => CellSamples {
                samples,
                firmware: Some(it.firmware.clone()),
                compile_cycles: it.compile_cycles,
                ..empty
            },
        }
    }
}
