//! `twinbench doctor`: checks the prerequisites of a run.

mod check;

use clap::Args;

use super::board_flags::BoardFlags;
use super::exit::ExitStatus;
use crate::board::on_blocking_thread;
use check::{Check, State};

/// Checks what a run needs: the board, the firmware images, the scenarios, the folder of results
///
/// Each line states what was found and, for a failed check, how to fix it. Nothing is flashed or written. If a check
/// fails, the exit code is 3 for the board and 2 for anything else.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench doctor
  ok       board      1209:0001:SIM0, simulated: Simulated Pico 2; responds over SWD
  ok       firmware   build/firmware/native.elf, sha256 e5f818d914ef
  missing  firmware   build/firmware/micropython-ram.elf: cannot read the firmware …
                      fix: run ci/firmware
  ...")]
pub(super) struct Doctor {
    /// Print a JSON array instead of lines
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    board: BoardFlags,
}

impl Doctor {
    pub(super) async fn execute(self) -> anyhow::Result<ExitStatus> {
        let Self { json, board } = self;
        let checks = on_blocking_thread(move || check::all(&board)).await;
        if json {
            println!("{}", serde_json::to_string_pretty(&checks)?);
        } else {
            checks.iter().for_each(|check| print!("{}", line(check)));
        }
        let failed = |of_board: bool| {
            let mut failed = checks.iter().filter(|check| check.state == State::Missing);
            failed.any(|check| (check.what == check::BOARD) == of_board)
        };
        Ok(match (failed(true), failed(false)) {
            (true, _) => ExitStatus::BoardUnavailable,
            (false, true) => ExitStatus::SetupIncomplete,
            (false, false) => ExitStatus::Success,
        })
    }
}

fn line(check: &Check) -> String {
    let Check { what, state, found, fix } = check;
    let state = match state {
        State::Ok => "ok",
        State::Missing => "missing",
    };
    let mut text = format!("{state:7}  {what:9}  {found}\n");
    if let Some(fix) = fix {
        text += &format!("{:7}  {:9}  fix: {fix}\n", "", "");
    }
    text
}
