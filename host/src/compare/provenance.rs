//! Comparison of provenance.

use super::{Accepted, CompareError};
use crate::run::{BoardState, FirmwareRecord, Placement, RunRecord};
use serde::Serialize;
use std::collections::BTreeSet;
use strum::VariantArray;

/// A difference between the provenance of two runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Name of the property.
    pub what: String,
    /// Value in the baseline run.
    pub base: String,
    /// Value in the new run.
    pub new: String,
}

/// Returns an error if the results of the runs are not comparable.
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
    for (base_image, new_image) in shared_firmwares(base, new) {
        let (base_hz, new_hz) = (base_image.board.sysclk_hz, new_image.board.sysclk_hz);
        // The chip measures its clock against the crystal with an error of about 1 kHz.
        let difference = base_hz.abs_diff(new_hz);
        if difference > base_hz / 10_000 && !accepted.clocks {
            return Err(CompareError::Clocks {
                firmware: base_image.name.clone(),
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
    base.firmwares.iter().filter_map(|image| Some((image, new.firmware(&image.name)?)))
}

/// Returns all differences that could cause a change of results.
pub(super) fn differences(base: &RunRecord, new: &RunRecord) -> Vec<Difference> {
    let mut found = Differences::default();
    let (base_run, new_run) = (&base.provenance, &new.provenance);
    found.note("board", base_run.board.kind, new_run.board.kind);
    found.note("probe", &base_run.board.probe, &new_run.board.probe);
    found.note("chip", text(base_run.board.chip_id), text(new_run.board.chip_id));
    found.note("tool version", &base_run.tool_version, &new_run.tool_version);
    found.note("git revision", text(base_run.git_revision.as_ref()), text(new_run.git_revision.as_ref()));
    found.note("method", base_run.method, new_run.method);
    found.note("samples", base_run.samples, new_run.samples);
    found.note("boots", base_run.boots, new_run.boots);
    found.note("placements", placements(base), placements(new));
    found.note("firmware images", firmwares(base), firmwares(new));
    for (base_image, new_image) in shared_firmwares(base, new) {
        let name = &base_image.name;
        found.note(&format!("{name}: firmware hash"), short(&base_image.sha256), short(&new_image.sha256));
        found.note(&format!("{name}: compiler"), &base_image.compiler, &new_image.compiler);
        found.note(&format!("{name}: compiler flags"), &base_image.flags, &new_image.flags);
        for (what, of) in BOARD_STATE {
            found.note(&format!("{name}: {what}"), of(&base_image.board), of(&new_image.board));
        }
    }
    found.0
}

/// Lists the placements of the cells.
fn placements(record: &RunRecord) -> String {
    let cells = || record.cells.iter().map(|it| it.key.placement);
    let used = Placement::VARIANTS.iter().filter(|&&placement| cells().any(|it| it == placement));
    used.map(|it| it.to_string()).collect::<Vec<_>>().join(", ")
}

fn firmwares(record: &RunRecord) -> String {
    let names: BTreeSet<&str> = record.firmwares.iter().map(|it| it.name.as_str()).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

type StateText = fn(&BoardState) -> String;

/// The properties of the board that the firmware reads.
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
    /// Adds a difference if the values differ.
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

/// Returns the first digits of a hash.
fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}
