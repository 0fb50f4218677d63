use super::*;
use crate::run::{BoardKind, RunStatus, Runtime, Scale};
use crate::store::example::{self as runs, cells, increment, measurement, provenance, scenario, timestamp};
use crate::store::{RUN_FILE, RunWriter, SAMPLES_FILE};
use std::fs;

fn run(kind: BoardKind) -> (tempfile::TempDir, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let folder = write_run(&root.path().join("example"), kind);
    (root, folder)
}

fn write_run(folder: &Path, kind: BoardKind) -> PathBuf {
    let mut sum = scenario(
        "sum-loop",
        Scale::Milliseconds,
        "total += i | sum(range(n))",
        &[("c", Runtime::C), ("micropython-builtin", Runtime::MicroPython)],
    );
    // The ratio in flash falls back to the baseline in RAM.
    sum.implementations[0].placements = vec![crate::run::Placement::Ram];
    runs::write(folder, kind, &cells(vec![increment(), sum]), |_| 1.0)
}

/// Returns the paths of all files in `folder`, relative to it.
fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for prefix in ["", "charts"] {
        for entry in fs::read_dir(folder.join(prefix)).into_iter().flatten() {
            let entry = entry.unwrap();
            let name = Path::new(prefix).join(entry.file_name());
            if entry.path().is_file() {
                names.push(name.to_str().unwrap().to_owned());
            }
        }
    }
    names.sort();
    names
}

const REPORT: [&str; 12] = [
    "cells.parquet",
    "charts/distributions.png",
    "charts/distributions.svg",
    "charts/ladder.png",
    "charts/ladder.svg",
    "charts/ratios.png",
    "charts/ratios.svg",
    "report.html",
    "report.pdf",
    "run.json",
    "samples.parquet",
    "summary.md",
];

#[test]
fn repeated_report_has_the_same_files() {
    let (_root, folder) = run(BoardKind::Simulated);
    let written = write_report(&folder, &[]).unwrap();
    assert_eq!(written.len(), REPORT.len() - 3);
    assert!(written.iter().all(|path| path.metadata().unwrap().len() > 1000));
    assert_eq!(files(&folder), REPORT);
    let contents = || REPORT.map(|name| (name, fs::read(folder.join(name)).unwrap()));
    let once = contents();
    write_report(&folder, &[]).unwrap();
    assert_eq!(files(&folder), REPORT);
    for ((name, before), (_, after)) in once.iter().zip(&contents()) {
        // svg2pdf orders the objects of a page by a hash map, so the PDF may differ.
        assert!(before == after || *name == "report.pdf", "{name} differs for the same run");
    }
}

#[test]
fn stale_files_of_reports_are_removed_and_other_files_are_kept() {
    let (_root, folder) = run(BoardKind::Simulated);
    fs::create_dir(folder.join("charts")).unwrap();
    for name in
        ["charts/history.png", "charts/ladder-7.svg", "charts/mine.png", "charts/ladder-old.png", "notes.md"]
    {
        fs::write(folder.join(name), "old").unwrap();
    }
    write_report(&folder, &[]).unwrap();
    let mut expected = REPORT.to_vec();
    expected.extend(["charts/mine.png", "charts/ladder-old.png", "notes.md"]);
    expected.sort_unstable();
    assert_eq!(files(&folder), expected);
}

#[test]
fn invalid_run_keeps_the_previous_report() {
    let (_root, folder) = run(BoardKind::Simulated);
    write_report(&folder, &[]).unwrap();
    let summary = fs::read_to_string(folder.join("summary.md")).unwrap();
    for file in [SAMPLES_FILE, RUN_FILE] {
        let path = folder.join(file);
        fs::write(&path, "").unwrap();
        let error = write_report(&folder, &[]).unwrap_err().to_string();
        assert_eq!(error, format!("{} is empty", path.display()));
    }
    assert_eq!(fs::read_to_string(folder.join("summary.md")).unwrap(), summary);
    assert_eq!(files(&folder), REPORT);
}

#[test]
fn file_that_cannot_be_written_is_named() {
    let (_root, folder) = run(BoardKind::Simulated);
    fs::write(folder.join("charts"), "a file instead of a folder").unwrap();
    let error = write_report(&folder, &[]).unwrap_err().to_string();
    assert!(error.starts_with("cannot write ") && error.ends_with("charts"), "{error}");
    assert_eq!(files(&folder), ["cells.parquet", "charts", "run.json", "samples.parquet"]);
    let none = folder.join("none");
    assert!(
        write_report(&none, &[])
            .unwrap_err()
            .to_string()
            .ends_with("none/run.json not found: expected a complete run folder")
    );
}

