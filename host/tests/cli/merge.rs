//! `twinbench merge` of shards measured by the program.

use std::fs;
use std::path::Path;

use crate::support::twinbench;
use predicates::prelude::*;
use twinbench::run::CellKey;
use twinbench::store::Run;

/// Measures a shard of a small matrix, and returns its cells.
fn run(out: &Path, shard: &str) -> Vec<CellKey> {
    twinbench()
        .args(["run", "--scenario", "increment-register", "--samples", "3", "--boots", "1"])
        .args(["--shard", shard, "--out"])
        .arg(out)
        .assert()
        .success();
    Run::open(out).unwrap().samples.into_keys().collect()
}

#[test]
fn merged_shards_equal_the_whole_run() {
    let directory = tempfile::tempdir().unwrap();
    let [one, two, whole, joined] = ["one", "two", "whole", "joined"].map(|name| directory.path().join(name));
    let mut cells = [run(&one, "1/2"), run(&two, "2/2")].concat();
    cells.sort();
    assert_eq!(cells, run(&whole, "1/1"), "each cell is in exactly one shard");
    twinbench()
        .arg("merge")
        .args([&one, &two])
        .arg("--out")
        .arg(&joined)
        .assert()
        .success()
        .stdout(predicate::str::contains("report.html"));
    let summary = fs::read_to_string(joined.join("summary.md")).unwrap();
    assert!(summary.contains("joined from") && summary.contains("SIMULATED"), "{summary}");
    twinbench().arg("compare").args([&whole, &joined]).args(["--fail-on", "change"]).assert().success();

    // The same run twice, and an output folder that is not empty.
    let twice = directory.path().join("twice");
    twinbench()
        .arg("merge")
        .args([&one, &one])
        .arg("--out")
        .arg(&twice)
        .assert()
        .code(2)
        .stderr(predicate::str::contains("the same run"));
    assert!(!twice.exists());
    let occupied = twinbench().arg("merge").args([&one, &two]).arg("--out").arg(&whole).assert().code(2);
    occupied.stderr(predicate::str::contains("is not empty"));
}
