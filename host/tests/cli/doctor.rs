//! `twinbench doctor`: available and missing requirements, and how to fix them.

use crate::support::{firmware, twinbench, with_link_version};
use predicates::prelude::*;

#[test]
fn every_check_passes_after_setup() {
    let assert = twinbench().args(["doctor", "--json"]).assert().success();
    let checks: serde_json::Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
    let checks = checks.as_array().unwrap();
    let what: Vec<&str> = checks.iter().map(|check| check["what"].as_str().unwrap()).collect();
    assert_eq!(what, ["board", "firmware", "firmware", "firmware", "scenarios", "results"]);
    assert!(checks.iter().all(|check| check["state"] == "ok" && check.get("fix").is_none()), "{checks:?}");
    assert!(checks[0]["found"].as_str().unwrap().contains("simulated"));
}

#[test]
fn a_missing_requirement_is_reported_with_its_fix() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("native.elf"), "hello").unwrap();
    twinbench().args(["doctor", "--firmware"]).arg(folder.path()).assert().code(2).stdout(
        predicate::str::contains("is not an ELF file").and(predicate::str::contains("fix: run ci/firmware")),
    );
    let native = std::fs::read(firmware().join("native.elf")).unwrap();
    std::fs::write(folder.path().join("native.elf"), with_link_version(&native, 99)).unwrap();
    twinbench()
        .args(["doctor", "--firmware"])
        .arg(folder.path())
        .assert()
        .code(2)
        .stdout(predicate::str::contains("it uses link version 99"));
    twinbench().args(["doctor", "--board", "1234:5678"]).assert().code(3).stdout(
        predicate::str::contains("no probe 1234:5678 is attached").and(predicate::str::contains("fix: ")),
    );
}
