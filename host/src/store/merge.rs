//! Several runs joined into one: shards of a matrix, or the same cells on several boards.
//!
//! Every run's boots and samples come after those of the runs before it. A cell that several runs measured has the
//! boots of all of them; a cell that failed in one has failed.

use super::{
    BoardRecord, ClaimRecord, FirmwareRecord, Measure, Moment, PartRecord, Provenance, Run, RunRecord,
    RunWriter, SAMPLES_FILE, Sample, SampleQuantities, ScenarioRecord, StoreError,
};
use crate::claims::{self, Claim, Explained};
use crate::scenario::CellId;
use crate::stats::Estimate;
use std::{
    collections::{BTreeSet, HashSet},
    path::{Path, PathBuf},
};

/// Clocks further apart than this share are different settings: the chip measures its own to about a kHz.
const CLOCK_TOLERANCE: u32 = 10_000;

/// Why runs cannot be joined.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// A run could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Fewer runs than it takes.
    #[error("expected two runs or more, found {0}")]
    TooFew(usize),
    /// The same samples twice.
    #[error("{first} and {second} are the same run: its samples would count twice")]
    Twice {
        /// A run.
        first: String,
        /// It again.
        second: String,
    },
    /// Runs whose figures mean different things.
    #[error(
        "{first} and {second} cannot be joined: {what} is {of_first} in one and {of_second} in the other"
    )]
    Differ {
        /// A run.
        first: String,
        /// One that does not fit it.
        second: String,
        /// What differs.
        what: String,
        /// In the first.
        of_first: String,
        /// In the second.
        of_second: String,
    },
}

/// Joins `runs`, in that order, into a new run in the folder `out`, and returns the folder. `arguments` are the
/// command line that asked for it, without the program.
///
/// # Errors
/// [`MergeError`] if the runs are of different kinds of board, methods, clocks, flash timing, firmwares or work, or
/// contain the same samples, and if the folder cannot be written.
pub fn merge(runs: &[Run], out: &Path, arguments: Vec<String>) -> Result<PathBuf, MergeError> {
    let Some((first, others)) = runs.split_first().filter(|(_, others)| !others.is_empty()) else {
        return Err(MergeError::TooFew(runs.len()));
    };
    for (index, second) in others.iter().enumerate() {
        for first in &runs[..=index] {
            check(first, second)?;
        }
    }
    let mut scenarios: Vec<ScenarioRecord> = Vec::new();
    let mut order: Vec<CellId> = Vec::new();
    let mut planned: HashSet<&CellId> = HashSet::new();
    for record in runs.iter().map(|run| &run.record) {
        for scenario in &record.scenarios {
            if !scenarios.iter().any(|known| known.id == scenario.id) {
                scenarios.push(scenario.clone());
            }
        }
        order.extend(record.order.iter().filter(|id| planned.insert(id)).cloned());
    }
    scenarios.sort_by(|one, other| (one.scale, &one.id).cmp(&(other.scale, &other.id)));

    let mut writer = RunWriter::begin(out, provenance(first, runs, arguments), scenarios, order)?;
    for run in runs {
        for firmware in &run.record.firmwares {
            writer.firmware(firmware.clone())?;
        }
    }
    let (mut boots, mut samples) = (0, 0);
    for run in runs {
        for cell in &run.record.cells {
            let taken = run.samples.get(&cell.id).into_iter().flatten();
            let taken = taken.map(|it| Sample {
                boot: it.boot.saturating_add(boots),
                order: it.order.saturating_add(samples),
                ..*it
            });
            let evaluated = run.quantities.get(&cell.id).into_iter().flatten();
            let evaluated = evaluated.map(|it| SampleQuantities {
                boot: it.boot.saturating_add(boots),
                order: it.order.saturating_add(samples),
                quantities: it.quantities.clone(),
            });
            writer.adopt(cell, taken.collect(), evaluated.collect())?;
        }
        boots += boots_of(run);
        samples += run.samples.values().flatten().map(|it| it.order.saturating_add(1)).max().unwrap_or(0);
    }
    let claims = judged_again(runs, &writer);
    writer.judged(claims);
    let ending = runs.iter().map(|run| run.record.ending).max().unwrap_or(first.record.ending);
    let ended = runs.iter().filter_map(|run| run.record.ended).max_by_key(|it| it.0);
    Ok(writer.finish(ending, ended.unwrap_or_else(Moment::now))?)
}

/// The claims that the runs were held against, each once, now held against all of them.
fn judged_again(runs: &[Run], writer: &RunWriter) -> Vec<ClaimRecord> {
    let mut claims: Vec<Claim> = Vec::new();
    for claim in runs.iter().flat_map(|run| &run.record.claims) {
        if !claims.iter().any(|known| known.id == claim.id) {
            claims.push(Claim::from(claim));
        }
    }
    claims::judge(&claims, &writer.summary(), &|id| writer.series(id), &Earlier(runs))
}

/// What the runs themselves say of figures that samples do not have.
struct Earlier<'a>(&'a [Run]);

