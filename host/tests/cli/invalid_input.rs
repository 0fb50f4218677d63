//! Invalid input: each is refused with a clear error and the right exit code, and no incomplete output is left.

use std::fs;
use std::path::Path;

use crate::support::{firmware, twinbench};
use predicates::prelude::*;

const SCENARIO: &str = "id = 'own'
scale = 'ns'
title = 'A test'
operations = 100
expect = 100
baseline = 'c'

[[implementation]]
id = 'c'
runtime = 'c'
technique = 'loop'
entry = 'increment_memory'
placements = ['ram']
";

/// Writes a scenario to a folder and runs it alone. Returns the result, and the names of what is left in the output folder.
fn run(folder: &Path, scenario: &str, script: Option<&str>) -> (assert_cmd::assert::Assert, Vec<String>) {
    let scenario_folder = folder.join("scenarios/ns/own");
    fs::create_dir_all(&scenario_folder).unwrap();
    fs::write(scenario_folder.join("scenario.toml"), scenario).unwrap();
    if let Some(script) = script {
        fs::write(scenario_folder.join("own.py"), script).unwrap();
    }
    let out = folder.join("runs");
    fs::create_dir_all(&out).unwrap();
    let assert = twinbench()
        .args(["run", "--quick", "--scenario", "own", "--scenarios"])
        .arg(folder.join("scenarios"))
        .arg("--out")
        .arg(out.join("it"))
        .assert();
    let left =
        fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    (assert, left)
}

/// Runs a scenario that must be refused with exit code 2, with nothing written.
fn assert_refused(scenario: &str, script: Option<&str>) -> assert_cmd::assert::Assert {
    let folder = tempfile::tempdir().unwrap();
    let (assert, left) = run(folder.path(), scenario, script);
    assert_eq!(left, Vec::<String>::new(), "expected an empty output folder");
    assert.code(2)
}

#[test]
fn an_unknown_flag_is_refused() {
    twinbench()
        .args(["run", "--frobnicate"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("--frobnicate"));
}

#[test]
fn an_unknown_command_is_refused() {
    twinbench().arg("frobnicate").assert().code(2).stderr(predicate::str::contains("frobnicate"));
}

#[test]
fn a_missing_script_is_refused() {
    twinbench()
        .args(["exec", "nowhere.py"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("cannot read the script nowhere.py"));
    let scenario = format!(
        "{SCENARIO}\n[[implementation]]\nid = 'p'\nruntime = 'micropython'\ntechnique = 'loop'\nscript = 'own.py'\n"
    );
    assert_refused(&scenario, None).stderr(predicate::str::contains("own.py"));
}

#[test]
fn invalid_toml_is_refused_with_its_line() {
    assert_refused(&SCENARIO.replace("scale = 'ns'", "scale = 'ns"), None)
        .stderr(predicate::str::contains("scenario.toml:2"));
}

#[test]
fn an_unknown_key_is_refused_with_its_line() {
    assert_refused(&format!("colour = 'red'\n{SCENARIO}"), None)
        .stderr(predicate::str::contains("colour").and(predicate::str::contains("scenario.toml:1")));
}

#[test]
fn an_unknown_entry_is_refused_with_the_known_ones() {
    assert_refused(&SCENARIO.replace("increment_memory", "no_such_work"), None).stderr(
        predicate::str::contains("`no_such_work`").and(predicate::str::contains("`increment_memory`")),
    );
}

#[test]
fn a_script_larger_than_the_link_buffer_is_refused() {
    let scenario = format!(
        "{}\n[[implementation]]\nid = 'p'\nruntime = 'micropython'\ntechnique = 'loop'\nscript = 'own.py'\n",
        SCENARIO
    );
    let script = format!("def run(operations):\n    return operations\n{}", "# filler\n".repeat(10_000));
    assert_refused(&scenario, Some(&script))
        .stderr(predicate::str::contains("the script has 90").and(predicate::str::contains("65536")));
    twinbench()
        .args(["exec", "-"])
        .write_stdin(script)
        .assert()
        .code(2)
        .stderr(predicate::str::contains("the firmware takes at most"));
}

#[test]
fn a_wrong_checksum_fails_its_cell_alone() {
    let scenario = format!(
        "{}\n[[implementation]]\nid = 'p'\nruntime = 'micropython'\ntechnique = 'loop'\nscript = 'own.py'\nplacements = ['ram']\n",
        SCENARIO
    );
    let folder = tempfile::tempdir().unwrap();
    let (assert, left) =
        run(folder.path(), &scenario, Some("def run(operations):\n    return operations + 1\n"));
    assert
        .code(1)
        .stderr(predicate::str::contains("own/p/ram").and(predicate::str::contains("expected checksum 100")));
    assert_eq!(left, ["it"]);
    let summary = fs::read_to_string(folder.path().join("runs/it/summary.md")).unwrap();
    assert!(summary.contains("expected checksum 100"), "{summary}");
}

#[test]
fn an_exception_in_a_script_fails_its_cell_alone() {
    let scenario = format!(
        "{}\n[[implementation]]\nid = 'p'\nruntime = 'micropython'\ntechnique = 'loop'\nscript = 'own.py'\nplacements = ['ram']\n",
        SCENARIO
    );
    let folder = tempfile::tempdir().unwrap();
    let (assert, left) = run(folder.path(), &scenario, Some("def run(operations):\n    return nothing\n"));
    assert.code(1).stderr(predicate::str::contains("NameError"));
    assert_eq!(left, ["it"]);
}

#[test]
fn an_existing_output_folder_is_refused_and_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("mine");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("notes.txt"), "keep").unwrap();
    twinbench()
        .args(["run", "--quick", "--scenario", "increment-memory", "--out"])
        .arg(&out)
        .assert()
        .code(2)
        .stderr(predicate::str::contains("mine"));
    assert_eq!(fs::read_to_string(out.join("notes.txt")).unwrap(), "keep");
}

