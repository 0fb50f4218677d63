//! Tests of all formats with a generated run.

use super::*;
use crate::run::BoardKind;
use crate::store::example;

fn run(folder: &std::path::Path) -> Run {
    let cells = example::cells(vec![example::increment()]);
    Run::open(&example::write(&folder.join("run"), BoardKind::Simulated, &cells, |_| 1.0)).unwrap()
}

fn format_named(name: &str) -> &'static Format {
    FORMATS.iter().find(|format| format.name == name).unwrap()
}

fn exported(run: &Run, name: &str, table: Table) -> String {
    (format_named(name).render)(run, table).unwrap()
}

#[test]
fn csv_and_json_have_equal_values() {
    let folder = tempfile::tempdir().unwrap();
    let run = run(folder.path());
    for table in [Table::Cells, Table::Samples] {
        let json: Vec<serde_json::Map<String, serde_json::Value>> =
            serde_json::from_str(&exported(&run, "json", table)).unwrap();
        let text = exported(&run, "csv", table);
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let expected = match table {
            Table::Cells => run.record.cells.len(),
            Table::Samples => run.samples.values().map(Vec::len).sum(),
        };
        assert_eq!((rows.len(), json.len()), (expected, expected));
        for (row, record) in rows.iter().zip(&json) {
            assert_eq!(record.len(), names.len());
            for (field, name) in row.iter().zip(&names) {
                let value = match &record[name] {
                    serde_json::Value::Null => String::new(),
                    serde_json::Value::String(text) => text.clone(),
                    value => value.to_string(),
                };
                assert_eq!(field, value, "{name}");
            }
        }
    }
}

#[test]
fn rows_have_the_board_kind_and_the_results() {
    let folder = tempfile::tempdir().unwrap();
    let run = run(folder.path());
    let json: serde_json::Value = serde_json::from_str(&exported(&run, "json", Table::Cells)).unwrap();
    let cells = json.as_array().unwrap();
    assert!(cells.iter().all(|cell| cell["board"] == "simulated"));
    let failed = cells.iter().find(|cell| cell["implementation"] == "broken").unwrap();
    assert_eq!(failed["failure"], "checksum 99, expected 100");
    assert!(failed["cycles_per_operation"].is_null());
    let measured = run.record.measured(&"increment-memory/c/ram".parse().unwrap()).unwrap();
    let cell = cells.iter().find(|it| it["implementation"] == "c" && it["placement"] == "ram").unwrap();
    assert_eq!(cell["cycles_per_operation"], measured.statistics.per_operation.value);
}

#[test]
fn bencher_has_cells_only() {
    let folder = tempfile::tempdir().unwrap();
    let run = run(folder.path());
    let json: serde_json::Value = serde_json::from_str(&exported(&run, "bencher", Table::Cells)).unwrap();
    let cell = &json["simulated: increment-memory/micropython-global/ram"];
    for measure in ["cycles-per-operation", "ratio-to-baseline"] {
        let end = |name: &str| cell[measure][name].as_f64().unwrap();
        assert!(end("lower_value") <= end("value") && end("value") <= end("upper_value"), "{measure}");
    }
    let error = (format_named("bencher").render)(&run, Table::Samples).unwrap_err();
    assert_eq!(error.to_string(), "the format bencher cannot represent samples: use --table cells");
}
