//! From the samples of all cells to their summaries.

use super::{Sample, SampleQuantities, ScenarioRecord};
use crate::{
    evaluation::Description,
    random::Random,
    scenario::{Cell, CellId, Placement, Runtime, Scale},
    stats::{CellStatistics, Distribution, Estimate, Lengths, Observation, Series, median, ratio, steady},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A cell that had its turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellRecord {
    /// Its name.
    pub id: CellId,
    /// What executes it.
    pub runtime: Runtime,
    /// How it does the work.
    pub technique: String,
    /// The time scale it belongs to.
    pub scale: Scale,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: CellOutcome,
}

/// The figures of a cell, or why there are none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum CellOutcome {
    /// It was measured.
    Measured(Box<MeasuredCell>),
    /// It failed.
    Failed {
        /// Why.
        reason: String,
    },
}

/// The figures of a measured cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasuredCell {
    /// Name of the firmware it ran in.
    pub firmware: String,
    /// Cycles, over the steady samples.
    pub statistics: CellStatistics,
    /// Against the scenario's baseline; `None` for the baseline itself, and where it was not measured.
    pub ratio: Option<Ratio>,
    /// Instructions per operation; `None` where the board does not count them.
    pub instructions_per_operation: Option<f64>,
    /// Share of XIP cache accesses that hit, over the steady samples; `None` if there was no access.
    pub xip_hit_rate: Option<f64>,
    /// XIP cache accesses per operation, over the steady samples.
    pub xip_accesses_per_operation: f64,
    /// Cycles to parse and compile the script; `None` for native code.
    pub compile_cycles: Option<u64>,
    /// The quantities of the scenario's evaluation, over all samples, those apart included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<QuantitySummary>,
}

impl MeasuredCell {
    /// The quantity of that id.
    pub fn quantity(&self, id: &str) -> Option<&QuantitySummary> {
        self.quantities.iter().find(|it| it.description.id == id)
    }
}

/// A quantity over all samples of a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuantitySummary {
    /// What it is.
    #[serde(flatten)]
    pub description: Description,
    /// Its values; `None` if there were none.
    #[serde(flatten)]
    pub values: Option<Distribution>,
    /// Events that should have given a value and did not happen.
    pub missed: u64,
}

/// How many times the baseline's cycles per operation a cell takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// The baseline's cell: the same placement if it was measured there, else another.
    pub baseline: CellId,
    /// The ratio.
    pub estimate: Estimate,
}

/// All that was recorded of one cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CellLog {
    pub id: CellId,
    pub runtime: Runtime,
    pub technique: String,
    pub scale: Scale,
    pub firmware: Option<String>,
    pub compile_cycles: Option<u64>,
    pub samples: Vec<Sample>,
    pub quantities: Vec<SampleQuantities>,
    pub failure: Option<String>,
}

impl CellLog {
    pub(super) fn new(id: CellId, runtime: Runtime, technique: String, scale: Scale) -> Self {
        Self {
            id,
            runtime,
            technique,
            scale,
            firmware: None,
            compile_cycles: None,
            samples: Vec::new(),
            quantities: Vec::new(),
            failure: None,
        }
    }

    pub(super) fn of(cell: &Cell) -> Self {
        let implementation = cell.implementation();
        Self::new(cell.id(), implementation.runtime, implementation.technique.clone(), cell.scenario().scale)
    }

    pub(super) fn series(&self, scenario: &ScenarioRecord) -> Series {
        let observations: Vec<Observation> = self.samples.iter().map(Observation::from).collect();
        steady(&observations, scenario.operations, scenario.lengths)
    }

    fn steady_samples(&self) -> impl Iterator<Item = &Sample> {
        self.samples.iter().filter(|sample| !sample.first)
    }
}

