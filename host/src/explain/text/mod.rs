//! Explanations as text for the terminal.

mod call_tree;
mod format;
mod table;

use std::fmt::Write;

use super::document::{
    Compilation, CompilationCosts, ExplainDocument, Explanation, PrimerRow, PrimerUnit, Profile,
    SteadyOperation, TraceMethod,
};
use super::instruction::InstructionClass;
use crate::run::BoardKind;
use call_tree::write_call_tree;
use format::{counts, cycles, optional, percentage};
use table::Table;

/// Maximum number of rows in a table of functions.
const MAX_FUNCTIONS: usize = 12;
/// Maximum number of instructions in a listing. Longer listings are in the JSON only.
const MAX_LISTING: usize = 16;

/// Renders all explanations of a document.
pub(crate) fn render(document: &ExplainDocument) -> String {
    let mut text = String::new();
    for explanation in &document.explanations {
        if !text.is_empty() {
            text.push('\n');
        }
        write_explanation(&mut text, document.board.kind, explanation);
    }
    if document.board.kind == BoardKind::Simulated {
        text.push_str("\nsimulated: a model, not a measurement of silicon\n");
    }
    text
}

fn write_explanation(text: &mut String, board: BoardKind, explanation: &Explanation) {
    let mhz = f64::from(explanation.sysclk_hz) / 1e6;
    let method = match explanation.method {
        TraceMethod::Retired => "instructions as they retire",
        TraceMethod::Stepped => "instructions by single steps",
    };
    let _ = writeln!(text, "{}  {board} board, {mhz:.3} MHz, {method}", explanation.workload.title);
    write_sample(text, explanation);
    if let Some(steady) = &explanation.steady {
        text.push('\n');
        write_steady_operation(text, steady);
    }
    if !explanation.primer.is_empty() {
        text.push('\n');
        write_primer_comparison(text, &explanation.primer);
    }
    if let Some(compilation) = &explanation.compilation {
        text.push('\n');
        write_compilation(text, compilation);
    }
}

fn write_sample(text: &mut String, explanation: &Explanation) {
    let sample = &explanation.sample;
    let operations = explanation.workload.operations;
    let plural = if operations == 1 { "" } else { "s" };
    let _ = write!(text, "sample of {operations} operation{plural}: {}", counts(&sample.total));
    let _ = match explanation.traced_dwt_cycles {
        Some(cycles) => writeln!(text, "; DWT_CYCCNT: {cycles} cycles"),
        None => writeln!(text, "; DWT_CYCCNT of a sample without tracing: {} cycles", explanation.dwt_cycles),
    };
    write_allocations(text, sample);
    if !sample.bytecodes.is_empty() {
        write_bytecodes(text, sample);
    }
    write_functions(text, sample);
}

fn write_bytecodes(text: &mut String, sample: &Profile) {
    let total = &sample.total;
    let mut table =
        Table::new(&["bytecode", "executed", "dispatch", "own", "callees", "total", "share", "cycles"]);
    for row in &sample.bytecodes {
        table.push(vec![
            row.name.clone(),
            row.executions.to_string(),
            row.dispatch.instructions.to_string(),
            row.own.instructions.to_string(),
            row.callee.instructions.to_string(),
            row.total.instructions.to_string(),
            percentage(row.total.instructions, total.instructions),
            cycles(&row.total),
        ]);
    }
    for (name, counts) in [("(outside bytecode)", &sample.outside), ("all", total)] {
        let mut row = vec![name.to_owned()];
        row.extend((0..4).map(|_| String::new()));
        row.push(counts.instructions.to_string());
        row.push(percentage(counts.instructions, total.instructions));
        row.push(cycles(counts));
        table.push(row);
    }
    table.write(text);
}

fn write_functions(text: &mut String, profile: &Profile) {
    let mut table = Table::new(&["function", "calls", "own", "share", "cycles", "XIP hits", "misses"]);
    for row in profile.functions.iter().take(MAX_FUNCTIONS) {
        table.push(vec![
            row.name.clone(),
            row.calls.to_string(),
            row.own.instructions.to_string(),
            percentage(row.own.instructions, profile.total.instructions),
            cycles(&row.own),
            optional(row.own.xip_hits),
            optional(row.own.xip_misses()),
        ]);
    }
    table.write(text);
    if let Some(more) = profile.functions.len().checked_sub(MAX_FUNCTIONS).filter(|more| *more > 0) {
        let _ = writeln!(text, "  … and {more} more");
    }
}

fn write_steady_operation(text: &mut String, steady: &SteadyOperation) {
    let line = steady.line.map(|line| format!(", line {line}")).unwrap_or_default();
    let _ = writeln!(
        text,
        "{}{line}, in the steady state ({} of {}): {}",
        steady.text.trim(),
        steady.number,
        steady.of,
        counts(&steady.profile.total)
    );
    write_allocations(text, &steady.profile);
    write_call_tree(text, steady);
    write_classes(text, &steady.profile);
    if steady.instructions.len() <= MAX_LISTING {
        for line in &steady.instructions {
            let location = line.location.as_deref().unwrap_or("");
            let cycles = line.cycles.map(|cycles| cycles.to_string()).unwrap_or_default();
            let _ = writeln!(text, "  {:#010x}  {:<34} {cycles:>3}  {}", line.address, line.text, location);
        }
    }
}

fn write_classes(text: &mut String, profile: &Profile) {
    let classes: Vec<String> = InstructionClass::ALL
        .iter()
        .filter_map(|class| Some((class, profile.classes.get(class)?)))
        .map(|(class, count)| {
            format!("{} {count} ({})", class.name(), percentage(*count, profile.total.instructions))
        })
        .collect();
    let _ = writeln!(text, "  by class: {}", classes.join(", "));
}

fn write_allocations(text: &mut String, profile: &Profile) {
    let allocations = &profile.allocations;
    if allocations.count + allocations.collections > 0 {
        let _ = writeln!(
            text,
            "  heap: {} allocations, {} bytes in {} blocks; {} collections",
            allocations.count, allocations.bytes, allocations.blocks, allocations.collections
        );
    }
}

fn write_primer_comparison(text: &mut String, rows: &[PrimerRow]) {
    text.push_str("the primer, part 6, stated and measured\n");
    let mut table = Table::new(&["stage", "stated", "measured", ""]);
    for row in rows {
        let (measured, fewer) = match row.unit {
            PrimerUnit::Instructions => (row.measured.to_string(), "fewer"),
            PrimerUnit::Nanoseconds => (format!("{:.0} ns", row.measured), "less"),
        };
        let comparison = if row.measured < row.range.0 {
            format!("{fewer} than stated")
        } else if row.measured > row.range.1 {
            "more than stated".to_owned()
        } else {
            "as stated".to_owned()
        };
        table.push(vec![row.stage.clone(), row.stated.clone(), measured, comparison]);
    }
    table.write(text);
}

fn write_compilation(text: &mut String, compilation: &Compilation) {
    text.push_str("before execution\n");
    let mut table = Table::new(&["", "source", "parse", "compile", "bytecode", "machine code"]);
    let row = |name: &str, costs: &CompilationCosts| {
        vec![
            name.to_owned(),
            format!("{} bytes", costs.source_bytes),
            format!("{} cycles", costs.parse_cycles),
            format!("{} cycles", costs.compile_cycles),
            format!("{} bytes", costs.bytecode_bytes),
            format!("{} bytes", costs.machine_code_bytes),
        ]
    };
    table.push(row("script", &compilation.script));
    if let Some(statement) = &compilation.statement {
        table.push(row("statement", statement));
    }
    table.write(text);
}
