//! A run that somebody stops, or that the machine kills, keeps what it measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{firmware, repository, twinbench};
use twinbench::store::{CellOutcome, Ending, Run};

/// Longer than any machine needs to measure a few cells: a run that hangs must not hang the tests.
const PATIENCE: Duration = Duration::from_secs(120);

/// Starts a run far too long to end by itself, and waits until it has recorded a few cells.
fn started(place: &Path) -> (Child, PathBuf) {
    let mut child = Process::new(assert_cmd::cargo::cargo_bin!("twinbench"))
        .args(["run", "--board", "sim", "--scale", "ns", "--samples", "60", "--boots", "6", "--firmware"])
        .arg(firmware())
        .arg("--out")
        .arg(place.join("run"))
        .current_dir(repository())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("start the program");
    let partial = place.join(".run.partial");
    let begun = Instant::now();
    while Run::open(&partial).map_or(0, |run| run.record.cells.len()) < 3 {
        if begun.elapsed() > PATIENCE {
            child.kill().expect("stop the program");
            panic!("the run records nothing");
        }
        thread::sleep(Duration::from_millis(50));
    }
    (child, partial)
}

fn signal(child: &Child, name: &str) {
    let sent = Process::new("kill").args(["-s", name]).arg(child.id().to_string()).status().expect("kill");
    assert!(sent.success());
}

fn measured(run: &Run) -> usize {
    run.record.cells.iter().filter(|it| matches!(it.outcome, CellOutcome::Measured(_))).count()
}

#[test]
fn ctrl_c_keeps_and_reports_what_was_measured() {
    let place = tempfile::tempdir().unwrap();
    let (mut child, partial) = started(place.path());
    signal(&child, "INT");
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130));
    assert!(!partial.exists());
    let folder = place.path().join("run");
    let run = Run::open(&folder).unwrap();
    assert_eq!(run.record.ending, Ending::Interrupted);
    assert!(measured(&run) >= 3 && !run.record.not_reached().is_empty());
    for file in ["report.html", "report.pdf", "summary.md", "samples.parquet", "cells.parquet"] {
        assert!(folder.join(file).is_file(), "{file} is missing");
    }
    let summary = fs::read_to_string(folder.join("summary.md")).unwrap();
    assert!(summary.contains("interrupted"), "{summary}");
}

#[test]
fn a_killed_run_can_be_reported_compared_and_exported() {
    let place = tempfile::tempdir().unwrap();
    let (mut child, partial) = started(place.path());
    signal(&child, "KILL");
    child.wait().unwrap();
    assert!(!place.path().join("run").exists());
    let run = Run::open(&partial).unwrap();
    assert_eq!(run.record.ending, Ending::Unfinished);
    assert!(measured(&run) >= 3);
    twinbench().arg("report").arg(&partial).assert().success();
    assert!(partial.join("report.html").is_file());
    twinbench().arg("compare").args([&partial, &partial]).args(["--fail-on", "change"]).assert().success();
    twinbench().arg("export").arg(&partial).assert().success();
}
