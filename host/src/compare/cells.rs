//! The cells of two runs, joined by name.

use super::decision::{self, Change, Decision, Rule, SharedCell};
use crate::scenario::{CellId, Scale};
use crate::stats::{Estimate, Observation, Series, steady};
use crate::store::{CellOutcome, CellRecord, Run, ScenarioRecord};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// What became of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It takes more cycles.
    Slower,
    /// It takes fewer cycles.
    Faster,
    /// No change by the rule.
    Unchanged,
    /// It was measured in the base run and failed in the new one.
    Fails,
    /// It failed in the base run and was measured in the new one.
    Fixed,
    /// It failed in both.
    StillFailing,
    /// Only in the base run.
    Missing,
    /// Only in the new run.
    Added,
    /// In both, with another number of operations, another checksum or other conditions: not the same work.
    DifferentWork,
}

impl Status {
    /// Every one, with the heading that stands above its cells, the gravest first.
    pub const ALL: [(Status, &str); 9] = [
        (Status::Fails, "fails now"),
        (Status::Slower, "slower"),
        (Status::Missing, "missing"),
        (Status::DifferentWork, "different work"),
        (Status::Faster, "faster"),
        (Status::Fixed, "fixed"),
        (Status::Added, "added"),
        (Status::StillFailing, "still failing"),
        (Status::Unchanged, "unchanged"),
    ];

    /// Its heading.
    pub fn heading(self) -> &'static str {
        Self::ALL.iter().find(|(status, _)| *status == self).map_or("", |(_, heading)| heading)
    }

    /// Whether a gate against regressions stops it.
    pub fn is_regression(self) -> bool {
        matches!(self, Status::Slower | Status::Fails | Status::Missing)
    }
}

/// One cell in both runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellComparison {
    /// The cell.
    pub id: CellId,
    /// Its time scale.
    pub scale: Scale,
    /// What became of it.
    pub status: Status,
    /// Cycles per operation in the base run, if it was measured there.
    pub base: Option<Estimate>,
    /// Cycles per operation in the new run, if it was measured there.
    pub new: Option<Estimate>,
    /// The evidence, if it was measured in both.
    pub decision: Option<Decision>,
    /// Why it fails, where it does, or what differs in its work.
    pub note: Option<String>,
}

impl CellComparison {
    /// Whether both runs have it.
    pub fn in_both(&self) -> bool {
        !matches!(self.status, Status::Missing | Status::Added)
    }
}

/// Every cell of either run.
pub(super) fn compare_cells(base: &Run, new: &Run, rule: Rule) -> Vec<CellComparison> {
    let fresh: HashMap<&CellId, &CellRecord> = new.record.cells.iter().map(|cell| (&cell.id, cell)).collect();
    let known: HashSet<&CellId> = base.record.cells.iter().map(|cell| &cell.id).collect();
    let mut pairs: Vec<(Option<&CellRecord>, Option<&CellRecord>)> =
        base.record.cells.iter().map(|cell| (Some(cell), fresh.get(&cell.id).copied())).collect();
    let added = new.record.cells.iter().filter(|cell| !known.contains(&cell.id));
    pairs.extend(added.map(|cell| (None, Some(cell))));

    let runs = RunPair { base: IndexedRun::of(base), new: IndexedRun::of(new) };
    let shared: Vec<SharedCell> = pairs.par_iter().filter_map(|pair| runs.pair(*pair)).collect();
    let decisions = decision::decide(&shared, rule);
    let mut decisions: HashMap<String, Option<Decision>> =
        shared.into_iter().map(|pair| pair.name).zip(decisions).collect();
    let mut cells: Vec<CellComparison> = pairs
        .into_iter()
        .filter_map(|pair| {
            let record = pair.0.or(pair.1)?;
            let decision = decisions.remove(&record.id.to_string()).flatten();
            Some(runs.compare(record, pair, decision))
        })
        .collect();
    cells.sort_by(|one, other| (one.scale, &one.id.scenario).cmp(&(other.scale, &other.id.scenario)));
    cells
}

struct RunPair<'a> {
    base: IndexedRun<'a>,
    new: IndexedRun<'a>,
}

/// A run whose scenarios are found by name.
struct IndexedRun<'a> {
    run: &'a Run,
    scenarios: HashMap<&'a str, &'a ScenarioRecord>,
}

