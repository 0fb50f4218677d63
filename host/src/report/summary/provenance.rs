//! The head of the summary: where the figures come from.

use super::markdown::Table;
use crate::{
    report::format,
    store::{FirmwareRecord, RunRecord},
};

/// Digits of a hash that tell files apart.
const HASH_DIGITS: usize = 12;

pub(super) fn render(record: &RunRecord) -> String {
    let provenance = &record.provenance;
    let board = &provenance.board;
    let mut table = Table::new(&["", ""]);
    let mut row = |key: &str, value: String| table.row(vec![key.to_owned(), value]);
    let chip = board.chip_id.map(|id| format!(", chip id {id}")).unwrap_or_default();
    row("board", format!("{}, {}{chip}", board.kind, board.probe));
    let ended = record.ended.map(|it| format!(" to {it}")).unwrap_or_default();
    row("run", format!("{}, {}{ended}", record.ending, provenance.started));
    let revision = provenance.git_revision.as_deref().unwrap_or("unknown");
    row("tool", format!("twinbench {}, revision {revision}", provenance.tool_version));
    row("command", format!("`twinbench {}`", provenance.arguments.join(" ")));
    let (samples, boots) = (provenance.samples, provenance.boots);
    row("measured", format!("by {}: {boots} boots × 2 lengths × {samples} samples", provenance.method));
    row("seed", provenance.seed.to_string());
    let mut text = table.render();
    if !record.firmwares.is_empty() {
        text = text + "\n" + &firmwares(&record.firmwares);
    }
    text
}

fn firmwares(firmwares: &[FirmwareRecord]) -> String {
    let mut table = Table::new(&[
        "firmware",
        "clock",
        "QMI timing",
        "QMI format",
        "QMI command",
        "XIP_CTRL",
        "empty sample",
        "SHA-256",
    ]);
    for firmware in firmwares {
        let board = &firmware.board;
        table.row(vec![
            firmware.name.clone(),
            format::frequency(board.sysclk_hz),
            board.qmi_m0_timing.to_string(),
            board.qmi_m0_rfmt.to_string(),
            board.qmi_m0_rcmd.to_string(),
            board.xip_ctrl.to_string(),
            format!("{} cycles", board.empty_sample_cycles),
            format!("`{}…`", firmware.sha256.chars().take(HASH_DIGITS).collect::<String>()),
        ]);
    }
    let mut text = table.render() + "\n";
    for firmware in firmwares {
        text += &format!("- {} compiled by {} with `{}`\n", firmware.name, firmware.compiler, firmware.flags);
    }
    let set_up = |it: &FirmwareRecord| {
        let board = it.board;
        (board.sysclk_hz, board.qmi_m0_timing, board.qmi_m0_rfmt, board.qmi_m0_rcmd, board.xip_ctrl)
    };
    if firmwares.windows(2).any(|pair| set_up(&pair[0]) != set_up(&pair[1])) {
        text += "\n**The firmwares differ in clock or flash set-up**: ratios between them show that difference too.\n";
    }
    text
}
