use super::super::kernel::KernelSource;
use super::super::measure::Measurement;
use super::super::row::Row;
use super::super::source::Source;
use super::super::table::Table;
use super::*;
use crate::run::{BoardRecord, BoardState, FirmwareRecord, Register, Timestamp};

fn document(kind: BoardKind, cycles: &[(&str, u64)]) -> Document {
    let table = Table::reference().unwrap();
    let find = |kernel: &str| -> (String, Row, KernelSource) {
        let rows = table.groups.iter().flat_map(|group| group.rows.iter().map(move |row| (group, row)));
        let found = rows.into_iter().find(|(_, (row, _))| row.kernel == kernel).unwrap();
        (found.0.name.clone(), found.1.0.clone(), found.1.1.clone())
    };
    let rows = cycles.iter().map(|&(kernel, sixteenths)| {
        let (group, row, source) = find(kernel);
        let measurement = Measurement { medians: [100, 100 + sixteenths], spread: sixteenths % 16 };
        MeasuredRow::measured(&group, &row, &source, measurement)
    });
    let board = BoardRecord { kind, probe: "a probe".to_owned(), chip_id: None };
    let state = BoardState {
        sysclk_hz: 150_000_000,
        qmi_m0_timing: Register(0),
        qmi_m0_rfmt: Register(0),
        qmi_m0_rcmd: Register(0),
        xip_ctrl: Register(0),
        empty_sample_cycles: 4,
        heap_bytes: None,
    };
    let firmware = FirmwareRecord {
        name: "native".to_owned(),
        path: "native.elf".to_owned(),
        sha256: "0123456789abcdef".repeat(4),
        compiler: String::new(),
        flags: String::new(),
        board: state,
    };
    let measured = Timestamp("2026-03-01T12:30:45Z".parse().unwrap());
    Document::new(board, firmware, measured, 5, rows.collect())
}

const MIXED: [(&str, u64); 6] = [
    ("add_narrow", 16),
    ("add_wide", 33),
    ("shifted_register_chain", 32),
    ("load", 0),
    ("kernel_nop", 160),
    ("xip_miss", 174 * 16),
];

#[test]
fn a_table_of_every_kind_of_row() {
    insta::assert_snapshot!(render(&document(BoardKind::Hardware, &MIXED)));
}

#[test]
fn a_simulated_table_names_its_board() {
    let text = render(&document(BoardKind::Simulated, &MIXED[..1]));
    assert!(text.starts_with("simulated board"), "{text}");
    assert!(text.ends_with(
        "1 rows: 1 equal, 0 different, 0 unsettled (simulated: a model, not a measurement of silicon)\n"
    ));
}

#[test]
fn the_document_has_all_fields() {
    let json = serde_json::to_value(document(BoardKind::Hardware, &MIXED)).unwrap();
    assert_eq!(json["schema"], 3);
    assert_eq!(json["board"]["kind"], "hardware");
    assert_eq!(
        json["summary"],
        serde_json::json!({ "rows": 6, "equal": 2, "different": 2, "unsettled": 2, "failed": 0 })
    );
    let chain = &json["rows"][2];
    assert_eq!(chain["kernel"], "shifted_register_chain");
    assert_eq!(chain["form"], "straight");
    assert_eq!(chain["code"], "add.w r0, r0, r1, lsl #3");
    assert_eq!(chain["stated"][1]["source"], Source::OlderA.as_ref());
    assert_eq!(chain["stated"][1]["cycles"], "2");
    assert_eq!(chain["measured"], "2");
    assert_eq!(chain["medians"], serde_json::json!([100, 132]));
    assert_eq!(chain["status"], "unsettled");
    assert_eq!(chain["agrees_with"], serde_json::json!(["A-older"]));
    assert_eq!(json["rows"][1]["difference"], "1.0625");
}

#[test]
fn a_failed_row_states_its_reason() {
    let mut document = document(BoardKind::Hardware, &MIXED[..1]);
    let table = Table::reference().unwrap();
    let (row, source) = &table.groups[0].rows[0];
    document.rows.push(MeasuredRow::failed("arithmetic", row, source, "no answer within 10 s".to_owned()));
    document.summary = super::super::document::Summary::of(&document.rows);
    let text = render(&document);
    assert!(text.contains("FAILED: no answer within 10 s"), "{text}");
    assert!(
        text.ends_with(
            "2 rows: 1 equal, 0 different, 0 unsettled, 1 FAILED (hardware: measured on a Pico 2)\n"
        ),
        "{text}"
    );
    let json = serde_json::to_value(&document).unwrap();
    assert_eq!(json["rows"][1]["status"], "failed");
    assert_eq!(json["rows"][1]["failure"], "no answer within 10 s");
    assert!(json["rows"][1].get("measured").is_none());
    assert_eq!(json["rows"][0]["status"], "equal");
}
