use super::*;
use crate::digest::sha256_hex;
use crate::random::Random;
use crate::run::{BoardKind, CellOutcome, ClaimStatus, Measurement, SCHEMA};
use crate::scenario::Cell;
use crate::store::example::{
    self, cells, firmware, firmware_of, increment, measurement, provenance, timestamp,
};
use crate::store::{CELLS_FILE, QUANTITIES_FILE, RunFolder, RunWriter, SampleRow};
use polars::prelude::*;

struct TestFolder(tempfile::TempDir);

impl TestFolder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("first")
    }

    fn write(&self) -> (Vec<Cell>, Run) {
        let cells = cells(vec![increment()]);
        let folder = example::write(&self.folder(), BoardKind::Simulated, &cells, |_| 1.0);
        (cells, Run::open(&folder).unwrap())
    }

    /// Returns the error that [`Run`] and [`RunFolder`] give.
    fn refused(&self) -> String {
        let message = Run::open(&self.folder()).unwrap_err().to_string();
        let rows = RunFolder::open(&self.folder()).and_then(|run| run.sample_rows()).unwrap_err().to_string();
        // Each reads its own columns, so that another one may be the first that is missing.
        let same = message == rows || message.contains("is damaged: it has no column");
        assert!(same, "{message} and {rows}");
        let prefix = format!("{}/", self.folder().display());
        message.strip_prefix(&prefix).unwrap_or(&message).to_owned()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.0.path())
            .unwrap()
            .map(|it| it.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

#[test]
fn a_run_is_read_as_it_was_written() {
    let test = TestFolder::new();
    let (cells, run) = test.write();
    assert_eq!(test.names(), ["first"]);
    let mut files: Vec<_> = fs::read_dir(test.folder()).unwrap().map(|it| it.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, [CELLS_FILE, RUN_FILE, SAMPLES_FILE]);

    let record = &run.record;
    assert_eq!((record.name.as_str(), record.status), ("first", RunStatus::Complete));
    assert_eq!(record.provenance, provenance(BoardKind::Simulated));
    assert_eq!(record.order, cells.iter().map(Cell::key).collect::<Vec<_>>());
    assert!(record.not_reached().is_empty());
    assert_eq!(record.firmwares.len(), 3);

    // Cells are in the order of the scenario's file, not in the order of measurement.
    let implementations: Vec<_> =
        record.cells.iter().step_by(2).map(|it| it.key.implementation.as_str()).collect();
    assert_eq!(implementations, ["c", "rust", "micropython-global", "micropython-viper", "broken"]);

    // Every sample is read as it was written.
    let mut random = Random::new(7, "example");
    for cell in cells.iter().filter(|cell| cell.implementation().id != "broken") {
        let noise = if cell.runtime().is_python() { 600 } else { 0 };
        let Measurement::Measured { mut samples, .. } =
            measurement(cell, example::cost(cell.runtime(), cell.placement), noise, &mut random)
        else {
            panic!("measured")
        };
        samples.sort_by_key(|sample| sample.order);
        assert_eq!(run.samples[&cell.key()], samples);
    }
}

#[test]
fn figures_of_cells() {
    let (_, run) = TestFolder::new().write();
    let c = run.record.measured(&"increment-memory/c/flash".parse().unwrap()).unwrap();
    assert_eq!((c.statistics.per_operation.value, c.statistics.intercept), (8.75, Some(20.0)));
    assert!(c.statistics.per_operation.is_exact() && c.ratio.is_none() && c.compile_cycles.is_none());
    assert_eq!(c.statistics.cold.unwrap().value, 1295.0);
    assert_eq!(c.instructions_per_operation, Some(4.38));
    assert!((c.xip_hit_rate.unwrap() - 0.98).abs() < 0.001);

    let python = run.record.measured(&"increment-memory/micropython-global/flash".parse().unwrap()).unwrap();
    let ratio = python.ratio.as_ref().unwrap();
    assert_eq!(ratio.baseline.to_string(), "increment-memory/c/flash");
    assert!((17.0..20.5).contains(&ratio.estimate.value), "{ratio:?}");
    assert!(ratio.estimate.lower() < ratio.estimate.value && ratio.estimate.value < ratio.estimate.upper());
    assert_eq!((python.firmware.as_str(), python.compile_cycles), ("micropython-flash", Some(150_000)));

    let in_ram = run.record.measured(&"increment-memory/micropython-viper/ram".parse().unwrap()).unwrap();
    assert_eq!((in_ram.xip_hit_rate, in_ram.xip_accesses_per_operation), (None, 0.0));
    let broken = run.record.cells.iter().find(|cell| cell.key.implementation == "broken").unwrap();
    assert_eq!(broken.outcome, CellOutcome::Failed { reason: "checksum 99, expected 100".into() });
}

#[test]
fn cells_table_has_a_row_for_every_cell() {
    let test = TestFolder::new();
    test.write();
    let frame = parquet::parse(fs::read(test.folder().join(CELLS_FILE)).unwrap()).unwrap();
    assert_eq!(frame.height(), 10);
    let failure = frame.column("failure").unwrap().str().unwrap();
    assert_eq!(failure.iter().flatten().collect::<Vec<_>>(), ["checksum 99, expected 100"; 2]);
    let cycles = frame.column("cycles_per_operation").unwrap().f64().unwrap();
    assert_eq!((cycles.get(0), cycles.get(1), cycles.get(9)), (Some(7.0), Some(8.75), None));
    let board = frame.column("board").unwrap().str().unwrap().get(0).map(String::from);
    assert_eq!(board.as_deref(), Some("simulated"));
}

#[test]
fn baseline_of_another_placement_if_there_is_none_of_the_same() {
    let test = TestFolder::new();
    let mut scenario = increment();
    scenario.implementations[0].placements = vec![crate::run::Placement::Ram];
    let folder = example::write(&test.folder(), BoardKind::Simulated, &cells(vec![scenario]), |_| 1.0);
    let run = Run::open(&folder).unwrap();
    let rust = run.record.measured(&"increment-memory/rust/flash".parse().unwrap()).unwrap();
    let ratio = rust.ratio.as_ref().unwrap();
    assert_eq!(
        (ratio.baseline.to_string().as_str(), ratio.estimate.value),
        ("increment-memory/c/ram", 10.0 / 7.0)
    );
}

#[test]
fn boots_recorded_one_by_one_add_up() {
    let test = TestFolder::new();
    let cells = cells(vec![increment()]);
    let mut writer = RunWriter::create(&test.folder(), provenance(BoardKind::Hardware), &cells).unwrap();
    let Measurement::Measured { samples, .. } = measurement(&cells[0], 5.0, 0, &mut Random::new(1, "a"))
    else {
        panic!("measured")
    };
    for boot in 0..3 {
        let samples = samples.iter().filter(|it| it.boot == boot).copied().collect();
        let part = Measurement::Measured {
            firmware: "native".into(),
            compile_cycles: None,
            samples,
            quantities: Vec::new(),
        };
        writer.record(&cells[0], part).unwrap();
    }
    assert_eq!(writer.summary().measured(&cells[0].key()).unwrap().statistics.boots, 3);
    writer.record(&cells[0], Measurement::Failed { reason: "the board does not answer".into() }).unwrap();
    let folder = writer.finish(RunStatus::Interrupted, timestamp("2026-03-01T12:01:30Z")).unwrap();
    let run = Run::open(&folder).unwrap();
    assert_eq!(
        run.record.cells[0].outcome,
        CellOutcome::Failed { reason: "the board does not answer".into() }
    );
    assert_eq!(run.samples[&cells[0].key()], samples);
    assert_eq!((run.record.status, run.record.not_reached().len()), (RunStatus::Interrupted, 9));
}

#[test]
fn too_few_samples_are_a_failure() {
    let test = TestFolder::new();
    let cells = cells(vec![increment()]);
    let mut writer = RunWriter::create(&test.folder(), provenance(BoardKind::Simulated), &cells).unwrap();
    let nothing = Measurement::Measured {
        firmware: "native".into(),
        compile_cycles: None,
        samples: Vec::new(),
        quantities: Vec::new(),
    };
    writer.record(&cells[0], nothing).unwrap();
    let CellOutcome::Failed { reason } = &writer.summary().cells[0].outcome else { panic!("failed") };
    assert!(reason.starts_with("too few samples"), "{reason}");
}

#[test]
fn an_unfinished_run_is_readable_up_to_the_last_complete_line() {
    let test = TestFolder::new();
    let cells = cells(vec![increment()]);
    let mut writer = RunWriter::create(&test.folder(), provenance(BoardKind::Simulated), &cells).unwrap();
    writer.firmware(firmware(&firmware_of(&cells[0]))).unwrap();
    for cell in &cells[..2] {
        writer.record(cell, measurement(cell, 5.0, 9, &mut Random::new(1, "a"))).unwrap();
    }
    let partial = writer.partial_folder().to_owned();
    drop(writer);
    assert_eq!(test.names(), [".first.partial"]);

    let run = Run::open(&partial).unwrap();
    assert_eq!((run.record.status, run.record.cells.len(), run.samples.len()), (RunStatus::Unfinished, 2, 2));
    let journal = partial.join(JOURNAL_FILE);
    let whole = fs::read(&journal).unwrap();
    fs::write(&journal, &whole[..whole.len() - 1]).unwrap();
    assert_eq!(Run::open(&partial).unwrap().record.cells.len(), 1);

    let again = RunWriter::create(&test.folder(), provenance(BoardKind::Simulated), &cells).unwrap_err();
    assert!(again.to_string().contains(".first.partial is an unfinished run of the same name"), "{again}");
    fs::write(&journal, [&whole[..], b"{\"line\":\"what\"}\n"].concat()).unwrap();
    let error = Run::open(&partial).unwrap_err().to_string();
    assert!(error.contains("journal.jsonl is damaged: line 5: unknown variant `what`"), "{error}");
    fs::write(&journal, &whole[..10]).unwrap();
    assert!(matches!(Run::open(&partial), Err(StoreError::Truncated(_))));
    fs::write(&journal, b"").unwrap();
    assert!(matches!(Run::open(&partial), Err(StoreError::Empty(_))));
    fs::write(&journal, b"{}\n").unwrap();
    assert!(matches!(Run::open(&partial), Err(StoreError::Foreign { .. })));
}

#[test]
fn a_run_without_recorded_cells_leaves_nothing() {
    let test = TestFolder::new();
    let cells = cells(vec![increment()]);
    drop(RunWriter::create(&test.folder(), provenance(BoardKind::Simulated), &cells).unwrap());
    assert!(test.names().is_empty());
}

#[test]
fn an_empty_folder_is_used_and_any_other_is_refused() {
    let test = TestFolder::new();
    fs::create_dir(test.folder()).unwrap();
    test.write();
    let create = |path: &Path| RunWriter::create(path, provenance(BoardKind::Simulated), &[]).unwrap_err();
    assert!(matches!(create(&test.folder()), StoreError::Occupied(_)));
    let file = test.0.path().join("file");
    fs::write(&file, "text").unwrap();
    assert!(matches!(create(&file), StoreError::Occupied(_)));
    assert!(matches!(create(&file.join("below")), StoreError::Write { .. }));
    assert!(matches!(create(Path::new("/")), StoreError::Nameless(_)));
    assert_eq!(test.names(), ["file", "first"]);
}

#[test]
fn sample_rows_are_the_samples() {
    let test = TestFolder::new();
    let (_, run) = test.write();
    let folder = RunFolder::open(&test.folder()).unwrap();
    assert_eq!(folder.record, run.record);
    let rows = folder.sample_rows().unwrap();
    assert_eq!(rows.len(), run.samples.len());
    for (key, samples) in &run.samples {
        assert_eq!(rows[key], samples.iter().map(SampleRow::from).collect::<Vec<_>>(), "{key}");
    }
}

#[test]
fn sample_rows_of_an_unfinished_run() {
    let test = TestFolder::new();
    let cells = cells(vec![increment()]);
    let mut writer = RunWriter::create(&test.folder(), provenance(BoardKind::Simulated), &cells).unwrap();
    let outcome = measurement(&cells[0], 5.0, 0, &mut Random::new(1, "test"));
    writer.record(&cells[0], outcome).unwrap();
    let folder = RunFolder::open(writer.partial_folder()).unwrap();
    assert_eq!(folder.record.status, RunStatus::Unfinished);
    assert_eq!(folder.sample_rows().unwrap()[&cells[0].key()].len(), 3 * 21);
}

/// Verdicts and claims are optional in `run.json`.
#[test]
fn verdicts_and_claims_round_trip() {
    let test = TestFolder::new();
    test.write();
    let path = test.folder().join(RUN_FILE);
    let good = fs::read_to_string(&path).unwrap();
    assert!(!good.contains("verdicts") && !good.contains("claims") && !good.contains("deadlines"));
    let claim = r#"{"id": "a", "source": "b", "statement": "c", "unit": "ns", "verdict": "not-measured",
        "stated": {"lower": 1.0, "upper": 2.0}}"#;
    let verdict = r#"{"cell": "increment-memory/c/ram", "deadline": "d", "worst_ns": 5.0, "margin": 0.5,
        "verdict": "yes"}"#;
    let text = good.replacen('{', &format!("{{\"claims\": [{claim}], \"verdicts\": [{verdict}], "), 1);
    fs::write(&path, text).unwrap();
    let record = Run::open(&test.folder()).unwrap().record;
    assert_eq!((record.claims[0].stated.upper, record.verdicts[0].margin), (2.0, Some(0.5)));
    let json = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<RunRecord>(&json).unwrap(), record);
}

