//! Synthetic run folders of any size.

use polars::prelude::*;
use std::{collections::BTreeMap, fs, path::Path};
use twinbench::digest::sha256_hex;
use twinbench::random::Random;
use twinbench::run::*;
use twinbench::stats::{CellStatistics, Estimate, Interval, Length, Lengths, Observation};
use twinbench::store::*;

const BOOTS: usize = 3;
/// Operations of a sample of single length.
const OPERATIONS: u32 = 1000;
/// Samples per boot of a cell from which its statistics are computed. Bootstrapping all samples would take hours.
const STATISTICS_SAMPLES: usize = 60;

const IMPLEMENTATIONS: [(&str, Runtime, f64); 10] = [
    ("c", Runtime::C, 1.0),
    ("rust", Runtime::Rust, 1.05),
    ("micropython-local", Runtime::MicroPython, 90.0),
    ("micropython-global", Runtime::MicroPython, 110.0),
    ("micropython-module", Runtime::MicroPython, 200.0),
    ("micropython-with-a-name-that-is-much-longer-than-any-real-one", Runtime::MicroPython, 5000.0),
    ("micropython-native", Runtime::MicroPythonNative, 60.0),
    ("micropython-native-global", Runtime::MicroPythonNative, 80.0),
    ("micropython-viper", Runtime::MicroPythonViper, 4.0),
    ("micropython-viper-pointer", Runtime::MicroPythonViper, 0.2),
];

const SCENARIOS: [(&str, Scale, f64); 6] = [
    ("increment-register", Scale::Nanoseconds, 1.0),
    ("increment-memory", Scale::Nanoseconds, 4.0),
    ("interrupt-latency", Scale::Microseconds, 60.0),
    ("sum-loop", Scale::Milliseconds, 50_000.0),
    ("display-update", Scale::Milliseconds, 600_000.0),
    ("state-machine", Scale::Seconds, 90_000_000.0),
];

struct PlannedCell {
    key: CellKey,
    runtime: Runtime,
    scale: Scale,
    /// Cycles per operation.
    cost: f64,
}

fn plan(cells: usize) -> Vec<PlannedCell> {
    let across = IMPLEMENTATIONS.len() * 2;
    (0..cells)
        .map(|index| {
            let (number, within) = (index / across, index % across);
            let (name, scale, cost) = SCENARIOS[number % SCENARIOS.len()];
            let (implementation, runtime, factor) = IMPLEMENTATIONS[within / 2];
            let placement = if within.is_multiple_of(2) { Placement::Ram } else { Placement::Flash };
            let scenario = if number < SCENARIOS.len() { name.into() } else { format!("{name}-{number}") };
            let slower = if placement == Placement::Flash { 1.02 } else { 1.0 };
            let key = CellKey::new(scenario, implementation, placement);
            PlannedCell { key, runtime, scale, cost: cost * factor * slower }
        })
        .collect()
}

/// Size and content of a synthetic run.
#[derive(Clone, Copy)]
pub struct Synthetic {
    /// Number of cells.
    pub cells: usize,
    /// Approximate number of samples of all cells.
    pub samples: usize,
    /// Seed of the noise.
    pub seed: u64,
    /// Distance between cells that take 3 % longer.
    pub slower_every: Option<usize>,
    /// The run has deadlines, verdicts and claims.
    pub with_deadlines: bool,
}

/// Writes the run into `folder`.
pub fn write(folder: &Path, run: Synthetic) -> Result<(), Box<dyn std::error::Error>> {
    let Synthetic { cells, samples, seed, slower_every, with_deadlines } = run;
    let mut plan = plan(cells);
    if let Some(every) = slower_every {
        plan.iter_mut().step_by(every).for_each(|it| it.cost *= 1.03);
    }
    let per_boot = (samples / (cells.max(1) * BOOTS)).max(4);
    let mut rows: Vec<(usize, SampleRow)> = Vec::with_capacity(cells * BOOTS * per_boot);
    let mut random = Random::new(seed, "synthetic");
    for boot in 0..BOOTS as u32 {
        for (cell, it) in plan.iter().enumerate() {
            for index in 0..per_boot {
                let first = index == 0;
                let length = if index % 2 == 1 { Length::Double } else { Length::Single };
                let operations = f64::from(OPERATIONS * length.factor());
                let noise = if it.runtime.is_python() { random.below(1 + per_boot.min(400)) } else { 0 };
                // Occasional garbage collections, and a warm-up.
                let collection =
                    if it.runtime == Runtime::MicroPython && index % 97 == 96 { 0.1 } else { 0.0 };
                let warm_up = if it.runtime.is_python() && index < 6 { 0.03 } else { 0.0 };
                let work = it.cost * operations * (1.0 + collection + warm_up);
                let cycles = (work + 20.0) as u64 + noise as u64 + if first { 4000 } else { 0 };
                rows.push((cell, SampleRow { cycles, order: rows.len() as u32, boot, length, first }));
            }
        }
    }
    fs::create_dir_all(folder)?;
    let path = folder.join(SAMPLES_FILE);
    ParquetWriter::new(fs::File::create(&path)?).finish(&mut frame(&plan, &rows)?)?;
    let mut record = record(&plan, &rows, with_deadlines);
    record.files = BTreeMap::from([(SAMPLES_FILE.to_owned(), sha256_hex(&fs::read(&path)?))]);
    fs::write(folder.join(RUN_FILE), serde_json::to_vec_pretty(&record)?)?;
    Ok(())
}

