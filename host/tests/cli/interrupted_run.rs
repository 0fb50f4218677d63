//! Runs that are interrupted by Ctrl-C or killed keep the cells that they have measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{ChildProcess, firmware, repository, twinbench};
use twinbench::run::{CellOutcome, RunStatus};
use twinbench::store::Run;

/// Time limit for the first cells and for the end of the process, so that a hanging run does not hang the tests.
const TIMEOUT: Duration = Duration::from_secs(120);

/// Starts a run that is too long to end by itself, and waits until it has recorded three cells. Returns the process and
/// the partial run folder.
fn start_run(directory: &Path) -> (ChildProcess, PathBuf) {
    let child = Command::new(assert_cmd::cargo::cargo_bin!("twinbench"))
        .args(["run", "--board", "sim", "--scale", "ns", "--samples", "60", "--boots", "6", "--firmware"])
        .arg(firmware())
        .arg("--out")
        .arg(directory.join("run"))
        .current_dir(repository())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("start the program");
    let child = ChildProcess(child);
    let partial = directory.join(".run.partial");
    let start = Instant::now();
    while Run::open(&partial).map_or(0, |run| run.record.cells.len()) < 3 {
        assert!(start.elapsed() < TIMEOUT, "the run recorded fewer than three cells within {TIMEOUT:?}");
        thread::sleep(Duration::from_millis(50));
    }
    (child, partial)
}

fn measured_cells(run: &Run) -> usize {
    run.record.cells.iter().filter(|cell| matches!(cell.outcome, CellOutcome::Measured(_))).count()
}

#[test]
fn ctrl_c_keeps_and_reports_measured_cells() {
    let directory = tempfile::tempdir().unwrap();
    let (mut child, partial) = start_run(directory.path());
    child.signal("INT");
    let status = child.wait(TIMEOUT);
    assert_eq!(status.code(), Some(130));
    assert!(!partial.exists());
    let run_folder = directory.path().join("run");
    let run = Run::open(&run_folder).unwrap();
    assert_eq!(run.record.status, RunStatus::Interrupted);
    assert!(measured_cells(&run) >= 3 && !run.record.not_reached().is_empty());
    for file in ["report.html", "report.pdf", "summary.md", "samples.parquet", "cells.parquet"] {
        assert!(run_folder.join(file).is_file(), "{file} is missing");
    }
    let summary = fs::read_to_string(run_folder.join("summary.md")).unwrap();
    assert!(summary.contains("interrupted"), "{summary}");
}

#[test]
fn a_killed_run_can_be_reported_compared_and_exported() {
    let directory = tempfile::tempdir().unwrap();
    let (mut child, partial) = start_run(directory.path());
    child.signal("KILL");
    child.wait(TIMEOUT);
    assert!(!directory.path().join("run").exists());
    let run = Run::open(&partial).unwrap();
    assert_eq!(run.record.status, RunStatus::Unfinished);
    assert!(measured_cells(&run) >= 3);
    twinbench().arg("report").arg(&partial).assert().success();
    assert!(partial.join("report.html").is_file());
    twinbench().arg("compare").args([&partial, &partial]).args(["--fail-on", "change"]).assert().success();
    twinbench().arg("export").arg(&partial).assert().success();
}
