//! Fault injection in the middle of a run: the exit code is 3, the error names the fault, and measured cells are kept.

use std::path::Path;
use std::time::Duration;

use predicates::prelude::*;

use crate::support::twinbench;

/// Time limit of a run, so that a hanging run does not hang the tests.
const TIMEOUT: Duration = Duration::from_secs(300);

/// Result of a run with an injected fault.
struct FaultedRun {
    exit_code: Option<i32>,
    error: String,
    /// Outcomes of the cells in run.json.
    outcomes: Vec<String>,
    /// Status of the run in run.json.
    status: String,
}

fn run_with_fault(fault: &str, folder: &Path) -> FaultedRun {
    let out = folder.join(fault);
    let output = twinbench()
        .env("TWINBENCH_SIM_FAULT", fault)
        .args(["run", "--scenario", "increment-register", "--runtime", "c"])
        .args(["--samples", "20", "--boots", "3", "--cell-timeout", "5", "--jobs", "1", "--out"])
        .arg(&out)
        .timeout(TIMEOUT)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    let error = text.lines().filter(|line| line.starts_with("error: ")).collect();
    let record = std::fs::read(out.join("run.json")).ok();
    let record: serde_json::Value =
        record.map_or(serde_json::Value::Null, |bytes| serde_json::from_slice(&bytes).unwrap());
    let cells = record["cells"].as_array().cloned().unwrap_or_default();
    FaultedRun {
        exit_code: output.status.code(),
        error,
        outcomes: cells.iter().filter_map(|cell| cell["outcome"].as_str().map(str::to_owned)).collect(),
        status: record["status"].as_str().unwrap_or_default().to_owned(),
    }
}

/// Returns a number of transactions after which one cell of two has been measured, found by bisection.
fn transactions_after_first_cell(folder: &Path) -> u64 {
    let (mut too_early, mut too_late) = (0, 400_000);
    while too_late - too_early > 1 {
        let after = (too_early + too_late) / 2;
        let run = run_with_fault(&format!("unplug@{after}"), folder);
        if run.exit_code == Some(0) {
            too_late = after;
            continue;
        }
        assert_eq!(run.exit_code, Some(3), "unplugged after {after}: {}", run.error);
        assert!(run.error.contains("unplugged"), "after {after}: {}", run.error);
        match run.outcomes.len() {
            0 => too_early = after,
            1 => {
                assert_eq!((&*run.outcomes[0], &*run.status), ("measured", "unfinished"));
                return after;
            }
            _ => too_late = after,
        }
    }
    panic!("no number of transactions lies between the two cells");
}

#[test]
fn every_fault_is_named_and_measured_cells_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let after = transactions_after_first_cell(folder.path());
    for (kind, message) in [
        ("wait", "WAIT response"),
        ("fault", "FAULT response"),
        ("nak", "did not respond"),
        ("brownout", "FAULT response"),
        ("hang", ""),
    ] {
        // The reset before the next boot ends a hang, so the fault may have no effect at this transaction.
        let run = (after..after + 2_000)
            .step_by(400)
            .map(|after| run_with_fault(&format!("{kind}@{after}"), folder.path()))
            .find(|run| kind != "hang" || run.exit_code != Some(0))
            .expect("one of the runs fails");
        if kind == "hang" && run.exit_code == Some(1) {
            // A hang within a cell fails that cell alone: the run continues after the next reset.
            assert!(run.outcomes.contains(&"failed".to_owned()), "{:?}", run.outcomes);
            assert_eq!(run.outcomes.len(), 2);
            continue;
        }
        assert_eq!(run.exit_code, Some(3), "{kind}: {}", run.error);
        assert!(run.error.contains(message), "{kind}: {}", run.error);
        assert!(run.error.contains("the results so far are in"), "{kind}: {}", run.error);
        assert_eq!(
            (run.outcomes, run.status.as_str()),
            (vec!["measured".to_owned()], "unfinished"),
            "{kind}"
        );
    }
    // The probe retries after a WAIT response.
    let run = run_with_fault(&format!("wait@{after}+20"), folder.path());
    assert_eq!((run.exit_code, run.outcomes.len()), (Some(0), 2), "{}", run.error);
}

#[test]
fn exec_on_an_unplugged_probe_exits_with_3() {
    twinbench()
        .env("TWINBENCH_SIM_FAULT", "unplug@30")
        .args(["exec", "--code", "print(1)"])
        .timeout(TIMEOUT)
        .assert()
        .code(3)
        .stdout("")
        .stderr(predicates::str::contains("unplugged"));
}

#[test]
fn an_unknown_fault_is_refused_with_the_expected_format() {
    twinbench()
        .env("TWINBENCH_SIM_FAULT", "melt@5")
        .args(["exec", "--code", "print(1)"])
        .timeout(TIMEOUT)
        .assert()
        .code(3)
        .stderr(predicates::str::contains("TWINBENCH_SIM_FAULT").and(predicates::str::contains("KIND@N")));
}
