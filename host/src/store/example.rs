//! Synthetic runs for tests.

use super::RunWriter;
use crate::digest::sha256_hex;
use crate::random::Random;
use crate::run::{
    BoardKind, BoardRecord, BoardState, FirmwareRecord, Level, Measurement, Method, Placement, Provenance,
    Register, RunStatus, Runtime, Sample, Scale, Timestamp,
};
use crate::scenario::{
    Cell, Conditions, Filter, Implementation, Location, Scenario, Script, Shard, Work, matrix,
};
use crate::stats::Length;
use std::path::{Path, PathBuf};
use strum::VariantArray;

pub(crate) fn timestamp(text: &str) -> Timestamp {
    Timestamp(text.parse().unwrap())
}

pub(crate) fn provenance(kind: BoardKind) -> Provenance {
    Provenance {
        tool_version: "0.1.0".into(),
        git_revision: Some("0123456789abcdef".into()),
        arguments: ["run", "--quick"].map(String::from).to_vec(),
        board: BoardRecord { kind, probe: "Example Probe".into(), chip_id: Some(Register(0x2000_4927)) },
        method: Method::Link,
        samples: 10,
        boots: 3,
        seed: 42,
        started: timestamp("2026-03-01T12:00:00Z"),
        parts: Vec::new(),
    }
}

pub(crate) fn firmware(name: &str) -> FirmwareRecord {
    FirmwareRecord {
        name: name.into(),
        path: format!("build/{name}.elf"),
        sha256: sha256_hex(name.as_bytes()),
        compiler: "rustc 1.90.0, arm-none-eabi-gcc 12.2.1".into(),
        flags: "-O2 -mcpu=cortex-m33".into(),
        board: BoardState {
            sysclk_hz: 150_000_000,
            qmi_m0_timing: Register(0x6000_7203),
            qmi_m0_rfmt: Register(0x0004_92a8),
            qmi_m0_rcmd: Register(0x0000_00eb),
            xip_ctrl: Register(0x0000_0083),
            empty_sample_cycles: 7,
            heap_bytes: name.starts_with("micropython").then_some(196_608),
        },
    }
}

/// Creates a scenario with implementations of these ids and runtimes, the first of them the baseline.
pub(crate) fn scenario(id: &str, scale: Scale, title: &str, implementations: &[(&str, Runtime)]) -> Scenario {
    let location = Location { path: "scenario.toml".into(), line: 1 };
    let work = |runtime: Runtime| {
        if runtime.is_python() {
            Work::Script(Script { path: "work.py".into(), source: String::new(), level: Level::Function })
        } else {
            Work::Entry("work".into())
        }
    };
    Scenario {
        id: id.into(),
        scale,
        title: title.into(),
        operations: 100,
        expect: 100,
        expect_double: 200,
        baseline: implementations[0].0.into(),
        conditions: Conditions::default(),
        evaluation: None,
        deadlines: Vec::new(),
        implementations: implementations
            .iter()
            .map(|&(id, runtime)| Implementation {
                id: id.into(),
                runtime,
                technique: "loop".into(),
                work: work(runtime),
                placements: Placement::VARIANTS.to_vec(),
                location: location.clone(),
            })
            .collect(),
        location,
    }
}

pub(crate) fn cells(scenarios: Vec<Scenario>) -> Vec<Cell> {
    matrix(scenarios, &Filter::default(), 42, Shard::WHOLE).unwrap()
}

/// Returns the name of the firmware that a cell runs in.
pub(crate) fn firmware_of(cell: &Cell) -> String {
    if cell.runtime().is_python() { format!("micropython-{}", cell.placement) } else { "native".into() }
}

/// Creates a measurement of three boots, each with a cold sample and ten samples of each length, at `cost` cycles per
/// operation, each up to `noise` cycles longer.
pub(crate) fn measurement(cell: &Cell, cost: f64, noise: usize, random: &mut Random) -> Measurement {
    let mut samples = Vec::new();
    let mut take = |boot: u32, length: Length, first: bool| {
        let operations = cell.scenario().operations_at(length);
        let work = (cost * operations as f64) as u64;
        let order = boot * 1000 + samples.len() as u32;
        samples.push(Sample {
            boot,
            order,
            length,
            operations,
            cycles: 20 + work + random.below(noise + 1) as u64 + if first { 400 } else { 0 },
            instructions: Some(work / 2),
            xip_hits: if cell.placement == Placement::Flash { work - work / 50 } else { 0 },
            xip_accesses: if cell.placement == Placement::Flash { work } else { 0 },
            first,
        });
    };
    for boot in 0..3 {
        take(boot, Length::Single, true);
        for _ in 0..10 {
            take(boot, Length::Single, false);
            take(boot, Length::Double, false);
        }
    }
    let compile_cycles = cell.runtime().is_python().then_some(150_000);
    Measurement::Measured { firmware: firmware_of(cell), compile_cycles, samples, quantities: Vec::new() }
}

/// Returns plausible cycles per operation of a runtime.
pub(crate) fn cost(runtime: Runtime, placement: Placement) -> f64 {
    let ram = match runtime {
        Runtime::C => 7.0,
        Runtime::Rust => 8.0,
        Runtime::MicroPython => 130.0,
        Runtime::MicroPythonNative => 60.0,
        Runtime::MicroPythonViper => 9.0,
    };
    if placement == Placement::Flash { ram * 1.25 } else { ram }
}

/// Writes a finished run of `cells` to `folder`, with costs multiplied by `stretch`. Python is noisy, native code is not,
/// and cells of the implementation `broken` fail.
pub(crate) fn write(
    folder: &Path,
    kind: BoardKind,
    cells: &[Cell],
    stretch: impl Fn(&Cell) -> f64,
) -> PathBuf {
    let mut random = Random::new(7, "example");
    let mut writer = RunWriter::create(folder, provenance(kind), cells).unwrap();
    for cell in cells {
        let measurement = if cell.implementation().id == "broken" {
            Measurement::Failed { reason: "checksum 99, expected 100".into() }
        } else {
            let noise = if cell.runtime().is_python() { 600 } else { 0 };
            measurement(cell, cost(cell.runtime(), cell.placement) * stretch(cell), noise, &mut random)
        };
        writer.firmware(firmware(&firmware_of(cell))).unwrap();
        writer.record(cell, measurement).unwrap();
    }
    writer.finish(RunStatus::Complete, timestamp("2026-03-01T12:01:30Z")).unwrap()
}

/// Returns the scenario of most tests: five implementations, one of which fails.
pub(crate) fn increment() -> Scenario {
    scenario(
        "increment-memory",
        Scale::Nanoseconds,
        "x += 1, x in memory",
        &[
            ("c", Runtime::C),
            ("rust", Runtime::Rust),
            ("micropython-global", Runtime::MicroPython),
            ("micropython-viper", Runtime::MicroPythonViper),
            ("broken", Runtime::MicroPythonNative),
        ],
    )
}
