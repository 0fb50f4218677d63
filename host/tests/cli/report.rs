//! `twinbench report`: it needs the run folder alone, and overwrites nothing if the folder is damaged.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::twinbench;
use predicates::prelude::*;

/// Measures a small run, and returns its folder.
fn run(directory: &Path, name: &str) -> PathBuf {
    let out = directory.join(name);
    twinbench()
        .args(["run", "--scenario", "increment-register", "--runtime", "c", "--runtime", "rust"])
        .args(["--samples", "3", "--boots", "1", "--out"])
        .arg(&out)
        .assert()
        .success();
    out
}

/// Returns the contents of all files of a run folder.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for subfolder in [folder.to_owned(), folder.join("charts")] {
        for entry in fs::read_dir(subfolder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                files.insert(path.clone(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

#[test]
fn a_report_needs_only_the_record_and_the_samples() {
    let directory = tempfile::tempdir().unwrap();
    let first = run(directory.path(), "first");
    let moved = directory.path().join("moved");
    fs::create_dir(&moved).unwrap();
    for name in ["run.json", "samples.parquet"] {
        fs::copy(first.join(name), moved.join(name)).unwrap();
    }
    let names = [
        "summary.md",
        "report.html",
        "report.pdf",
        "charts/ladder.png",
        "charts/ladder.svg",
        "charts/ratios.png",
        "charts/distributions.svg",
    ];
    let assert = twinbench().arg("report").arg(&moved).current_dir(directory.path()).assert().success();
    let printed = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    for name in names {
        let path = moved.join(name);
        assert!(path.metadata().unwrap().len() > 500, "{name}");
        assert!(printed.lines().any(|line| Path::new(line) == path), "{name} is not in {printed}");
    }
    for name in ["summary.md", "report.html", "charts/ladder.svg"] {
        let text = fs::read_to_string(moved.join(name)).unwrap();
        assert!(text.contains("SIMULATED"), "{name}");
    }
}

#[test]
fn the_history_option_adds_a_chart() {
    let directory = tempfile::tempdir().unwrap();
    run(directory.path(), "first");
    let second = run(directory.path(), "second");
    assert!(!second.join("charts/history.png").exists());
    twinbench().arg("report").arg(&second).arg("--history").arg(directory.path()).assert().success();
    assert!(second.join("charts/history.png").exists());
    twinbench()
        .arg("report")
        .arg(&second)
        .arg("--history")
        .arg(directory.path().join("nowhere"))
        .assert()
        .code(2)
        .stderr(predicate::str::contains("nowhere"));
}

#[test]
fn damaged_files_are_named_and_nothing_is_overwritten() {
    let directory = tempfile::tempdir().unwrap();
    let folder = run(directory.path(), "run");
    let intact = run(directory.path(), "intact");
    let whole = |name: &str| fs::read(folder.join(name)).unwrap();
    let half = |name: &str| {
        let bytes = whole(name);
        bytes[..bytes.len() / 2].to_vec()
    };
    let json = String::from_utf8(whole("run.json")).unwrap();
    let mut flipped_bit = whole("samples.parquet");
    let middle = flipped_bit.len() / 2;
    flipped_bit[middle] ^= 1;
    for (name, bytes, words) in [
        ("run.json", Vec::new(), "is empty"),
        ("run.json", half("run.json"), "is truncated"),
        ("run.json", b"{\"format\": \"something-else\"}".to_vec(), "is not a file of a run"),
        ("run.json", b"\x7fELF".to_vec(), "is not a file of a run"),
        ("run.json", json.replace("\"schema\": 2", "\"schema\": 99").into_bytes(), "has schema version 99"),
        ("run.json", json.replace("\"operations\"", "\"repetitions\"").into_bytes(), "is damaged"),
        ("samples.parquet", Vec::new(), "is empty"),
        ("samples.parquet", half("samples.parquet"), "is truncated"),
        ("samples.parquet", b"order,cycles\n1,2\n".to_vec(), "it is not Parquet"),
        ("samples.parquet", flipped_bit, "is damaged"),
        ("cells.parquet", Vec::new(), "is empty"),
        ("cells.parquet", half("cells.parquet"), "is truncated"),
        ("cells.parquet", b"scenario\n".to_vec(), "it is not Parquet"),
        ("cells.parquet", whole("samples.parquet"), "is damaged"),
    ] {
        let original = whole(name);
        fs::write(folder.join(name), &bytes).unwrap();
        let before = contents(&folder);
        let joined = directory.path().join("joined");
        let commands: [&[&OsStr]; 4] = [
            &["report".as_ref(), folder.as_ref()],
            &["compare".as_ref(), intact.as_ref(), folder.as_ref()],
            &["export".as_ref(), folder.as_ref()],
            &["merge".as_ref(), intact.as_ref(), folder.as_ref(), "--out".as_ref(), joined.as_ref()],
        ];
        for arguments in commands {
            let refused = twinbench().args(arguments).assert().code(2).stdout("");
            refused.stderr(predicate::str::contains(name).and(predicate::str::contains(words)));
        }
        assert!(!joined.exists());
        assert!(contents(&folder) == before, "files were changed although {name} {words}");
        let mut names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(names.all(|name| !name.to_string_lossy().starts_with('.')), "temporary files were left");
        fs::write(folder.join(name), original).unwrap();
    }
    twinbench().arg("report").arg(&folder).assert().success();
}
