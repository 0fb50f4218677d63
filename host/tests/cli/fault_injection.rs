//! Trouble on purpose in the middle of a run: exit code 3, an error that names it, and what was measured is kept.

use std::path::Path;
use std::time::Duration;

use predicates::prelude::*;

use crate::support::twinbench;

/// Far more than a run takes; nothing may hang.
const PATIENCE: Duration = Duration::from_secs(300);

/// How a run with trouble ended.
struct Ended {
    code: Option<i32>,
    error: String,
    /// Outcomes of the cells in run.json, and how the run says that it ended.
    outcomes: Vec<String>,
    ending: String,
}

fn run_with(trouble: &str, folder: &Path) -> Ended {
    let out = folder.join(trouble);
    let output = twinbench()
        .env("TWINBENCH_SIM_FAULT", trouble)
        .args(["run", "--scenario", "increment-register", "--runtime", "c"])
        .args(["--samples", "20", "--boots", "3", "--cell-timeout", "5", "--jobs", "1", "--out"])
        .arg(&out)
        .timeout(PATIENCE)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    let error = text.lines().filter(|line| line.starts_with("error: ")).collect();
    let record = std::fs::read(out.join("run.json")).ok();
    let record: serde_json::Value =
        record.map_or(serde_json::Value::Null, |bytes| serde_json::from_slice(&bytes).unwrap());
    let cells = record["cells"].as_array().cloned().unwrap_or_default();
    Ended {
        code: output.status.code(),
        error,
        outcomes: cells.iter().filter_map(|cell| cell["outcome"].as_str().map(str::to_owned)).collect(),
        ending: record["ending"].as_str().unwrap_or_default().to_owned(),
    }
}

/// After how many transactions one cell of two is measured: looked for by unplugging the probe later and later.
fn middle(folder: &Path) -> u64 {
    for after in (90_000..240_000).step_by(1_500) {
        let ended = run_with(&format!("unplug@{after}"), folder);
        assert_eq!(ended.code, Some(3), "unplugged after {after}: {}", ended.error);
        assert!(ended.error.contains("unplugged"), "after {after}: {}", ended.error);
        if ended.outcomes == ["measured"] {
            assert_eq!(ended.ending, "unfinished");
            return after;
        }
    }
    panic!("the run has no middle");
}

#[test]
fn every_trouble_is_named_and_keeps_what_was_measured() {
    let folder = tempfile::tempdir().unwrap();
    let after = middle(folder.path());
    for (kind, part) in [
        ("wait", "WAIT response"),
        ("fault", "FAULT response"),
        ("nak", "did not respond"),
        ("brownout", "FAULT response"),
        ("hang", ""),
    ] {
        // The reset before the next boot ends a hang: a little later there is none left.
        let ended = (after..after + 2_000)
            .step_by(400)
            .map(|after| run_with(&format!("{kind}@{after}"), folder.path()))
            .find(|ended| kind != "hang" || ended.code != Some(0))
            .expect("the board never stays hung");
        if kind == "hang" && ended.code == Some(1) {
            // Within a cell it fails that cell alone; the run goes on behind the next reset.
            assert!(ended.outcomes.contains(&"failed".to_owned()), "{:?}", ended.outcomes);
            assert_eq!(ended.outcomes.len(), 2);
            continue;
        }
        assert_eq!(ended.code, Some(3), "{kind}: {}", ended.error);
        assert!(ended.error.contains(part), "{kind}: {}", ended.error);
        assert!(ended.error.contains("what was measured until then is in"), "{kind}: {}", ended.error);
        assert_eq!(
            (ended.outcomes, ended.ending.as_str()),
            (vec!["measured".to_owned()], "unfinished"),
            "{kind}"
        );
    }
    // A probe tries again after a few WAITs.
    let ended = run_with(&format!("wait@{after}+20"), folder.path());
    assert_eq!((ended.code, ended.outcomes.len()), (Some(0), 2), "{}", ended.error);
}

#[test]
fn a_script_on_an_unplugged_board_ends_with_the_probe_s_error() {
    twinbench()
        .env("TWINBENCH_SIM_FAULT", "unplug@30")
        .args(["exec", "--code", "print(1)"])
        .timeout(PATIENCE)
        .assert()
        .code(3)
        .stdout("")
        .stderr(predicates::str::contains("unplugged"));
}

#[test]
fn a_trouble_that_is_none_is_refused_with_what_was_expected() {
    twinbench()
        .env("TWINBENCH_SIM_FAULT", "melt@5")
        .args(["exec", "--code", "print(1)"])
        .timeout(PATIENCE)
        .assert()
        .code(3)
        .stderr(predicates::str::contains("TWINBENCH_SIM_FAULT").and(predicates::str::contains("KIND@N")));
}
