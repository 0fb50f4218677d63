//! Errors of comparisons.

/// A reason why two runs cannot be compared.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CompareError {
    /// The kinds of board differ.
    #[error(
        "{base} was measured on a {base_board} board and {new} on a {new_board} board: expected the same kind of board (use --across-boards to compare them anyway)"
    )]
    Boards {
        /// Name of the baseline run.
        base: String,
        /// Kind of board of the run above.
        base_board: String,
        /// Name of the new run.
        new: String,
        /// Kind of board of the run above.
        new_board: String,
    },
    /// The system clocks of a firmware image differ.
    #[error(
        "firmware {firmware} ran at {base_hz} Hz in {base} and at {new_hz} Hz in {new}: expected equal clocks (use --across-clocks to compare cycles anyway)"
    )]
    Clocks {
        /// Name of the firmware.
        firmware: String,
        /// Name of the baseline run.
        base: String,
        /// clk_sys in the run above, in Hz.
        base_hz: u32,
        /// Name of the new run.
        new: String,
        /// clk_sys in the run above, in Hz.
        new_hz: u32,
    },
    /// The runs have no cell in common.
    #[error(
        "{base} (for example {base_has}) and {new} (for example {new_has}) have no cell in common: expected runs of the same scenarios and placements"
    )]
    NothingInCommon {
        /// Name of the baseline run.
        base: String,
        /// A cell of the run above.
        base_has: String,
        /// Name of the new run.
        new: String,
        /// A cell of the run above.
        new_has: String,
    },
}
