use super::*;
use crate::run::{BoardKind, CellOutcome, Register, RunStatus};
use crate::scenario::{Filter, Shard, matrix};
use crate::store::example;

struct TestFolder(tempfile::TempDir);

impl TestFolder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn shard(&self, name: &str, shard: &str, kind: BoardKind) -> Run {
        let shard: Shard = shard.parse().unwrap();
        let cells = matrix(vec![example::increment()], &Filter::default(), 42, shard).unwrap();
        Run::open(&example::write(&self.path(name), kind, &cells, |_| 1.0)).unwrap()
    }

    fn merge(&self, runs: &[Run]) -> Result<Run, MergeError> {
        let merged = merge(runs, &self.path("merged"), vec!["merge".into()])?;
        Ok(Run::open(&merged).unwrap())
    }

    fn refused(&self, runs: &[Run]) -> String {
        let error = self.merge(runs).unwrap_err().to_string();
        assert!(
            !self.path("merged").exists() && !self.path(".merged.partial").exists(),
            "something was written"
        );
        error
    }
}

#[test]
fn shards_merge_into_the_whole_run() {
    let folder = TestFolder::new();
    let shards = [1, 2, 3]
        .map(|index| folder.shard(&format!("shard-{index}"), &format!("{index}/3"), BoardKind::Simulated));
    let merged = folder.merge(&shards).unwrap();
    assert_eq!((merged.record.name.as_str(), merged.record.status), ("merged", RunStatus::Complete));
    assert!(merged.record.not_reached().is_empty());
    let cells: usize = shards.iter().map(|it| it.record.cells.len()).sum();
    assert_eq!((merged.record.cells.len(), cells), (10, 10));
    // Cells have ratios to a baseline that another shard measured.
    let baseline = "increment-memory/c/ram".parse().unwrap();
    let ratios = merged.record.cells.iter().filter_map(|cell| match &cell.outcome {
        CellOutcome::Measured(it) => it.ratio.as_ref(),
        CellOutcome::Failed { .. } => None,
    });
    assert!(ratios.clone().count() == 6 && ratios.clone().any(|it| it.baseline == baseline));
    // Every sample is kept.
    let cycles = |runs: &[Run]| {
        let mut all: Vec<u64> =
            runs.iter().flat_map(|run| run.samples.values().flatten()).map(|it| it.cycles).collect();
        all.sort_unstable();
        all
    };
    assert_eq!(cycles(&shards), cycles(std::slice::from_ref(&merged)));
    let parts = &merged.record.provenance.parts;
    let before: Vec<_> = parts.iter().map(|it| (it.name.as_str(), it.boots_before)).collect();
    assert_eq!(before, [("shard-1", 0), ("shard-2", 3), ("shard-3", 6)]);
    assert!(parts.iter().all(|it| it.samples_sha256.is_some()));
    assert_eq!(merged.record.provenance.boots, 3);
}

#[test]
fn the_same_cells_on_two_boards_have_the_boots_of_both() {
    let folder = TestFolder::new();
    let mut runs = ["desk", "shelf"].map(|name| folder.shard(name, "1/1", BoardKind::Hardware));
    runs[1].record.provenance.board.probe = "Another Probe".into();
    let merged = folder.merge(&runs).unwrap();
    let cell = merged.record.measured(&"increment-memory/micropython-global/ram".parse().unwrap()).unwrap();
    assert_eq!(cell.statistics.boots, 6);
    assert_eq!(merged.record.provenance.boots, 6);
    assert_eq!(merged.record.provenance.board.probe, "Another Probe; Example Probe");
    let failed = merged.record.cells.iter().filter(|it| matches!(it.outcome, CellOutcome::Failed { .. }));
    assert_eq!(failed.count(), 2);
    // Joined runs can be merged again.
    let third = folder.shard("third", "1/1", BoardKind::Hardware);
    let mut third = third;
    third.record.provenance.board.probe = "A Third".into();
    let again = merge(&[merged, third], &folder.path("again"), Vec::new()).unwrap();
    assert_eq!(Run::open(&again).unwrap().record.provenance.parts.len(), 2);
}

#[test]
fn an_interrupted_run_stays_interrupted() {
    let folder = TestFolder::new();
    let mut runs = [1, 2]
        .map(|index| folder.shard(&format!("shard-{index}"), &format!("{index}/2"), BoardKind::Simulated));
    runs[0].record.status = RunStatus::Interrupted;
    let lost = runs[0].record.cells.remove(0).key;
    runs[0].samples.remove(&lost);
    let merged = folder.merge(&runs).unwrap();
    assert_eq!(merged.record.status, RunStatus::Interrupted);
    assert_eq!(merged.record.not_reached(), [&lost]);
}

