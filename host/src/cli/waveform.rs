//! The flag `--vcd`: waveforms of a command's work.

use std::path::PathBuf;

use clap::Args;

use crate::board::{AttachedBoard, PinRecording, RecordingError};

/// Whether and where to record.
#[derive(Debug, Args)]
pub struct WaveformFlags {
    /// Record GP0 to GP29 into this file (VCD, for GTKWave or sigrok); simulated board only
    #[arg(long, value_name = "FILE")]
    vcd: Option<PathBuf>,
}

impl WaveformFlags {
    /// Whether a waveform is to be recorded.
    pub fn is_asked_for(&self) -> bool {
        self.vcd.is_some()
    }

    /// Makes ready to record, if it was asked for.
    ///
    /// # Errors
    /// Hardware, or a file that cannot be written.
    pub fn prepare(&self, board: &AttachedBoard) -> Result<Waveform, RecordingError> {
        self.vcd.as_deref().map(|path| PinRecording::prepare(board, path)).transpose().map(Waveform)
    }
}

/// A recording, if one was asked for.
pub struct Waveform(Option<PinRecording>);

impl Waveform {
    /// Records from now on.
    pub fn begin(&mut self) {
        if let Some(recording) = &mut self.0 {
            recording.begin();
        }
    }

    /// Writes the file, whatever became of the work.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn finish(self) -> Result<(), RecordingError> {
        self.0.map_or(Ok(()), PinRecording::finish)
    }
}
