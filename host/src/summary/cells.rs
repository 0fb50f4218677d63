//! Summaries of cells.

use super::CellSamples;
use crate::random::Random;
use crate::run::{
    CellOutcome, CellRecord, MeasuredCell, Placement, QuantityDescription, QuantitySummary, Ratio, Sample,
    ScenarioRecord,
};
use crate::stats::{CellStatistics, Distribution, Length, Lengths, Observation, median, ratio};
use std::collections::BTreeMap;
use strum::VariantArray;

/// Summarises `logs`, in the order of tables.
pub(crate) fn summarise(logs: &[CellSamples], scenarios: &[ScenarioRecord], seed: u64) -> Vec<CellRecord> {
    let scenarios: BTreeMap<&str, &ScenarioRecord> =
        scenarios.iter().map(|it| (it.id.as_str(), it)).collect();
    let position = |log: &&CellSamples| {
        let place = scenarios.get(log.key.scenario.as_str()).and_then(|scenario| {
            scenario.implementations.iter().position(|id| *id == log.key.implementation)
        });
        (log.scale, log.key.scenario.clone(), place, log.key.clone())
    };
    let mut sorted: Vec<&CellSamples> = logs.iter().collect();
    sorted.sort_by_cached_key(position);
    let mut of_scenario: BTreeMap<&str, Vec<&CellSamples>> = BTreeMap::new();
    for log in logs {
        of_scenario.entry(&log.key.scenario).or_default().push(log);
    }
    let summary = |log: &CellSamples| {
        let siblings = of_scenario.get(log.key.scenario.as_str()).map_or(&[][..], Vec::as_slice);
        summarise_one(log, siblings, scenarios.get(log.key.scenario.as_str()).copied(), seed)
    };
    sorted.into_iter().map(summary).collect()
}

fn summarise_one(
    log: &CellSamples,
    siblings: &[&CellSamples],
    scenario: Option<&ScenarioRecord>,
    seed: u64,
) -> CellRecord {
    let measured = match &log.failure {
        Some(reason) => Err(reason.clone()),
        None => match scenario {
            Some(scenario) => measure(log, siblings, scenario, seed).ok_or_else(|| {
                "too few samples: no boot has a sample of each length besides its first".to_owned()
            }),
            None => Err(format!("scenario `{}` is not part of the run", log.key.scenario)),
        },
    };
    CellRecord {
        key: log.key.clone(),
        runtime: log.runtime,
        technique: log.technique.clone(),
        scale: log.scale,
        outcome: match measured {
            Ok(cell) => CellOutcome::Measured(Box::new(cell)),
            Err(reason) => CellOutcome::Failed { reason },
        },
    }
}

fn measure(
    log: &CellSamples,
    siblings: &[&CellSamples],
    scenario: &ScenarioRecord,
    seed: u64,
) -> Option<MeasuredCell> {
    let (operations, lengths) = (scenario.operations, scenario.lengths);
    let observations: Vec<Observation> = log.samples.iter().map(Observation::from).collect();
    let mut random = Random::new(seed, &log.key.to_string());
    let statistics = CellStatistics::of(&observations, operations, lengths, &mut random)?;
    let total =
        |count: fn(&Sample) -> u64| log.steady_samples().map(count).fold(0_u64, u64::saturating_add) as f64;
    let accesses = total(|sample| sample.xip_accesses);
    Some(MeasuredCell {
        firmware: log.firmware.clone().unwrap_or_default(),
        statistics,
        ratio: baseline_of(log, siblings, scenario).and_then(|baseline| {
            let estimate = ratio(&log.series(scenario), &baseline.series(scenario), &mut random)?;
            Some(Ratio { baseline: baseline.key.clone(), estimate })
        }),
        instructions_per_operation: instructions_per_operation(log, operations, lengths),
        xip_hit_rate: (accesses > 0.0).then(|| total(|sample| sample.xip_hits) / accesses),
        xip_accesses_per_operation: accesses / total(|sample| sample.operations).max(1.0),
        compile_cycles: log.compile_cycles,
        quantities: quantities(log, scenario),
    })
}

/// Each quantity over all samples.
fn quantities(log: &CellSamples, scenario: &ScenarioRecord) -> Vec<QuantitySummary> {
    let summary = |(index, description): (usize, &QuantityDescription)| {
        let of_samples = || log.quantities.iter().filter_map(move |it| it.quantities.get(index));
        let values: Vec<f64> = of_samples().flat_map(|it| &it.values).copied().collect();
        QuantitySummary {
            description: description.clone(),
            values: Distribution::of(&values),
            missed: of_samples().map(|it| it.missed).fold(0, u64::saturating_add),
        }
    };
    scenario.quantities.iter().enumerate().map(summary).collect()
}

/// The baseline's log among those of the scenario, for a cell that is not a baseline: in the same placement, else in
/// the first other.
fn baseline_of<'a>(
    log: &CellSamples,
    siblings: &[&'a CellSamples],
    scenario: &ScenarioRecord,
) -> Option<&'a CellSamples> {
    if log.key.implementation == scenario.baseline {
        return None;
    }
    let in_placement = |placement: Placement| {
        siblings.iter().copied().find(|other| {
            other.key.implementation == scenario.baseline
                && other.key.placement == placement
                && other.failure.is_none()
        })
    };
    in_placement(log.key.placement)
        .or_else(|| Placement::VARIANTS.iter().find_map(|&placement| in_placement(placement)))
}

/// The slope of retired instructions between the two lengths; at one length, a sample's over its operations.
fn instructions_per_operation(log: &CellSamples, operations: u32, lengths: Lengths) -> Option<f64> {
    let at = |length: Length| {
        let samples = log.steady_samples().filter(|sample| sample.length == length);
        let mut counts = samples.map(|sample| sample.instructions).collect::<Option<Vec<u64>>>()?;
        median(&mut counts)
    };
    let instructions = match lengths {
        Lengths::One => at(Length::Single)?,
        Lengths::Two => at(Length::Double)? - at(Length::Single)?,
    };
    Some(instructions / f64::from(operations.max(1)))
}
