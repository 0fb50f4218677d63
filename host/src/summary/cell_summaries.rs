//! Summaries of cells.

use super::CellSamples;
use super::baseline::baseline_of;
use crate::random::Random;
use crate::run::{
    CellOutcome, CellRecord, MeasuredCell, QuantityDescription, QuantitySummary, Ratio, Sample,
    ScenarioRecord,
};
use crate::stats::{CellStatistics, Distribution, Length, Lengths, Observation, median, ratio};
use std::collections::BTreeMap;

/// Summarises `cells`: by scale and scenario, then in the order of the scenario's file. `seed` determines the intervals.
pub(crate) fn summarise(cells: &[CellSamples], scenarios: &[ScenarioRecord], seed: u64) -> Vec<CellRecord> {
    let scenarios: BTreeMap<&str, &ScenarioRecord> =
        scenarios.iter().map(|it| (it.id.as_str(), it)).collect();
    let position = |cell: &&CellSamples| {
        let index = scenarios.get(cell.key.scenario.as_str()).and_then(|scenario| {
            scenario.implementations.iter().position(|id| *id == cell.key.implementation)
        });
        (cell.scale, cell.key.scenario.clone(), index, cell.key.clone())
    };
    let mut sorted: Vec<&CellSamples> = cells.iter().collect();
    sorted.sort_by_cached_key(position);
    let mut of_scenario: BTreeMap<&str, Vec<&CellSamples>> = BTreeMap::new();
    for cell in cells {
        of_scenario.entry(&cell.key.scenario).or_default().push(cell);
    }
    let summary = |cell: &CellSamples| {
        let siblings = of_scenario.get(cell.key.scenario.as_str()).map_or(&[][..], Vec::as_slice);
        summarise_one(cell, siblings, scenarios.get(cell.key.scenario.as_str()).copied(), seed)
    };
    sorted.into_iter().map(summary).collect()
}

fn summarise_one(
    cell: &CellSamples,
    siblings: &[&CellSamples],
    scenario: Option<&ScenarioRecord>,
    seed: u64,
) -> CellRecord {
    let measured = match &cell.failure {
        Some(reason) => Err(reason.clone()),
        None => match scenario {
            Some(scenario) => summarise_measured(cell, siblings, scenario, seed).ok_or_else(|| {
                "too few samples: no boot has a sample of each length besides its first".to_owned()
            }),
            None => Err(format!("scenario `{}` is not part of the run", cell.key.scenario)),
        },
    };
    CellRecord {
        key: cell.key.clone(),
        runtime: cell.runtime,
        technique: cell.technique.clone(),
        scale: cell.scale,
        outcome: match measured {
            Ok(measured) => CellOutcome::Measured(Box::new(measured)),
            Err(reason) => CellOutcome::Failed { reason },
        },
    }
}

fn summarise_measured(
    cell: &CellSamples,
    siblings: &[&CellSamples],
    scenario: &ScenarioRecord,
    seed: u64,
) -> Option<MeasuredCell> {
    let (operations, lengths) = (scenario.operations, scenario.lengths);
    let observations: Vec<Observation> = cell.samples.iter().map(Observation::from).collect();
    let mut random = Random::new(seed, &cell.key.to_string());
    let statistics = CellStatistics::of(&observations, operations, lengths, &mut random)?;
    let total =
        |count: fn(&Sample) -> u64| cell.steady_samples().map(count).fold(0_u64, u64::saturating_add) as f64;
    let accesses = total(|sample| sample.xip_accesses);
    Some(MeasuredCell {
        firmware: cell.firmware.clone().unwrap_or_default(),
        statistics,
        ratio: baseline_of(cell, siblings, scenario).and_then(|baseline| {
            let estimate = ratio(&cell.series(scenario), &baseline.series(scenario), &mut random)?;
            Some(Ratio { baseline: baseline.key.clone(), estimate })
        }),
        instructions_per_operation: instructions_per_operation(cell, operations, lengths),
        xip_hit_rate: (accesses > 0.0).then(|| total(|sample| sample.xip_hits) / accesses),
        xip_accesses_per_operation: accesses / total(|sample| sample.operations).max(1.0),
        compile_cycles: cell.compile_cycles,
        quantities: quantities(cell, scenario),
    })
}

/// Summarises each quantity over all samples.
fn quantities(cell: &CellSamples, scenario: &ScenarioRecord) -> Vec<QuantitySummary> {
    let summary = |(index, description): (usize, &QuantityDescription)| {
        let of_samples = || cell.quantities.iter().filter_map(move |it| it.quantities.get(index));
        let values: Vec<f64> = of_samples().flat_map(|it| &it.values).copied().collect();
        QuantitySummary {
            description: description.clone(),
            values: Distribution::of(&values),
            missed: of_samples().map(|it| it.missed).fold(0, u64::saturating_add),
        }
    };
    scenario.quantities.iter().enumerate().map(summary).collect()
}

/// Returns the slope of retired instructions between the two lengths; at one length, the instructions of a sample divided by
/// its operations; `None` on a board that does not count them.
fn instructions_per_operation(cell: &CellSamples, operations: u32, lengths: Lengths) -> Option<f64> {
    let at = |length: Length| {
        let samples = cell.steady_samples().filter(|sample| sample.length == length);
        let mut counts = samples.map(|sample| sample.instructions).collect::<Option<Vec<u64>>>()?;
        median(&mut counts)
    };
    let instructions = match lengths {
        Lengths::One => at(Length::Single)?,
        Lengths::Two => at(Length::Double)? - at(Length::Single)?,
    };
    Some(instructions / f64::from(operations.max(1)))
}
