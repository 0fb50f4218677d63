//! Figures of an explanation under stable names, for claims (`scenarios/claims.toml`).

use std::collections::BTreeMap;

use super::document::{Counts, Explanation, InstructionLine};

/// Returns the figures of the steady operation; of the whole sample if nothing repeats.
///
/// | name | figure |
/// |---|---|
/// | `total.instructions` | executed instructions |
/// | `total.bytecodes` | executed bytecodes |
/// | `outside.instructions` | instructions that belong to no bytecode |
/// | `class.<class>.instructions` | instructions of a class |
/// | `dispatch.instructions` | instructions of all dispatches |
/// | `dispatch.instructions-per-bytecode` | mean instructions of a dispatch |
/// | `bytecode.<NAME>.executions` | executions of a bytecode |
/// | `bytecode.<NAME>.instructions` | mean instructions of one execution |
/// | `bytecode.<NAME>.{dispatch,own,callee,work}.instructions` | parts of that mean; `work` is `own` and `callee` |
/// | `instruction.<mnemonic>.cycles` | mean cycles of an instruction, if the instructions are listed |
/// | `allocations.{count,bytes,blocks}` | allocations on the heap |
/// | `pipeline.{parse_cycles,compile_cycles,source_bytes,bytecode_bytes,machine_code_bytes}` | compilation of the statement, or of the script |
///
/// If cycles are known, every `….instructions` figure except those of a class has a `….cycles` counterpart.
pub(crate) fn claim_figures(explanation: &Explanation) -> BTreeMap<String, f64> {
    let mut figures = Figures::default();
    let profile = explanation.steady_or_sample_profile();
    figures.insert_counts("total", &profile.total, 1);
    figures.insert_counts("outside", &profile.outside, 1);
    for (class, count) in &profile.classes {
        figures.insert(&format!("class.{}.instructions", class.name().to_lowercase()), *count as f64);
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
        figures.insert(&format!("{name}.executions"), row.executions as f64);
        let parts = [
            ("", &row.total),
            (".dispatch", &row.dispatch),
            (".own", &row.own),
            (".callee", &row.callee),
            (".work", &work),
        ];
        for (part, counts) in parts {
            figures.insert_counts(&format!("{name}{part}"), counts, executions);
        }
    }
    if !profile.bytecodes.is_empty() {
        figures.insert_counts("dispatch", &dispatch, 1);
        figures.insert("total.bytecodes", executed as f64);
        figures.insert(
            "dispatch.instructions-per-bytecode",
            dispatch.instructions as f64 / executed.max(1) as f64,
        );
    }
    if let Some(steady) = &explanation.steady {
        figures.insert_mnemonics(&steady.instructions);
    }
    for (name, value) in [
        ("count", profile.allocations.count),
        ("bytes", profile.allocations.bytes),
        ("blocks", profile.allocations.blocks),
    ] {
        figures.insert(&format!("allocations.{name}"), value as f64);
    }
    if let Some(compilation) = &explanation.compilation {
        let costs = compilation.statement.unwrap_or(compilation.script);
        for (name, value) in [
            ("parse_cycles", costs.parse_cycles),
            ("compile_cycles", costs.compile_cycles),
            ("source_bytes", costs.source_bytes),
            ("bytecode_bytes", costs.bytecode_bytes),
            ("machine_code_bytes", costs.machine_code_bytes),
        ] {
            figures.insert(&format!("pipeline.{name}"), value as f64);
        }
    }
    figures.0
}

#[derive(Default)]
struct Figures(BTreeMap<String, f64>);

impl Figures {
    fn insert(&mut self, name: &str, value: f64) {
        self.0.insert(name.to_owned(), value);
    }

    /// Inserts the mean cycles of each mnemonic. Instructions whose cycles are not known do not count.
    fn insert_mnemonics(&mut self, lines: &[InstructionLine]) {
        let mut mnemonics: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for line in lines {
            // `ldr.w` and `ldr` are the same mnemonic in two widths.
            let mnemonic = line.text.split(|c: char| c.is_whitespace() || c == '.').next();
            if let (Some(mnemonic), Some(cycles)) = (mnemonic.filter(|name| !name.is_empty()), line.cycles) {
                let (count, sum) = mnemonics.entry(mnemonic).or_default();
                *count += 1;
                *sum += u64::from(cycles);
            }
        }
        for (mnemonic, (count, sum)) in mnemonics {
            self.insert(&format!("instruction.{mnemonic}.cycles"), sum as f64 / count as f64);
        }
    }

    /// Inserts instructions and, if known, cycles, each divided by `divisor`.
    fn insert_counts(&mut self, name: &str, counts: &Counts, divisor: u64) {
        self.insert(&format!("{name}.instructions"), counts.instructions as f64 / divisor as f64);
        if let Some(cycles) = counts.cycles {
            self.insert(&format!("{name}.cycles"), cycles as f64 / divisor as f64);
        }
    }
}
