//! Comparison of cells, joined by name.

use super::decision::{self, Change, Decision, Rule, SharedCell};
use crate::run::{CellKey, CellRecord, Scale, ScenarioRecord};
use crate::stats::{Estimate, Observation, Series};
use crate::store::Run;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// The result of comparing a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The cell takes more cycles.
    Slower,
    /// The cell takes fewer cycles.
    Faster,
    /// The difference is not a change by the rule.
    Unchanged,
    /// The cell was measured in the baseline run and failed in the new run.
    Fails,
    /// The cell failed in the baseline run and was measured in the new run.
    Fixed,
    /// The cell failed in both runs.
    StillFailing,
    /// The cell is only in the baseline run.
    Missing,
    /// The cell is only in the new run.
    Added,
    /// Operations, checksum or conditions of the cell differ, so the costs are not comparable.
    DifferentWork,
}

impl Status {
    /// All statuses with their headings, the most severe first.
    pub(crate) const ALL: [(Status, &str); 9] = [
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

    /// Returns the heading of the status.
    pub(crate) fn heading(self) -> &'static str {
        Self::ALL.iter().find(|(status, _)| *status == self).map_or("", |(_, heading)| heading)
    }

    /// Returns true if the status is a regression.
    pub(crate) fn is_regression(self) -> bool {
        matches!(self, Status::Slower | Status::Fails | Status::Missing)
    }
}

/// One cell in both runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellComparison {
    /// The cell.
    pub id: CellKey,
    /// Time scale of its scenario.
    pub scale: Scale,
    /// Result of the comparison.
    pub status: Status,
    /// Cycles per operation in the baseline run, if it was measured there.
    pub base: Option<Estimate>,
    /// Cycles per operation in the new run, if it was measured there.
    pub new: Option<Estimate>,
    /// The statistics, if both runs measured the cell.
    pub decision: Option<Decision>,
    /// Reason for the failure, or difference of the work.
    pub note: Option<String>,
}

impl CellComparison {
    /// Returns true if both runs contain the cell.
    pub(super) fn in_both(&self) -> bool {
        !matches!(self.status, Status::Missing | Status::Added)
    }
}

/// Compares all cells of both runs.
pub(super) fn compare_cells(base: &Run, new: &Run, rule: Rule) -> Vec<CellComparison> {
    let new_cells: HashMap<&CellKey, &CellRecord> =
        new.record.cells.iter().map(|cell| (&cell.key, cell)).collect();
    let base_cells: HashSet<&CellKey> = base.record.cells.iter().map(|cell| &cell.key).collect();
    let mut pairs: Vec<(Option<&CellRecord>, Option<&CellRecord>)> =
        base.record.cells.iter().map(|cell| (Some(cell), new_cells.get(&cell.key).copied())).collect();
    let added = new.record.cells.iter().filter(|cell| !base_cells.contains(&cell.key));
    pairs.extend(added.map(|cell| (None, Some(cell))));

    let runs = RunPair { base: IndexedRun::of(base), new: IndexedRun::of(new) };
    let shared: Vec<SharedCell> = pairs.par_iter().filter_map(|pair| runs.shared_cell(*pair)).collect();
    let decisions = decision::decide(&shared, rule);
    let mut decisions: HashMap<String, Option<Decision>> =
        shared.into_iter().map(|pair| pair.name).zip(decisions).collect();
    let mut cells: Vec<CellComparison> = pairs
        .into_iter()
        .filter_map(|pair| {
            let record = pair.0.or(pair.1)?;
            let decision = decisions.remove(&record.key.to_string()).flatten();
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

/// A run with its scenarios by name.
struct IndexedRun<'a> {
    run: &'a Run,
    scenarios: HashMap<&'a str, &'a ScenarioRecord>,
}

impl<'a> IndexedRun<'a> {
    fn of(run: &'a Run) -> Self {
        let scenarios = run.record.scenarios.iter().map(|it| (it.id.as_str(), it)).collect();
        Self { run, scenarios }
    }

    fn scenario(&self, id: &CellKey) -> Option<&'a ScenarioRecord> {
        self.scenarios.get(id.scenario.as_str()).copied()
    }

    fn series(&self, id: &CellKey) -> Option<Series> {
        let scenario = self.scenario(id)?;
        let observations: Vec<Observation> =
            self.run.samples.get(id)?.iter().map(Observation::from).collect();
        Some(Series::of(&observations, scenario.operations, scenario.lengths))
    }
}

impl RunPair<'_> {
    /// Returns the samples of a cell that both runs measured with the same work.
    fn shared_cell(&self, (base, new): (Option<&CellRecord>, Option<&CellRecord>)) -> Option<SharedCell> {
        let (base, new) = (base?, new?);
        cost(base).and(cost(new))?;
        let id = &base.key;
        if self.work_difference(id).is_some() {
            return None;
        }
        Some(SharedCell { name: id.to_string(), base: self.base.series(id)?, new: self.new.series(id)? })
    }

    /// Describes the difference between the work of a cell's scenario in both runs.
    fn work_difference(&self, id: &CellKey) -> Option<String> {
        let base = self.base.scenario(id)?;
        let new = self.new.scenario(id)?;
        if base.operations != new.operations {
            return Some(format!(
                "{} operations per sample, {} in the baseline run",
                new.operations, base.operations
            ));
        }
        if base.lengths != new.lengths {
            let (base, new) = (u32::from(base.lengths), u32::from(new.lengths));
            return Some(format!("number of lengths {new}, {base} in the baseline run"));
        }
        for (name, value) in CONDITIONS {
            let (base, new) = (value(base), value(new));
            if base != new {
                return Some(format!("{name} {new}, {base} in the baseline run"));
            }
        }
        let checksums_differ = (base.expect, base.expect_double) != (new.expect, new.expect_double);
        checksums_differ.then(|| format!("checksum {}, {} in the baseline run", new.expect, base.expect))
    }

    fn compare(
        &self,
        record: &CellRecord,
        (base_record, new_record): (Option<&CellRecord>, Option<&CellRecord>),
        decision: Option<Decision>,
    ) -> CellComparison {
        let (base, new) = (base_record.and_then(cost), new_record.and_then(cost));
        let mut note = new_record.and_then(CellRecord::failure).map(str::to_owned);
        let status = match (base_record, new_record, base, new) {
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
                    note = Some(self.work_difference(&record.key).unwrap_or_else(|| {
                        "no ratio, because cycles per operation are not positive".to_owned()
                    }));
                    Status::DifferentWork
                }
            },
        };
        CellComparison { id: record.key.clone(), scale: record.scale, status, base, new, decision, note }
    }
}

type Condition = fn(&ScenarioRecord) -> String;

/// The conditions under which a scenario's samples are taken.
const CONDITIONS: [(&str, Condition); 3] = [
    ("interrupts", |it| if it.interrupts { "enabled" } else { "masked" }.to_owned()),
    ("collector", |it| it.collector.to_string()),
    ("fixture", |it| {
        it.fixture.as_ref().map_or_else(|| "none".to_owned(), |it| format!("{}({})", it.name, it.argument))
    }),
];

/// Returns the cycles per operation of a measured cell.
fn cost(cell: &CellRecord) -> Option<Estimate> {
    Some(cell.measured()?.statistics.per_operation)
}