/// Summarises `logs`, in the order of tables.
pub(super) fn summarise(logs: &[CellLog], scenarios: &[ScenarioRecord], seed: u64) -> Vec<CellRecord> {
    let scenarios: BTreeMap<&str, &ScenarioRecord> =
        scenarios.iter().map(|it| (it.id.as_str(), it)).collect();
    let position = |log: &&CellLog| {
        let place = scenarios
            .get(log.id.scenario.as_str())
            .and_then(|scenario| scenario.implementations.iter().position(|id| *id == log.id.implementation));
        (log.scale, log.id.scenario.clone(), place, log.id.clone())
    };
    let mut sorted: Vec<&CellLog> = logs.iter().collect();
    sorted.sort_by_cached_key(position);
    let mut of_scenario: BTreeMap<&str, Vec<&CellLog>> = BTreeMap::new();
    for log in logs {
        of_scenario.entry(&log.id.scenario).or_default().push(log);
    }
    let summary = |log: &CellLog| {
        let siblings = of_scenario.get(log.id.scenario.as_str()).map_or(&[][..], Vec::as_slice);
        summarise_one(log, siblings, scenarios.get(log.id.scenario.as_str()).copied(), seed)
    };
    sorted.into_iter().map(summary).collect()
}

fn summarise_one(
    log: &CellLog,
    siblings: &[&CellLog],
    scenario: Option<&ScenarioRecord>,
    seed: u64,
) -> CellRecord {
    let measured = match &log.failure {
        Some(reason) => Err(reason.clone()),
        None => match scenario {
            Some(scenario) => measure(log, siblings, scenario, seed).ok_or_else(|| {
                "too few samples: no boot has a sample of each length besides its first".to_owned()
            }),
            None => Err(format!("scenario `{}` is not part of the run", log.id.scenario)),
        },
    };
    CellRecord {
        id: log.id.clone(),
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
    log: &CellLog,
    siblings: &[&CellLog],
    scenario: &ScenarioRecord,
    seed: u64,
) -> Option<MeasuredCell> {
    let (operations, lengths) = (scenario.operations, scenario.lengths);
    let observations: Vec<Observation> = log.samples.iter().map(Observation::from).collect();
    let mut random = Random::new(seed, &log.id.to_string());
    let statistics = CellStatistics::of(&observations, operations, lengths, &mut random)?;
    let total =
        |count: fn(&Sample) -> u64| log.steady_samples().map(count).fold(0_u64, u64::saturating_add) as f64;
    let accesses = total(|sample| sample.xip_accesses);
    Some(MeasuredCell {
        firmware: log.firmware.clone().unwrap_or_default(),
        statistics,
        ratio: baseline_of(log, siblings, scenario).and_then(|baseline| {
            let estimate = ratio(&log.series(scenario), &baseline.series(scenario), &mut random)?;
            Some(Ratio { baseline: baseline.id.clone(), estimate })
        }),
        instructions_per_operation: instructions_per_operation(log, operations, lengths),
        xip_hit_rate: (accesses > 0.0).then(|| total(|sample| sample.xip_hits) / accesses),
        xip_accesses_per_operation: accesses / total(|sample| sample.operations).max(1.0),
        compile_cycles: log.compile_cycles,
        quantities: quantities(log, scenario),
    })
}

/// Each quantity over all samples.
fn quantities(log: &CellLog, scenario: &ScenarioRecord) -> Vec<QuantitySummary> {
    let summary = |(index, description): (usize, &Description)| {
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
    log: &CellLog,
    siblings: &[&'a CellLog],
    scenario: &ScenarioRecord,
) -> Option<&'a CellLog> {
    if log.id.implementation == scenario.baseline {
        return None;
    }
    let in_placement = |placement: Placement| {
        siblings.iter().copied().find(|other| {
            other.id.implementation == scenario.baseline
                && other.id.placement == placement
                && other.failure.is_none()
        })
    };
    in_placement(log.id.placement)
        .or_else(|| Placement::ALL.iter().find_map(|&placement| in_placement(placement)))
}

/// The slope of retired instructions between the two lengths; at one length, a sample's over its operations.
fn instructions_per_operation(log: &CellLog, operations: u32, lengths: Lengths) -> Option<f64> {
    let at = |length: u32| {
        let samples = log.steady_samples().filter(|sample| sample.length == length);
        let mut counts = samples.map(|sample| sample.instructions).collect::<Option<Vec<u64>>>()?;
        median(&mut counts)
    };
    let instructions = match lengths {
        Lengths::One => at(1)?,
        Lengths::Two => at(2)? - at(1)?,
    };
    Some(instructions / f64::from(operations.max(1)))
}
