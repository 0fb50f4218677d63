//! Recording of the simulated board's pins to a VCD file.

use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use pico2_sim::control::{BoardHandle, SimulatedBoard};
use pico2_sim::registry;
use pico2_sim::waveform::{BONDED_PINS, VcdDocument};
use tempfile::NamedTempFile;

use super::attached::AttachedBoard;

/// Error of a recording.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// The board is hardware, whose pins a debug probe cannot observe.
    #[error("cannot record the pins of {board}, which is hardware: use --board sim, or a logic analyser")]
    Hardware {
        /// `VID:PID[:SERIAL]`.
        board: String,
    },
    /// The file cannot be written.
    #[error("cannot write the waveform {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Error of the operating system.
        source: io::Error,
    },
}

/// A recording. The file appears when the recording is finished.
#[derive(Debug)]
pub struct PinRecording {
    board: BoardHandle,
    document: VcdDocument,
    file: NamedTempFile,
    path: PathBuf,
}

impl PinRecording {
    /// Prepares a recording of GP0 to GP29.
    ///
    /// # Errors
    /// Returns an error if the board is hardware, or if the folder of the file is not writable.
    pub fn prepare(board: &AttachedBoard, path: &Path) -> Result<Self, RecordingError> {
        let handle = board.simulated_serial().and_then(registry::board);
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

    /// Starts the recording.
    pub fn begin(&mut self) {
        self.board.record_pins(BONDED_PINS, Box::new(self.document.clone()));
    }

    /// Ends the recording and creates the file.
    ///
    /// # Errors
    /// Returns [`RecordingError::Write`]; then no file is created.
    pub fn finish(self) -> Result<(), RecordingError> {
        let PinRecording { board, document, file, path } = self;
        let written = document.finish(board.stop_recording());
        let kept = written.and_then(|()| file.persist(&path).map_err(|error| error.error));
        kept.map(drop).map_err(|source| RecordingError::Write { path, source })
    }
}

/// Creates a temporary file with the permissions of an ordinary file.
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