#[test]
fn history_reads_runs_and_folders_of_runs_on_the_same_board_kind() {
    let root = tempfile::tempdir().unwrap();
    let runs = root.path().join("runs");
    let folders: Vec<PathBuf> =
        ["a", "b", "now"].map(|name| write_run(&runs.join(name), BoardKind::Simulated)).to_vec();
    write_run(&runs.join("silicon"), BoardKind::Hardware);
    fs::write(runs.join("notes.txt"), "no run").unwrap();
    let of = ReportData::read(&folders[2]).unwrap().record;
    let history = History::read(&[runs.clone(), folders[0].clone()], &of).unwrap();
    let names: Vec<&str> = history.runs.iter().map(|run| run.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(history.left_out, ["silicon (hardware, this run is simulated)"]);
    write_report(&folders[2], std::slice::from_ref(&runs)).unwrap();
    assert!(folders[2].join("charts/history.svg").exists());

    let empty = root.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let error = write_report(&folders[2], &[empty]).unwrap_err().to_string();
    assert!(error.ends_with("empty/run.json not found: expected a complete run folder"), "{error}");
    fs::write(folders[1].join(RUN_FILE), "{").unwrap();
    let error = write_report(&folders[2], &[runs]).unwrap_err().to_string();
    assert!(error.ends_with("b/run.json is truncated"), "{error}");
}

#[test]
fn summary_of_a_simulated_run() {
    let (_root, folder) = run(BoardKind::Simulated);
    insta::assert_snapshot!(summary::render(&ReportData::read(&folder).unwrap()));
}

#[test]
fn summary_of_a_run_on_hardware_that_was_interrupted() {
    let root = tempfile::tempdir().unwrap();
    let cells = cells(vec![increment()]);
    let mut writer =
        RunWriter::create(&root.path().join("example"), provenance(BoardKind::Hardware), &cells).unwrap();
    for (index, name) in ["native", "micropython-ram", "micropython-flash"].into_iter().enumerate() {
        let mut firmware = runs::firmware(name);
        firmware.board.sysclk_hz -= index as u32 * 1000;
        writer.firmware(firmware).unwrap();
    }
    for cell in &cells[..3] {
        let outcome = measurement(cell, 5.0, 20, &mut crate::random::Random::new(1, "a"));
        writer.record(cell, outcome).unwrap();
    }
    let folder = writer.finish(RunStatus::Interrupted, timestamp("2026-03-01T12:00:10Z")).unwrap();
    insta::assert_snapshot!(summary::render(&ReportData::read(&folder).unwrap()));
}

#[test]
fn summary_has_the_verdicts_and_claims_of_the_run() {
    let text = summary::render(&example::with_deadlines_and_claims(6));
    for words in ["## Verdicts", "## Claims", "**off by 1.705×**", "**marginal**", "| primer, part 6"] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
}

/// GitHub does not show summaries above 1 MiB.
#[test]
fn summary_of_a_large_run_with_long_names_is_truncated() {
    let mut data = example::with_deadlines_and_claims(120);
    let record = &mut data.record;
    let (scenarios, cells, verdicts) =
        (record.scenarios.clone(), record.cells.clone(), record.verdicts.clone());
    for copy in 0..20 {
        let renamed = |id: &str| format!("{id}-{copy}-{}", "long-name-".repeat(20));
        record.scenarios.extend(scenarios.iter().cloned().map(|mut it| {
            it.id = renamed(&it.id);
            it
        }));
        record.cells.extend(cells.iter().cloned().map(|mut it| {
            it.key.scenario = renamed(&it.key.scenario);
            it.key.implementation = renamed(&it.key.implementation);
            it
        }));
        record.verdicts.extend(verdicts.iter().cloned().map(|mut it| {
            it.cell.scenario = renamed(&it.cell.scenario);
            it
        }));
    }
    let text = summary::render(&data);
    assert!(text.len() < 1 << 20, "{}", text.len());
    assert!(text.contains("more cells: see `cells.parquet`"));
    assert!(
        text.contains("2020 more verdicts: see `run.json`") && text.contains("## How to read this report")
    );
}
