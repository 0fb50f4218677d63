use super::*;
use crate::scenario::{Filter, Shard, matrix};
use crate::store::{BoardKind, CellOutcome, Ending, Register, example};

struct Place(tempfile::TempDir);

impl Place {
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
        let folder = merge(runs, &self.path("joined"), vec!["merge".into()])?;
        Ok(Run::open(&folder).unwrap())
    }

    fn refused(&self, runs: &[Run]) -> String {
        let error = self.merge(runs).unwrap_err().to_string();
        assert!(
            !self.path("joined").exists() && !self.path(".joined.partial").exists(),
            "something was written"
        );
        error
    }
}

#[test]
fn shards_make_the_whole_run() {
    let place = Place::new();
    let shards = [1, 2, 3]
        .map(|index| place.shard(&format!("shard-{index}"), &format!("{index}/3"), BoardKind::Simulated));
    let joined = place.merge(&shards).unwrap();
    assert_eq!((joined.record.name.as_str(), joined.record.ending), ("joined", Ending::Complete));
    assert!(joined.record.not_reached().is_empty());
    let cells: usize = shards.iter().map(|it| it.record.cells.len()).sum();
    assert_eq!((joined.record.cells.len(), cells), (10, 10));
    // Ratios to a baseline that another shard measured.
    let baseline = "increment-memory/c/ram".parse().unwrap();
    let ratios = joined.record.cells.iter().filter_map(|cell| match &cell.outcome {
        CellOutcome::Measured(it) => it.ratio.as_ref(),
        CellOutcome::Failed { .. } => None,
    });
    assert!(ratios.clone().count() == 6 && ratios.clone().any(|it| it.baseline == baseline));
    // Every sample is there, each at a place of its own.
    let cycles = |runs: &[Run]| {
        let mut all: Vec<u64> =
            runs.iter().flat_map(|run| run.samples.values().flatten()).map(|it| it.cycles).collect();
        all.sort_unstable();
        all
    };
    assert_eq!(cycles(&shards), cycles(std::slice::from_ref(&joined)));
    let parts = &joined.record.provenance.parts;
    let before: Vec<_> = parts.iter().map(|it| (it.name.as_str(), it.boots_before)).collect();
    assert_eq!(before, [("shard-1", 0), ("shard-2", 3), ("shard-3", 6)]);
    assert!(parts.iter().all(|it| it.samples_sha256.is_some()));
    assert_eq!(joined.record.provenance.boots, 3);
}

#[test]
fn the_same_cells_on_two_boards_have_the_boots_of_both() {
    let place = Place::new();
    let mut runs = ["desk", "shelf"].map(|name| place.shard(name, "1/1", BoardKind::Hardware));
    runs[1].record.provenance.board.probe = "Another Probe".into();
    let joined = place.merge(&runs).unwrap();
    let cell = joined.record.measured(&"increment-memory/micropython-global/ram".parse().unwrap()).unwrap();
    assert_eq!(cell.statistics.boots, 6);
    assert_eq!(joined.record.provenance.boots, 6);
    assert_eq!(joined.record.provenance.board.probe, "Another Probe; Example Probe");
    let failed = joined.record.cells.iter().filter(|it| matches!(it.outcome, CellOutcome::Failed { .. }));
    assert_eq!(failed.count(), 2);
    // Joined runs can be joined again.
    let third = place.shard("third", "1/1", BoardKind::Hardware);
    let mut third = third;
    third.record.provenance.board.probe = "A Third".into();
    let folder = merge(&[joined, third], &place.path("again"), Vec::new()).unwrap();
    assert_eq!(Run::open(&folder).unwrap().record.provenance.parts.len(), 2);
}

#[test]
fn what_is_broken_off_stays_so() {
    let place = Place::new();
    let mut runs = [1, 2]
        .map(|index| place.shard(&format!("shard-{index}"), &format!("{index}/2"), BoardKind::Simulated));
    runs[0].record.ending = Ending::Interrupted;
    let lost = runs[0].record.cells.remove(0).id;
    runs[0].samples.remove(&lost);
    let joined = place.merge(&runs).unwrap();
    assert_eq!(joined.record.ending, Ending::Interrupted);
    assert_eq!(joined.record.not_reached(), [&lost]);
}

#[test]
fn runs_that_do_not_fit_are_refused() {
    let place = Place::new();
    let one = place.shard("one", "1/2", BoardKind::Simulated);
    let two = place.shard("two", "2/2", BoardKind::Simulated);
    let changed = |change: fn(&mut Run)| {
        let mut run = two.clone();
        change(&mut run);
        place.refused(&[one.clone(), run])
    };
    insta::assert_snapshot!(place.refused(std::slice::from_ref(&one)), @"expected two runs or more, found 1");
    insta::assert_snapshot!(place.refused(&[one.clone(), two.clone(), one.clone()]), @"one and one are the same run: its samples would count twice");
    insta::assert_snapshot!(changed(|run| run.record.provenance.board.kind = BoardKind::Hardware), @"one and two cannot be joined: the board is simulated in one and hardware in the other");
    insta::assert_snapshot!(changed(|run| run.record.provenance.method = crate::store::Method::Breakpoint), @"one and two cannot be joined: the method is link in one and breakpoint in the other");
    insta::assert_snapshot!(changed(|run| run.record.firmwares.iter_mut().for_each(|it| it.board.sysclk_hz = 200_000_000)), @"one and two cannot be joined: the system clock is 150000000 Hz in one and 200000000 Hz in the other");
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
    // The chip's own measurement of its clock differs a little each time.
    let mut near = two.clone();
    near.record.firmwares.iter_mut().for_each(|it| it.board.sysclk_hz += 1000);
    place.merge(&[one.clone(), near]).unwrap();
    // What is there is not written over.
    let error = merge(&[one, two], &place.path("joined"), Vec::new()).unwrap_err();
    assert!(error.to_string().contains("is not empty"), "{error}");
}

#[test]
fn claims_are_held_against_all_of_it() {
    use crate::evaluation::Quantity;
    use crate::stats::Interval;
    use crate::store::ClaimVerdict;

    let place = Place::new();
    let mut shards = [1, 2]
        .map(|index| place.shard(&format!("shard-{index}"), &format!("{index}/2"), BoardKind::Simulated));
    let cell: CellId = "increment-memory/micropython-global/ram".parse().unwrap();
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
        verdict: ClaimVerdict::NotMeasured,
        note: None,
    };
    // A ratio that takes both shards, and a count of instructions that only one of them has.
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
        shard.record.scenarios[0].quantities = vec![crate::evaluation::Description {
            id: "latency".into(),
            title: "latency".into(),
            unit: "ns".into(),
        }];
    }
    let quantities = shards.iter().map(|it| it.record.scenarios[0].quantities.clone()).max_by_key(Vec::len);
    for shard in &mut shards {
        shard.record.scenarios[0].quantities = quantities.clone().unwrap();
    }
    let joined = place.merge(&shards).unwrap();
    let claims = &joined.record.claims;
    assert_eq!(claims.len(), 2);
    assert_eq!(claims[0].verdict, ClaimVerdict::Holds, "{claims:?}");
    assert_eq!((claims[1].measured, claims[1].verdict), (Some(seven), ClaimVerdict::Holds));
    assert_eq!(joined.quantities[&cell][0].quantities[0].missed, 1);
    assert_eq!(joined.record.measured(&cell).unwrap().quantity("latency").unwrap().missed, 1);
}
