//! Tests of comparisons of runs in all output formats.

use super::*;
use crate::run::{BoardKind, Deadline, Placement, Runtime, Scale};
use crate::scenario::Cell;
use crate::store::example;
use std::path::Path;

fn scenarios() -> Vec<crate::scenario::Scenario> {
    let loops = [("c", Runtime::C), ("micropython-loop", Runtime::MicroPython)];
    vec![example::increment(), example::scenario("sum-loop", Scale::Milliseconds, "sum", &loops)]
}

fn run(folder: &Path, name: &str, kind: BoardKind, stretch: impl Fn(&Cell) -> f64) -> Run {
    let folder = example::write(&folder.join(name), kind, &example::cells(scenarios()), stretch);
    Run::open(&folder).unwrap()
}

fn simulated(folder: &Path, name: &str) -> Run {
    run(folder, name, BoardKind::Simulated, |_| 1.0)
}

fn compared(base: &Run, new: &Run) -> Comparison {
    compare(base, new, Rule::DEFAULT, Accepted::default()).unwrap()
}

fn slowed(folder: &Path) -> Run {
    run(folder, "slowed", BoardKind::Simulated, |cell| {
        let slow = cell.key().to_string() == "increment-memory/micropython-global/ram";
        if slow { 1.03 } else { 1.0 }
    })
}

#[test]
fn run_is_unchanged_against_itself() {
    let folder = tempfile::tempdir().unwrap();
    let base = simulated(folder.path(), "base");
    let comparison = compared(&base, &base);
    assert!(!comparison.has_change() && !comparison.has_regression());
    assert_eq!(comparison.differences, []);
    assert_eq!(comparison.count(Status::StillFailing), 2);
    assert_eq!(comparison.count(Status::Unchanged), comparison.cells.len() - 2);
}

#[test]
fn only_the_slowed_cell_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let comparison = compared(&simulated(folder.path(), "base"), &slowed(folder.path()));
    let slower: Vec<String> = comparison.of_status(Status::Slower).map(|cell| cell.id.to_string()).collect();
    assert_eq!(slower, ["increment-memory/micropython-global/ram"]);
    assert_eq!(comparison.count(Status::Unchanged), comparison.cells.len() - 3);
    assert!(comparison.has_regression());
}

#[test]
fn different_boards_and_clocks_are_refused_unless_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let base = simulated(folder.path(), "base");
    let hardware = run(folder.path(), "desk", BoardKind::Hardware, |_| 1.0);
    let error = compare(&base, &hardware, Rule::DEFAULT, Accepted::default()).unwrap_err();
    insta::assert_snapshot!(error, @"base was measured on a simulated board and desk on a hardware board: expected the same kind of board (use --across-boards to compare them anyway)");
    let accepted = Accepted { boards: true, clocks: false };
    let comparison = compare(&base, &hardware, Rule::DEFAULT, accepted).unwrap();
    assert_eq!(comparison.differences[0].what, "board");

    let mut fast = base.clone();
    fast.record.firmwares[0].board.sysclk_hz = 200_000_000;
    let error = compare(&base, &fast, Rule::DEFAULT, Accepted::default()).unwrap_err();
    assert!(matches!(error, CompareError::Clocks { .. }), "{error}");
    let accepted = Accepted { boards: false, clocks: true };
    compare(&base, &fast, Rule::DEFAULT, accepted).unwrap();
    // The chip measures its clock with a small error.
    fast.record.firmwares[0].board.sysclk_hz = 150_001_000;
    compared(&base, &fast);
}

#[test]
fn statuses_of_added_missing_failed_and_different_cells() {
    let folder = tempfile::tempdir().unwrap();
    let base = simulated(folder.path(), "base");
    let mut new = base.clone();
    let measured =
        |run: &Run, id: &str| run.record.cells.iter().position(|it| it.key.to_string() == id).unwrap();
    let gone = measured(&new, "increment-memory/c/ram");
    new.record.cells.remove(gone);
    let failing = measured(&new, "increment-memory/rust/ram");
    new.record.cells[failing].outcome = crate::run::CellOutcome::Failed { reason: "checksum 7".into() };
    new.record.scenarios.iter_mut().find(|it| it.id == "sum-loop").unwrap().operations = 7;
    let comparison = compared(&base, &new);
    let status = |id: &str| comparison.cells.iter().find(|it| it.id.to_string() == id).unwrap().status;
    assert_eq!(status("increment-memory/c/ram"), Status::Missing);
    assert_eq!(status("increment-memory/rust/ram"), Status::Fails);
    assert_eq!(status("sum-loop/c/ram"), Status::DifferentWork);
    let back = compared(&new, &base);
    assert_eq!((back.count(Status::Added), back.count(Status::Fixed)), (1, 1));
    assert!(!back.has_regression() && back.has_change());

    new.record.cells.clear();
    let error = compare(&base, &new, Rule::DEFAULT, Accepted::default()).unwrap_err();
    assert!(matches!(error, CompareError::NothingInCommon { .. }));
}

