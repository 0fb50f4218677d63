//! `twinbench exec`: a script in MicroPython on the board.

use std::fs;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use twinbench_link::{Command, Status};

use super::exit::{ScriptFailed, Verdict, WrongUse};
use super::interrupt::Interrupt;
use super::locate;
use super::selection::BoardFlags;
use super::waveform::WaveformFlags;
use crate::board::link::{Frame, LinkError, RequestMessage};
use crate::board::{AttachedBoard, BoardError};
use crate::measure::{ImageKind, Images};
use crate::run::{Placement, Runtime};

/// Runs a script in MicroPython on the board, prints what it prints, and exits as it does
///
/// Standard output gets what the script prints, standard error the traceback of an exception that it does not
/// catch (then the exit code is 1). `sys.exit(code)` becomes the exit code.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench exec --code 'print(\"hi\", 2**100, [x*x for x in range(5)])'
  hi 1267650600228229401496703205376 [0, 1, 4, 9, 16]")]
pub struct Exec {
    /// The script; `-` reads standard input
    #[arg(required_unless_present = "code")]
    file: Option<PathBuf>,

    /// The script's text instead of a file
    #[arg(long, short, value_name = "CODE", conflicts_with = "file")]
    code: Option<String>,

    /// Where the interpreter's hot parts lie: `ram` or `flash`
    #[arg(long, default_value_t = Placement::Ram)]
    placement: Placement,

    /// End the script after this many seconds [default: wait for ever]
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
    pub(super) fn execute(self) -> anyhow::Result<Verdict> {
        let script = self.read_script()?;
        let kind = ImageKind::of(Runtime::MicroPython, self.placement);
        let images = Images::read(&locate::firmware(self.board.firmware.as_deref())?, [kind])?;
        let image = images.get(kind).context("the image was read a moment ago")?;
        let interrupt = Interrupt::install()?;

        let mut board = self.board.attach()?;
        let mut waveform = self.waveform.prepare(&board)?;
        board.flash(image, |_| {})?;
        let mut client = board.boot(image)?;
        waveform.begin();
        let message = RequestMessage { payload: &script, ..RequestMessage::new(Command::Execute) };
        let printer = Printer::default();
        let outcome = {
            let mut core = board.core()?;
            client.request(
                &mut core,
                &message,
                self.timeout,
                &|| interrupt.requested() || printer.closed(),
                &mut |frame| {
                    printer.print(frame);
                },
            )
        };
        waveform.finish()?;
        printer.finish()?;
        match outcome {
            Ok(outcome) => match outcome.status {
                Status::Ok => Ok(Verdict::Good),
                Status::Exception => Ok(Verdict::Failed),
                Status::Exit => Ok(Verdict::Code((outcome.exit_code & 0xFF) as u8)),
                status => Err(BoardError::Link(LinkError::Refused { status }).into()),
            },
            Err(BoardError::Link(LinkError::Timeout { limit })) => {
                stop(&mut board)?;
                let seconds = limit.as_secs_f64();
                Err(ScriptFailed(format!("the script did not end within {seconds} s and was stopped")).into())
            }
            Err(error) if error.is_interruption() => {
                stop(&mut board)?;
                Ok(Verdict::Interrupted)
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
                WrongUse(format!("cannot read the script {}: {error}", path.display())).into()
            }),
            None => Err(WrongUse("expected a script file or --code".to_owned()).into()),
        }
    }
}

/// A script that was stopped must not go on: the reset makes the board usable for the next command.
fn stop(board: &mut AttachedBoard) -> anyhow::Result<()> {
    board.stop().context("the script was to be stopped, but the board does not answer")
}

/// Hands frames on; remembers the first write that failed.
#[derive(Default)]
struct Printer {
    error: std::cell::RefCell<Option<io::Error>>,
}

impl Printer {
    fn print(&self, frame: Frame) {
        let result = match frame {
            Frame::Text(text) => io::stdout().write_all(&text).and_then(|()| io::stdout().flush()),
            Frame::Traceback(text) => io::stderr().write_all(&text),
            Frame::Failure(_) | Frame::Sample(_) | Frame::Readings { .. } => Ok(()),
        };
        if let Err(error) = result {
            self.error.borrow_mut().get_or_insert(error);
        }
    }

    /// Nobody reads any more: the script is stopped.
    fn closed(&self) -> bool {
        self.error.borrow().is_some()
    }

    fn finish(&self) -> anyhow::Result<()> {
        match self.error.take() {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("cannot print"),
            _ => Ok(()),
        }
    }
}
