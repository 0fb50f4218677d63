use super::*;
use crate::store::{
    BoardKind, CELLS_FILE, CellOutcome, Outcome, Reading, RunFolder, RunWriter,
    example::{self, cells, firmware, firmware_of, increment, moment, outcome, provenance},
    sha256_hex,
};
use crate::{random::Random, scenario::Cell};
use polars::prelude::*;

struct Place(tempfile::TempDir);

impl Place {
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

    /// Why both ways to read it refuse it.
    fn refused(&self) -> String {
        let message = Run::open(&self.folder()).unwrap_err().to_string();
        let readings =
            RunFolder::open(&self.folder()).and_then(|run| run.readings()).unwrap_err().to_string();
        // A missing column is met in another order, as each way reads its own.
        let same = message == readings || message.contains("is damaged: it has no column");
        assert!(same, "{message} and {readings}");
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
fn what_is_written_is_read() {
    let place = Place::new();
    let (cells, run) = place.write();
    assert_eq!(place.names(), ["first"]);
    let mut files: Vec<_> = fs::read_dir(place.folder()).unwrap().map(|it| it.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, [CELLS_FILE, RUN_FILE, SAMPLES_FILE]);

    let record = &run.record;
    assert_eq!((record.name.as_str(), record.ending), ("first", Ending::Complete));
    assert_eq!(record.provenance, provenance(BoardKind::Simulated));
    assert_eq!(record.order, cells.iter().map(Cell::id).collect::<Vec<_>>());
    assert!(record.not_reached().is_empty());
    assert_eq!(record.firmwares.len(), 3);

    // The cells stand in the order of the scenario's file, whatever the order they ran in.
    let implementations: Vec<_> =
        record.cells.iter().step_by(2).map(|it| it.id.implementation.as_str()).collect();
    assert_eq!(implementations, ["c", "rust", "micropython-global", "micropython-viper", "broken"]);

    // Every sample comes back as it was.
    let mut random = Random::new(7, "example");
    for cell in cells.iter().filter(|cell| cell.implementation().id != "broken") {
        let noise = if cell.runtime().is_python() { 600 } else { 0 };
        let Outcome::Measured { mut samples, .. } =
            outcome(cell, example::cost(cell.runtime(), cell.placement), noise, &mut random)
        else {
            panic!("measured")
        };
        samples.sort_by_key(|sample| sample.order);
        assert_eq!(run.samples[&cell.id()], samples);
    }
}

#[test]
fn figures_of_cells() {
    let (_, run) = Place::new().write();
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
    let broken = run.record.cells.iter().find(|cell| cell.id.implementation == "broken").unwrap();
    assert_eq!(broken.outcome, CellOutcome::Failed { reason: "checksum 99, expected 100".into() });
}

#[test]
fn cells_table_has_a_row_for_every_cell() {
    let place = Place::new();
    place.write();
    let frame = table::parse(fs::read(place.folder().join(CELLS_FILE)).unwrap()).unwrap();
    assert_eq!(frame.height(), 10);
    let failure = frame.column("failure").unwrap().str().unwrap();
    assert_eq!(failure.iter().flatten().collect::<Vec<_>>(), ["checksum 99, expected 100"; 2]);
    let cycles = frame.column("cycles_per_operation").unwrap().f64().unwrap();
    assert_eq!((cycles.get(0), cycles.get(1), cycles.get(9)), (Some(7.0), Some(8.75), None));
    let board = frame.column("board").unwrap().str().unwrap().get(0).map(String::from);
    assert_eq!(board.as_deref(), Some("simulated"));
}

#[test]
fn baseline_of_another_placement_when_there_is_no_other() {
    let place = Place::new();
    let mut scenario = increment();
    scenario.implementations[0].placements = vec![crate::scenario::Placement::Ram];
    let folder = example::write(&place.folder(), BoardKind::Simulated, &cells(vec![scenario]), |_| 1.0);
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
    let place = Place::new();
    let cells = cells(vec![increment()]);
    let mut writer = RunWriter::create(&place.folder(), provenance(BoardKind::Hardware), &cells).unwrap();
    let Outcome::Measured { samples, .. } = outcome(&cells[0], 5.0, 0, &mut Random::new(1, "a")) else {
        panic!("measured")
    };
    for boot in 0..3 {
        let samples = samples.iter().filter(|it| it.boot == boot).copied().collect();
        let part = Outcome::Measured {
            firmware: "native".into(),
            compile_cycles: None,
            samples,
            quantities: Vec::new(),
        };
        writer.record(&cells[0], part).unwrap();
    }
    assert_eq!(writer.summary().measured(&cells[0].id()).unwrap().statistics.boots, 3);
    writer.record(&cells[0], Outcome::Failed { reason: "the board does not answer".into() }).unwrap();
    let folder = writer.finish(Ending::Interrupted, moment("2026-03-01T12:01:30Z")).unwrap();
    let run = Run::open(&folder).unwrap();
    assert_eq!(
        run.record.cells[0].outcome,
        CellOutcome::Failed { reason: "the board does not answer".into() }
    );
    assert_eq!(run.samples[&cells[0].id()], samples);
    assert_eq!((run.record.ending, run.record.not_reached().len()), (Ending::Interrupted, 9));
}

#[test]
fn too_few_samples_are_a_failure() {
    let place = Place::new();
    let cells = cells(vec![increment()]);
    let mut writer = RunWriter::create(&place.folder(), provenance(BoardKind::Simulated), &cells).unwrap();
    let nothing = Outcome::Measured {
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
fn broken_off_run_is_readable_up_to_the_last_whole_line() {
    let place = Place::new();
    let cells = cells(vec![increment()]);
    let mut writer = RunWriter::create(&place.folder(), provenance(BoardKind::Simulated), &cells).unwrap();
    writer.firmware(firmware(&firmware_of(&cells[0]))).unwrap();
    for cell in &cells[..2] {
        writer.record(cell, outcome(cell, 5.0, 9, &mut Random::new(1, "a"))).unwrap();
    }
    let partial = writer.partial_folder().to_owned();
    drop(writer);
    assert_eq!(place.names(), [".first.partial"]);

    let run = Run::open(&partial).unwrap();
    assert_eq!((run.record.ending, run.record.cells.len(), run.samples.len()), (Ending::Unfinished, 2, 2));
    let journal = partial.join(JOURNAL_FILE);
    let whole = fs::read(&journal).unwrap();
    fs::write(&journal, &whole[..whole.len() - 1]).unwrap();
    assert_eq!(Run::open(&partial).unwrap().record.cells.len(), 1);

    let again = RunWriter::create(&place.folder(), provenance(BoardKind::Simulated), &cells).unwrap_err();
    assert!(again.to_string().contains(".first.partial: holds what a run of this name measured"), "{again}");
    fs::write(&journal, [&whole[..], b"{\"line\":\"what\"}\n"].concat()).unwrap();
    let error = Run::open(&partial).unwrap_err().to_string();
    assert!(error.contains("journal.jsonl: is damaged: line 5: unknown variant `what`"), "{error}");
    fs::write(&journal, &whole[..10]).unwrap();
    assert!(matches!(Run::open(&partial), Err(StoreError::Truncated(_))));
    fs::write(&journal, b"").unwrap();
    assert!(matches!(Run::open(&partial), Err(StoreError::Empty(_))));
    fs::write(&journal, b"{}\n").unwrap();
    assert!(matches!(Run::open(&partial), Err(StoreError::Foreign { .. })));
}

#[test]
fn run_that_recorded_nothing_leaves_nothing() {
    let place = Place::new();
    let cells = cells(vec![increment()]);
    drop(RunWriter::create(&place.folder(), provenance(BoardKind::Simulated), &cells).unwrap());
    assert!(place.names().is_empty());
}

#[test]
fn empty_folder_is_taken_and_a_full_one_is_not() {
    let place = Place::new();
    fs::create_dir(place.folder()).unwrap();
    place.write();
    let create = |path: &Path| RunWriter::create(path, provenance(BoardKind::Simulated), &[]).unwrap_err();
    assert!(matches!(create(&place.folder()), StoreError::Occupied(_)));
    let file = place.0.path().join("file");
    fs::write(&file, "text").unwrap();
    assert!(matches!(create(&file), StoreError::Occupied(_)));
    assert!(matches!(create(&file.join("below")), StoreError::Write { .. }));
    assert!(matches!(create(Path::new("/")), StoreError::Nameless(_)));
    assert_eq!(place.names(), ["file", "first"]);
}

#[test]
fn readings_are_the_samples() {
    let place = Place::new();
    let (_, run) = place.write();
    let folder = RunFolder::open(&place.folder()).unwrap();
    assert_eq!(folder.record, run.record);
    let readings = folder.readings().unwrap();
    assert_eq!(readings.len(), run.samples.len());
    for (id, samples) in &run.samples {
        assert_eq!(readings[id], samples.iter().map(Reading::from).collect::<Vec<_>>(), "{id}");
    }
}

#[test]
fn readings_of_a_run_that_was_broken_off() {
    let place = Place::new();
    let cells = cells(vec![increment()]);
    let mut writer = RunWriter::create(&place.folder(), provenance(BoardKind::Simulated), &cells).unwrap();
    let outcome = outcome(&cells[0], 5.0, 0, &mut Random::new(1, "test"));
    writer.record(&cells[0], outcome).unwrap();
    let folder = RunFolder::open(writer.partial_folder()).unwrap();
    assert_eq!(folder.record.ending, Ending::Unfinished);
    assert_eq!(folder.readings().unwrap()[&cells[0].id()].len(), 3 * 21);
}

/// What judges a run is optional in `run.json`, and kept where it is.
#[test]
fn judgements_survive_both_ways() {
    let place = Place::new();
    place.write();
    let path = place.folder().join(RUN_FILE);
    let good = fs::read_to_string(&path).unwrap();
    assert!(!good.contains("verdicts") && !good.contains("claims") && !good.contains("deadlines"));
    let claim = r#"{"id": "a", "source": "b", "statement": "c", "unit": "ns", "verdict": "not-measured",
        "stated": {"lower": 1.0, "upper": 2.0}}"#;
    let verdict = r#"{"cell": "increment-memory/c/ram", "deadline": "d", "worst_ns": 5.0, "margin": 0.5,
        "verdict": "yes"}"#;
    let text = good.replacen('{', &format!("{{\"claims\": [{claim}], \"verdicts\": [{verdict}], "), 1);
    fs::write(&path, text).unwrap();
    let record = Run::open(&place.folder()).unwrap().record;
    assert_eq!((record.claims[0].stated.upper, record.verdicts[0].margin), (2.0, Some(0.5)));
    let json = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<RunRecord>(&json).unwrap(), record);
}

#[test]
fn run_without_cells() {
    let place = Place::new();
    let writer = RunWriter::create(&place.folder(), provenance(BoardKind::Simulated), &[]).unwrap();
    let folder = writer.finish(Ending::Complete, moment("2026-03-01T12:01:30Z")).unwrap();
    let run = Run::open(&folder).unwrap();
    assert!(run.record.cells.is_empty() && run.samples.is_empty());
}

#[test]
fn bad_run_files() {
    let place = Place::new();
    assert_eq!(place.refused(), "run.json: not found, expected a run's folder");
    place.write();
    let path = place.folder().join(RUN_FILE);
    let good = fs::read_to_string(&path).unwrap();
    let refused = |text: &str| {
        fs::write(&path, text).unwrap();
        place.refused()
    };
    assert_eq!(refused(""), "run.json: is empty");
    assert_eq!(refused(&good[..good.len() / 2]), "run.json: is truncated");
    assert!(refused("PAR1").starts_with("run.json: is not a file of a run: "));
    assert_eq!(refused("{}"), "run.json: is not a file of a run: its `format` is not `twinbench-run`");
    assert_eq!(refused("[1]"), "run.json: is not a file of a run: its `format` is not `twinbench-run`");
    let newer = refused(&good.replace("\"schema\": 1", "\"schema\": 2"));
    assert_eq!(newer, "run.json: has schema version 2, this twinbench reads up to 1: use a newer one");
    assert!(
        refused(&good.replace("\"seed\"", "\"need\""))
            .starts_with("run.json: is damaged: missing field `seed`")
    );
    assert!(refused(&good.replace("/ram\"", "/rom\"")).contains("is no cell, expected"));
}

#[test]
fn bad_samples() {
    let place = Place::new();
    let (_, run) = place.write();
    let path = place.folder().join(SAMPLES_FILE);
    let good = fs::read(&path).unwrap();
    let refused = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        place.refused()
    };
    assert_eq!(refused(b""), "samples.parquet: is empty");
    assert_eq!(refused(b"a,b\n1,2\n"), "samples.parquet: is not a file of a run: it is not Parquet");
    assert_eq!(refused(&good[..good.len() - 9]), "samples.parquet: is truncated");
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    assert!(refused(&flipped).starts_with("samples.parquet: is damaged: its SHA-256 is not"));
    fs::remove_file(&path).unwrap();
    assert_eq!(place.refused(), "samples.parquet: not found, expected a run's folder");

