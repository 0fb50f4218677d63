//! `twinbench fidelity`: the timing reference, measured on the simulated board.

use std::fs;
use std::path::Path;

use crate::support::twinbench;
use object::{Object, ObjectSection, ObjectSymbol};
use predicates::prelude::*;
use serde_json::Value;

fn json(arguments: &[&str]) -> Value {
    let output = twinbench().arg("fidelity").args(arguments).arg("--json").assert().success();
    serde_json::from_slice(&output.get_output().stdout).unwrap()
}

#[test]
fn every_stated_row_is_equal_on_the_simulated_board() {
    let document = json(&[]);
    assert_eq!(document["schema"], 3);
    assert_eq!(document["board"]["kind"], "simulated");
    assert_eq!(document["firmware"]["board"]["sysclk_hz"], 150_000_000);
    assert_eq!(document["firmware"]["sha256"].as_str().unwrap().len(), 64);
    let rows = document["rows"].as_array().unwrap();
    assert!(rows.len() > 200, "only {} rows", rows.len());
    for row in rows {
        let kernel = &row["kernel"];
        assert_ne!(row["status"], "different", "{row:#}");
        // Contention of two cores for a memory bank varies from sample to sample.
        assert!(row["spread"] == 0 || row["group"] == "contention", "{kernel}");
        let agrees = row["agrees_with"].as_array().unwrap();
        assert!(!agrees.is_empty(), "{kernel}");
        if row["status"] == "equal" {
            assert_eq!(agrees.len(), row["stated"].as_array().unwrap().len(), "{kernel}");
            // The kernel did work: the double length takes longer.
            let [short, long] = [0, 1].map(|length| row["medians"][length].as_u64().unwrap());
            assert!(long > short, "{kernel}");
        }
    }
    let count = |status: &str| rows.iter().filter(|row| row["status"] == status).count();
    assert_eq!(document["summary"]["equal"], count("equal"));
    assert_eq!(document["summary"]["unsettled"], count("unsettled"));
    assert_eq!(document["summary"]["different"], 0);
    assert!(count("equal") > 100, "only {} rows are equal", count("equal"));
}

#[test]
fn a_wrong_stated_value_gives_status_different() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own.toml");
    fs::write(
        &own,
        "rows = [
  { kernel = 'load_used', rule = 'load to use', stated = { A = 3 } },
  { kernel = 'kernel_nop', rule = 'an average', stated = { B = '10.6' } },
  { kernel = 'vdiv_chain', rule = 'division', stated = { A = 14 } },
  { kernel = 'shifted_register_chain', rule = 'disputed', stated = { A = 2, A-older = 1 } },
]",
    )
    .unwrap();
    twinbench().args(["fidelity", "--rows"]).arg(&own).assert().code(1).stdout(
        predicate::str::contains("+1 DIFFERENT")
            .and(predicate::str::contains("-0.6 DIFFERENT"))
            .and(predicate::str::contains("as A-older"))
            .and(predicate::str::contains("4 rows: 1 equal, 2 different, 1 unsettled (simulated")),
    );
}

#[test]
fn out_writes_one_complete_document() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("mine.json");
    twinbench()
        .args(["fidelity", "--group", "divide", "--samples", "2", "--out"])
        .arg(&out)
        .assert()
        .success()
        .stdout(predicate::str::starts_with("simulated board, 150.000 MHz, firmware native"));
    let document: Value = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
    assert_eq!(document["samples"], 2);
    let groups: Vec<&Value> = document["rows"].as_array().unwrap().iter().map(|row| &row["group"]).collect();
    assert!(groups.len() > 5 && groups.iter().all(|group| *group == "divide"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "expected no other file");
}

#[test]
fn invalid_options_are_refused_before_a_board_is_opened() {
    let refused = |arguments: &[&str], text: &str| {
        let mut command = twinbench();
        command.arg("fidelity").args(arguments).args(["--board", "1234:5678"]);
        command.assert().code(2).stdout("").stderr(predicate::str::contains(text));
    };
    refused(&["--group", "no*"], "expected one of arithmetic");
    refused(&["--rows", "nowhere.toml"], "nowhere.toml");
    refused(&["--out", "nowhere/mine.json"], "nowhere/mine.json");
    refused(&["--samples", "0"], "--samples");
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own.toml");
    fs::write(&own, "rows = [\n  { kernel = 'load', rule = '', stated = { A = 'x' } },\n]").unwrap();
    refused(&["--rows", own.to_str().unwrap()], "line 2");
}

#[test]
fn firmware_without_the_kernels_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    // Another firmware in place of the native one.
    fs::copy(crate::support::firmware().join("micropython-ram.elf"), folder.path().join("native.elf"))
        .unwrap();
    twinbench()
        .args(["fidelity", "--group", "divide", "--firmware"])
        .arg(folder.path())
        .assert()
        .code(2)
        .stderr(
            predicate::str::contains("kernel divide_32: the firmware")
                .and(predicate::str::contains("ci/firmware")),
        );
}

/// Writes the native firmware to a folder, with another instruction at the start of a kernel.
fn write_firmware_with_first_instruction(kernel: &str, instruction: u16, folder: &Path) {
    let mut bytes = fs::read(crate::support::firmware().join("native.elf")).unwrap();
    let offset = {
        let file = object::File::parse(&*bytes).unwrap();
        let name = format!("twinbench_kernel_{kernel}");
        let symbol = file.symbols().find(|symbol| symbol.name() == Ok(&name)).unwrap();
        let section = file.section_by_index(symbol.section_index().unwrap()).unwrap();
        let (start, _) = section.file_range().unwrap();
        (start + (symbol.address() & !1) - section.address()) as usize
    };
    bytes[offset..offset + 2].copy_from_slice(&instruction.to_le_bytes());
    fs::write(folder.join("native.elf"), bytes).unwrap();
}

#[test]
fn a_kernel_that_faults_fails_its_row_alone() {
    let folder = tempfile::tempdir().unwrap();
    // udf #0
    write_firmware_with_first_instruction("divide_32", 0xDE00, folder.path());
    let output = twinbench()
        .args(["fidelity", "--group", "divide", "--json", "--firmware"])
        .arg(folder.path())
        .assert()
        .code(1);
    let document: Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
    let rows = document["rows"].as_array().unwrap();
    let failed: Vec<&Value> = rows.iter().filter(|row| row["status"] == "failed").collect();
    assert_eq!(failed.len(), 1, "{document:#}");
    assert_eq!(failed[0]["kernel"], "divide_32");
    assert!(failed[0]["failure"].as_str().unwrap().contains("stopped"), "{}", failed[0]);
    assert_eq!(document["summary"]["failed"], 1);
    assert_eq!(document["summary"]["different"], 0);
    assert!(rows.len() > 5);
}