#[test]
fn run_without_cells() {
    let test = TestFolder::new();
    let writer = RunWriter::create(&test.folder(), provenance(BoardKind::Simulated), &[]).unwrap();
    let folder = writer.finish(RunStatus::Complete, timestamp("2026-03-01T12:01:30Z")).unwrap();
    let run = Run::open(&folder).unwrap();
    assert!(run.record.cells.is_empty() && run.samples.is_empty());
}

#[test]
fn bad_run_files() {
    let test = TestFolder::new();
    assert_eq!(test.refused(), "run.json not found: expected a complete run folder");
    test.write();
    let path = test.folder().join(RUN_FILE);
    let good = fs::read_to_string(&path).unwrap();
    let refused = |text: &str| {
        fs::write(&path, text).unwrap();
        test.refused()
    };
    assert_eq!(refused(""), "run.json is empty");
    assert_eq!(refused(&good[..good.len() / 2]), "run.json is truncated");
    assert!(refused("PAR1").starts_with("run.json is not a file of a run: "));
    assert_eq!(refused("{}"), "run.json is not a file of a run: its `format` is not `twinbench-run`");
    assert_eq!(refused("[1]"), "run.json is not a file of a run: its `format` is not `twinbench-run`");
    let newer = refused(&good.replace("\"schema\": 2", "\"schema\": 3"));
    assert_eq!(
        newer,
        "run.json has schema version 3, but this twinbench reads versions up to 2: use a newer twinbench"
    );
    assert!(
        refused(&good.replace("\"seed\"", "\"need\""))
            .starts_with("run.json is damaged: missing field `seed`")
    );
    assert!(refused(&good.replace("/ram\"", "/rom\"")).contains("is not a cell, expected"));
}

