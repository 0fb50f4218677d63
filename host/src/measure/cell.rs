//! Measurement of one cell in one boot.

use thiserror::Error;

use super::check::clocks_agree;
use super::settings::Settings;
use super::workload::workload;
use crate::board::{BoardError, NotInFirmware, RawSample, Session, SessionError};
use crate::evaluation::SampleReadings;
use crate::run::{Method, Sample, SampleQuantities};
use crate::scenario::Cell;
use crate::stats::{Length, Lengths};

/// Samples of a cell, over all boots.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CellMeasurement {
    /// Samples in the order in which they were taken.
    pub samples: Vec<Sample>,
    /// Quantities that the scenario's evaluation derives from the readings; empty without an evaluation.
    pub quantities: Vec<SampleQuantities>,
    /// Cycles of parsing and compiling the script; `None` for native code.
    pub compile_cycles: Option<u64>,
}

/// Failure of a cell. The run continues with the next cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CellFailure {
    /// Expected and found result.
    pub reason: String,
}

/// Error of a boot of a cell.
#[derive(Debug, Error)]
pub(super) enum CellError {
    /// The cell fails.
    #[error("{}", .0.reason)]
    Cell(CellFailure),
    /// The board fails, or the user interrupted the run.
    #[error(transparent)]
    Board(BoardError),
}

impl CellError {
    fn cell(reason: impl ToString) -> Self {
        Self::Cell(CellFailure { reason: reason.to_string() })
    }
}

impl From<SessionError> for CellError {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Board(board) if !board.is_work_failure() => Self::Board(board),
            error => Self::cell(error),
        }
    }
}

impl From<NotInFirmware> for CellError {
    fn from(error: NotInFirmware) -> Self {
        Self::cell(error)
    }
}

/// One boot of a cell.
pub(super) struct CellBoot<'s, 'b> {
    pub session: &'s mut Session<'b>,
    pub cell: &'s Cell,
    pub settings: Settings,
    pub boot: u32,
}

impl CellBoot<'_, '_> {
    /// Loads the workload and adds the samples of this boot to `measurement`, the single length first.
    pub(super) fn measure(self, measurement: &mut CellMeasurement) -> Result<(), CellError> {
        measurement.compile_cycles = self.session.load(workload(self.cell, self.session.image())?)?;
        let conditions = &self.cell.scenario().conditions;
        let samples =
            conditions.samples.map_or(self.settings.samples, |most| most.min(self.settings.samples));
        // The first sample after a boot runs with cold caches. At two lengths it is an extra sample, which the slope
        // excludes.
        let has_first = conditions.lengths == Lengths::Two;
        for &length in conditions.lengths.as_slice() {
            let count = samples + u32::from(has_first && length == Length::Single);
            let taken = match self.settings.method {
                Method::Link => self.session.sample(length, count)?,
                Method::Breakpoint => self.session.sample_by_breakpoints(length, count)?,
            };
            for (index, sample) in taken.iter().enumerate() {
                self.check(sample, length)?;
                let order = measurement.samples.len() as u32;
                measurement.quantities.extend(self.evaluate(order, sample, length)?);
                let RawSample { record, .. } = sample;
                measurement.samples.push(Sample {
                    boot: self.boot,
                    order,
                    length,
                    operations: self.cell.scenario().operations_at(length),
                    cycles: record.cycles,
                    instructions: None,
                    xip_hits: record.xip_hits.into(),
                    xip_accesses: record.xip_accesses.into(),
                    first: has_first && length == Length::Single && index == 0,
                });
            }
        }
        Ok(())
    }

    /// Checks the checksum and the clocks of a sample.
    fn check(&self, sample: &RawSample, length: Length) -> Result<(), CellError> {
        let scenario = self.cell.scenario();
        let (expected, found) = (scenario.expect_at(length), sample.record.checksum);
        if found != expected {
            return Err(CellError::cell(format!(
                "expected checksum {expected} from {} operations, found {found}",
                scenario.operations_at(length),
            )));
        }
        clocks_agree(&sample.record, self.session.report().sysclk_hz).map_err(CellError::cell)
    }

    /// Evaluates the readings of a sample; returns `None` for a scenario without an evaluation.
    fn evaluate(
        &self,
        order: u32,
        sample: &RawSample,
        length: Length,
    ) -> Result<Option<SampleQuantities>, CellError> {
        let scenario = self.cell.scenario();
        let Some(evaluation) = &scenario.evaluation else { return Ok(None) };
        let readings = SampleReadings {
            channels: &sample.readings,
            operations: scenario.operations_at(length),
            cycles: sample.record.cycles,
            sysclk_hz: self.session.report().sysclk_hz,
        };
        let quantities = evaluation.evaluate(&readings).map_err(CellError::cell)?;
        Ok(Some(SampleQuantities { boot: self.boot, order, quantities }))
    }
}
