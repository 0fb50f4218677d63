//! Exit codes, and errors as one readable chain.

use std::process::ExitCode;

use crate::board::link::LinkError;
use crate::board::{BoardError, FirmwareError, SelectorError};
use crate::claims::ClaimsError;
use crate::compare::CompareError;
use crate::explain::ExplainError;
use crate::export::ExportError;
use crate::fidelity::{FidelityError, MeasureError};
use crate::measure::{Incomparable, RunError};
use crate::merge::MergeError;
use crate::report::ReportError;
use crate::scenario::{MatrixError, ScenarioError};
use crate::store::StoreError;

/// How a command ended that met no error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As expected.
    Good,
    /// A cell, a script or a comparison failed.
    Failed,
    /// What a command needs besides the board is missing, which it has said.
    Unprepared,
    /// The board is missing, which it has said.
    BoardMissing,
    /// A script ended with a code of its own.
    Code(u8),
    /// Ctrl-C; what was measured is kept.
    Interrupted,
}

/// The codes of the command line's contract.
const FAILED: u8 = 1;
const WRONG_USE: u8 = 2;
const BOARD_TROUBLE: u8 = 3;
const INTERRUPTED: u8 = 130;

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Good => ExitCode::SUCCESS,
            Verdict::Failed => ExitCode::from(FAILED),
            Verdict::Unprepared => ExitCode::from(WRONG_USE),
            Verdict::BoardMissing => ExitCode::from(BOARD_TROUBLE),
            Verdict::Code(code) => ExitCode::from(code),
            Verdict::Interrupted => ExitCode::from(INTERRUPTED),
        }
    }
}

/// The user used the tool wrongly; the message says what was expected.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct WrongUse(pub String);

/// A script did what it must not; not the board's fault.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ScriptFailed(pub String);

/// The simulated board cannot be opened or served.
#[derive(Debug, thiserror::Error)]
pub enum BoardTrouble {
    /// Opening it.
    #[error(transparent)]
    Open(#[from] pico2_sim::control::OpenError),
    /// Serving it.
    #[error(transparent)]
    Serve(#[from] pico2_sim::serve::ServeError),
    /// A pseudo-terminal for a UART.
    #[error(transparent)]
    Terminal(#[from] pico2_sim::uart_terminal::TerminalError),
}

/// The exit code for an error: the first cause that has one decides; anything else is wrong use.
pub fn code_of(error: &anyhow::Error) -> ExitCode {
    ExitCode::from(error.chain().find_map(code_of_cause).unwrap_or(WRONG_USE))
}

fn code_of_cause(cause: &(dyn std::error::Error + 'static)) -> Option<u8> {
    if let Some(error) = cause.downcast_ref::<BoardError>() {
        return Some(board_code(error));
    }
    if let Some(error) = cause.downcast_ref::<ExplainError>() {
        return Some(match error {
            ExplainError::Board(error) => board_code(error),
            ExplainError::NoSymbols { .. }
            | ExplainError::NoDwarf { .. }
            | ExplainError::Image { .. }
            | ExplainError::File { .. } => WRONG_USE,
            ExplainError::Memory { .. } => BOARD_TROUBLE,
            _ => FAILED,
        });
    }
    if let Some(error) = cause.downcast_ref::<RunError>() {
        return match error {
            RunError::Board(error) => Some(board_code(error)),
            RunError::Incomparable(_) => Some(BOARD_TROUBLE),
            RunError::Script { .. } | RunError::NoImage(_) => Some(WRONG_USE),
            RunError::Keep { .. } => None,
        };
    }
    if let Some(error) = cause.downcast_ref::<FidelityError>() {
        return Some(fidelity_code(error));
    }
    if let Some(error) = cause.downcast_ref::<MeasureError>() {
        return Some(match error {
            MeasureError::Board(error) => board_code(error),
            MeasureError::Fidelity(error) => fidelity_code(error),
        });
    }
    let wrong_use = cause.is::<WrongUse>()
        || cause.is::<ScenarioError>()
        || cause.is::<ClaimsError>()
        || cause.is::<MatrixError>()
        || cause.is::<StoreError>()
        || cause.is::<MergeError>()
        || cause.is::<ReportError>()
        || cause.is::<CompareError>()
        || cause.is::<ExportError>()
        || cause.is::<SelectorError>()
        || cause.is::<FirmwareError>();
    if wrong_use {
        return Some(WRONG_USE);
    }
    if cause.is::<ScriptFailed>() {
        return Some(FAILED);
    }
    (cause.is::<Incomparable>() || cause.is::<BoardTrouble>()).then_some(BOARD_TROUBLE)
}

fn board_code(error: &BoardError) -> u8 {
    match error {
        BoardError::Link(LinkError::Interrupted) => INTERRUPTED,
        BoardError::Link(LinkError::ScriptTooLarge { .. }) => WRONG_USE,
        _ => BOARD_TROUBLE,
    }
}

fn fidelity_code(error: &FidelityError) -> u8 {
    match error {
        FidelityError::Misbehaved { .. } => BOARD_TROUBLE,
        _ => WRONG_USE,
    }
}

/// Error and causes in one line, without a cause that its parent has already quoted.
pub fn chain(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn the_deepest_known_cause_decides() {
        let interrupted = anyhow::Error::new(RunError::from(BoardError::Link(LinkError::Interrupted)));
        assert_eq!(code_of(&interrupted.context("running")), ExitCode::from(130));
        let missing = BoardError::NotAttached { wanted: "1234:5678".to_owned(), found: vec![] };
        assert_eq!(code_of(&anyhow::Error::new(missing)), ExitCode::from(3));
        let large = BoardError::Link(LinkError::ScriptTooLarge { bytes: 9, capacity: 8 });
        assert_eq!(code_of(&anyhow::Error::new(large)), ExitCode::from(2));
    }

    #[test]
    fn a_kernel_s_error_is_the_board_s_or_the_user_s() {
        let code = |error: MeasureError| code_of(&anyhow::Error::new(error).context("measuring"));
        assert_eq!(code(BoardError::Link(LinkError::Interrupted).into()), ExitCode::from(130));
        let refused = LinkError::Refused { status: twinbench_link::Status::BadEntry };
        assert_eq!(code(BoardError::Link(refused).into()), ExitCode::from(3));
        let (kernel, expected, found) = ("add".to_owned(), "16".to_owned(), "0".to_owned());
        assert_eq!(code(FidelityError::Misbehaved { kernel, expected, found }.into()), ExitCode::from(3));
        let missing = FidelityError::NotInFirmware { firmware: "x".to_owned(), kernel: "add".to_owned() };
        assert_eq!(code(missing.into()), ExitCode::from(2));
    }

    #[test]
    fn a_chain_says_nothing_twice() {
        let error = Err::<(), _>(anyhow::anyhow!("no such file")).context("cannot read a.toml: no such file");
        assert_eq!(chain(&error.unwrap_err()), "cannot read a.toml: no such file");
    }
}