#[test]
fn a_board_that_is_not_attached_is_refused() {
    for arguments in [
        ["exec", "--code", "1", "--board", "1234:5678"],
        ["run", "--quick", "--board", "1234:5678", "--seed=1"],
    ] {
        twinbench().args(arguments).assert().code(3).stderr(
            predicate::str::contains("no probe 1234:5678 is attached")
                .and(predicate::str::contains("twinbench boards")),
        );
    }
}

#[test]
fn an_invalid_board_selector_is_refused() {
    twinbench()
        .args(["exec", "--code", "1", "--board", "usb0"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("VID:PID"));
}

#[test]
fn missing_and_invalid_firmware_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let exec = |text: &str| {
        twinbench()
            .args(["exec", "--code", "1", "--firmware"])
            .arg(folder.path())
            .assert()
            .code(2)
            .stderr(predicate::str::contains(text));
    };
    exec("ci/firmware");
    fs::write(folder.path().join("micropython-ram.elf"), "hello").unwrap();
    exec("is not an ELF file");
}

#[test]
fn firmware_with_another_link_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let elf =
        crate::support::with_link_version(&fs::read(firmware().join("micropython-ram.elf")).unwrap(), 99);
    fs::write(folder.path().join("micropython-ram.elf"), elf).unwrap();
    twinbench().args(["exec", "--code", "1", "--firmware"]).arg(folder.path()).assert().code(3).stderr(
        predicate::str::contains("link version 99")
            .and(predicate::str::contains(format!("version {}", twinbench_link::VERSION))),
    );
}

#[test]
fn a_folder_without_a_run_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    twinbench()
        .arg("report")
        .arg(folder.path())
        .assert()
        .code(2)
        .stderr(predicate::str::contains("run.json"));
    twinbench().args(["report", "nowhere"]).assert().code(2).stderr(predicate::str::contains("nowhere"));
}
