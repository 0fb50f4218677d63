//! Waveforms of the simulated board's pins, as a file.

use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use pico2_sim::control::{self, BoardHandle, SimulatedBoard};
use pico2_sim::waveform::{BONDED_PINS, VcdDocument};
use tempfile::NamedTempFile;

use super::AttachedBoard;

/// Why pins cannot be recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// A debug probe does not see pins.
    #[error(
        "only the simulated board can record its pins, and {board} is hardware: use --board sim, or a logic analyser"
    )]
    Hardware {
        /// `VID:PID[:SERIAL]`.
        board: String,
    },
    /// The file cannot be written.
    #[error("cannot write the waveform {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// A recording; the file appears when it is finished.
#[derive(Debug)]
pub struct PinRecording {
    board: BoardHandle,
    document: VcdDocument,
    file: NamedTempFile,
    path: PathBuf,
}

impl PinRecording {
    /// Makes ready to record GP0 to GP29.
    ///
    /// # Errors
    /// [`RecordingError`]: hardware, or a folder that cannot be written to.
    pub fn prepare(board: &AttachedBoard, path: &Path) -> Result<Self, RecordingError> {
        let handle = board.simulated_serial().and_then(control::board);
        let Some(handle) = handle else {
            return Err(RecordingError::Hardware { board: board.probe_selector() });
        };
        let failed = |source| RecordingError::Write { path: path.to_owned(), source };
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let file = temporary_file(folder).map_err(failed)?;
        let target = BufWriter::new(file.reopen().map_err(failed)?);
        let document = VcdDocument::begin(Box::new(target), BONDED_PINS).map_err(failed)?;
        Ok(PinRecording { board: handle, document, file, path: path.to_owned() })
    }

    /// Records from now on.
    pub fn begin(&mut self) {
        self.board.record_pins(BONDED_PINS, Box::new(self.document.clone()));
    }

    /// Ends the recording and puts the file in its place.
    ///
    /// # Errors
    /// [`RecordingError::Write`]; nothing is left behind.
    pub fn finish(self) -> Result<(), RecordingError> {
        let PinRecording { board, document, file, path } = self;
        let written = document.finish(board.stop_recording());
        let kept = written.and_then(|()| file.persist(&path).map_err(|error| error.error));
        kept.map(drop).map_err(|source| RecordingError::Write { path, source })
    }
}

/// A file that others may read, once it is in its place.
fn temporary_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".waveform-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    builder.tempfile_in(folder)
}
