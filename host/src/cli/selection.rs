//! Flags that several commands share: which board, which firmware.

use std::path::PathBuf;

use clap::Args;

use crate::board::{self, AttachedBoard, BoardError, BoardSelector, ProbeEntry};
use crate::run::BoardKind;

/// The board to work on.
#[derive(Debug, Args)]
pub struct BoardFlags {
    /// `auto` (the attached probe, or else the simulated board), `sim`, or VID:PID[:SERIAL] of a probe
    #[arg(long, value_name = "BOARD", default_value = "auto", env = "TWINBENCH_BOARD")]
    pub board: BoardSelector,

    /// Folder of the firmware images [default: build/firmware of the checkout]
    #[arg(long, value_name = "DIR", env = "TWINBENCH_FIRMWARE")]
    pub firmware: Option<PathBuf>,
}

impl BoardFlags {
    /// Opens the board and says in one line if it is the simulated one although none was asked for.
    ///
    /// # Errors
    /// Board or probe trouble.
    pub fn attach(&self) -> Result<AttachedBoard, BoardError> {
        AttachedBoard::attach(self.choose()?)
    }

    /// Opens the board, or `most` boards, at least one, where it is a simulated one.
    ///
    /// # Errors
    /// As [`Self::attach`].
    pub fn attach_several(&self, most: usize) -> Result<Vec<AttachedBoard>, BoardError> {
        self.choose()?.side_by_side(most).into_iter().map(AttachedBoard::attach).collect()
    }

    fn choose(&self) -> Result<ProbeEntry, BoardError> {
        board::register_simulated_board();
        let entry = board::choose(&self.board)?;
        if entry.kind == BoardKind::Simulated && self.board == BoardSelector::Auto {
            eprintln!(
                "no debug probe attached: using the simulated Pico 2; its results are marked `simulated`"
            );
        }
        Ok(entry)
    }
}
