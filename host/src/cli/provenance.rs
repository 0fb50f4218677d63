//! Provenance of a run's results.

use std::env;

use crate::board::link::LinkReport;
use crate::board::{AttachedBoard, FirmwareImage};
use crate::measure::{ImageKind, Settings};
use crate::run::{BoardRecord, BoardState, FirmwareRecord, Provenance, Register, Timestamp};

/// Returns the provenance of a run that has not measured a cell yet.
pub(crate) fn of_run(board: &AttachedBoard, settings: Settings, seed: u64, started: Timestamp) -> Provenance {
    Provenance {
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        git_revision: option_env!("TWINBENCH_GIT_REVISION").map(str::to_owned),
        arguments: env::args().skip(1).collect(),
        board: of_board(board),
        method: settings.method,
        samples: settings.samples,
        boots: settings.boots,
        seed,
        started,
        parts: Vec::new(),
    }
}

/// Returns the record of a board whose chip is not known yet.
pub(crate) fn of_board(board: &AttachedBoard) -> BoardRecord {
    BoardRecord {
        kind: board.kind(),
        probe: format!("{} ({})", board.probe_name(), board.probe_selector()),
        chip_id: None,
    }
}

/// Returns the record of a firmware, with the set-up that it reports.
pub(crate) fn of_firmware(kind: ImageKind, image: &FirmwareImage, report: &LinkReport) -> FirmwareRecord {
    FirmwareRecord {
        name: kind.name().to_owned(),
        path: image.path.display().to_string(),
        sha256: image.sha256.clone(),
        compiler: image.compilers.join("; "),
        flags: image.producers.join("; "),
        board: BoardState {
            sysclk_hz: report.sysclk_hz,
            qmi_m0_timing: Register(report.qmi_m0_timing),
            qmi_m0_rfmt: Register(report.qmi_m0_rfmt),
            qmi_m0_rcmd: Register(report.qmi_m0_rcmd),
            xip_ctrl: Register(report.xip_ctrl),
            empty_sample_cycles: report.empty_sample_cycles,
            heap_bytes: (report.heap_bytes != 0).then_some(report.heap_bytes),
        },
    }
}