#[test]
fn different_conditions_are_different_work() {
    let folder = tempfile::tempdir().unwrap();
    let base = simulated(folder.path(), "base");
    let mut new = base.clone();
    let scenario = new.record.scenarios.iter_mut().find(|it| it.id == "sum-loop").unwrap();
    scenario.interrupts = true;
    let comparison = compared(&base, &new);
    let sums: Vec<_> = comparison.cells.iter().filter(|it| it.id.scenario == "sum-loop").collect();
    assert!(sums.iter().all(|it| it.status == Status::DifferentWork));
    assert_eq!(sums[0].note.as_deref(), Some("interrupts enabled, masked in the baseline run"));
    assert!(comparison.verdicts.is_empty());
}

/// Returns a run in which an increment has a deadline of `latest_ns`.
fn with_deadline(folder: &Path, name: &str, latest_ns: u64, stretch: impl Fn(&Cell) -> f64) -> Run {
    let mut increment = example::increment();
    let name_of_deadline = "the next sample".to_owned();
    increment.deadlines =
        vec![Deadline { name: name_of_deadline, quantity: None, earliest_ns: 0, latest_ns }];
    let folder =
        example::write(&folder.join(name), BoardKind::Simulated, &example::cells(vec![increment]), stretch);
    Run::open(&folder).unwrap()
}

#[test]
fn deadline_that_is_no_longer_met_is_a_regression() {
    let folder = tempfile::tempdir().unwrap();
    // 130 to 140 cycles at 150 MHz: at most about 930 ns.
    let base = with_deadline(folder.path(), "base", 1000, |_| 1.0);
    let slow = with_deadline(folder.path(), "slow", 1000, |cell| {
        if cell.key().to_string() == "increment-memory/micropython-global/ram" { 1.2 } else { 1.0 }
    });
    assert_eq!(base.record.verdicts.len(), 8);
    let same = compared(&base, &base);
    assert_eq!(same.verdicts.len(), 8);
    assert!(!same.has_change());

    let mut comparison = compared(&base, &slow);
    let missed: Vec<String> =
        comparison.verdicts.iter().filter(|it| it.regression).map(|it| it.cell.to_string()).collect();
    assert_eq!(missed, ["increment-memory/micropython-global/ram"]);
    let text = (format_named("text").unwrap().render)(&comparison);
    assert!(text.contains("deadlines:") && text.contains("the next sample"), "{text}");
    assert!(text.contains(", 1 deadline no longer met\n"), "{text}");
    let junit = (format_named("junit").unwrap().render)(&comparison);
    let junit = quick_junit::Report::deserialize_from_str(&junit).unwrap();
    assert_eq!((junit.tests, junit.failures), (comparison.cells.len() + 8, 2));
    // The deadline alone is a regression.
    comparison.cells.clear();
    assert!(comparison.has_regression() && comparison.has_change());

    // A changed deadline is not compared.
    let other = with_deadline(folder.path(), "other", 1100, |_| 1.0);
    assert_eq!(compared(&base, &other).verdicts, []);
}

#[test]
fn placements_and_firmware_images_of_one_run_are_differences() {
    let folder = tempfile::tempdir().unwrap();
    let base = simulated(folder.path(), "base");
    let mut new = base.clone();
    new.record.cells.retain(|cell| cell.key.placement == Placement::Ram);
    new.record.firmwares.retain(|it| it.name != "micropython-flash");
    let differences = compared(&base, &new).differences;
    let said: Vec<(&str, &str, &str)> =
        differences.iter().map(|it| (it.what.as_str(), it.base.as_str(), it.new.as_str())).collect();
    let all = "micropython-flash, micropython-ram, native";
    assert_eq!(
        said,
        [("placements", "ram, flash", "ram"), ("firmware images", all, "micropython-ram, native")]
    );
}

#[test]
fn text_and_markdown() {
    let folder = tempfile::tempdir().unwrap();
    let mut new = slowed(folder.path());
    new.record.firmwares[0].sha256 = "0123456789abcdef".into();
    let comparison = compared(&simulated(folder.path(), "base"), &new);
    for name in ["text", "markdown"] {
        insta::assert_snapshot!(name, (format_named(name).unwrap().render)(&comparison));
    }
}

#[test]
fn machine_readable_formats_can_be_parsed() {
    let folder = tempfile::tempdir().unwrap();
    let comparison = compared(&simulated(folder.path(), "base"), &slowed(folder.path()));
    let render = |name: &str| (format_named(name).unwrap().render)(&comparison);

    let json: serde_json::Value = serde_json::from_str(&render("json")).unwrap();
    assert_eq!((&json["format"], &json["schema"]), (&"twinbench-comparison".into(), &2.into()));
    assert_eq!(json["regression"], true);
    assert_eq!(json["cells"].as_array().unwrap().len(), comparison.cells.len());

    let junit = quick_junit::Report::deserialize_from_str(&render("junit")).unwrap();
    assert_eq!((junit.tests, junit.failures), (comparison.cells.len(), 1));
    assert_eq!(junit.test_suites.len(), 2);

    let action: serde_json::Value = serde_json::from_str(&render("github-action-benchmark")).unwrap();
    let entries = action.as_array().unwrap();
    assert_eq!(entries.len(), comparison.cells.len() - 2);
    assert!(entries.iter().all(|entry| entry["name"].is_string()
        && entry["unit"] == "cycles/operation"
        && entry["value"].as_f64().is_some_and(|value| value > 0.0)));
}
