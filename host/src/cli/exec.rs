//! `twinbench exec`: runs a script in MicroPython on the board.

use std::fs;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use tokio_util::sync::CancellationToken;

use super::board_flags::BoardFlags;
use super::exit::{ExitStatus, ScriptFailed, UsageError};
use super::waveform::WaveformFlags;
use super::{interrupt, locate};
use crate::board::link::LinkError;
use crate::board::{
    AttachedBoard, BoardError, FirmwareImage, ScriptOutput, Session, SessionError, SessionLimits,
    on_blocking_thread,
};
use crate::measure::{ImageKind, Images};
use crate::run::{Placement, Runtime};

/// Runs a script in MicroPython on the board, and passes on its output and its exit code
///
/// The output of the script goes to standard output. An exception that the script does not catch prints its traceback to
/// standard error, and the exit code is 1. `sys.exit(code)` sets the exit code.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench exec --code 'print(\"hi\", 2**100, [x*x for x in range(5)])'
  hi 1267650600228229401496703205376 [0, 1, 4, 9, 16]")]
pub(super) struct Exec {
    /// Script file; `-` reads standard input
    #[arg(required_unless_present = "code")]
    file: Option<PathBuf>,

    /// Run this code instead of a file
    #[arg(long, short, value_name = "CODE", conflicts_with = "file")]
    code: Option<String>,

    /// Memory that holds the interpreter's hot code
    #[arg(long, default_value_t = Placement::Ram)]
    placement: Placement,

    /// Stop the script after this many seconds [default: no limit]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,

    #[command(flatten)]
    waveform: WaveformFlags,

    #[command(flatten)]
    board: BoardFlags,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "expected a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(limit) if !limit.is_zero() => Ok(limit),
        _ => Err("expected a positive number of seconds".to_owned()),
    }
}

impl Exec {
    pub(super) async fn execute(self) -> anyhow::Result<ExitStatus> {
        let script = self.read_script()?;
        let kind = ImageKind::of(Runtime::MicroPython, self.placement);
        let image = Images::read_one(&locate::firmware(self.board.firmware.as_deref())?, kind)?;
        let cancel = interrupt::install()?;
        on_blocking_thread(move || self.run(&script, &image, cancel)).await
    }

    fn run(
        &self,
        script: &[u8],
        image: &FirmwareImage,
        cancel: CancellationToken,
    ) -> anyhow::Result<ExitStatus> {
        let mut board = self.board.attach()?;
        let mut waveform = self.waveform.prepare(&board)?;
        let limits = SessionLimits { request: self.timeout, ..SessionLimits::default() };
        let mut session = Session::start(&mut board, image, limits, cancel.clone())?;
        waveform.begin();
        let mut printer = Printer { error: None, stop: cancel };
        let ended = session.exec(script, &mut |output| printer.print(output));
        waveform.finish()?;
        printer.finish()?;
        match ended {
            Ok(()) => Ok(ExitStatus::Success),
            Err(SessionError::Exception { .. }) => Ok(ExitStatus::Failed),
            Err(SessionError::Exit { code }) => Ok(ExitStatus::Code((code & 0xFF) as u8)),
            Err(SessionError::Board(BoardError::Link(LinkError::Timeout { limit }))) => {
                stop(&mut board)?;
                let seconds = limit.as_secs_f64();
                Err(ScriptFailed(format!("the script did not end within {seconds} s and was stopped")).into())
            }
            Err(error) if error.is_interruption() => {
                stop(&mut board)?;
                Ok(ExitStatus::Interrupted)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn read_script(&self) -> anyhow::Result<Vec<u8>> {
        if let Some(code) = &self.code {
            return Ok(code.clone().into_bytes());
        }
        match &self.file {
            Some(path) if path.as_os_str() == "-" => {
                let mut script = Vec::new();
                io::stdin().read_to_end(&mut script).context("cannot read the script from standard input")?;
                Ok(script)
            }
            Some(path) => fs::read(path).map_err(|error| {
                UsageError(format!("cannot read the script {}: {error}", path.display())).into()
            }),
            None => Err(UsageError("expected a script file or --code".to_owned()).into()),
        }
    }
}

/// Resets the board, so that the stopped script does not run on and the next command finds the board usable.
fn stop(board: &mut AttachedBoard) -> anyhow::Result<()> {
    board.stop().context("cannot stop the script")
}

/// Prints the output of a script until writing fails, and then stops the script.
struct Printer {
    error: Option<io::Error>,
    stop: CancellationToken,
}

impl Printer {
    fn print(&mut self, output: ScriptOutput<'_>) {
        let result = match output {
            ScriptOutput::Text(text) => io::stdout().write_all(text).and_then(|()| io::stdout().flush()),
            ScriptOutput::Traceback(text) => io::stderr().write_all(text),
        };
        if let Err(error) = result {
            self.error.get_or_insert(error);
            self.stop.cancel();
        }
    }

    fn finish(self) -> anyhow::Result<()> {
        match self.error {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(error).context("cannot print the output of the script")
            }
            _ => Ok(()),
        }
    }
}
