//! The committed baseline of the simulated board against a fresh run of a few of its cells.

use crate::support::{repository, twinbench};

/// What layout alone may move a loop by, in percent: another firmware lies at other addresses.
const LAYOUT: &str = "4";

#[test]
fn native_loops_in_ram_take_what_the_baseline_says() {
    let baseline = repository().join("results/simulated");
    assert!(baseline.join("run.json").exists(), "there is no baseline: ci/baseline makes it");
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
        .args(["--threshold", LAYOUT, "--json"])
        .assert()
        .success();
    let json: serde_json::Value = serde_json::from_slice(&compared.get_output().stdout).unwrap();
    let cells = json["cells"].as_array().unwrap();
    let shared: Vec<_> = cells.iter().filter(|cell| cell["status"] != "missing").collect();
    assert!(shared.len() >= 4, "{shared:?}");
    let changed: Vec<_> = shared.iter().filter(|cell| cell["status"] != "unchanged").collect();
    assert!(changed.is_empty(), "if that is meant, run ci/baseline and commit it: {changed:?}");
}
