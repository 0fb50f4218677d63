//! Quantities and verdicts in a run folder.

use super::*;
use crate::random::Random;
use crate::run::{BoardKind, CellOutcome, Deadline, Measurement, Quantity, Scale, Verdict};
use crate::scenario::{Cell, Scenario};
use crate::store::example::{
    cells, firmware, firmware_of, increment, measurement, provenance, scenario, timestamp,
};
use crate::store::{QUANTITIES_FILE, RunFolder, RunWriter};

fn toggled() -> Scenario {
    use crate::run::Runtime;
    let implementations = [("c", Runtime::C), ("broken", Runtime::MicroPython)];
    let mut scenario = scenario("pin-toggle", Scale::Nanoseconds, "A pin", &implementations);
    scenario.evaluation = Some(toml::from_str("kind = 'toggle'").unwrap());
    let deadline = |name: &str, quantity: Option<&str>, earliest_ns, latest_ns| Deadline {
        name: name.into(),
        quantity: quantity.map(Into::into),
        earliest_ns,
        latest_ns,
    };
    scenario.deadlines = vec![
        deadline("half a period", Some("half-period"), 0, 130),
        deadline("jitter", Some("jitter"), 0, 100),
        deadline("an operation", None, 0, 1000),
    ];
    scenario
}

fn quantities() -> Vec<SampleQuantities> {
    let of = |values: &[f64], missed| Quantity { values: values.to_vec(), missed };
    vec![
        SampleQuantities {
            boot: 0,
            order: 0,
            quantities: vec![of(&[100.0, 120.5], 0), of(&[], 0), of(&[4.5e6], 0)],
        },
        SampleQuantities {
            boot: 1,
            order: 1000,
            quantities: vec![of(&[90.0], 0), of(&[3.0], 2), of(&[5e6], 0)],
        },
    ]
}

/// Writes a run of the scenario whose C cells were measured.
fn write(folder: &Path) -> RunWriter {
    let cells: Vec<Cell> = cells(vec![toggled()]);
    let mut writer = RunWriter::create(folder, provenance(BoardKind::Simulated), &cells).unwrap();
    for cell in &cells {
        writer.firmware(firmware(&firmware_of(cell))).unwrap();
        let outcome = match measurement(cell, 120.0, 0, &mut Random::new(1, "a")) {
            Measurement::Measured { firmware, compile_cycles, samples, .. }
                if cell.implementation().id == "c" =>
            {
                Measurement::Measured { firmware, compile_cycles, samples, quantities: quantities() }
            }
            _ => Measurement::Failed { reason: "no edge".into() },
        };
        writer.record(cell, outcome).unwrap();
    }
    writer
}

fn finished() -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let folder = write(&place.path().join("first"));
    let folder = folder.finish(RunStatus::Complete, timestamp("2026-03-01T12:01:30Z")).unwrap();
    (place, folder)
}

#[test]
fn quantities_are_read_as_they_were_written() {
    let (_place, folder) = finished();
    let run = Run::open(&folder).unwrap();
    let key: CellKey = "pin-toggle/c/ram".parse().unwrap();
    assert_eq!(
        run.quantities.keys().map(ToString::to_string).collect::<Vec<_>>(),
        ["pin-toggle/c/ram", "pin-toggle/c/flash"]
    );
    assert_eq!(run.quantities[&key], quantities());
    RunFolder::open(&folder).unwrap().sample_rows().unwrap();

    let frame = parquet::parse(fs::read(folder.join(QUANTITIES_FILE)).unwrap()).unwrap();
    // Two cells of six values and two missed events.
    assert_eq!((frame.height(), frame.column("value").unwrap().null_count()), (16, 4));
    assert_eq!(frame.column("unit").unwrap().str().unwrap().get(0), Some("ns"));
}

#[test]
fn summary_and_verdicts() {
    let (_place, folder) = finished();
    let record = Run::open(&folder).unwrap().record;
    let cell = record.measured(&"pin-toggle/c/ram".parse().unwrap()).unwrap();
    let half = cell.quantity("half-period").unwrap();
    let values = half.values.unwrap();
    assert_eq!((values.count, values.minimum, values.median, values.maximum), (3, 90.0, 100.0, 120.5));
    assert_eq!((half.missed, half.description.unit.as_str()), (0, "ns"));
    assert_eq!(cell.quantity("jitter").unwrap().missed, 2);

    let verdicts: Vec<_> = record.verdicts.iter().filter(|it| it.cell.placement.as_ref() == "ram").collect();
    let found: Vec<_> = verdicts.iter().map(|it| (it.deadline.as_str(), it.verdict, it.missed)).collect();
    assert_eq!(
        found,
        [
            ("half a period", Verdict::Marginal, 0),
            ("jitter", Verdict::No, 2),
            // The cold sample counts: 100 operations in 12420 cycles of 6.67 ns.
            ("an operation", Verdict::Marginal, 0),
        ]
    );
    assert_eq!(verdicts[2].worst_ns, Some(12_420.0 / 100.0 * 1e9 / 150e6));
    // A failed cell has no verdict.
    assert_eq!(record.verdicts.len(), 6);
    assert!(matches!(record.cells[2].outcome, CellOutcome::Failed { .. }));
}

#[test]
fn unfinished_runs_have_quantities() {
    let place = tempfile::tempdir().unwrap();
    let writer = write(&place.path().join("first"));
    let partial = writer.partial_folder().to_owned();
    drop(writer);
    let run = Run::open(&partial).unwrap();
    assert_eq!(run.quantities[&"pin-toggle/c/flash".parse().unwrap()], quantities());
    assert_eq!(run.record.verdicts.len(), 6);
}

#[test]
fn runs_without_quantities_have_no_file_of_them() {
    let place = tempfile::tempdir().unwrap();
    let folder = crate::store::example::write(
        &place.path().join("first"),
        BoardKind::Simulated,
        &cells(vec![increment()]),
        |_| 1.0,
    );
    assert!(!folder.join(QUANTITIES_FILE).exists());
    assert!(Run::open(&folder).unwrap().quantities.is_empty());
}

#[test]
fn bad_files_are_named() {
    let (_place, folder) = finished();
    let path = folder.join(QUANTITIES_FILE);
    let good = fs::read(&path).unwrap();
    let refused = || {
        let errors = [
            Run::open(&folder).unwrap_err().to_string(),
            RunFolder::open(&folder).unwrap().sample_rows().unwrap_err().to_string(),
        ];
        assert_eq!(errors[0], errors[1]);
        errors[0].clone()
    };
    fs::remove_file(&path).unwrap();
    assert!(
        refused().ends_with("quantities.parquet not found: expected a complete run folder"),
        "{}",
        refused()
    );
    for (bytes, words) in [
        (Vec::new(), "quantities.parquet is empty"),
        (b"value\n1\n".to_vec(), "quantities.parquet is not a file of a run: it is not Parquet"),
        (good[..good.len() / 2].to_vec(), "quantities.parquet is truncated"),
        (
            [&good[..40], &[good[40] ^ 1], &good[41..]].concat(),
            "quantities.parquet is damaged: its SHA-256 is not the one that run.json states",
        ),
    ] {
        fs::write(&path, bytes).unwrap();
        assert!(refused().ends_with(words), "{}", refused());
    }
}