#[test]
fn runs_that_differ_are_refused() {
    let folder = TestFolder::new();
    let one = folder.shard("one", "1/2", BoardKind::Simulated);
    let two = folder.shard("two", "2/2", BoardKind::Simulated);
    let changed = |change: fn(&mut Run)| {
        let mut run = two.clone();
        change(&mut run);
        folder.refused(&[one.clone(), run])
    };
    insta::assert_snapshot!(folder.refused(std::slice::from_ref(&one)), @"cannot merge 1 runs, expected two or more");
    insta::assert_snapshot!(folder.refused(&[one.clone(), two.clone(), one.clone()]), @"one and one are the same run: its samples would count twice");
    insta::assert_snapshot!(changed(|run| run.record.provenance.board.kind = BoardKind::Hardware), @"one and two cannot be merged: the board is simulated in one and hardware in two");
    insta::assert_snapshot!(changed(|run| run.record.provenance.method = crate::run::Method::Breakpoint), @"one and two cannot be merged: the method is link in one and breakpoint in two");
    insta::assert_snapshot!(changed(|run| run.record.firmwares.iter_mut().for_each(|it| it.board.sysclk_hz = 200_000_000)), @"one and two cannot be merged: the system clock is 150000000 Hz in one and 200000000 Hz in two");
    assert!(
        changed(|run| run.record.firmwares.iter_mut().for_each(|it| it.sha256 = "00".into()))
            .contains("the hash of firmware")
    );
    assert!(
        changed(|run| run.record.firmwares.iter_mut().for_each(|it| it.board.qmi_m0_timing = Register(1)))
            .contains("QMI M0_TIMING of firmware")
    );
    assert!(
        changed(|run| run.record.scenarios[0].operations = 7)
            .contains("the work of scenario increment-memory")
    );
    // The chip's measurement of its clock varies slightly.
    let mut near = two.clone();
    near.record.firmwares.iter_mut().for_each(|it| it.board.sysclk_hz += 1000);
    folder.merge(&[one.clone(), near]).unwrap();
    // An existing folder is not overwritten.
    let error = merge(&[one, two], &folder.path("merged"), Vec::new()).unwrap_err();
    assert!(error.to_string().contains("is not empty"), "{error}");
}

#[test]
fn claims_are_compared_with_the_merged_run() {
    use crate::run::{ClaimStatus, Quantity};
    use crate::stats::Interval;

    let folder = TestFolder::new();
    let mut shards = [1, 2]
        .map(|index| folder.shard(&format!("shard-{index}"), &format!("{index}/2"), BoardKind::Simulated));
    let cell: CellKey = "increment-memory/micropython-global/ram".parse().unwrap();
    let claim = |id: &str, measure: Measure, measured| ClaimRecord {
        id: id.into(),
        source: "here".into(),
        statement: "it is so".into(),
        unit: "×".into(),
        stated: Interval { lower: 1.0, upper: 50.0 },
        stated_as: None,
        nominal: None,
        measured,
        tested_by: None,
        measure: Some(measure),
        status: ClaimStatus::NotMeasured,
        note: None,
    };
    // A ratio that needs both shards, and a count of instructions that only one of them has.
    let ratio = Measure::Ratio { cell: cell.clone(), to: None };
    let counted = Measure::Explain { cell: cell.clone(), name: "total.instructions".into() };
    let seven = Estimate { value: 7.0, samples: 1, interval: None };
    shards[0].record.claims =
        vec![claim("ratio", ratio.clone(), None), claim("count", counted.clone(), Some(seven))];
    shards[1].record.claims = vec![claim("ratio", ratio, None), claim("count", counted, None)];
    let sample = shards.iter().flat_map(|it| it.samples.get(&cell)).flatten().next().copied().unwrap();
    for shard in shards.iter_mut().filter(|it| it.samples.contains_key(&cell)) {
        let quantities = vec![Quantity { values: vec![5.0], missed: 1 }];
        let of_sample = SampleQuantities { boot: sample.boot, order: sample.order, quantities };
        shard.quantities.insert(cell.clone(), vec![of_sample]);
        shard.record.scenarios[0].quantities = vec![crate::run::QuantityDescription {
            id: "latency".into(),
            title: "latency".into(),
            unit: "ns".into(),
        }];
    }
    let quantities = shards.iter().map(|it| it.record.scenarios[0].quantities.clone()).max_by_key(Vec::len);
    for shard in &mut shards {
        shard.record.scenarios[0].quantities = quantities.clone().unwrap();
    }
    let merged = folder.merge(&shards).unwrap();
    let claims = &merged.record.claims;
    assert_eq!(claims.len(), 2);
    assert_eq!(claims[0].status, ClaimStatus::Holds, "{claims:?}");
    assert_eq!((claims[1].measured, claims[1].status), (Some(seven), ClaimStatus::Holds));
    assert_eq!(merged.quantities[&cell][0].quantities[0].missed, 1);
    assert_eq!(merged.record.measured(&cell).unwrap().quantity("latency").unwrap().missed, 1);
}