impl Explained for Earlier<'_> {
    fn figure(&self, cell: &CellId, name: &str) -> Result<Estimate, String> {
        let claims = self.0.iter().flat_map(|run| &run.record.claims);
        let of_figure = claims.filter(
            |it| matches!(&it.measure, Some(Measure::Explain { cell: of, name: figure }) if of == cell && figure == name),
        );
        let found = of_figure.clone().find_map(|it| it.measured);
        found.ok_or_else(|| of_figure.clone().find_map(|it| it.note.clone()).unwrap_or_default())
    }
}

/// How many boots the samples of a run are numbered by.
fn boots_of(run: &Run) -> u32 {
    run.samples.values().flatten().map(|it| it.boot.saturating_add(1)).max().unwrap_or(0)
}

/// Refuses two runs whose figures must not stand in one table.
fn check(first: &Run, second: &Run) -> Result<(), MergeError> {
    let (one, other) = (&first.record, &second.record);
    let hash = |record: &RunRecord| record.files.get(SAMPLES_FILE).cloned();
    if one.provenance.started == other.provenance.started
        && one.provenance.board == other.provenance.board
        && hash(one) == hash(other)
        && first.samples == second.samples
    {
        let (first, second) = (one.name.clone(), other.name.clone());
        return Err(MergeError::Twice { first, second });
    }
    let equal = |what: &str, of_first: String, of_second: String| {
        if of_first == of_second {
            return Ok(());
        }
        let (first, second) = (one.name.clone(), other.name.clone());
        Err(MergeError::Differ { first, second, what: what.to_owned(), of_first, of_second })
    };
    let (old, new) = (&one.provenance, &other.provenance);
    equal("the board", old.board.kind.to_string(), new.board.kind.to_string())?;
    equal("the method", old.method.to_string(), new.method.to_string())?;
    for old in &one.firmwares {
        if let Some(new) = other.firmware(&old.name) {
            for (what, of) in FIRMWARE_FACTS {
                equal(&format!("{} of firmware {}", what, old.name), of(old), of(new))?;
            }
        }
    }
    // Across all firmwares: shards may have none in common.
    for old in &one.firmwares {
        for new in &other.firmwares {
            let (of_first, of_second) = (old.board.sysclk_hz, new.board.sysclk_hz);
            if of_first.abs_diff(of_second) > of_first / CLOCK_TOLERANCE {
                equal("the system clock", format!("{of_first} Hz"), format!("{of_second} Hz"))?;
            }
        }
    }
    for old in &one.scenarios {
        if let Some(new) = other.scenario(&old.id)
            && old != new
        {
            let json = |it: &ScenarioRecord| serde_json::to_string(it).unwrap_or_default();
            equal(&format!("the work of scenario {}", old.id), json(old), json(new))?;
        }
    }
    Ok(())
}

type FactText = fn(&FirmwareRecord) -> String;

/// What must be equal of a firmware of the same name.
const FIRMWARE_FACTS: [(&str, FactText); 5] = [
    ("the hash", |it| it.sha256.chars().take(12).collect()),
    ("QMI M0_TIMING", |it| it.board.qmi_m0_timing.to_string()),
    ("QMI M0_RFMT", |it| it.board.qmi_m0_rfmt.to_string()),
    ("QMI M0_RCMD", |it| it.board.qmi_m0_rcmd.to_string()),
    ("XIP_CTRL", |it| it.board.xip_ctrl.to_string()),
];

/// Where the joined run comes from.
fn provenance(first: &Run, runs: &[Run], arguments: Vec<String>) -> Provenance {
    let of = |run: &Run| run.record.provenance.clone();
    let mut parts = Vec::with_capacity(runs.len());
    let mut boots_before = 0;
    for run in runs {
        let samples_sha256 = run.record.files.get(SAMPLES_FILE).cloned();
        let (name, provenance) = (run.record.name.clone(), of(run));
        parts.push(PartRecord { name, samples_sha256, boots_before, provenance });
        boots_before += boots_of(run);
    }
    let own = of(first);
    let boards: BTreeSet<&str> = parts.iter().map(|it| it.provenance.board.probe.as_str()).collect();
    let same_chip = parts.iter().all(|it| it.provenance.board.chip_id == own.board.chip_id);
    let all = || parts.iter().map(|it| &it.provenance);
    Provenance {
        arguments,
        board: BoardRecord {
            kind: own.board.kind,
            probe: boards.into_iter().collect::<Vec<_>>().join("; "),
            chip_id: own.board.chip_id.filter(|_| same_chip),
        },
        samples: all().map(|it| it.samples).max().unwrap_or(own.samples),
        boots: boots_of_a_cell(runs),
        started: all().map(|it| it.started).min_by_key(|it| it.0).unwrap_or(own.started),
        parts,
        ..own
    }
}

/// The boots asked for in all runs that have the cell, of the cell with the most.
fn boots_of_a_cell(runs: &[Run]) -> u32 {
    let cells: BTreeSet<&CellId> = runs.iter().flat_map(|run| &run.record.order).collect();
    let asked = |id: &CellId| {
        let having = runs.iter().filter(|run| run.record.order.contains(id));
        having.map(|run| run.record.provenance.boots).sum()
    };
    cells.into_iter().map(asked).max().unwrap_or(0)
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
