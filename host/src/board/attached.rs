//! A board that is attached, flashed and booted.

use std::io::Cursor;
use std::time::{Duration, Instant};

use probe_rs::flashing::{
    DownloadOptions, ElfLoader, FileDownloadError, FlashProgress, ImageLoader, ProgressEvent,
};
use probe_rs::{Core, MemoryInterface, Permissions, Session};
use twinbench_link::State;

use super::link::{LinkClient, LinkError};
use super::{BoardError, FirmwareImage, ProbeEntry};
use crate::run::BoardKind;

/// Name of the chip in probe-rs' registry.
const CHIP: &str = "RP235x";
/// How long a halt may take; a few SWD transfers in truth.
const HALT_LIMIT: Duration = Duration::from_millis(500);
/// How long the firmware may take from reset to ready: crystal, PLL, clock measurement, heap.
const BOOT_LIMIT: Duration = Duration::from_secs(5);

/// A board with an open debug session.
pub struct AttachedBoard {
    session: Session,
    entry: ProbeEntry,
}

impl AttachedBoard {
    /// Opens the probe and attaches to the chip behind it.
    ///
    /// # Errors
    /// [`BoardError::Open`] or [`BoardError::Attach`].
    pub fn attach(entry: ProbeEntry) -> Result<Self, BoardError> {
        let board = entry.selector_text();
        let probe = entry.info.open().map_err(|source| BoardError::Open { board: board.clone(), source })?;
        let session = probe
            .attach(CHIP, Permissions::default())
            .map_err(|source| BoardError::Attach { board, source })?;
        Ok(Self { session, entry })
    }

    /// Hardware or the model.
    pub fn kind(&self) -> BoardKind {
        self.entry.kind
    }

    /// The probe as `VID:PID[:SERIAL]`.
    pub fn probe_selector(&self) -> String {
        self.entry.selector_text()
    }

    /// The probe's name.
    pub fn probe_name(&self) -> &str {
        &self.entry.info.identifier
    }

    /// Serial number of the simulated board; `None` for hardware.
    pub fn simulated_serial(&self) -> Option<&str> {
        match self.entry.kind {
            BoardKind::Simulated => self.entry.info.serial_number.as_deref(),
            BoardKind::Hardware => None,
        }
    }

    /// Programs the image into flash and verifies it. `progress` gets bytes done of this phase.
    ///
    /// # Errors
    /// [`BoardError::Flash`].
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

    /// Resets the chip, lets the firmware start and waits until its link is ready.
    ///
    /// # Errors
    /// SWD trouble, [`BoardError::Boot`], or a link of another version.
    pub fn boot(&mut self, image: &FirmwareImage) -> Result<LinkClient, BoardError> {
        let mut core = self.core()?;
        core.reset_and_halt(HALT_LIMIT).map_err(BoardError::swd("resetting the chip"))?;
        // SRAM survives a reset: without this the host could meet the block of the boot before.
        LinkClient::invalidate(&mut core, image.link)?;
        core.run().map_err(BoardError::swd("starting the firmware"))?;
        let start = Instant::now();
        loop {
            match LinkClient::connect(&mut core, image.link) {
                Ok(client) => return Ok(client),
                Err(BoardError::Link(LinkError::NotReady { state })) if start.elapsed() > BOOT_LIMIT => {
                    let state = match state {
                        Some(State::Booting) | None => format!("booting, {}", whereabouts(&mut core)),
                        Some(other) => format!("{other:?}"),
                    };
                    return Err(BoardError::Boot { path: image.path.clone(), limit: BOOT_LIMIT, state });
                }
                Err(BoardError::Link(LinkError::NotReady { .. })) => {}
                Err(other) => return Err(other),
            }
        }
    }

    /// Core 0, where the firmware works.
    ///
    /// # Errors
    /// SWD trouble.
    pub fn core(&mut self) -> Result<Core<'_>, BoardError> {
        self.session.core(0).map_err(BoardError::swd("attaching to core 0"))
    }

    /// Leaves the board halted in reset, whatever ran on it: the next command starts from there.
    ///
    /// # Errors
    /// SWD trouble.
    pub fn stop(&mut self) -> Result<(), BoardError> {
        let mut core = self.core()?;
        core.reset_and_halt(HALT_LIMIT).map_err(BoardError::swd("resetting the chip"))?;
        Ok(())
    }
}

/// Where the core is, for an error message: halts it for a moment.
pub(super) fn whereabouts(core: &mut Core<'_>) -> String {
    match core.halt(HALT_LIMIT) {
        Ok(information) => {
            let place = format!("pc {:#010x}", information.pc);
            match core.run() {
                Ok(()) => place,
                Err(error) => format!("{place} ({error})"),
            }
        }
        Err(error) => format!("a place that cannot be read ({error})"),
    }
}

/// Words from an aligned address.
pub(super) fn read_words(core: &mut Core<'_>, address: u32, words: &mut [u32]) -> Result<(), BoardError> {
    core.read_32(address.into(), words).map_err(BoardError::swd("reading memory"))
}
