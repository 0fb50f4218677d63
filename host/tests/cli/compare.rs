//! `twinbench compare` and `twinbench export` of runs measured by the program.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{firmware, repository, twinbench};

/// Runs scenario `sum-loop`, with `source` in place of its script if given, and returns the run folder.
fn run(folder: &Path, name: &str, source: Option<&str>) -> PathBuf {
    let scenarios = folder.join(format!("{name}-scenarios"));
    let scenario = scenarios.join("ms/sum-loop");
    fs::create_dir_all(&scenario).unwrap();
    for entry in fs::read_dir(repository().join("scenarios/ms/sum-loop")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, scenario.join(path.file_name().unwrap())).unwrap();
    }
    if let Some(source) = source {
        fs::write(scenario.join("loop.py"), source).unwrap();
    }
    let out = folder.join(name);
    twinbench()
        .args(["run", "--quick", "--placement", "ram", "--scenarios"])
        .arg(&scenarios)
        .arg("--firmware")
        .arg(firmware())
        .arg("--out")
        .arg(&out)
        .assert()
        .success();
    out
}

/// The script of `sum-loop` with a second loop that makes it 3 % slower.
const SLOWED: &str = "
def run(operations):
    total = 0
    for i in range(operations):
        total += i
    waste = 0
    for i in range(operations // 33):
        waste += i
    return total
";

#[test]
fn fail_on_regression_fails_for_the_slowed_workload_only() {
    let folder = tempfile::tempdir().unwrap();
    let base = run(folder.path(), "base", None);
    let slowed = run(folder.path(), "slowed", Some(SLOWED));

    let same =
        twinbench().arg("compare").args([&base, &base]).args(["--fail-on", "change"]).assert().success();
    let text = String::from_utf8_lossy(&same.get_output().stdout).into_owned();
    assert!(text.contains("simulated") && text.contains("0 slower"), "{text}");

    let report = folder.path().join("comparison.json");
    twinbench()
        .arg("compare")
        .args([&base, &slowed])
        .args(["--fail-on", "regression", "--json", "--out"])
        .arg(&report)
        .assert()
        .code(1)
        .stdout("");
    let json: serde_json::Value = serde_json::from_slice(&fs::read(&report).unwrap()).unwrap();
    let changed: Vec<&str> = json["cells"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|cell| cell["status"] != "unchanged")
        .map(|cell| cell["id"].as_str().unwrap())
        .collect();
    assert_eq!(changed, ["sum-loop/micropython-loop/ram"]);

    // Succeeds without --fail-on, and with a threshold above the change.
    twinbench().arg("compare").args([&base, &slowed]).assert().success();
    let strict = ["--fail-on", "regression", "--threshold", "4"];
    twinbench().arg("compare").args([&base, &slowed]).args(strict).assert().success();
    for format in ["text", "markdown", "junit", "github-action-benchmark"] {
        twinbench().arg("compare").args([&base, &slowed]).args(["--format", format]).assert().success();
    }

    let csv = twinbench().arg("export").arg(&base).args(["--table", "samples"]).assert().success();
    let lines = csv.get_output().stdout.iter().filter(|&&byte| byte == b'\n').count();
    // A header, then for each cell two boots of a first sample and three samples of each length.
    let cells = json["cells"].as_array().unwrap().len();
    assert_eq!(lines, 1 + cells * 2 * (1 + 3 + 3));
}

#[test]
fn a_folder_without_a_run_and_invalid_options_exit_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let missing = twinbench().arg("compare").args([&empty, &empty]).assert().code(2);
    let error = String::from_utf8_lossy(&missing.get_output().stderr).into_owned();
    assert!(error.contains("run.json"), "{error}");
    twinbench().arg("export").arg(&empty).assert().code(2);
    twinbench().arg("compare").args([&empty, &empty]).args(["--threshold", "many"]).assert().code(2);
    twinbench().arg("compare").args([&empty, &empty]).args(["--format", "xls"]).assert().code(2);
}
