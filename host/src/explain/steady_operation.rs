//! Selection of one operation in the steady state of a sample.

use std::ops::Range;

use super::attributed_trace::AttributedTrace;
use super::document::{InstructionLine, SteadyOperation};
use super::explained_workload::{COPIES, ExplainedWorkload};
use super::micropython::{Bytecode, CodeObject};
use super::profile::{AllocatorCall, BytecodeExecution, CallTreeRoot, Repetition, find_repetition, profile};
use super::program::Program;
use super::trace::Trace;

/// Bytecodes after the copies of a statement: two for `checksum = 0`, two for the return from the module.
const EPILOGUE_BYTECODES: usize = 4;
/// Maximum number of instructions in a listing.
const MAX_LISTING: usize = 400;

/// The selected part of a sample.
struct Selection {
    /// Steps of the trace.
    steps: Range<usize>,
    /// Number of this repetition, from 1.
    number: usize,
    /// Number of repetitions.
    of: usize,
    /// Source text.
    text: String,
    /// Line number in the script.
    line: Option<u32>,
}

/// Selects the operation in the middle of equal operations of a cell, or the last copy of a statement. Returns `None`
/// if nothing repeats.
pub(super) fn find_steady_operation(
    workload: &ExplainedWorkload,
    source: Option<&str>,
    trace: &Trace,
    attributed: &AttributedTrace,
    program: &Program,
    allocator_calls: &[AllocatorCall],
) -> Option<SteadyOperation> {
    let selection = match workload {
        ExplainedWorkload::Statement { code, setup, .. } => last_statement(code, setup, trace, attributed)?,
        ExplainedWorkload::Cell { .. } => middle_repetition(source, trace, attributed)?,
    };
    let steps = selection.steps.clone();
    let profile = profile(
        trace,
        &attributed.attribution,
        steps.clone(),
        allocator_calls,
        CallTreeRoot::LowestCommonAncestor,
    );
    let instructions =
        if steps.len() <= MAX_LISTING { listing(&steps, trace, attributed, program) } else { vec![] };
    Some(SteadyOperation {
        text: selection.text,
        line: selection.line,
        number: selection.number as u64,
        of: selection.of as u64,
        steps: (steps.start as u64, steps.end as u64),
        profile,
        instructions,
    })
}

/// Returns the bytecodes executed by the outermost activation of the VM.
fn outermost_executions(attributed: &AttributedTrace) -> Vec<&BytecodeExecution> {
    attributed.attribution.executions.iter().filter(|execution| execution.depth == 0).collect()
}

/// Selects the last copy of a statement.
fn last_statement(code: &str, setup: &str, trace: &Trace, attributed: &AttributedTrace) -> Option<Selection> {
    let executions = outermost_executions(attributed);
    let object = attributed.code_objects.get(&executions.first()?.code_object)?.as_ref()?;
    let line_count = |text: &str| text.trim_end_matches('\n').lines().count();
    let line = line_count(setup) + line_count(code) * (COPIES - 1) + 1;
    let offsets = last_copy(object, line as u32)?;
    let is_in_copy = |execution: &BytecodeExecution| {
        execution.code_object == object.address
            && object.offset_of(execution.address).is_some_and(|offset| offsets.contains(&offset))
    };
    let first = executions.iter().position(|execution| is_in_copy(execution))?;
    let next = executions[first..].iter().find(|execution| !is_in_copy(execution));
    let end = next.map_or(trace.steps.len(), |execution| execution.first_step);
    Some(Selection {
        steps: executions[first].first_step..end,
        number: COPIES,
        of: COPIES,
        text: code.to_owned(),
        line: Some(object.line(offsets.start)),
    })
}

