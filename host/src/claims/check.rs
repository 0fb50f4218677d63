//! Checks claims against the scenarios that they refer to.

use super::{Claim, ClaimProblem, ClaimsError, Test, units::TIMES};
use crate::evaluation::Evaluation;
use crate::run::{CellKey, Measure};
use crate::scenario::Scenario;

/// Checks that `scenarios` have the cells and quantities of `claims`. A claim on another scenario is valid, and will not be
/// measured.
///
/// # Errors
/// [`ClaimsError::Invalid`] for the first claim on a missing cell or quantity, or with another unit than the quantity.
pub fn check(claims: &[Claim], scenarios: &[Scenario]) -> Result<(), ClaimsError> {
    for claim in claims {
        let Test::Measure(measure) = &claim.test else { continue };
        for cell in measure.cells() {
            let Some(scenario) = scenarios.iter().find(|it| it.id == cell.scenario) else { continue };
            let problem =
                check_cell(scenario, cell).or_else(|| check_quantity(scenario, measure, &claim.unit));
            if let Some(problem) = problem {
                return Err(ClaimsError::Invalid { location: claim.location.clone(), problem });
            }
        }
    }
    Ok(())
}

fn check_cell(scenario: &Scenario, cell: &CellKey) -> Option<ClaimProblem> {
    let implementation = scenario.implementation(&cell.implementation);
    if implementation.is_some_and(|it| it.placements.contains(&cell.placement)) {
        return None;
    }
    let cells = scenario.implementations.iter().flat_map(|implementation| {
        implementation.placements.iter().map(|it| format!("`{}/{}/{it}`", scenario.id, implementation.id))
    });
    Some(ClaimProblem::Cell {
        scenario: scenario.id.clone(),
        cell: cell.to_string(),
        expected: cells.collect::<Vec<_>>().join(", "),
    })
}

fn check_quantity(scenario: &Scenario, measure: &Measure, unit: &str) -> Option<ClaimProblem> {
    let (Measure::WorstCase { quantity, .. } | Measure::Median { quantity, .. }) = measure else {
        return None;
    };
    let quantities = scenario.evaluation.as_ref().map(Evaluation::quantities).unwrap_or_default();
    let Some(found) = quantities.iter().find(|it| it.id == *quantity) else {
        let ids: Vec<String> = quantities.iter().map(|it| format!("`{}`", it.id)).collect();
        return Some(ClaimProblem::Quantity {
            scenario: scenario.id.clone(),
            found: quantity.clone(),
            expected: if ids.is_empty() { "none".to_owned() } else { format!("one of {}", ids.join(", ")) },
        });
    };
    let is_time = found.unit == Evaluation::TIME_UNIT;
    let fits = if is_time { TIMES.iter().any(|it| it.0 == unit) } else { found.unit == unit };
    (!fits).then(|| ClaimProblem::Unit {
        found: unit.to_owned(),
        expected: if is_time { "a unit of time".to_owned() } else { format!("`{}`", found.unit) },
    })
}
