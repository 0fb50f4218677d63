//! Why two runs cannot be compared.

/// A reason not to compare, with what to do.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CompareError {
    /// Figures of a model against figures of silicon.
    #[error(
        "{base} is of a {base_board} board, {new} of a {new_board} one: expected the same kind (--across-boards compares all the same)"
    )]
    Boards {
        /// Name of the base run.
        base: String,
        /// Its kind of board.
        base_board: String,
        /// Name of the new run.
        new: String,
        /// Its kind of board.
        new_board: String,
    },
    /// The same firmware at another clock.
    #[error(
        "firmware {firmware} ran at {base_hz} Hz in {base} and at {new_hz} Hz in {new}: expected equal clocks (--across-clocks compares cycles all the same)"
    )]
    Clocks {
        /// Name of the firmware.
        firmware: String,
        /// Name of the base run.
        base: String,
        /// clk_sys there, in Hz.
        base_hz: u32,
        /// Name of the new run.
        new: String,
        /// clk_sys there, in Hz.
        new_hz: u32,
    },
    /// No cell is in both.
    #[error(
        "{base} (with {base_has}) and {new} (with {new_has}) have no cell in common: expected runs of the same scenarios and placements"
    )]
    NothingInCommon {
        /// Name of the base run.
        base: String,
        /// A cell of it.
        base_has: String,
        /// Name of the new run.
        new: String,
        /// A cell of it.
        new_has: String,
    },
}
