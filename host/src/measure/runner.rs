//! All cells of a run, grouped by the image they need, so that each image is flashed once.

use thiserror::Error;

use super::cell::{CellRun, Obstacle};
use super::check::{self, Incomparable};
use super::{CellFailure, CellMeasurement, ImageKind, Images, Settings, script_size};
use crate::board::link::{LinkError, LinkReport};
use crate::board::{AttachedBoard, BoardError, FirmwareImage};
use crate::scenario::{Cell, CellId};

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
        cell: CellId,
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

/// Runs cells on a board.
pub struct Runner<'a> {
    /// The board.
    pub board: &'a mut AttachedBoard,
    /// The images that the cells need.
    pub images: &'a Images,
    /// Repetitions and limits.
    pub settings: Settings,
    /// True once the user pressed Ctrl-C.
    pub interrupted: &'a dyn Fn() -> bool,
}

impl Runner<'_> {
    /// Every script fits the link; to be asked before a board is touched.
    ///
    /// # Errors
    /// [`RunError::Script`] for the first that does not.
    pub fn check_scripts(cells: &[Cell]) -> Result<(), RunError> {
        cells.iter().try_for_each(|cell| {
            script_size::check(cell).map_err(|source| RunError::Script { cell: cell.id(), source })
        })
    }

    /// Measures all cells. Within an image they keep their order; the images come in the order of their first cell.
    ///
    /// # Errors
    /// Board trouble, interruption, or a result that cannot be kept. A cell that fails does not stop the run.
    pub fn run(&mut self, cells: &[Cell], progress: &mut dyn Progress) -> Result<(), RunError> {
        let mut groups: Vec<(ImageKind, Vec<&Cell>)> = Vec::new();
        for cell in cells {
            let kind = ImageKind::of(cell.runtime(), cell.placement);
            match groups.iter_mut().find(|(group, _)| *group == kind) {
                Some((_, members)) => members.push(cell),
                None => groups.push((kind, vec![cell])),
            }
        }
        let mut first_report: Option<(&'static str, LinkReport)> = None;
        for (kind, members) in groups {
            let image = self.images.get(kind).ok_or(RunError::NoImage(kind.name()))?;
            progress.flashing(image);
            self.board.flash(image, |_| {})?;
            let report = *self.board.boot(image)?.report();
            match &first_report {
                Some((name, first)) => check::comparable((name, first), (kind.name(), &report))?,
                None => first_report = Some((kind.name(), report)),
            }
            progress
                .booted(kind, image, &report)
                .map_err(|source| RunError::Keep { of: image.path.display().to_string(), source })?;
            for cell in members {
                progress.measuring(cell);
                let outcome = self.cell(cell, image)?;
                progress
                    .finished(cell, outcome)
                    .map_err(|source| RunError::Keep { of: cell.id().to_string(), source })?;
            }
        }
        Ok(())
    }

    fn cell(
        &mut self,
        cell: &Cell,
        image: &FirmwareImage,
    ) -> Result<Result<CellMeasurement, CellFailure>, RunError> {
        let mut measurement = CellMeasurement::default();
        for boot in 0..self.settings.boots {
            if (self.interrupted)() {
                return Err(BoardError::Link(LinkError::Interrupted).into());
            }
            let mut client = self.board.boot(image)?;
            let run = CellRun {
                board: self.board,
                client: &mut client,
                image,
                cell,
                settings: self.settings,
                boot,
                interrupted: self.interrupted,
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
