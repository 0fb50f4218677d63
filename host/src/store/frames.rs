//! A run's tables as they stand in its Parquet files.

use super::{CellOutcome, Run, cell_record::CellLog, cells_table, samples_table};
use polars::prelude::{DataFrame, PolarsResult};

impl Run {
    /// What `cells.parquet` holds.
    ///
    /// # Errors
    /// From polars, if the columns do not fit together.
    pub fn cells_frame(&self) -> PolarsResult<DataFrame> {
        cells_table::frame(&self.record)
    }

    /// What `samples.parquet` holds.
    ///
    /// # Errors
    /// From polars, if the columns do not fit together.
    pub fn samples_frame(&self) -> PolarsResult<DataFrame> {
        let logs: Vec<CellLog> = self.record.cells.iter().map(|cell| self.log(cell)).collect();
        let provenance = &self.record.provenance;
        samples_table::frame(&self.record.name, provenance.board.kind, provenance.method, &logs)
    }

    /// What was recorded of a cell.
    fn log(&self, cell: &super::CellRecord) -> CellLog {
        let name = CellLog::new(cell.id.clone(), cell.runtime, cell.technique.clone(), cell.scale);
        let samples = self.samples.get(&cell.id).cloned().unwrap_or_default();
        match &cell.outcome {
            CellOutcome::Failed { reason } => CellLog { samples, failure: Some(reason.clone()), ..name },
            CellOutcome::Measured(it) => CellLog {
                samples,
                firmware: Some(it.firmware.clone()),
                compile_cycles: it.compile_cycles,
                ..name
            },
        }
    }
}
