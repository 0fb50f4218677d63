//! Exit codes, and the text of an error with its causes.

use std::process::ExitCode;

use crate::board::link::LinkError;
use crate::board::{BoardError, FirmwareError, SelectorError, SessionError};
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

/// Exit status of a command that ended without an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// Success.
    Success,
    /// A cell, a script or a comparison failed.
    Failed,
    /// Something other than the board is missing; the command has reported it.
    SetupIncomplete,
    /// The board is missing; the command has reported it.
    BoardUnavailable,
    /// Exit code of a script.
    Code(u8),
    /// The user interrupted the command; its results so far are stored.
    Interrupted,
}

/// Exit codes of the command line.
const FAILED: u8 = 1;
const USAGE_ERROR: u8 = 2;
const BOARD_FAILED: u8 = 3;
pub(super) const INTERRUPTED: u8 = 130;

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        match status {
            ExitStatus::Success => ExitCode::SUCCESS,
            ExitStatus::Failed => ExitCode::from(FAILED),
            ExitStatus::SetupIncomplete => ExitCode::from(USAGE_ERROR),
            ExitStatus::BoardUnavailable => ExitCode::from(BOARD_FAILED),
            ExitStatus::Code(code) => ExitCode::from(code),
            ExitStatus::Interrupted => ExitCode::from(INTERRUPTED),
        }
    }
}

/// Usage error of the command line. The message states what was expected.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct UsageError(pub String);

/// A script failed; the board works.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct ScriptFailed(pub String);

/// Error of the simulated board for `sim serve`.
#[derive(Debug, thiserror::Error)]
pub(super) enum SimulatedBoardError {
    /// The board cannot be opened.
    #[error(transparent)]
    Open(#[from] pico2_sim::registry::OpenError),
    /// The board cannot be served.
    #[error(transparent)]
    Serve(#[from] pico2_sim::serve::ServeError),
}

/// Returns the exit code of an error: that of the first cause that has one, else that of a usage error.
pub(super) fn code_of(error: &anyhow::Error) -> ExitCode {
    ExitCode::from(error.chain().find_map(code_of_cause).unwrap_or(USAGE_ERROR))
}

fn code_of_cause(cause: &(dyn std::error::Error + 'static)) -> Option<u8> {
    if let Some(error) = cause.downcast_ref::<BoardError>() {
        return Some(board_code(error));
    }
    if let Some(error) = cause.downcast_ref::<SessionError>() {
        return Some(session_code(error));
    }
    if let Some(error) = cause.downcast_ref::<ExplainError>() {
        return Some(match error {
            ExplainError::Board(error) => board_code(error),
            ExplainError::NoSymbols { .. }
            | ExplainError::NoDwarf { .. }
            | ExplainError::Image { .. }
            | ExplainError::File { .. } => USAGE_ERROR,
            ExplainError::Memory { .. } => BOARD_FAILED,
            _ => FAILED,
        });
    }
    if let Some(error) = cause.downcast_ref::<RunError>() {
        return match error {
            RunError::Board(error) => Some(board_code(error)),
            RunError::Incomparable(_) => Some(BOARD_FAILED),
            RunError::Script { .. } | RunError::NoImage(_) => Some(USAGE_ERROR),
            RunError::ResultNotStored { .. } => None,
        };
    }
    if let Some(error) = cause.downcast_ref::<FidelityError>() {
        return Some(fidelity_code(error));
    }
    if let Some(error) = cause.downcast_ref::<MeasureError>() {
        return Some(match error {
            MeasureError::Session(error) => session_code(error),
            MeasureError::Fidelity(error) => fidelity_code(error),
        });
    }
    let is_usage_error = cause.is::<UsageError>()
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
    if is_usage_error {
        return Some(USAGE_ERROR);
    }
    if cause.is::<ScriptFailed>() {
        return Some(FAILED);
    }
    (cause.is::<Incomparable>() || cause.is::<SimulatedBoardError>()).then_some(BOARD_FAILED)
}

fn session_code(error: &SessionError) -> u8 {
    match error {
        SessionError::Board(error) => board_code(error),
        _ => FAILED,
    }
}

fn board_code(error: &BoardError) -> u8 {
    match error {
        BoardError::Link(LinkError::Interrupted) => INTERRUPTED,
        BoardError::Link(LinkError::ScriptTooLarge { .. }) => USAGE_ERROR,
        _ => BOARD_FAILED,
    }
}

fn fidelity_code(error: &FidelityError) -> u8 {
    match error {
        FidelityError::WrongResult { .. } => BOARD_FAILED,
        _ => USAGE_ERROR,
    }
}

/// Returns an error and its causes in one line. Omits a cause whose text is already included.
pub(super) fn chain(error: &anyhow::Error) -> String {
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
    use crate::board::NotInFirmware;

    #[test]
    fn the_first_cause_with_a_code_decides() {
        let interrupted = anyhow::Error::new(RunError::from(BoardError::Link(LinkError::Interrupted)));
        assert_eq!(code_of(&interrupted.context("running")), ExitCode::from(130));
        let missing = BoardError::NotAttached { wanted: "1234:5678".to_owned(), found: vec![] };
        assert_eq!(code_of(&anyhow::Error::new(missing)), ExitCode::from(3));
        let large = BoardError::Link(LinkError::ScriptTooLarge { bytes: 9, capacity: 8 });
        assert_eq!(code_of(&anyhow::Error::new(large)), ExitCode::from(2));
    }

    #[test]
    fn errors_of_a_kernel_have_the_code_of_the_board_or_of_a_usage_error() {
        let code = |error: MeasureError| code_of(&anyhow::Error::new(error).context("measuring"));
        assert_eq!(code(SessionError::from(LinkError::Interrupted).into()), ExitCode::from(130));
        let refused = LinkError::Refused { status: twinbench_link::Status::BadEntry };
        assert_eq!(code(SessionError::from(refused).into()), ExitCode::from(3));
        let (kernel, expected, found) = ("add".to_owned(), "16".to_owned(), "0".to_owned());
        assert_eq!(code(FidelityError::WrongResult { kernel, expected, found }.into()), ExitCode::from(3));
        let missing = NotInFirmware { path: "x".into(), what: "kernel `add`".to_owned() };
        assert_eq!(code(FidelityError::from(missing).into()), ExitCode::from(2));
    }

    #[test]
    fn a_chain_does_not_repeat_a_cause() {
        let error = Err::<(), _>(anyhow::anyhow!("no such file")).context("cannot read a.toml: no such file");
        assert_eq!(chain(&error.unwrap_err()), "cannot read a.toml: no such file");
    }
}
