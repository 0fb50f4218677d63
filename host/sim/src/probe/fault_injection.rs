//! InjectedFault on purpose, switched on from outside the process: for tests of whole programs.

use probe_rs::probe::{DebugProbeError, ProbeError};

use crate::control::{BoardHandle, SimulatedBoard};
use crate::debug::fault_injection::{InjectedFault, ParseInjectedFaultError};

/// Environment variable with the troubles of every board that is opened: [`InjectedFault`]s as text, separated by commas.
/// For tests only; nothing sets it in normal use.
pub const VARIABLE: &str = "TWINBENCH_SIM_FAULT";

impl ProbeError for InvalidVariable {}

/// The variable's text cannot be understood.
#[derive(Debug, thiserror::Error)]
#[error("the environment variable {VARIABLE} is wrong")]
struct InvalidVariable(#[source] ParseInjectedFaultError);

/// Plans what the variable says, if it is set.
///
/// # Errors
/// Its text is wrong.
pub fn plan_from_environment(board: &BoardHandle) -> Result<(), DebugProbeError> {
    let Ok(text) = std::env::var(VARIABLE) else { return Ok(()) };
    for trouble in parse(&text).map_err(InvalidVariable)? {
        tracing::warn!(?trouble, "the simulated board is going to have trouble: {VARIABLE} asks for it");
        board.inject_fault(trouble);
    }
    Ok(())
}

fn parse(text: &str) -> Result<Vec<InjectedFault>, ParseInjectedFaultError> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_troubles_stand_side_by_side() {
        assert_eq!(parse("wait@5+3, unplug@10").map(|troubles| troubles.len()), Ok(2));
        assert_eq!(parse(" "), Ok(vec![]));
        assert!(parse("wait@5;unplug@10").is_err());
    }
}
