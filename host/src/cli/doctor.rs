//! `twinbench doctor`: whether a run would find what it needs.

mod check;

use clap::Args;

use super::exit::Verdict;
use super::selection::BoardFlags;
use check::{Check, State};

/// Checks what a run needs: the board, the firmware images, the scenarios, a place for results
///
/// Each line says what was found, and for what is missing how to mend it. Nothing is flashed, nothing is written. With
/// something missing the exit code is 3 if it is the board, else 2.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench doctor
  ok       board      1209:0001:SIM0, simulated: Simulated Pico 2; answers over SWD
  ok       firmware   build/firmware/native.elf, sha256 e5f818d914ef
  missing  firmware   build/firmware/micropython-ram.elf: cannot read the firmware …
                      mend: run ci/firmware
  ...")]
pub struct Doctor {
    /// Write a JSON array instead of lines
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    board: BoardFlags,
}

impl Doctor {
    pub(super) fn execute(self) -> anyhow::Result<Verdict> {
        let checks = check::all(&self.board);
        if self.json {
            println!("{}", serde_json::to_string_pretty(&checks)?);
        } else {
            checks.iter().for_each(|check| print!("{}", line(check)));
        }
        let missing = |of_board: bool| {
            checks
                .iter()
                .any(|check| check.state == State::Missing && (check.what == check::BOARD) == of_board)
        };
        Ok(match (missing(true), missing(false)) {
            (true, _) => Verdict::BoardMissing,
            (false, true) => Verdict::Unprepared,
            (false, false) => Verdict::Good,
        })
    }
}

fn line(check: &Check) -> String {
    let Check { what, state, found, mend } = check;
    let state = match state {
        State::Ok => "ok",
        State::Missing => "missing",
    };
    let mut text = format!("{state:7}  {what:9}  {found}\n");
    if let Some(mend) = mend {
        text += &format!("{:7}  {:9}  mend: {mend}\n", "", "");
    }
    text
}
