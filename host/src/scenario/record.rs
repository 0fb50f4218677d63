//! Records of scenarios for `run.json`.

use super::{Cell, Scenario};
use crate::evaluation::Evaluation;
use crate::run::{FixtureRecord, ScenarioRecord};
use std::collections::BTreeMap;

impl From<&Scenario> for ScenarioRecord {
    fn from(scenario: &Scenario) -> Self {
        let conditions = &scenario.conditions;
        Self {
            id: scenario.id.clone(),
            scale: scenario.scale,
            title: scenario.title.clone(),
            operations: scenario.operations,
            expect: scenario.expect,
            expect_double: scenario.expect_double,
            baseline: scenario.baseline.clone(),
            implementations: scenario.implementations.iter().map(|it| it.id.clone()).collect(),
            lengths: conditions.lengths,
            interrupts: conditions.interrupts,
            collector: conditions.collector,
            fixture: conditions
                .fixture
                .as_ref()
                .map(|it| FixtureRecord { name: it.name.clone(), argument: it.argument }),
            quantities: scenario.evaluation.as_ref().map(Evaluation::quantities).unwrap_or_default(),
            deadlines: scenario.deadlines.clone(),
        }
    }
}

/// Returns the records of the scenarios that `cells` belong to, each once, by scale and id.
pub(crate) fn scenario_records(cells: &[Cell]) -> Vec<ScenarioRecord> {
    let scenarios: BTreeMap<_, _> = cells
        .iter()
        .map(|cell| ((cell.scenario().scale, cell.scenario().id.clone()), cell.scenario()))
        .collect();
    scenarios.into_values().map(ScenarioRecord::from).collect()
}
