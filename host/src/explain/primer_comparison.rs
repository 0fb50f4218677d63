//! Estimates of the primer (part 6, "x += 1" and "x++"), with the measured values.

use super::document::{PrimerRow, PrimerUnit, Profile, WorkloadRecord};

/// Estimate of one stage of `x += 1` in MicroPython.
struct StageEstimate {
    /// Name of the stage in part 6.
    stage: &'static str,
    /// Estimate as printed in part 6.
    stated: &'static str,
    /// Lower and upper bound in instructions, from part 4.
    range: (f64, f64),
    /// Bytecode that executes the stage.
    bytecode: &'static str,
}

const STAGES: [StageEstimate; 4] = [
    StageEstimate { stage: "LOAD_NAME", stated: "~80", range: (50.0, 100.0), bytecode: "LOAD_NAME" },
    StageEstimate {
        stage: "LOAD_CONST",
        stated: "~30",
        range: (20.0, 40.0),
        bytecode: "LOAD_CONST_SMALL_INT",
    },
    StageEstimate {
        stage: "BINARY_OP ADD",
        stated: "~200",
        range: (100.0, 300.0),
        bytecode: "BINARY_OP_MULTI",
    },
    StageEstimate { stage: "STORE_NAME", stated: "~80", range: (50.0, 100.0), bytecode: "STORE_NAME" },
];

/// Compares one steady operation with the primer's estimates. The primer has estimates for `x += 1` at module level in
/// MicroPython and for `x++` in C; returns no rows for anything else.
pub(super) fn primer_rows(workload: &WorkloadRecord, steady: &Profile, sysclk_hz: u32) -> Vec<PrimerRow> {
    if workload.runtime == "c" && workload.scenario.as_deref() == Some("increment-memory") {
        let mut rows = vec![instructions("x++ in C", "3", (3.0, 3.0), steady.total.instructions)];
        rows.extend(time("~20-30 ns", (20.0, 30.0), steady, sysclk_hz));
        return rows;
    }
    let row_of = |name: &str| steady.bytecodes.iter().find(|row| row.name == name);
    let executes_each_stage_once = steady.bytecodes.len() == STAGES.len()
        && steady.bytecodes.iter().all(|row| row.executions == 1)
        && STAGES.iter().all(|estimate| row_of(estimate.bytecode).is_some());
    if !executes_each_stage_once {
        return Vec::new();
    }
    let mut rows: Vec<PrimerRow> = STAGES
        .iter()
        .filter_map(|estimate| {
            let row = row_of(estimate.bytecode)?;
            let measured = row.own.instructions + row.callee.instructions;
            Some(instructions(estimate.stage, estimate.stated, estimate.range, measured))
        })
        .collect();
    let dispatch = steady.bytecodes.iter().map(|row| row.dispatch.instructions).sum();
    // The bounds of a dispatch are those of part 5.
    rows.push(instructions("interpreter dispatch (×4)", "~80", (40.0, 120.0), dispatch));
    rows.push(instructions("total", "~500-700", (500.0, 700.0), steady.total.instructions));
    rows.extend(time("~4-6 µs", (4000.0, 6000.0), steady, sysclk_hz));
    rows
}

fn instructions(stage: &str, stated: &str, range: (f64, f64), measured: u64) -> PrimerRow {
    PrimerRow {
        stage: stage.to_owned(),
        stated: stated.to_owned(),
        range,
        measured: measured as f64,
        unit: PrimerUnit::Instructions,
    }
}

/// Returns the row of the execution time; `None` if cycles are not known.
fn time(stated: &str, range: (f64, f64), steady: &Profile, sysclk_hz: u32) -> Option<PrimerRow> {
    let cycles = steady.total.cycles? as f64;
    Some(PrimerRow {
        stage: "time at 150 MHz".to_owned(),
        stated: stated.to_owned(),
        range,
        measured: cycles * 1e9 / f64::from(sysclk_hz.max(1)),
        unit: PrimerUnit::Nanoseconds,
    })
}
