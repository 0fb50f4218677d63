//! Progress of a run: boards send events from their threads to one receiver, which displays and stores them.

use tokio::sync::{mpsc, oneshot};

use super::cell::{CellFailure, CellMeasurement};
use super::error::{ProgressError, RunError};
use super::images::{ImageKind, Images};
use crate::board::FirmwareImage;
use crate::board::link::{LinkError, LinkReport};
use crate::scenario::Cell;

/// Receiver of a run's progress and results.
pub(crate) trait Progress {
    /// Called before an image is programmed.
    fn flashing(&mut self, image: &FirmwareImage);
    /// Called after the first boot of an image on a board.
    ///
    /// # Errors
    /// Returns an error if the firmware's record cannot be stored; the run ends.
    fn booted(
        &mut self,
        kind: ImageKind,
        image: &FirmwareImage,
        report: &LinkReport,
    ) -> Result<(), ProgressError>;
    /// Called before a cell is measured.
    fn measuring(&mut self, cell: &Cell);
    /// Called after a cell was measured. The board starts its next cell after the call.
    ///
    /// # Errors
    /// Returns an error if the result cannot be stored; the run ends.
    fn finished(
        &mut self,
        cell: &Cell,
        result: Result<CellMeasurement, CellFailure>,
    ) -> Result<(), ProgressError>;
}

/// Event of a board.
pub(super) enum Event {
    Flashing(ImageKind),
    Booted(ImageKind, LinkReport),
    Measuring(Cell),
    Finished(Cell, Result<CellMeasurement, CellFailure>),
}

/// Sender of events. Clones send to the same receiver.
#[derive(Clone)]
pub(super) struct Reporter {
    events: mpsc::Sender<(Event, oneshot::Sender<()>)>,
}

/// Receiver of events.
pub(super) struct Events {
    events: mpsc::Receiver<(Event, oneshot::Sender<()>)>,
}

/// Creates a connected sender and receiver.
pub(super) fn channel() -> (Reporter, Events) {
    let (sender, receiver) = mpsc::channel(1);
    (Reporter { events: sender }, Events { events: receiver })
}

impl Reporter {
    /// Reports an event and waits until it has been processed. Must be called on a blocking thread.
    ///
    /// # Errors
    /// Returns [`LinkError::Interrupted`] if the event could not be processed: the receiver ends the run.
    pub(super) fn report(&self, event: Event) -> Result<(), RunError> {
        let (processed, wait) = oneshot::channel();
        let sent = self.events.blocking_send((event, processed));
        if sent.is_ok() && wait.blocking_recv().is_ok() {
            return Ok(());
        }
        Err(RunError::Board(LinkError::Interrupted.into()))
    }
}

impl Events {
    /// Passes events to `progress` until all senders are gone or an event cannot be processed.
    ///
    /// # Errors
    /// Returns [`RunError::ResultNotStored`] for the first event that cannot be processed. Later reports fail.
    pub(super) async fn process(
        mut self,
        images: &Images,
        progress: &mut dyn Progress,
    ) -> Result<(), RunError> {
        while let Some((event, processed)) = self.events.recv().await {
            process_event(event, images, progress)?;
            // Sending fails if the board's thread has ended; the reply is not needed then.
            let _ = processed.send(());
        }
        Ok(())
    }
}

fn process_event(event: Event, images: &Images, progress: &mut dyn Progress) -> Result<(), RunError> {
    let image = |kind: ImageKind| images.get(kind).ok_or(RunError::NoImage(kind.name()));
    match event {
        Event::Flashing(kind) => progress.flashing(image(kind)?),
        Event::Booted(kind, report) => {
            let image = image(kind)?;
            progress.booted(kind, image, &report).map_err(|source| RunError::ResultNotStored {
                item: image.path.display().to_string(),
                source,
            })?;
        }
        Event::Measuring(cell) => progress.measuring(&cell),
        Event::Finished(cell, result) => progress
            .finished(&cell, result)
            .map_err(|source| RunError::ResultNotStored { item: format!("cell {}", cell.key()), source })?,
    }
    Ok(())
}