    // Parquet of another shape, its hash stated as if it belonged there.
    let refused_frame = |frame: &mut DataFrame| {
        let _ = fs::remove_file(&path);
        table::write(&path, frame).unwrap();
        let mut record = run.record.clone();
        record.files.insert(SAMPLES_FILE.into(), sha256_hex(&fs::read(&path).unwrap()));
        fs::write(place.folder().join(RUN_FILE), serde_json::to_vec(&record).unwrap()).unwrap();
        place.refused()
    };
    let frame = table::parse(good).unwrap();
    let without = refused_frame(&mut frame.drop("cycles").unwrap());
    assert_eq!(without, "samples.parquet: is damaged: it has no column `cycles`");
    let mut other = frame.clone();
    other.with_column(frame.column("order").unwrap().clone().with_name("cycles".into())).unwrap();
    assert_eq!(
        refused_frame(&mut other),
        "samples.parquet: is damaged: column `cycles` is of type u32, expected u64"
    );
    let mut holes = frame.clone();
    holes.with_column(frame.column("instructions").unwrap().shift(1).with_name("cycles".into())).unwrap();
    assert_eq!(
        refused_frame(&mut holes),
        "samples.parquet: is damaged: column `cycles` has rows without a value"
    );
    let error = refused_frame(&mut frame.head(Some(20)));
    assert!(error.contains("run.json states 60"), "{error}");
}
