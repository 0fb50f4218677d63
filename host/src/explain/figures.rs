//! The figures of an explanation under stable names, for claims.

use std::collections::BTreeMap;

use super::document::{Counts, Explanation, InstructionLine, Profile};

/// Every figure of the steady operation (of the whole sample, where nothing repeats): `total.instructions`,
/// `dispatch.instructions`, `outside.instructions`, `class.<class>.instructions`,
/// `bytecode.<NAME>.instructions` and `bytecode.<NAME>.{dispatch,own,callee,work}.instructions` (of one execution, on the
/// average; work is own and callee), `bytecode.<NAME>.executions`, `total.bytecodes`,
/// `dispatch.instructions-per-bytecode`, `allocations.{count,bytes,blocks}`; `….cycles` likewise where cycles are known;
/// `instruction.<mnemonic>.cycles` (on the average, where each instruction is kept); `pipeline.{parse_cycles,compile_cycles,source_bytes,bytecode_bytes,machine_code_bytes}` of the statement, or
/// else of the script.
pub fn figures(explanation: &Explanation) -> BTreeMap<String, f64> {
    let mut figures = Figures::default();
    let profile: &Profile = explanation.steady.as_ref().map_or(&explanation.sample, |steady| &steady.profile);
    figures.counts("total", &profile.total, 1);
    figures.counts("outside", &profile.outside, 1);
    for (class, count) in &profile.classes {
        figures.put(&format!("class.{}.instructions", class.name().to_lowercase()), *count as f64);
    }
    let mut dispatch = Counts::default();
    let mut executed = 0;
    for row in &profile.bytecodes {
        dispatch += row.dispatch;
        executed += row.executions;
        let mut work = row.own;
        work += row.callee;
        let name = format!("bytecode.{}", row.name);
        let executions = row.executions.max(1);
        figures.put(&format!("{name}.executions"), row.executions as f64);
        let parts = [
            ("", &row.total),
            (".dispatch", &row.dispatch),
            (".own", &row.own),
            (".callee", &row.callee),
            (".work", &work),
        ];
        for (part, counts) in parts {
            figures.counts(&format!("{name}{part}"), counts, executions);
        }
    }
    if !profile.bytecodes.is_empty() {
        figures.counts("dispatch", &dispatch, 1);
        figures.put("total.bytecodes", executed as f64);
        figures
            .put("dispatch.instructions-per-bytecode", dispatch.instructions as f64 / executed.max(1) as f64);
    }
    if let Some(steady) = &explanation.steady {
        figures.instructions(&steady.instructions);
    }
    for (name, value) in [
        ("count", profile.allocations.count),
        ("bytes", profile.allocations.bytes),
        ("blocks", profile.allocations.blocks),
    ] {
        figures.put(&format!("allocations.{name}"), value as f64);
    }
    if let Some(pipeline) = &explanation.pipeline {
        let costs = pipeline.statement.unwrap_or(pipeline.script);
        for (name, value) in [
            ("parse_cycles", costs.parse_cycles),
            ("compile_cycles", costs.compile_cycles),
            ("source_bytes", costs.source_bytes),
            ("bytecode_bytes", costs.bytecode_bytes),
            ("machine_code_bytes", costs.machine_code_bytes),
        ] {
            figures.put(&format!("pipeline.{name}"), value as f64);
        }
    }
    figures.0
}

#[derive(Default)]
struct Figures(BTreeMap<String, f64>);

impl Figures {
    fn put(&mut self, name: &str, value: f64) {
        self.0.insert(name.to_owned(), value);
    }

    /// Cycles of the instructions of each mnemonic, on the average; those without known cycles are left out.
    fn instructions(&mut self, lines: &[InstructionLine]) {
        let mut mnemonics: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for line in lines {
            // Assembly marks the width of some: `ldr.w`.
            let mnemonic = line.text.split(|it: char| it.is_whitespace() || it == '.').next();
            if let (Some(mnemonic), Some(cycles)) = (mnemonic.filter(|it| !it.is_empty()), line.cycles) {
                let (count, sum) = mnemonics.entry(mnemonic).or_default();
                *count += 1;
                *sum += u64::from(cycles);
            }
        }
        for (mnemonic, (count, sum)) in mnemonics {
            self.put(&format!("instruction.{mnemonic}.cycles"), sum as f64 / count as f64);
        }
    }

    fn counts(&mut self, name: &str, counts: &Counts, by: u64) {
        self.put(&format!("{name}.instructions"), counts.instructions as f64 / by as f64);
        if let Some(cycles) = counts.cycles {
            self.put(&format!("{name}.cycles"), cycles as f64 / by as f64);
        }
    }
}
