//! `twinbench merge` of shards measured by the program.

use std::fs;
use std::path::Path;

use crate::support::twinbench;
use predicates::prelude::*;

fn run(out: &Path, shard: &str) {
    twinbench()
        .args(["run", "--scenario", "increment-register", "--runtime", "c", "--runtime", "rust"])
        .args(["--samples", "3", "--boots", "1", "--shard", shard, "--out"])
        .arg(out)
        .assert()
        .success();
}

#[test]
fn merged_shards_equal_the_whole_run() {
    let place = tempfile::tempdir().unwrap();
    let [one, two, whole, joined] = ["one", "two", "whole", "joined"].map(|name| place.path().join(name));
    run(&one, "1/2");
    run(&two, "2/2");
    run(&whole, "1/1");
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
    let twice = place.path().join("twice");
    twinbench()
        .arg("merge")
        .args([&one, &one])
        .arg("--out")
        .arg(&twice)
        .assert()
        .code(2)
        .stderr(predicate::str::contains("the same run"));
    assert!(!twice.exists());
    let taken = twinbench().arg("merge").args([&one, &two]).arg("--out").arg(&whole).assert().code(2);
    taken.stderr(predicate::str::contains("is not empty"));
}
