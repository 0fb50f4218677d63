//! The flag `--vcd`: records the pins while a command works.

use std::path::PathBuf;

use clap::Args;

use crate::board::{AttachedBoard, PinRecording, RecordingError};

/// File of the recording.
#[derive(Debug, Args)]
pub(super) struct WaveformFlags {
    /// Record GP0 to GP29 to this VCD file, for GTKWave or sigrok; simulated board only
    #[arg(long, value_name = "FILE")]
    vcd: Option<PathBuf>,
}

impl WaveformFlags {
    /// Returns true if a recording was requested.
    pub(super) fn is_requested(&self) -> bool {
        self.vcd.is_some()
    }

    /// Prepares the recording, if one was requested.
    ///
    /// # Errors
    /// Returns an error if the board is hardware, or if the file cannot be created.
    pub(super) fn prepare(&self, board: &AttachedBoard) -> Result<Waveform, RecordingError> {
        self.vcd.as_deref().map(|path| PinRecording::prepare(board, path)).transpose().map(Waveform)
    }
}

/// Recording, if one was requested.
pub(super) struct Waveform(Option<PinRecording>);

impl Waveform {
    /// Starts the recording.
    pub(super) fn begin(&mut self) {
        if let Some(recording) = &mut self.0 {
            recording.begin();
        }
    }

    /// Ends the recording and writes its file.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written.
    pub(super) fn finish(self) -> Result<(), RecordingError> {
        self.0.map_or(Ok(()), PinRecording::finish)
    }
}
