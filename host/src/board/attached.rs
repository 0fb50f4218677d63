//! A board behind an open debug probe: flashing, booting, resetting.

use std::io::Cursor;
use std::time::Duration;

use probe_rs::flashing::{
    DownloadOptions, ElfLoader, FileDownloadError, FlashProgress, ImageLoader, ProgressEvent,
};
use probe_rs::{Core, Permissions, Session};
use tokio_util::sync::CancellationToken;
use twinbench_link::State;

use super::core_access::{HALT_LIMIT, describe_location};
use super::error::BoardError;
use super::firmware::FirmwareImage;
use super::link::LinkClient;
use super::link_error::LinkError;
use super::platform;
use super::polling::{Polled, Poller};
use super::probes::ProbeEntry;
use crate::run::BoardKind;

/// Name of the chip in the registry of probe-rs.
const CHIP: &str = "RP235x";

/// A board with an open debug session.
pub struct AttachedBoard {
    session: Session,
    entry: ProbeEntry,
    kind: BoardKind,
}

impl AttachedBoard {
    /// Opens the probe and attaches to the chip behind it.
    ///
    /// # Errors
    /// Returns [`BoardError::Open`] or [`BoardError::Attach`].
    pub fn attach(entry: ProbeEntry) -> Result<Self, BoardError> {
        let board = entry.selector_text();
        let probe = entry.info.open().map_err(|source| BoardError::Open { board: board.clone(), source })?;
        let mut session = probe
            .attach(CHIP, Permissions::default())
            .map_err(|source| BoardError::Attach { board, source })?;
        // A simulated board can be behind any probe that USB offers.
        let simulated = entry.kind == BoardKind::Simulated || platform::is_simulation(&mut session)?;
        let kind = if simulated { BoardKind::Simulated } else { BoardKind::Hardware };
        Ok(Self { session, entry, kind })
    }

    /// Returns the kind of the board, hardware or simulated, as the chip itself states it.
    pub fn kind(&self) -> BoardKind {
        self.kind
    }

    /// Returns the probe as `VID:PID[:SERIAL]`.
    pub fn probe_selector(&self) -> String {
        self.entry.selector_text()
    }

    /// Returns the name of the probe.
    pub fn probe_name(&self) -> &str {
        &self.entry.info.identifier
    }

    /// Returns the serial number of a simulated board of this process; `None` for a board behind USB.
    pub fn simulated_serial(&self) -> Option<&str> {
        match self.entry.kind {
            BoardKind::Simulated => self.entry.info.serial_number.as_deref(),
            BoardKind::Hardware => None,
        }
    }

    /// Programs the image into flash and verifies it. `progress` receives the number of bytes of each completed step.
    ///
    /// # Errors
    /// Returns [`BoardError::Flash`].
    pub fn flash(&mut self, image: &FirmwareImage, mut progress: impl FnMut(u64)) -> Result<(), BoardError> {
        let failed = |source| BoardError::Flash { path: image.path.clone(), source };
        let mut loader = self.session.target().flash_loader();
        ElfLoader(Default::default())
            .load(&mut loader, &mut self.session, &mut Cursor::new(&image.bytes))
            .map_err(failed)?;
        let mut options = DownloadOptions::default();
        options.verify = true;
        options.progress = FlashProgress::new(|event| {
            if let ProgressEvent::Progress { size, .. } = event {
                progress(size);
            }
        });
        loader.commit(&mut self.session, options).map_err(|source| failed(FileDownloadError::Flash(source)))
    }

    /// Resets the chip, starts the firmware and waits until its link is ready, at most for `limit`.
    ///
    /// # Errors
    /// Returns an SWD error, [`BoardError::Boot`], [`LinkError::Interrupted`] if `cancel` is cancelled, or another
    /// [`LinkError`] if the link is corrupt or has another version.
    pub fn boot(
        &mut self,
        image: &FirmwareImage,
        limit: Duration,
        cancel: &CancellationToken,
    ) -> Result<LinkClient, BoardError> {
        if cancel.is_cancelled() {
            return Err(LinkError::Interrupted.into());
        }
        let poller = self.poller(Some(limit), cancel);
        let mut core = self.core()?;
        core.reset_and_halt(HALT_LIMIT).map_err(BoardError::swd("resetting the chip"))?;
        // SRAM keeps its contents across a reset, so the link of the previous boot would look ready.
        LinkClient::invalidate(&mut core, image.link)?;
        core.run().map_err(BoardError::swd("starting the firmware"))?;
        let mut last_state = None;
        let connected = poller.poll(|| match LinkClient::connect(&mut core, image.link) {
            Ok(client) => Ok(Some(client)),
            Err(BoardError::Link(LinkError::NotReady { state })) => {
                last_state = state;
                Ok(None)
            }
            Err(error) => Err(error),
        })?;
        match connected {
            Polled::Ready(client) => Ok(client),
            Polled::Cancelled => Err(LinkError::Interrupted.into()),
            Polled::TimedOut(limit) => {
                let state = match last_state {
                    Some(State::Booting) | None => format!("booting, {}", describe_location(&mut core)),
                    Some(state) => format!("{state:?}").to_lowercase(),
                };
                Err(BoardError::Boot { path: image.path.clone(), limit, state })
            }
        }
    }

    /// Returns core 0, which executes the firmware.
    ///
    /// # Errors
    /// Returns an SWD error.
    pub fn core(&mut self) -> Result<Core<'_>, BoardError> {
        self.session.core(0).map_err(BoardError::swd("attaching to core 0"))
    }

    /// Resets the chip and halts it, which stops the firmware.
    ///
    /// # Errors
    /// Returns an SWD error.
    pub fn stop(&mut self) -> Result<(), BoardError> {
        let mut core = self.core()?;
        core.reset_and_halt(HALT_LIMIT).map_err(BoardError::swd("resetting the chip"))?;
        Ok(())
    }

    /// Returns a poller for this kind of board.
    pub fn poller(&self, limit: Option<Duration>, cancel: &CancellationToken) -> Poller {
        Poller::new(self.kind(), limit, cancel.clone())
    }
}
