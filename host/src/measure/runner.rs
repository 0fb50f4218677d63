//! Runs of cells on one or several boards. Cells are grouped by image, so that a board programs each image once.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::board_task::{BoardTask, CellQueue, FirstReport};
use super::error::{RunError, first_cause};
use super::images::{ImageKind, Images};
use super::progress::{self, Progress};
use super::script_size;
use super::settings::Settings;
use crate::board::{AttachedBoard, on_blocking_thread};
use crate::scenario::Cell;

/// Measures cells on one board, or on several simulated boards in parallel. Simulated boards count identical cycles.
#[derive(Clone, Debug)]
pub(crate) struct Runner {
    /// Images that the cells need.
    pub images: Arc<Images>,
    /// Repetitions, method and limits.
    pub settings: Settings,
    /// Cancelled when the user interrupts the run.
    pub cancel: CancellationToken,
}

/// End of a run.
pub(crate) struct EndedRun {
    /// The boards, in the order in which the run received them.
    pub boards: Vec<AttachedBoard>,
    /// The error that ended the run early. A cell that fails does not end the run.
    pub result: Result<(), RunError>,
}

impl Runner {
    /// Checks that every script fits the link, before a board is touched.
    ///
    /// # Errors
    /// Returns [`RunError::Script`] for the first script that does not fit.
    pub(crate) fn check_scripts(cells: &[Cell]) -> Result<(), RunError> {
        cells.iter().try_for_each(|cell| {
            script_size::check(cell).map_err(|source| RunError::Script { cell: cell.key(), source })
        })
    }

    /// Measures all cells. Images follow each other in the order of their first cells; each board takes the next cell
    /// of the image when it has finished one.
    pub(crate) async fn run(
        &self,
        mut boards: Vec<AttachedBoard>,
        cells: &[Cell],
        progress: &mut dyn Progress,
    ) -> EndedRun {
        let first_report = Arc::new(FirstReport::default());
        // Cancelled by the user or by the first board that ends the run, and when this future is dropped.
        let cancel = self.cancel.child_token();
        let _cancel_on_drop = cancel.clone().drop_guard();
        let mut result = Ok(());
        for (kind, cells) in by_image(cells) {
            let idle = boards.split_off(cells.len().min(boards.len()));
            let queue = Arc::new(CellQueue::new(cells));
            let (reporter, events) = progress::channel();
            let start = |board| {
                let task = BoardTask {
                    images: Arc::clone(&self.images),
                    kind,
                    queue: Arc::clone(&queue),
                    settings: self.settings,
                    first_report: Arc::clone(&first_report),
                    reporter: reporter.clone(),
                    cancel: cancel.clone(),
                };
                tokio::spawn(on_blocking_thread(move || task.run(board)))
            };
            let tasks: Vec<_> = boards.drain(..).map(start).collect();
            drop(reporter);
            let processed = events.process(&self.images, progress).await;
            result = first_cause(result, processed);
            for task in tasks {
                match task.await {
                    Ok((board, ended)) => {
                        boards.push(board);
                        result = first_cause(result, ended);
                    }
                    Err(error) => std::panic::resume_unwind(error.into_panic()),
                }
            }
            boards.extend(idle);
            if result.is_err() {
                break;
            }
        }
        EndedRun { boards, result }
    }
}

/// Groups cells by image. Keeps the order of the cells, and orders the images by their first cells.
fn by_image(cells: &[Cell]) -> Vec<(ImageKind, Vec<Cell>)> {
    let mut groups: Vec<(ImageKind, Vec<Cell>)> = Vec::new();
    for cell in cells {
        let kind = ImageKind::of(cell.runtime(), cell.placement);
        match groups.iter_mut().find(|(group, _)| *group == kind) {
            Some((_, members)) => members.push(cell.clone()),
            None => groups.push((kind, vec![cell.clone()])),
        }
    }
    groups
}
