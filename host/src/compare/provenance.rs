//! What differs between the circumstances of two runs.

use super::{Accepted, CompareError};
use crate::scenario::Placement;
use crate::store::{BoardState, FirmwareRecord, RunRecord};
use serde::Serialize;
use std::collections::BTreeSet;

/// One circumstance that is not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What.
    pub what: String,
    /// In the base run.
    pub base: String,
    /// In the new run.
    pub new: String,
}

/// Refuses runs whose figures mean different things.
pub(super) fn check(base: &RunRecord, new: &RunRecord, accepted: Accepted) -> Result<(), CompareError> {
    let (base_kind, new_kind) = (base.provenance.board.kind, new.provenance.board.kind);
    if base_kind != new_kind && !accepted.boards {
        return Err(CompareError::Boards {
            base: base.name.clone(),
            base_board: base_kind.to_string(),
            new: new.name.clone(),
            new_board: new_kind.to_string(),
        });
    }
    for (old, fresh) in shared_firmwares(base, new) {
        let (base_hz, new_hz) = (old.board.sysclk_hz, fresh.board.sysclk_hz);
        // The chip measures its clock against the crystal, to about a kHz: what is closer is the same setting.
        let apart = base_hz.abs_diff(new_hz);
        if apart > base_hz / 10_000 && !accepted.clocks {
            return Err(CompareError::Clocks {
                firmware: old.name.clone(),
                base: base.name.clone(),
                base_hz,
                new: new.name.clone(),
                new_hz,
            });
        }
    }
    Ok(())
}

fn shared_firmwares<'a>(
    base: &'a RunRecord,
    new: &'a RunRecord,
) -> impl Iterator<Item = (&'a FirmwareRecord, &'a FirmwareRecord)> {
    base.firmwares.iter().filter_map(|old| Some((old, new.firmware(&old.name)?)))
}

/// Everything that could explain a change besides the work itself.
pub(super) fn differences(base: &RunRecord, new: &RunRecord) -> Vec<Difference> {
    let mut found = Differences::default();
    let (old, fresh) = (&base.provenance, &new.provenance);
    found.note("board", old.board.kind, fresh.board.kind);
    found.note("probe", &old.board.probe, &fresh.board.probe);
    found.note("chip", text(old.board.chip_id), text(fresh.board.chip_id));
    found.note("tool version", &old.tool_version, &fresh.tool_version);
    found.note("git revision", text(old.git_revision.as_ref()), text(fresh.git_revision.as_ref()));
    found.note("method", old.method, fresh.method);
    found.note("samples", old.samples, fresh.samples);
    found.note("boots", old.boots, fresh.boots);
    found.note("placements", placements(base), placements(new));
    found.note("firmwares", firmwares(base), firmwares(new));
    for (old, fresh) in shared_firmwares(base, new) {
        let name = &old.name;
        found.note(&format!("{name}: firmware hash"), short(&old.sha256), short(&fresh.sha256));
        found.note(&format!("{name}: compiler"), &old.compiler, &fresh.compiler);
        found.note(&format!("{name}: compiler flags"), &old.flags, &fresh.flags);
        for (what, of) in BOARD_STATE {
            found.note(&format!("{name}: {what}"), of(&old.board), of(&fresh.board));
        }
    }
    found.0
}

/// Where the code of the cells lay.
fn placements(record: &RunRecord) -> String {
    let cells = || record.cells.iter().map(|it| it.id.placement);
    let used = Placement::ALL.iter().filter(|&&placement| cells().any(|it| it == placement));
    used.map(|it| it.to_string()).collect::<Vec<_>>().join(", ")
}

fn firmwares(record: &RunRecord) -> String {
    let names: BTreeSet<&str> = record.firmwares.iter().map(|it| it.name.as_str()).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

type StateText = fn(&BoardState) -> String;

/// What the firmware read back of the board.
const BOARD_STATE: [(&str, StateText); 7] = [
    ("system clock", |board| format!("{} Hz", board.sysclk_hz)),
    ("QMI M0_TIMING", |board| board.qmi_m0_timing.to_string()),
    ("QMI M0_RFMT", |board| board.qmi_m0_rfmt.to_string()),
    ("QMI M0_RCMD", |board| board.qmi_m0_rcmd.to_string()),
    ("XIP_CTRL", |board| board.xip_ctrl.to_string()),
    ("empty sample", |board| format!("{} cycles", board.empty_sample_cycles)),
    ("heap", |board| text(board.heap_bytes.map(|bytes| format!("{bytes} bytes")))),
];

#[derive(Default)]
struct Differences(Vec<Difference>);

impl Differences {
    fn note(&mut self, what: &str, base: impl ToString, new: impl ToString) {
        let (base, new) = (base.to_string(), new.to_string());
        if base != new {
            self.0.push(Difference { what: what.to_owned(), base, new });
        }
    }
}

fn text(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "unknown".to_owned(), |value| value.to_string())
}

/// As much of a hash as tells two apart.
fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}