#[test]
fn bad_samples() {
    let test = TestFolder::new();
    let (_, run) = test.write();
    let path = test.folder().join(SAMPLES_FILE);
    let good = fs::read(&path).unwrap();
    let refused = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        test.refused()
    };
    assert_eq!(refused(b""), "samples.parquet is empty");
    assert_eq!(refused(b"a,b\n1,2\n"), "samples.parquet is not a file of a run: it is not Parquet");
    assert_eq!(refused(&good[..good.len() - 9]), "samples.parquet is truncated");
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    assert!(refused(&flipped).starts_with("samples.parquet is damaged: its SHA-256 is not"));
    fs::remove_file(&path).unwrap();
    assert_eq!(test.refused(), "samples.parquet not found: expected a complete run folder");

    // Parquet with other columns and a valid digest.
    let refused_frame = |frame: &mut DataFrame| {
        let _ = fs::remove_file(&path);
        parquet::write(&path, frame).unwrap();
        let mut record = run.record.clone();
        record.files.insert(SAMPLES_FILE.into(), sha256_hex(&fs::read(&path).unwrap()));
        fs::write(test.folder().join(RUN_FILE), serde_json::to_vec(&record).unwrap()).unwrap();
        test.refused()
    };
    let frame = parquet::parse(good).unwrap();
    let without = refused_frame(&mut frame.drop("cycles").unwrap());
    assert_eq!(without, "samples.parquet is damaged: it has no column `cycles`");
    let mut other = frame.clone();
    other.with_column(frame.column("order").unwrap().clone().with_name("cycles".into())).unwrap();
    assert_eq!(
        refused_frame(&mut other),
        "samples.parquet is damaged: column `cycles` is of type u32, expected u64"
    );
    let mut holes = frame.clone();
    holes.with_column(frame.column("instructions").unwrap().shift(1).with_name("cycles".into())).unwrap();
    assert_eq!(
        refused_frame(&mut holes),
        "samples.parquet is damaged: column `cycles` has rows without a value"
    );
    let error = refused_frame(&mut frame.head(Some(20)));
    assert!(error.contains("run.json states 60"), "{error}");
}

