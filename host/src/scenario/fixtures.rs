//! Checks the fixtures of scenarios against those of the firmware.

use super::{Problem, Scenario, ScenarioError};
use std::collections::BTreeSet;

/// Checks that `fixtures`, the fixtures of the image named `firmware`, contain the fixture of each of `scenarios`.
///
/// # Errors
/// [`ScenarioError::Invalid`] with [`Problem::Fixture`] for the first that is missing.
pub fn check_fixtures(
    scenarios: &[Scenario],
    firmware: &str,
    fixtures: &BTreeSet<String>,
) -> Result<(), ScenarioError> {
    for fixture in scenarios.iter().filter_map(|it| it.conditions.fixture.as_ref()) {
        if !fixtures.contains(&fixture.name) {
            let problem = Problem::Fixture {
                fixture: fixture.name.clone(),
                firmware: firmware.to_owned(),
                expected: fixtures.iter().cloned().collect(),
            };
            return Err(ScenarioError::Invalid { location: fixture.location.clone(), problem });
        }
    }
    Ok(())
}
