//! Provenance: versions, settings and firmware images.

use crate::report::markdown::Table;
use crate::report::tables;
use crate::run::RunRecord;

pub(super) fn render(record: &RunRecord) -> String {
    let mut table = Table::new(&["", ""]);
    for (key, value) in tables::provenance(record) {
        table.row(vec![key.to_owned(), value]);
    }
    let mut text = table.render();
    if !record.firmwares.is_empty() {
        text = text + "\n" + &firmwares(record);
    }
    text
}

fn firmwares(record: &RunRecord) -> String {
    let mut table = Table::new(tables::FIRMWARE_HEADS);
    for row in tables::firmwares(record) {
        table.row(row);
    }
    let mut text = table.render() + "\n<details><summary>Compilers and flags</summary>\n\n";
    for firmware in &record.firmwares {
        text += &format!("- {} compiled by {} with `{}`\n", firmware.name, firmware.compiler, firmware.flags);
    }
    text += "\n</details>\n";
    if let Some(warning) = tables::firmware_warning(record) {
        text += &format!("\n**{warning}**\n");
    }
    text
}
