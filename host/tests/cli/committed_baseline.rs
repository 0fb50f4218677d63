//! Committed baseline run of the simulated board, compared with a new run of a few of its cells.

use crate::support::{repository, twinbench};

/// Tolerance in percent. A rebuilt firmware has other addresses, which changes the cycles of loops.
const TOLERANCE_PERCENT: &str = "4";

#[test]
fn native_loops_in_ram_take_the_cycles_of_the_baseline() {
    let baseline = repository().join("results/simulated");
    assert!(baseline.join("run.json").exists(), "the baseline is missing: run ci/baseline");
    let place = tempfile::tempdir().unwrap();
    let fresh = place.path().join("fresh");
    twinbench()
        .args([
            "run",
            "--scenario",
            "increment-*",
            "--runtime",
            "c",
            "--runtime",
            "rust",
            "--placement",
            "ram",
        ])
        .args(["--quick", "--out"])
        .arg(&fresh)
        .assert()
        .success();
    let compared = twinbench()
        .arg("compare")
        .args([&baseline, &fresh])
        .args(["--threshold", TOLERANCE_PERCENT, "--json"])
        .assert()
        .success();
    let json: serde_json::Value = serde_json::from_slice(&compared.get_output().stdout).unwrap();
    let cells = json["cells"].as_array().unwrap();
    let shared: Vec<_> = cells.iter().filter(|cell| cell["status"] != "missing").collect();
    assert!(shared.len() >= 4, "{shared:?}");
    let changed: Vec<_> = shared.iter().filter(|cell| cell["status"] != "unchanged").collect();
    assert!(
        changed.is_empty(),
        "if this change is intended, run ci/baseline and commit its result: {changed:?}"
    );
}
