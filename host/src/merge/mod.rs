//! Merges runs into one: shards of a matrix, or the same cells on several boards.
//!
//! The boots and samples of each run are numbered after those of the runs before it. A cell that several runs measured
//! has the boots of all of them; a cell that failed in one of them has failed.

use crate::claims::{self, Claim, ExplainedFigures};
use crate::run::{
    BoardRecord, CellKey, ClaimRecord, FirmwareRecord, Measure, PartRecord, Provenance, RunRecord, Sample,
    SampleQuantities, ScenarioRecord, Timestamp,
};
use crate::stats::Estimate;
use crate::store::{Run, RunWriter, SAMPLES_FILE, StoreError};
use std::{
    collections::{BTreeSet, HashSet},
    path::{Path, PathBuf},
};

/// Clocks that differ by more than one part in this many count as different. The chip measures its clock to about 1 kHz.
const CLOCK_TOLERANCE: u32 = 10_000;

/// Error of merging runs.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// The merged run could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Fewer than two runs.
    #[error("cannot merge {0} runs, expected two or more")]
    TooFew(usize),
    /// Two runs with the same samples.
    #[error("{first} and {second} are the same run: its samples would count twice")]
    Twice {
        /// Name of the first run.
        first: String,
        /// Name of the second run.
        second: String,
    },
    /// Two runs that differ in a property that all parts of a run must share.
    #[error(
        "{first} and {second} cannot be merged: {what} is {of_first} in {first} and {of_second} in {second}"
    )]
    Differ {
        /// Name of the first run.
        first: String,
        /// Name of the second run.
        second: String,
        /// The property that differs.
        what: String,
        /// Its value in the first run.
        of_first: String,
        /// Its value in the second run.
        of_second: String,
    },
}

/// Merges `runs`, in that order, into a new run in the folder `out`, and returns the folder. `arguments` are the command
/// line without the program.
///
/// # Errors
/// [`MergeError`] if the runs differ in kind of board, method, clock, flash timing, firmware or work, if they contain the
/// same samples, and if the folder cannot be written.
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
    let mut order: Vec<CellKey> = Vec::new();
    let mut planned: HashSet<&CellKey> = HashSet::new();
    for record in runs.iter().map(|run| &run.record) {
        for scenario in &record.scenarios {
            if !scenarios.iter().any(|known| known.id == scenario.id) {
                scenarios.push(scenario.clone());
            }
        }
        order.extend(record.order.iter().filter(|key| planned.insert(key)).cloned());
    }
    scenarios.sort_by(|one, other| (one.scale, &one.id).cmp(&(other.scale, &other.id)));

    let mut writer =
        RunWriter::create_from_records(out, merged_provenance(first, runs, arguments), scenarios, order)?;
    for run in runs {
        for firmware in &run.record.firmwares {
            writer.firmware(firmware.clone())?;
        }
    }
    let (mut boots, mut samples) = (0, 0);
    for run in runs {
        for cell in &run.record.cells {
            let taken = run.samples.get(&cell.key).into_iter().flatten();
            let taken = taken.map(|it| Sample {
                boot: it.boot.saturating_add(boots),
                order: it.order.saturating_add(samples),
                ..*it
            });
            let evaluated = run.quantities.get(&cell.key).into_iter().flatten();
            let evaluated = evaluated.map(|it| SampleQuantities {
                boot: it.boot.saturating_add(boots),
                order: it.order.saturating_add(samples),
                quantities: it.quantities.clone(),
            });
            writer.record_merged(cell, taken.collect(), evaluated.collect())?;
        }
        boots += boots_of(run);
        samples += run.samples.values().flatten().map(|it| it.order.saturating_add(1)).max().unwrap_or(0);
    }
    let claims = judge_claims(runs, &writer);
    writer.set_claims(claims);
    let status = runs.iter().map(|run| run.record.status).max().unwrap_or(first.record.status);
    let ended = runs.iter().filter_map(|run| run.record.ended).max_by_key(|it| it.0);
    Ok(writer.finish(status, ended.unwrap_or_else(Timestamp::now))?)
}

/// Returns the claims of all runs, each once, compared with the figures of the merged run.
fn judge_claims(runs: &[Run], writer: &RunWriter) -> Vec<ClaimRecord> {
    let mut claims: Vec<Claim> = Vec::new();
    for claim in runs.iter().flat_map(|run| &run.record.claims) {
        if !claims.iter().any(|known| known.id == claim.id) {
            claims.push(Claim::from(claim));
        }
    }
    claims::judge(&claims, &writer.summary(), &|id| writer.series(id), &MergedFigures(runs))
}

/// Figures of `twinbench explain` in the claims of the runs: they cannot be computed from samples.
struct MergedFigures<'a>(&'a [Run]);

impl ExplainedFigures for MergedFigures<'_> {
    fn figure(&self, cell: &CellKey, name: &str) -> Result<Estimate, String> {
        let claims = self.0.iter().flat_map(|run| &run.record.claims);
        let of_figure = claims.filter(
            |it| matches!(&it.measure, Some(Measure::Explain { cell: of, name: figure }) if of == cell && figure == name),
        );
        let found = of_figure.clone().find_map(|it| it.measured);
        found.ok_or_else(|| of_figure.clone().find_map(|it| it.note.clone()).unwrap_or_default())
    }
}

/// Returns the number of boots by which the samples of a run are numbered.
fn boots_of(run: &Run) -> u32 {
    run.samples.values().flatten().map(|it| it.boot.saturating_add(1)).max().unwrap_or(0)
}

/// Checks that the figures of two runs can be in one table.
///
/// # Errors
/// [`MergeError::Twice`] and [`MergeError::Differ`].
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
    // The clock is compared across all firmwares, as shards may have none in common.
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

/// Properties that must be equal in firmwares of the same name.
const FIRMWARE_FACTS: [(&str, FactText); 5] = [
    ("the hash", |it| it.sha256.chars().take(12).collect()),
    ("QMI M0_TIMING", |it| it.board.qmi_m0_timing.to_string()),
    ("QMI M0_RFMT", |it| it.board.qmi_m0_rfmt.to_string()),
    ("QMI M0_RCMD", |it| it.board.qmi_m0_rcmd.to_string()),
    ("XIP_CTRL", |it| it.board.xip_ctrl.to_string()),
];

/// Returns the provenance of the merged run.
fn merged_provenance(first: &Run, runs: &[Run], arguments: Vec<String>) -> Provenance {
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

/// Returns the requested boots of a cell, summed over the runs that contain it, for the cell with the most.
fn boots_of_a_cell(runs: &[Run]) -> u32 {
    let cells: BTreeSet<&CellKey> = runs.iter().flat_map(|run| &run.record.order).collect();
    let asked = |id: &CellKey| {
        let having = runs.iter().filter(|run| run.record.order.contains(id));
        having.map(|run| run.record.provenance.boots).sum()
    };
    cells.into_iter().map(asked).max().unwrap_or(0)
}

#[cfg(test)]
mod tests;
