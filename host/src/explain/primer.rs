//! The numbers of the primer's part 6, beside what was found.

use super::document::{PrimerRow, Profile, SubjectRecord};

/// What part 6 states for each stage of `x += 1` in MicroPython: stage, words, least and most, and the bytecode it means.
const STAGES: [(&str, &str, (f64, f64), &str); 4] = [
    ("LOAD_NAME", "~80", (50.0, 100.0), "LOAD_NAME"),
    ("LOAD_CONST", "~30", (20.0, 40.0), "LOAD_CONST_SMALL_INT"),
    ("BINARY_OP ADD", "~200", (100.0, 300.0), "BINARY_OP_MULTI"),
    ("STORE_NAME", "~80", (50.0, 100.0), "STORE_NAME"),
];

/// The rows for one steady operation: of MicroPython's `x += 1` at module level, and of C's `x++`; else none.
///
/// The primer's ranges for the stages are those of its part 4, for dispatch that of part 5.
pub fn rows(subject: &SubjectRecord, steady: &Profile, sysclk_hz: u32) -> Vec<PrimerRow> {
    let instructions = |stage: &str, stated: &str, range, measured: u64| PrimerRow {
        stage: stage.to_owned(),
        stated: stated.to_owned(),
        range,
        measured: measured as f64,
        unit: "instructions".to_owned(),
    };
    let time = |stated: &str, range| {
        let cycles = steady.total.cycles? as f64;
        Some(PrimerRow {
            stage: "time at 150 MHz".to_owned(),
            stated: stated.to_owned(),
            range,
            measured: cycles * 1e9 / f64::from(sysclk_hz.max(1)),
            unit: "ns".to_owned(),
        })
    };
    if subject.runtime == "c" && subject.scenario.as_deref() == Some("increment-memory") {
        let mut rows = vec![instructions("x++ in C", "3", (3.0, 3.0), steady.total.instructions)];
        rows.extend(time("~20-30 ns", (20.0, 30.0)));
        return rows;
    }
    let bytecode = |name: &str| steady.bytecodes.iter().find(|row| row.name == name);
    let exactly_these = steady.bytecodes.len() == STAGES.len()
        && steady.bytecodes.iter().all(|row| row.executions == 1)
        && STAGES.iter().all(|(.., name)| bytecode(name).is_some());
    if !exactly_these {
        return Vec::new();
    }
    let mut rows: Vec<PrimerRow> = STAGES
        .iter()
        .filter_map(|(stage, stated, range, name)| {
            let row = bytecode(name)?;
            Some(instructions(stage, stated, *range, row.own.instructions + row.callee.instructions))
        })
        .collect();
    let dispatch = steady.bytecodes.iter().map(|row| row.dispatch.instructions).sum();
    rows.push(instructions("interpreter dispatch (×4)", "~80", (40.0, 120.0), dispatch));
    rows.push(instructions("total", "~500-700", (500.0, 700.0), steady.total.instructions));
    rows.extend(time("~4-6 µs", (4000.0, 6000.0)));
    rows
}
