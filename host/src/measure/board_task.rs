//! One board's part of a run, on a blocking thread.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

use super::cell::{CellBoot, CellError, CellFailure, CellMeasurement};
use super::check::{self, Incomparable};
use super::error::RunError;
use super::images::{ImageKind, Images};
use super::progress::{Event, Reporter};
use super::settings::Settings;
use crate::board::link::LinkReport;
use crate::board::{AttachedBoard, Session};
use crate::scenario::Cell;

/// Queue of the cells of an image. Each board takes the next cell when it is free.
#[derive(Debug)]
pub(super) struct CellQueue {
    cells: Vec<Cell>,
    next: AtomicUsize,
}

impl CellQueue {
    pub(super) fn new(cells: Vec<Cell>) -> Self {
        Self { cells, next: AtomicUsize::new(0) }
    }

    fn take(&self) -> Option<&Cell> {
        self.cells.get(self.next.fetch_add(1, Ordering::Relaxed))
    }
}

/// Report of the first firmware that a run boots. All other reports must be comparable with it.
#[derive(Debug, Default)]
pub(super) struct FirstReport(Mutex<Option<(&'static str, LinkReport)>>);

impl FirstReport {
    fn compare(&self, kind: ImageKind, report: LinkReport) -> Result<(), Incomparable> {
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*first {
            Some((name, first)) => check::comparable((name, first), (kind.name(), &report)),
            None => {
                *first = Some((kind.name(), report));
                Ok(())
            }
        }
    }
}

/// Measurement of an image's cells on one board.
pub(super) struct BoardTask {
    pub images: Arc<Images>,
    pub kind: ImageKind,
    pub queue: Arc<CellQueue>,
    pub settings: Settings,
    pub first_report: Arc<FirstReport>,
    pub reporter: Reporter,
    /// Cancels all boards of the run.
    pub cancel: CancellationToken,
}

impl BoardTask {
    /// Measures cells until none is left. Cancels the other boards if an error of this one ends the run.
    pub(super) fn run(self, mut board: AttachedBoard) -> (AttachedBoard, Result<(), RunError>) {
        let ended = self.measure_all(&mut board);
        if ended.is_err() {
            self.cancel.cancel();
        }
        (board, ended)
    }

    fn measure_all(&self, board: &mut AttachedBoard) -> Result<(), RunError> {
        let image = self.images.get(self.kind).ok_or(RunError::NoImage(self.kind.name()))?;
        self.reporter.report(Event::Flashing(self.kind))?;
        let mut session = Session::start(board, image, self.settings.limits, self.cancel.clone())?;
        let report = *session.report();
        session.check_against_host_clock()?;
        self.first_report.compare(self.kind, report)?;
        self.reporter.report(Event::Booted(self.kind, report))?;
        while let Some(cell) = self.queue.take() {
            self.reporter.report(Event::Measuring(cell.clone()))?;
            let result = self.measure(&mut session, cell)?;
            self.reporter.report(Event::Finished(cell.clone(), result))?;
        }
        Ok(())
    }

    /// Measures a cell in all its boots.
    fn measure(
        &self,
        session: &mut Session<'_>,
        cell: &Cell,
    ) -> Result<Result<CellMeasurement, CellFailure>, RunError> {
        let mut measurement = CellMeasurement::default();
        let most = cell.scenario().conditions.boots.unwrap_or(u32::MAX);
        for boot in 0..self.settings.boots.min(most) {
            session.reboot()?;
            let boot = CellBoot { session, cell, settings: self.settings, boot };
            match boot.measure(&mut measurement) {
                Ok(()) => {}
                Err(CellError::Cell(failure)) => return Ok(Err(failure)),
                Err(CellError::Board(error)) => return Err(error.into()),
            }
        }
        Ok(Ok(measurement))
    }
}
