//! The Parquet files of a run, read by DuckDB and pandas and compared with the output of `twinbench export`.

use std::path::Path;

use assert_cmd::Command;
use serde_json::{Map, Value, json};

use crate::python;

fn twinbench() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("twinbench"));
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository");
    command.env("TWINBENCH_BOARD", "sim").current_dir(repository);
    command
}

#[test]
fn parquet_files_agree_with_export() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = folder.path().join("run");
    twinbench().args(["run", "--scenario", "increment-*", "--quick", "--out"]).arg(&run).assert().success();
    let path = |table: &str| run.join(format!("{table}.parquet"));
    let read = python::run("tables.py", &json!({ "cells": path("cells"), "samples": path("samples") }));
    for table in ["cells", "samples"] {
        let exported = twinbench()
            .arg("export")
            .arg(&run)
            .args(["--table", table, "--format", "json"])
            .assert()
            .success();
        let exported: Vec<Map<String, Value>> =
            serde_json::from_slice(&exported.get_output().stdout).expect("a list of records");
        assert!(exported.len() > 20, "{table} has {} rows", exported.len());
        for reader in ["duckdb", "pandas"] {
            let [columns, rows] = [0, 1].map(|it| read[table][reader][it].as_array().expect("a list"));
            assert_eq!(rows.len(), exported.len(), "{table} by {reader}");
            for (row, record) in rows.iter().zip(&exported) {
                assert_eq!(columns.len(), record.len());
                for (column, value) in columns.iter().zip(row.as_array().expect("a row")) {
                    let name = column.as_str().expect("a name");
                    assert!(
                        equal(value, &record[name]),
                        "{table} by {reader}: {name} {value} {}",
                        record[name]
                    );
                }
            }
        }
    }
}

/// Returns true if the values are equal. Integers equal floating-point numbers of the same value.
fn equal(one: &Value, other: &Value) -> bool {
    one == other || one.as_f64().is_some_and(|it| other.as_f64() == Some(it))
}