impl<'a> IndexedRun<'a> {
    fn of(run: &'a Run) -> Self {
        let scenarios = run.record.scenarios.iter().map(|it| (it.id.as_str(), it)).collect();
        Self { run, scenarios }
    }

    fn scenario(&self, id: &CellId) -> Option<&'a ScenarioRecord> {
        self.scenarios.get(id.scenario.as_str()).copied()
    }

    fn series(&self, id: &CellId) -> Option<Series> {
        let scenario = self.scenario(id)?;
        let observations: Vec<Observation> =
            self.run.samples.get(id)?.iter().map(Observation::from).collect();
        Some(steady(&observations, scenario.operations, scenario.lengths))
    }
}

impl RunPair<'_> {
    fn pair(&self, (old, fresh): (Option<&CellRecord>, Option<&CellRecord>)) -> Option<SharedCell> {
        let (old, fresh) = (old?, fresh?);
        measured(old).and(measured(fresh))?;
        if self.work_difference(&old.id).is_some() {
            return None;
        }
        let (base, new) = (self.base.series(&old.id)?, self.new.series(&fresh.id)?);
        Some(SharedCell { name: old.id.to_string(), base, new })
    }

    /// What differs in the work of a cell's scenario.
    fn work_difference(&self, id: &CellId) -> Option<String> {
        let old = self.base.scenario(id)?;
        let new = self.new.scenario(id)?;
        if old.operations != new.operations {
            return Some(format!(
                "{} operations a sample, {} in the base run",
                new.operations, old.operations
            ));
        }
        if old.lengths != new.lengths {
            let (old, new) = (u32::from(old.lengths), u32::from(new.lengths));
            return Some(format!("measured at {new} lengths, {old} in the base run"));
        }
        for (what, of) in CONDITIONS {
            let (old, new) = (of(old), of(new));
            if old != new {
                return Some(format!("{what} {new}, {old} in the base run"));
            }
        }
        let checksums = (old.expect, old.expect_double) != (new.expect, new.expect_double);
        checksums.then(|| format!("checksum {}, {} in the base run", new.expect, old.expect))
    }

    fn compare(
        &self,
        record: &CellRecord,
        (old, fresh): (Option<&CellRecord>, Option<&CellRecord>),
        decision: Option<Decision>,
    ) -> CellComparison {
        let (base, new) = (old.and_then(measured), fresh.and_then(measured));
        let mut note = fresh.and_then(failure);
        let status = match (old, fresh, base, new) {
            (Some(_), None, ..) => Status::Missing,
            (None, ..) => Status::Added,
            (_, _, Some(_), None) => Status::Fails,
            (_, _, None, Some(_)) => Status::Fixed,
            (_, _, None, None) => Status::StillFailing,
            (_, _, Some(_), Some(_)) => match decision.map(|it| it.change) {
                Some(Some(Change::Slower)) => Status::Slower,
                Some(Some(Change::Faster)) => Status::Faster,
                Some(None) => Status::Unchanged,
                None => {
                    note = Some(self.work_difference(&record.id).unwrap_or_else(|| {
                        "cycles per operation are not positive: no ratio can be made".to_owned()
                    }));
                    Status::DifferentWork
                }
            },
        };
        CellComparison { id: record.id.clone(), scale: record.scale, status, base, new, decision, note }
    }
}

type Condition = fn(&ScenarioRecord) -> String;

/// What a scenario's samples are taken under, besides its work.
const CONDITIONS: [(&str, Condition); 3] = [
    ("interrupts", |it| if it.interrupts { "enabled" } else { "masked" }.to_owned()),
    ("collector", |it| it.collector.to_string()),
    ("fixture", |it| {
        it.fixture.as_ref().map_or_else(|| "none".to_owned(), |it| format!("{}({})", it.name, it.argument))
    }),
];

fn measured(cell: &CellRecord) -> Option<Estimate> {
    match &cell.outcome {
        CellOutcome::Measured(cell) => Some(cell.statistics.per_operation),
        CellOutcome::Failed { .. } => None,
    }
}

fn failure(cell: &CellRecord) -> Option<String> {
    match &cell.outcome {
        CellOutcome::Measured(_) => None,
        CellOutcome::Failed { reason } => Some(reason.clone()),
    }
}
