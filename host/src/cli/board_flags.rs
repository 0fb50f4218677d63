//! Flags of the commands that use a board: `--board` and `--firmware`.

use std::path::PathBuf;

use clap::Args;

use crate::board::{self, AttachedBoard, BoardError, BoardSelector, ProbeEntry};
use crate::run::BoardKind;

/// Selection of the board and of its firmware.
#[derive(Clone, Debug, Args)]
pub(super) struct BoardFlags {
    /// `auto` (the attached probe, else the simulated board), `sim`, or `VID:PID[:SERIAL]` of a probe
    #[arg(long, value_name = "BOARD", default_value = "auto", env = "TWINBENCH_BOARD")]
    pub board: BoardSelector,

    /// Folder of the firmware images [default: build/firmware of the checkout]
    #[arg(long, value_name = "DIR", env = "TWINBENCH_FIRMWARE")]
    pub firmware: Option<PathBuf>,
}

impl BoardFlags {
    /// Opens the board. Prints a line if `auto` selects the simulated board.
    ///
    /// # Errors
    /// Returns an error if no board matches or it cannot be opened.
    pub(super) fn attach(&self) -> Result<AttachedBoard, BoardError> {
        AttachedBoard::attach(self.choose()?)
    }

    /// Opens the board; of simulated boards, opens `most`, at least one.
    ///
    /// # Errors
    /// As [`Self::attach`].
    pub(super) fn attach_several(&self, most: usize) -> Result<Vec<AttachedBoard>, BoardError> {
        self.choose()?.side_by_side(most).into_iter().map(AttachedBoard::attach).collect()
    }

    fn choose(&self) -> Result<ProbeEntry, BoardError> {
        board::register_simulated_board();
        let entry = board::choose(&self.board)?;
        if entry.kind == BoardKind::Simulated && self.board == BoardSelector::Auto {
            eprintln!(
                "no debug probe is attached: using the simulated Pico 2; its results are marked `simulated`"
            );
        }
        Ok(entry)
    }
}
