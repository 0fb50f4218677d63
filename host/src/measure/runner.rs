//! All cells of a run, grouped by the image they need, so that each image is flashed once.

use std::ops::DerefMut;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ScopedJoinHandle};

use thiserror::Error;

use super::cell::{CellRun, Obstacle};
use super::check::{self, Incomparable};
use super::{CellFailure, CellMeasurement, ImageKind, Images, Settings, script_size};
use crate::board::link::{LinkError, LinkReport};
use crate::board::{AttachedBoard, BoardError, FirmwareImage};
use crate::run::CellKey;
use crate::scenario::Cell;

/// Why a run ended early.
#[derive(Debug, Error)]
pub enum RunError {
    /// The board or the probe.
    #[error(transparent)]
    Board(#[from] BoardError),
    /// The firmwares disagree about clock or flash.
    #[error(transparent)]
    Incomparable(#[from] Incomparable),
    /// A script does not fit the firmware.
    #[error("cell {cell}")]
    Script {
        /// The cell.
        cell: CellKey,
        /// By how much.
        #[source]
        source: LinkError,
    },
    /// An image that a cell needs was not read.
    #[error("no firmware image `{0}`")]
    NoImage(&'static str),
    /// The results could not be written.
    #[error("cannot keep the result of {of}")]
    Keep {
        /// The cell or the image.
        of: String,
        /// From the store.
        #[source]
        source: KeepError,
    },
}

impl RunError {
    /// Whether the user stopped it.
    pub fn is_interruption(&self) -> bool {
        matches!(self, Self::Board(error) if error.is_interruption())
    }
}

/// What the keeper of the results says.
pub type KeepError = Box<dyn std::error::Error + Send + Sync>;

/// What a run tells while it works.
pub trait Progress {
    /// An image is about to be flashed.
    fn flashing(&mut self, image: &FirmwareImage);
    /// A firmware has booted for the first time.
    ///
    /// # Errors
    /// Its record could not be kept; the run stops.
    fn booted(
        &mut self,
        kind: ImageKind,
        image: &FirmwareImage,
        report: &LinkReport,
    ) -> Result<(), KeepError>;
    /// A cell is about to be measured.
    fn measuring(&mut self, cell: &Cell);
    /// A cell is done. Keeps the result before the next cell starts.
    ///
    /// # Errors
    /// The result could not be kept; the run stops.
    fn finished(
        &mut self,
        cell: &Cell,
        outcome: Result<CellMeasurement, CellFailure>,
    ) -> Result<(), KeepError>;
}

/// Runs cells on one board, or on several simulated ones side by side: they are alike to the cycle.
pub struct Runner<'a> {
    /// The boards, at least one.
    pub boards: &'a mut [AttachedBoard],
    /// The images that the cells need.
    pub images: &'a Images,
    /// Repetitions and limits.
    pub settings: Settings,
    /// True once the user pressed Ctrl-C.
    pub interrupted: &'a (dyn Fn() -> bool + Sync),
}

/// What the boards of a run share.
struct Shared<'a> {
    images: &'a Images,
    settings: Settings,
    progress: Mutex<&'a mut (dyn Progress + Send)>,
    /// The report of the run's first boot, which all others are held against.
    first_report: Mutex<Option<(&'static str, LinkReport)>>,
    /// Set once a board has ended the run: the others stop too.
    broken_off: AtomicBool,
    interrupted: &'a (dyn Fn() -> bool + Sync),
}

impl Runner<'_> {
    /// Every script fits the link; to be asked before a board is touched.
    ///
    /// # Errors
    /// [`RunError::Script`] for the first that does not.
    pub fn check_scripts(cells: &[Cell]) -> Result<(), RunError> {
        cells.iter().try_for_each(|cell| {
            script_size::check(cell).map_err(|source| RunError::Script { cell: cell.key(), source })
        })
    }

    /// Measures all cells, an image after the other in the order of their first cells; a board takes an image's next
    /// cell when it is done with one.
    ///
    /// # Errors
    /// Board trouble, interruption, or a result that cannot be kept. A cell that fails does not stop the run.
    pub fn run(&mut self, cells: &[Cell], progress: &mut (dyn Progress + Send)) -> Result<(), RunError> {
        let shared = Shared {
            images: self.images,
            settings: self.settings,
            progress: Mutex::new(progress),
            first_report: Mutex::new(None),
            broken_off: AtomicBool::new(false),
            interrupted: self.interrupted,
        };
        for (kind, members) in by_image(cells) {
            let next = AtomicUsize::new(0);
            let take = || members.get(next.fetch_add(1, Ordering::Relaxed)).copied();
            let boards = self.boards.iter_mut().take(members.len());
            thread::scope(|scope| {
                let workers: Vec<_> =
                    boards.map(|board| scope.spawn(|| shared.work(board, kind, &take))).collect();
                workers.into_iter().map(joined).fold(Ok(()), first_cause)
            })?;
        }
        Ok(())
    }
}

/// The cells of each image, in their order; the images in the order of their first cells.
fn by_image(cells: &[Cell]) -> Vec<(ImageKind, Vec<&Cell>)> {
    let mut groups: Vec<(ImageKind, Vec<&Cell>)> = Vec::new();
    for cell in cells {
        let kind = ImageKind::of(cell.runtime(), cell.placement);
        match groups.iter_mut().find(|(group, _)| *group == kind) {
            Some((_, members)) => members.push(cell),
            None => groups.push((kind, vec![cell])),
        }
    }
    groups
}

fn joined(worker: ScopedJoinHandle<'_, Result<(), RunError>>) -> Result<(), RunError> {
    worker.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// Of two boards' ends the one that made the other stop.
fn first_cause(one: Result<(), RunError>, other: Result<(), RunError>) -> Result<(), RunError> {
    match (&one, &other) {
        (Err(error), Err(_)) if error.is_interruption() => other,
        (Ok(()), _) => other,
        _ => one,
    }
}

impl<'a> Shared<'a> {
    /// One board's part of an image's cells.
    fn work<'c>(
        &self,
        board: &mut AttachedBoard,
        kind: ImageKind,
        take: &dyn Fn() -> Option<&'c Cell>,
    ) -> Result<(), RunError> {
        let ended = self.measure_all(board, kind, take);
        if ended.is_err() {
            self.broken_off.store(true, Ordering::Relaxed);
        }
        ended
    }

    fn measure_all<'c>(
        &self,
        board: &mut AttachedBoard,
        kind: ImageKind,
        take: &dyn Fn() -> Option<&'c Cell>,
    ) -> Result<(), RunError> {
        let image = self.images.get(kind).ok_or(RunError::NoImage(kind.name()))?;
        self.progress().flashing(image);
        board.flash(image, |_| {})?;
        let report = *board.boot(image)?.report();
        board.check_against_host_clock()?;
        self.compare(kind, report)?;
        self.progress()
            .booted(kind, image, &report)
            .map_err(|source| RunError::Keep { of: image.path.display().to_string(), source })?;
        while let Some(cell) = take() {
            self.progress().measuring(cell);
            let outcome = self.cell(board, cell, image)?;
            self.progress()
                .finished(cell, outcome)
                .map_err(|source| RunError::Keep { of: cell.key().to_string(), source })?;
        }
        Ok(())
    }