fn frame(plan: &[PlannedCell], rows: &[(usize, SampleRow)]) -> PolarsResult<DataFrame> {
    let text = |name: &str, of: fn(&PlannedCell) -> &str| {
        StringChunked::from_iter_values(name.into(), rows.iter().map(|(cell, _)| of(&plan[*cell])))
            .into_column()
    };
    let narrow = |name: &str, of: fn(&SampleRow) -> u32| {
        UInt32Chunked::from_iter_values(name.into(), rows.iter().map(|(_, it)| of(it))).into_column()
    };
    let wide = |name: &str, of: fn(&SampleRow) -> u64| {
        UInt64Chunked::from_iter_values(name.into(), rows.iter().map(|(_, it)| of(it))).into_column()
    };
    let columns = vec![
        text("scenario", |it| &it.key.scenario),
        text("implementation", |it| &it.key.implementation),
        text("runtime", |it| it.runtime.as_ref()),
        text("placement", |it| it.key.placement.as_ref()),
        narrow("boot", |it| it.boot),
        narrow("order", |it| it.order),
        narrow("length", |it| it.length.factor()),
        wide("operations", |it| u64::from(OPERATIONS * it.length.factor())),
        wide("cycles", |it| it.cycles),
        UInt64Chunked::full_null("instructions".into(), rows.len()).into_column(),
        wide("xip_hits", |_| 0),
        wide("xip_accesses", |_| 0),
        BooleanChunked::from_iter_values("first".into(), rows.iter().map(|(_, it)| it.first)).into_column(),
    ];
    DataFrame::new(rows.len(), columns)
}

fn record(plan: &[PlannedCell], rows: &[(usize, SampleRow)], with_deadlines: bool) -> RunRecord {
    let mut observations: Vec<Vec<Observation>> = plan.iter().map(|_| Vec::new()).collect();
    for (cell, it) in rows {
        let of_cell = &mut observations[*cell];
        if of_cell.len() < STATISTICS_SAMPLES * BOOTS {
            of_cell.push(Observation {
                boot: it.boot,
                length: it.length,
                cycles: it.cycles,
                first: it.first,
            });
        }
    }
    let mut cells: Vec<CellRecord> = Vec::new();
    for (it, observations) in plan.iter().zip(&observations) {
        let mut random = Random::new(1, &it.key.to_string());
        let statistics = CellStatistics::of(observations, OPERATIONS, Lengths::Two, &mut random);
        let outcome = match statistics {
            None => CellOutcome::Failed { reason: "too few samples".to_owned() },
            Some(statistics) => CellOutcome::Measured(Box::new(MeasuredCell {
                firmware: "native".to_owned(),
                ratio: ratio(it, &cells, &statistics.per_operation),
                statistics,
                instructions_per_operation: None,
                xip_hit_rate: (it.key.placement == Placement::Flash).then_some(0.9987),
                xip_accesses_per_operation: 0.0,
                compile_cycles: it.runtime.is_python().then_some(3_000_000),
                quantities: Vec::new(),
            })),
        };
        let (key, technique) = (it.key.clone(), "loop".to_owned());
        cells.push(CellRecord { key, runtime: it.runtime, technique, scale: it.scale, outcome });
    }
    let mut scenarios: Vec<ScenarioRecord> = Vec::new();
    for it in plan {
        if scenarios.last().is_none_or(|last| last.id != it.key.scenario) {
            scenarios.push(scenario(it, with_deadlines));
        }
    }
    let (verdicts, claims) =
        if with_deadlines { (verdicts(&cells), claims()) } else { (Vec::new(), Vec::new()) };
    let started = Timestamp("2026-03-01T12:00:00Z".parse().expect("a time"));
    RunRecord {
        format: FORMAT.to_owned(),
        schema: SCHEMA,
        name: "synthetic".to_owned(),
        status: RunStatus::Complete,
        ended: Some(started),
        provenance: Provenance {
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            git_revision: None,
            arguments: vec!["run".to_owned()],
            board: BoardRecord {
                kind: BoardKind::Simulated,
                probe: "none: synthetic".to_owned(),
                chip_id: None,
            },
            method: Method::Link,
            samples: 0,
            boots: BOOTS as u32,
            seed: 1,
            started,
            parts: Vec::new(),
        },
        firmwares: vec![firmware()],
        scenarios,
        order: plan.iter().map(|it| it.key.clone()).collect(),
        cells,
        verdicts,
        claims,
        files: BTreeMap::new(),
    }
}

