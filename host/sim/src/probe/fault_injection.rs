//! Fault injection by an environment variable, for tests of whole programs.

use probe_rs::probe::{DebugProbeError, ProbeError};

use crate::control::{BoardHandle, SimulatedBoard};
use crate::debug::fault_injection::{InjectedFault, ParseInjectedFaultError};

/// Environment variable with the faults to inject into every board that a probe opens: [`InjectedFault`]s as text,
/// separated by commas. For tests only.
const VARIABLE: &str = "TWINBENCH_SIM_FAULT";

impl ProbeError for InvalidVariable {}

/// Error of parsing the environment variable.
#[derive(Debug, thiserror::Error)]
#[error("cannot parse the environment variable {VARIABLE}")]
struct InvalidVariable(#[source] ParseInjectedFaultError);

/// Injects the faults of the environment variable, if it is set.
///
/// # Errors
/// Returns an error if the variable cannot be parsed.
pub(super) fn inject_from_environment(board: &BoardHandle) -> Result<(), DebugProbeError> {
    let Ok(text) = std::env::var(VARIABLE) else { return Ok(()) };
    for fault in parse(&text).map_err(InvalidVariable)? {
        tracing::warn!(?fault, "injecting a fault into the simulated board, because {VARIABLE} is set");
        board.inject_fault(fault);
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
    fn faults_are_separated_by_commas() {
        assert_eq!(parse("wait@5+3, unplug@10").map(|faults| faults.len()), Ok(2));
        assert_eq!(parse(" "), Ok(vec![]));
        assert!(parse("wait@5;unplug@10").is_err());
    }
}
