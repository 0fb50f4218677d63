//! Displays the progress of a run and stores its results.

use indicatif::{ProgressBar, ProgressStyle};

use crate::board::FirmwareImage;
use crate::board::link::LinkReport;
use crate::cli::provenance;
use crate::measure::{CellFailure, CellMeasurement, ImageKind, Progress, ProgressError};
use crate::run::{BoardKind, Measurement};
use crate::scenario::Cell;
use crate::store::RunWriter;

/// Progress bar on standard error, if that is a terminal. Failures are always printed there.
pub(super) struct Console {
    writer: RunWriter,
    /// Number of samples of the finished cells.
    taken: u32,
    bar: ProgressBar,
}

impl Console {
    /// Creates the progress bar of a run of `cells` cells.
    pub(super) fn new(writer: RunWriter, cells: usize, board: BoardKind) -> Self {
        let bar = ProgressBar::new(cells as u64).with_prefix(board.to_string());
        if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:30} {pos}/{len} {wide_msg}") {
            bar.set_style(style);
        }
        Self { writer, taken: 0, bar }
    }

    /// Removes the progress bar and returns the writer of the results.
    pub(super) fn finish(self) -> RunWriter {
        self.bar.finish_and_clear();
        self.writer
    }
}

impl Progress for Console {
    fn flashing(&mut self, image: &FirmwareImage) {
        self.bar.set_message(format!("flashing {}", image.path.display()));
    }

    fn booted(
        &mut self,
        kind: ImageKind,
        image: &FirmwareImage,
        report: &LinkReport,
    ) -> Result<(), ProgressError> {
        Ok(self.writer.firmware(provenance::of_firmware(kind, image, report))?)
    }

    fn measuring(&mut self, cell: &Cell) {
        self.bar.set_message(cell.key().to_string());
    }

    fn finished(
        &mut self,
        cell: &Cell,
        outcome: Result<CellMeasurement, CellFailure>,
    ) -> Result<(), ProgressError> {
        let outcome = match outcome {
            Ok(CellMeasurement { mut samples, mut quantities, compile_cycles }) => {
                // From an index among the samples of the cell to one among the samples of the run.
                samples.iter_mut().for_each(|sample| sample.order += self.taken);
                quantities.iter_mut().for_each(|of_sample| of_sample.order += self.taken);
                self.taken += samples.len() as u32;
                Measurement::Measured {
                    firmware: ImageKind::of(cell.runtime(), cell.placement).name().to_owned(),
                    samples,
                    quantities,
                    compile_cycles,
                }
            }
            Err(CellFailure { reason }) => {
                self.bar.suspend(|| eprintln!("cell {} failed: {reason}", cell.key()));
                Measurement::Failed { reason }
            }
        };
        self.bar.inc(1);
        Ok(self.writer.record(cell, outcome)?)
    }
}
