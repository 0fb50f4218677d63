//! `twinbench run`: from the command line to the run folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::twinbench;
use predicates::prelude::*;
use twinbench::run::{BoardKind, CellKey, CellOutcome, RunStatus, Sample};
use twinbench::stats::Length;
use twinbench::store::Run;

fn run(out: &Path, arguments: &[&str]) -> Run {
    twinbench().arg("run").args(arguments).arg("--out").arg(out).assert().success();
    Run::open(out).unwrap()
}

/// Columns of a sample that must be equal in two runs of one matrix.
#[derive(Debug, PartialEq, Eq)]
struct ComparedSample {
    boot: u32,
    length: Length,
    cycles: u64,
    xip_hits: u64,
    xip_accesses: u64,
}

fn compared_samples(run: &Run) -> BTreeMap<CellKey, Vec<ComparedSample>> {
    let compared = |&Sample { boot, length, cycles, xip_hits, xip_accesses, .. }: &Sample| ComparedSample {
        boot,
        length,
        cycles,
        xip_hits,
        xip_accesses,
    };
    run.samples.iter().map(|(cell, samples)| (cell.clone(), samples.iter().map(compared).collect())).collect()
}

#[test]
fn a_quick_run_measures_every_cell_and_writes_every_file() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("first-light");
    twinbench()
        .args(["run", "--quick", "--out"])
        .arg(&out)
        .assert()
        .success()
        .stdout(predicate::str::contains("summary.md"));

    let run = Run::open(&out).unwrap();
    assert_eq!(run.record.provenance.board.kind, BoardKind::Simulated);
    assert_eq!(run.record.status, RunStatus::Complete);
    assert_eq!(run.record.firmwares.len(), 3);
    for firmware in &run.record.firmwares {
        assert_eq!(firmware.board.sysclk_hz, 150_000_000, "{}", firmware.name);
        assert!(firmware.board.empty_sample_cycles < 10, "{}", firmware.name);
        assert!(firmware.flags.contains("-mcpu=cortex-m33"), "{}", firmware.flags);
    }
    let scenarios: Vec<&str> = run.record.scenarios.iter().map(|scenario| scenario.id.as_str()).collect();
    for id in ["increment-register", "increment-memory", "sum-loop"] {
        assert!(scenarios.contains(&id), "{id} is missing in {scenarios:?}");
    }
    for cell in &run.record.cells {
        assert!(matches!(cell.outcome, CellOutcome::Measured(_)), "{} failed", cell.key);
    }

    let summary = fs::read_to_string(out.join("summary.md")).unwrap();
    assert!(summary.to_lowercase().contains("simulated"), "{summary}");
    let charts: Vec<_> =
        fs::read_dir(out.join("charts")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!charts.is_empty());
    for chart in charts {
        let bytes = fs::read(&chart).unwrap();
        assert!(
            bytes.starts_with(b"\x89PNG") || chart.extension().is_some_and(|extension| extension != "png"),
            "{}",
            chart.display()
        );
    }
    assert!(out.join("samples.parquet").is_file() && out.join("cells.parquet").is_file());
}

#[test]
fn one_job_and_three_jobs_give_the_same_cycles() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = |jobs| ["--quick", "--scenario", "increment-*", "--jobs", jobs];
    let first = run(&folder.path().join("first"), &arguments("1"));
    let second = run(&folder.path().join("second"), &arguments("3"));
    let first = compared_samples(&first);
    assert!(first.len() > 10, "only {} cells", first.len());
    assert_eq!(first, compared_samples(&second));
}

/// The methods time the same work. The halts of the breakpoint method change the pipeline state by a few cycles.
#[test]
fn stamps_and_breakpoints_agree() {
    const TOLERANCE: u64 = 4;
    let folder = tempfile::tempdir().unwrap();
    let common =
        ["--quick", "--boots", "1", "--samples", "2", "--scenario", "increment-*", "--placement", "ram"];
    let by_link = compared_samples(&run(&folder.path().join("link"), &common));
    let by_breakpoint = compared_samples(&run(
        &folder.path().join("breakpoint"),
        &[&common[..], &["--method", "breakpoint"]].concat(),
    ));
    assert_eq!(by_link.len(), by_breakpoint.len());
    for (cell, link) in &by_link {
        for (link, breakpoint) in link.iter().zip(&by_breakpoint[cell]) {
            assert!(
                link.cycles.abs_diff(breakpoint.cycles) <= TOLERANCE,
                "{cell}: {} cycles by link, {} by breakpoint",
                link.cycles,
                breakpoint.cycles
            );
        }
    }
}

#[test]
fn report_recreates_a_deleted_summary() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    run(&out, &["--quick", "--boots", "1", "--samples", "1", "--scenario", "increment-register"]);
    let before = fs::read(out.join("summary.md")).unwrap();
    fs::remove_file(out.join("summary.md")).unwrap();
    twinbench().arg("report").arg(&out).assert().success().stdout(predicate::str::contains("summary.md"));
    assert_eq!(fs::read(out.join("summary.md")).unwrap(), before);
}