/// Returns the ratio to the first implementation in the same placement.
fn ratio(it: &PlannedCell, cells: &[CellRecord], cost: &Estimate) -> Option<Ratio> {
    let baseline = CellKey::new(&it.key.scenario, IMPLEMENTATIONS[0].0, it.key.placement);
    // The baseline is the first cell of the scenario, so it is near the end.
    let CellOutcome::Measured(other) = &cells.iter().rev().find(|cell| cell.key == baseline)?.outcome else {
        return None;
    };
    let estimate = cost.scaled(1.0 / other.statistics.per_operation.value);
    Some(Ratio { baseline, estimate })
}

fn scenario(it: &PlannedCell, with_deadlines: bool) -> ScenarioRecord {
    let nanoseconds = it.cost * 1e9 / 150e6;
    let deadline = Deadline {
        name: "synthetic deadline".to_owned(),
        quantity: None,
        earliest_ns: 0,
        latest_ns: (nanoseconds * 70.0) as u64,
    };
    ScenarioRecord {
        id: it.key.scenario.clone(),
        scale: it.scale,
        title: "a title that describes the measured work, x += 1".to_owned(),
        operations: OPERATIONS,
        expect: 0,
        expect_double: 0,
        baseline: IMPLEMENTATIONS[0].0.to_owned(),
        implementations: IMPLEMENTATIONS.iter().map(|it| it.0.to_owned()).collect(),
        lengths: Default::default(),
        interrupts: false,
        collector: Default::default(),
        fixture: None,
        quantities: Vec::new(),
        deadlines: if with_deadlines { vec![deadline] } else { Vec::new() },
    }
}

fn verdicts(cells: &[CellRecord]) -> Vec<VerdictRecord> {
    let verdict = |cell: &CellRecord| {
        let CellOutcome::Measured(measured) = &cell.outcome else { return None };
        let ratio = measured.ratio.as_ref().map_or(1.0, |it| it.estimate.value);
        let margin = 1.0 - ratio / 70.0;
        Some(VerdictRecord {
            cell: cell.key.clone(),
            deadline: "synthetic deadline".to_owned(),
            worst_ns: Some(measured.statistics.per_operation.upper() * 1e9 / 150e6),
            best_ns: None,
            margin: Some(margin),
            missed: 0,
            verdict: match margin {
                it if it > 0.2 => Verdict::Yes,
                it if it > 0.0 => Verdict::Marginal,
                _ => Verdict::No,
            },
        })
    };
    cells.iter().filter_map(verdict).collect()
}

fn claims() -> Vec<ClaimRecord> {
    let claim =
        |id: &str, statement: &str, unit: &str, stated: (f64, f64), measured: Option<f64>| ClaimRecord {
            id: id.to_owned(),
            source: "primer, part 6".to_owned(),
            statement: statement.to_owned(),
            unit: unit.to_owned(),
            stated: Interval { lower: stated.0, upper: stated.1 },
            stated_as: None,
            nominal: None,
            measured: measured.map(|value| Estimate {
                value,
                samples: 60,
                interval: Some(Interval { lower: value * 0.9, upper: value * 1.12 }),
            }),
            measure: None,
            tested_by: measured.map(|_| "increment-memory/micropython-global/ram".to_owned()),
            status: match measured {
                None => ClaimStatus::NotMeasured,
                Some(value) if (stated.0..=stated.1).contains(&value) => ClaimStatus::Holds,
                Some(_) => ClaimStatus::Off,
            },
            note: measured.is_none().then(|| "needs a tool that counts instructions".to_owned()),
        };
    vec![
        claim("increment-c", "x++ in memory takes 20 to 30 ns", "ns", (20.0, 30.0), Some(26.9)),
        claim("increment-python", "x += 1 takes 4 to 6 µs", "ns", (4000.0, 6000.0), Some(2100.0)),
        claim(
            "cycles-register",
            "an increment in a register takes one cycle",
            "cycles",
            (1.0, 1.0),
            Some(1.03),
        ),
        claim("cycles-memory", "load, add and store take 3 to 5 cycles", "cycles", (3.0, 5.0), Some(4.03)),
        claim("load-name", "LOAD_NAME takes 50 to 100 instructions", "instructions", (50.0, 100.0), None),
        claim("ratio", "Python is about 200 times slower than C", "×", (133.0, 300.0), Some(78.0)),
    ]
}

fn firmware() -> FirmwareRecord {
    FirmwareRecord {
        name: "native".to_owned(),
        path: "none".to_owned(),
        sha256: sha256_hex(b"none"),
        compiler: "none".to_owned(),
        flags: "none".to_owned(),
        board: BoardState {
            sysclk_hz: 150_000_000,
            qmi_m0_timing: Register(0x6000_7203),
            qmi_m0_rfmt: Register(0x0004_92a8),
            qmi_m0_rcmd: Register(0x0000_00eb),
            xip_ctrl: Register(0x83),
            empty_sample_cycles: 4,
            heap_bytes: None,
        },
    }
}
