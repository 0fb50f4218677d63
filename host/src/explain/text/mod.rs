//! Explanations for the terminal.

mod table;
mod tree;

use std::fmt::Write;

use super::document::{Counts, ExplainDocument, Explanation, Pipeline, PipelineCosts, Profile, Steady};
use super::instruction::Class;
use super::trace::TraceMethod;
use crate::store::BoardKind;
use table::Table;

/// Rows of a table of functions.
const MOST_FUNCTIONS: usize = 12;
/// Longest listing of instructions that is printed; longer ones are in the JSON.
const SHORT_LISTING: usize = 16;

/// All explanations of a document.
pub fn render(document: &ExplainDocument) -> String {
    let mut text = String::new();
    for explanation in &document.explanations {
        if !text.is_empty() {
            text.push('\n');
        }
        one(&mut text, document.board.kind, explanation);
    }
    if document.board.kind == BoardKind::Simulated {
        text.push_str("\nsimulated: a model, no measurement of silicon\n");
    }
    text
}

fn one(text: &mut String, kind: BoardKind, explanation: &Explanation) {
    let mhz = f64::from(explanation.sysclk_hz) / 1e6;
    let seen = match explanation.method {
        TraceMethod::Retired => "instructions as they retired",
        TraceMethod::Stepped => "instructions by single steps",
    };
    let _ = writeln!(text, "{}  {kind} board, {mhz:.3} MHz, {seen}", explanation.subject.title);
    sample(text, explanation);
    if let Some(steady) = &explanation.steady {
        text.push('\n');
        steady_state(text, steady);
    }
    if !explanation.primer.is_empty() {
        text.push('\n');
        primer(text, explanation);
    }
    if let Some(pipeline) = &explanation.pipeline {
        text.push('\n');
        stages(text, pipeline);
    }
}

fn sample(text: &mut String, explanation: &Explanation) {
    let total = &explanation.sample.total;
    let operations = explanation.subject.operations;
    let plural = if operations == 1 { "" } else { "s" };
    let _ = write!(text, "sample of {operations} operation{plural}: {}", counted(total));
    let _ = match explanation.traced_dwt_cycles {
        Some(cycles) => writeln!(text, "; DWT_CYCCNT: {cycles} cycles"),
        None => writeln!(text, "; DWT_CYCCNT of an undisturbed sample: {} cycles", explanation.dwt_cycles),
    };
    allocations(text, &explanation.sample);
    let mut table =
        Table::new(&["bytecode", "executed", "dispatch", "own", "callees", "total", "share", "cycles"]);
    let all = total.instructions;
    for row in &explanation.sample.bytecodes {
        table.row(vec![
            row.name.clone(),
            row.executions.to_string(),
            row.dispatch.instructions.to_string(),
            row.own.instructions.to_string(),
            row.callee.instructions.to_string(),
            row.total.instructions.to_string(),
            share(row.total.instructions, all),
            cycles(&row.total),
        ]);
    }
    if !explanation.sample.bytecodes.is_empty() {
        let outside = &explanation.sample.outside;
        let empty = String::new;
        table.row(vec![
            "(call of the code)".to_owned(),
            empty(),
            empty(),
            empty(),
            empty(),
            outside.instructions.to_string(),
            share(outside.instructions, all),
            cycles(outside),
        ]);
        table.row(vec![
            "all".to_owned(),
            empty(),
            empty(),
            empty(),
            empty(),
            all.to_string(),
            share(all, all),
            cycles(total),
        ]);
        table.write(text);
    }
    functions(text, &explanation.sample);
}

fn functions(text: &mut String, profile: &Profile) {
    let mut table = Table::new(&["function", "calls", "own", "share", "cycles", "XIP hits", "misses"]);
    let optional = |value: Option<u64>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    for row in profile.functions.iter().take(MOST_FUNCTIONS) {
        table.row(vec![
            row.name.clone(),
            row.calls.to_string(),
            row.own.instructions.to_string(),
            share(row.own.instructions, profile.total.instructions),
            cycles(&row.own),
            optional(row.own.xip_hits),
            optional(row.own.xip_misses()),
        ]);
    }
    table.write(text);
    if let Some(more) = profile.functions.len().checked_sub(MOST_FUNCTIONS).filter(|more| *more > 0) {
        let _ = writeln!(text, "  … and {more} more");
    }
}