/// Returns the offsets of the last of [`COPIES`] equal sequences of bytecodes at the end of a code object.
///
/// A copy is the longest sequence that occurs [`COPIES`] times in a row there. The last copy must begin at or after source
/// line `line`, because the set-up may end with the same statement.
fn last_copy(object: &CodeObject, line: u32) -> Option<Range<u32>> {
    let mut bytecodes: Vec<(u32, Bytecode)> = Vec::new();
    let mut offset = 0;
    while let Some(bytecode) = object.bytecode(offset) {
        let length = bytecode.length as u32;
        bytecodes.push((offset, bytecode));
        offset += length;
    }
    let end = bytecodes.len().checked_sub(EPILOGUE_BYTECODES)?;
    let names: Vec<&str> = bytecodes[..end].iter().map(|(_, bytecode)| bytecode.name).collect();
    let longest = (1..=end / COPIES).rev().find(|length| {
        let copies = &names[end - COPIES * length..];
        object.line(bytecodes[end - length].0) >= line
            && copies.chunks(*length).all(|copy| copy == &copies[..*length])
    })?;
    let start = bytecodes.get(end - longest)?.0;
    Some(start..bytecodes.get(end)?.0)
}

/// Selects the middle one of the shortest repeated sequence of bytecodes; of instructions for native code.
fn middle_repetition(source: Option<&str>, trace: &Trace, attributed: &AttributedTrace) -> Option<Selection> {
    let executions = outermost_executions(attributed);
    let texts: Vec<u32> = executions.iter().map(|execution| execution.text).collect();
    if let Some(repetition) = find_repetition(&texts) {
        let bounds = repetition.middle();
        let step =
            |index: usize| executions.get(index).map_or(trace.steps.len(), |execution| execution.first_step);
        let line = executions.get(bounds.start).and_then(|execution| {
            let object = attributed.code_objects.get(&execution.code_object)?.as_ref()?;
            Some(object.line(object.offset_of(execution.address)?))
        });
        let text = line.and_then(|line| Some(source?.lines().nth(line.checked_sub(1)? as usize)?.trim()));
        let steps = step(bounds.start)..step(bounds.end);
        return Some(selection(steps, &repetition, text.map(deduplicate_statements), line));
    }
    let encodings: Vec<Option<(u16, u16)>> = trace
        .steps
        .iter()
        .map(|step| {
            let instruction = attributed.instructions.get(step.address)?;
            Some((instruction.first, instruction.second))
        })
        .collect();
    let repetition = find_repetition(&encodings)?;
    Some(selection(repetition.middle(), &repetition, None, None))
}

fn selection(
    steps: Range<usize>,
    repetition: &Repetition,
    text: Option<String>,
    line: Option<u32>,
) -> Selection {
    Selection {
        steps,
        number: repetition.middle_number(),
        of: repetition.count,
        text: text.unwrap_or_else(|| "one operation".to_owned()),
        line,
    }
}

/// Returns the first statement of a line of equal statements (`x += 1; x += 1`); any other line unchanged.
fn deduplicate_statements(line: &str) -> String {
    let mut statements = line.split(';').map(str::trim);
    match statements.next() {
        Some(first) if statements.all(|other| other == first) => first.to_owned(),
        _ => line.to_owned(),
    }
}

fn listing(
    steps: &Range<usize>,
    trace: &Trace,
    attributed: &AttributedTrace,
    program: &Program,
) -> Vec<InstructionLine> {
    let attribution = &attributed.attribution;
    steps
        .clone()
        .map(|index| {
            let (step, step_attribution) = (&trace.steps[index], &attribution.steps[index]);
            let frames = program.source_lines.frames_at(step.address);
            let innermost = frames.last();
            InstructionLine {
                address: step.address,
                text: attributed.instructions.disassemble(step.address),
                class: step_attribution.class,
                function: match innermost {
                    Some(frame) => frame.function.clone(),
                    None => attribution.functions[step_attribution.function as usize].clone(),
                },
                location: innermost.and_then(|frame| frame.location.clone()),
                cycles: trace.cycles.map(|_| step.cycles),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::deduplicate_statements;

    #[test]
    fn equal_statements_in_one_line_become_one_statement() {
        assert_eq!(deduplicate_statements("x += 1; x += 1; x += 1"), "x += 1");
        assert_eq!(deduplicate_statements("x += 1; y += 1"), "x += 1; y += 1");
        assert_eq!(deduplicate_statements("total += i"), "total += i");
    }
}