    fn compare(&self, kind: ImageKind, report: LinkReport) -> Result<(), Incomparable> {
        let mut first = self.first_report.lock().unwrap_or_else(PoisonError::into_inner);
        match &*first {
            Some((name, first)) => check::comparable((name, first), (kind.name(), &report)),
            None => {
                *first = Some((kind.name(), report));
                Ok(())
            }
        }
    }

    fn progress(&self) -> impl DerefMut<Target = &'a mut (dyn Progress + Send)> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cell(
        &self,
        board: &mut AttachedBoard,
        cell: &Cell,
        image: &FirmwareImage,
    ) -> Result<Result<CellMeasurement, CellFailure>, RunError> {
        let interrupted = || self.broken_off.load(Ordering::Relaxed) || (self.interrupted)();
        let mut measurement = CellMeasurement::default();
        let most = cell.scenario().conditions.boots.unwrap_or(u32::MAX);
        for boot in 0..self.settings.boots.min(most) {
            if interrupted() {
                return Err(BoardError::Link(LinkError::Interrupted).into());
            }
            let mut client = board.boot(image)?;
            let run = CellRun {
                board,
                client: &mut client,
                image,
                cell,
                settings: self.settings,
                boot,
                interrupted: &interrupted,
            };
            match run.measure(&mut measurement) {
                Ok(()) => {}
                Err(Obstacle::Cell(failure)) => return Ok(Err(failure)),
                Err(Obstacle::Board(error)) => return Err(error.into()),
            }
        }
        Ok(Ok(measurement))
    }
}