/// Writes a run of an older schema again, and checks that its samples and figures stay the same.
#[test]
fn runs_of_schema_1_are_read() {
    let host = Path::new(env!("CARGO_MANIFEST_DIR"));
    let old = Run::open(&host.join("tests/run_folders/schema-1")).unwrap();
    let rows = RunFolder::open(&old.folder).unwrap().sample_rows().unwrap();
    let record = &old.record;
    assert_eq!((record.schema, record.status), (1, RunStatus::Complete));
    assert_eq!(rows.keys().collect::<Vec<_>>(), old.samples.keys().collect::<Vec<_>>());
    assert!(record.claims.iter().any(|claim| claim.status == ClaimStatus::Holds));
    assert!(!record.verdicts.is_empty() && !old.quantities.is_empty());

    let test = TestFolder::new();
    let (scenarios, order) = (record.scenarios.clone(), record.order.clone());
    let mut writer =
        RunWriter::create_from_records(&test.folder(), record.provenance.clone(), scenarios, order).unwrap();
    for firmware in &record.firmwares {
        writer.firmware(firmware.clone()).unwrap();
    }
    for cell in &record.cells {
        let quantities = old.quantities.get(&cell.key).cloned().unwrap_or_default();
        writer.record_merged(cell, old.samples[&cell.key].clone(), quantities).unwrap();
    }
    let new = writer.finish(record.status, record.ended.unwrap()).unwrap();
    let new = Run::open(&new).unwrap();
    assert_eq!(new.record.schema, SCHEMA);
    assert!(new.folder.join(QUANTITIES_FILE).exists());
    assert_eq!((&new.samples, &new.quantities), (&old.samples, &old.quantities));
    assert_eq!((&new.record.cells, &new.record.verdicts), (&record.cells, &record.verdicts));
}
