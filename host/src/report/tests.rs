use super::*;
use crate::{
    scenario::{Runtime, Scale},
    store::{
        BoardKind, Ending, RUN_FILE, RunWriter, SAMPLES_FILE,
        example::{self, cells, increment, moment, outcome, provenance, scenario},
    },
};

fn run(kind: BoardKind) -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let mut sum = scenario(
        "sum-loop",
        Scale::Milliseconds,
        "total += i | sum(range(n))",
        &[("c", Runtime::C), ("micropython-builtin", Runtime::MicroPython)],
    );
    // The ratio in flash has to fall back on the baseline in RAM.
    sum.implementations[0].placements = vec![crate::scenario::Placement::Ram];
    let cells = cells(vec![increment(), sum]);
    let folder = example::write(&place.path().join("example"), kind, &cells, |_| 1.0);
    (place, folder)
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn report_is_written_beside_the_run_and_again_over_itself() {
    let (_place, folder) = run(BoardKind::Simulated);
    let written = write_report(&folder).unwrap();
    assert_eq!(written, [folder.join("summary.md"), folder.join("charts/cycles-per-operation.png")]);
    assert!(written.iter().all(|path| path.metadata().unwrap().len() > 1000));
    let once = files(&folder);
    assert_eq!(once, ["cells.parquet", "charts", "run.json", "samples.parquet", "summary.md"]);
    write_report(&folder).unwrap();
    assert_eq!(files(&folder), once);
}

#[test]
fn bad_run_leaves_the_report_before_untouched() {
    let (_place, folder) = run(BoardKind::Simulated);
    write_report(&folder).unwrap();
    let summary = fs::read_to_string(folder.join("summary.md")).unwrap();
    for file in [SAMPLES_FILE, RUN_FILE] {
        let path = folder.join(file);
        fs::write(&path, "").unwrap();
        let error = write_report(&folder).unwrap_err().to_string();
        assert_eq!(error, format!("{}: is empty", path.display()));
    }
    assert_eq!(fs::read_to_string(folder.join("summary.md")).unwrap(), summary);
    assert_eq!(files(&folder), ["cells.parquet", "charts", "run.json", "samples.parquet", "summary.md"]);
}

#[test]
fn report_that_cannot_be_placed_names_the_file() {
    let (_place, folder) = run(BoardKind::Simulated);
    fs::write(folder.join("charts"), "a file, where a folder should be").unwrap();
    let error = write_report(&folder).unwrap_err().to_string();
    assert!(error.ends_with("charts: cannot be written"), "{error}");
    let none = folder.join("none");
    assert!(
        write_report(&none)
            .unwrap_err()
            .to_string()
            .ends_with("none/run.json: not found, expected a run's folder")
    );
}

#[test]
fn summary_of_a_simulated_run() {
    let (_place, folder) = run(BoardKind::Simulated);
    insta::assert_snapshot!(summary::render(&Run::open(&folder).unwrap()));
}

#[test]
fn summary_of_a_run_on_hardware_that_was_interrupted() {
    let place = tempfile::tempdir().unwrap();
    let cells = cells(vec![increment()]);
    let mut writer =
        RunWriter::create(&place.path().join("example"), provenance(BoardKind::Hardware), &cells).unwrap();
    for (index, name) in ["native", "micropython-ram", "micropython-flash"].into_iter().enumerate() {
        let mut firmware = example::firmware(name);
        firmware.board.sysclk_hz -= index as u32 * 1000;
        writer.firmware(firmware).unwrap();
    }
    for cell in &cells[..3] {
        let outcome = outcome(cell, 5.0, 20, &mut crate::random::Random::new(1, "a"));
        writer.record(cell, outcome).unwrap();
    }
    let folder = writer.finish(Ending::Interrupted, moment("2026-03-01T12:00:10Z")).unwrap();
    insta::assert_snapshot!(summary::render(&Run::open(&folder).unwrap()));
}