fn steady_state(text: &mut String, steady: &Steady) {
    let line = steady.line.map(|line| format!(", line {line}")).unwrap_or_default();
    let _ = writeln!(
        text,
        "{}{line}, in the steady state ({} of {}): {}",
        steady.text.trim(),
        steady.number,
        steady.of,
        counted(&steady.profile.total)
    );
    allocations(text, &steady.profile);
    tree::write(text, steady);
    classes(text, &steady.profile);
    if !steady.instructions.is_empty() && steady.instructions.len() <= SHORT_LISTING {
        for line in &steady.instructions {
            let place = line.place.as_deref().unwrap_or("");
            let cycles = line.cycles.map(|cycles| cycles.to_string()).unwrap_or_default();
            let _ = writeln!(text, "  {:#010x}  {:<34} {cycles:>3}  {}", line.address, line.text, place);
        }
    }
}

fn classes(text: &mut String, profile: &Profile) {
    let classes: Vec<String> = Class::ALL
        .iter()
        .filter_map(|class| Some((class, profile.classes.get(class)?)))
        .map(|(class, count)| {
            format!("{} {count} ({})", class.name(), share(*count, profile.total.instructions))
        })
        .collect();
    let _ = writeln!(text, "  by class: {}", classes.join(", "));
}

fn allocations(text: &mut String, profile: &Profile) {
    let found = &profile.allocations;
    if found.count + found.collections > 0 {
        let _ = writeln!(
            text,
            "  heap: {} allocations of {} bytes together, {} blocks; {} collections",
            found.count, found.bytes, found.blocks, found.collections
        );
    }
}

fn primer(text: &mut String, explanation: &Explanation) {
    text.push_str("the primer, part 6, stated and measured\n");
    let mut table = Table::new(&["stage", "stated", "measured", ""]);
    for row in &explanation.primer {
        let unit = if row.unit == "ns" { " ns" } else { "" };
        let measured =
            if row.unit == "ns" { format!("{:.0}{unit}", row.measured) } else { row.measured.to_string() };
        let verdict = match (row.measured < row.range.0, row.measured > row.range.1) {
            (true, _) => "fewer than stated",
            (_, true) => "more than stated",
            _ => "as stated",
        };
        let verdict = if row.unit == "ns" { verdict.replace("fewer", "less") } else { verdict.to_owned() };
        table.row(vec![row.stage.clone(), row.stated.clone(), measured, verdict]);
    }
    table.write(text);
}

fn stages(text: &mut String, pipeline: &Pipeline) {
    text.push_str("before it runs\n");
    let mut table = Table::new(&["", "source", "parse", "compile", "bytecode", "machine code"]);
    let row = |name: &str, costs: &PipelineCosts| {
        vec![
            name.to_owned(),
            format!("{} bytes", costs.source_bytes),
            format!("{} cycles", costs.parse_cycles),
            format!("{} cycles", costs.compile_cycles),
            format!("{} bytes", costs.bytecode_bytes),
            format!("{} bytes", costs.machine_code_bytes),
        ]
    };
    table.row(row("script", &pipeline.script));
    if let Some(statement) = &pipeline.statement {
        table.row(row("statement", statement));
    }
    table.write(text);
}

fn counted(counts: &Counts) -> String {
    let mut words = format!("{} instructions", counts.instructions);
    if let Some(cycles) = counts.cycles {
        let _ = write!(words, ", {cycles} cycles");
    }
    if let (Some(hits), Some(accesses)) = (counts.xip_hits, counts.xip_accesses) {
        let _ = write!(words, ", XIP {hits} hits of {accesses} accesses");
    }
    words
}

fn cycles(counts: &Counts) -> String {
    counts.cycles.map_or_else(|| "-".to_owned(), |cycles| cycles.to_string())
}

fn share(part: u64, all: u64) -> String {
    format!("{:.1} %", 100.0 * part as f64 / all.max(1) as f64)
}
