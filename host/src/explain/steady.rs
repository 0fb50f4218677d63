//! One operation in the steady state: a part of the sample.

use std::ops::Range;

use super::document::{InstructionLine, Steady};
use super::explainer::Seen;
use super::micropython::{Bytecode, CodeObject};
use super::profile::{Execution, Period, period, profile};
use super::program::Program;
use super::subject::{COPIES, Subject};
use super::trace::Trace;

/// Bytecodes behind the copies of a statement: `checksum = 0`, and the return from the module.
const BEHIND: usize = 4;
/// Longest listing of instructions.
const LONGEST_LISTING: usize = 400;

/// A part of the sample, and what it is.
struct Part {
    range: Range<usize>,
    number: usize,
    of: usize,
    text: String,
    line: Option<u32>,
}

/// Finds one operation in the middle of many equal ones, or the last copy of a statement; `None` where nothing repeats.
pub(super) fn find(
    subject: &Subject,
    source: Option<&str>,
    trace: &Trace,
    seen: &Seen,
    program: &Program,
    allocations: &[(usize, u32)],
) -> Option<Steady> {
    let part = match subject {
        Subject::Statement { code, setup, .. } => statement(code, setup, trace, seen)?,
        Subject::Cell { .. } => repeated(source, trace, seen)?,
    };
    let profile = profile(trace, &seen.analysis, part.range.clone(), allocations, false);
    let instructions =
        if part.range.len() <= LONGEST_LISTING { listing(&part.range, trace, seen, program) } else { vec![] };
    Some(Steady {
        text: part.text,
        line: part.line,
        number: part.number as u64,
        of: part.of as u64,
        steps: (part.range.start as u64, part.range.end as u64),
        profile,
        instructions,
    })
}

/// Executions of the outermost activation of the VM.
fn outermost(seen: &Seen) -> Vec<&Execution> {
    seen.analysis.executions.iter().filter(|execution| execution.depth == 0).collect()
}

/// The last copy: the copies are equal, so each is as long as one copy more makes the code object.
fn statement(code: &str, setup: &str, trace: &Trace, seen: &Seen) -> Option<Part> {
    let executions = outermost(seen);
    let object = seen.objects.get(&executions.first()?.code)?.as_ref()?;
    let lines = |text: &str| text.trim_end_matches('\n').lines().count();
    let line = lines(setup) + lines(code) * (COPIES - 1) + 1;
    let bounds = last_copy(object, line as u32)?;
    let within = |execution: &Execution| {
        execution.code == object.address
            && execution
                .pointer
                .checked_sub(object.address + object.first)
                .is_some_and(|offset| bounds.contains(&offset))
    };
    let first = executions.iter().position(|execution| within(execution))?;
    let behind = executions[first..].iter().position(|execution| !within(execution)).map(|at| first + at);
    let end = behind.map_or(trace.steps.len(), |at| executions[at].step);
    Some(Part {
        range: executions[first].step..end,
        number: COPIES,
        of: COPIES,
        text: code.to_owned(),
        line: Some(object.line(bounds.start)),
    })
}

/// Offsets of the last of [`COPIES`] equal pieces of code before the end.
///
/// The copies are the longest piece that stands there [`COPIES`] times in a row and does not begin before the `line` of
/// the last copy: a set-up may end with the statement too.
fn last_copy(object: &CodeObject, line: u32) -> Option<Range<u32>> {
    let mut bytecodes: Vec<(u32, Bytecode)> = Vec::new();
    let mut at = 0;
    while let Some(bytecode) = object.bytecode(at) {
        let length = bytecode.length as u32;
        bytecodes.push((at, bytecode));
        at += length;
    }
    let end = bytecodes.len().checked_sub(BEHIND)?;
    let kinds: Vec<&str> = bytecodes[..end].iter().map(|(_, bytecode)| bytecode.name).collect();
    let longest = (1..=end / COPIES).rev().find(|length| {
        let copies = &kinds[end - COPIES * length..];
        object.line(bytecodes[end - length].0) >= line
            && copies.chunks(*length).all(|copy| copy == &copies[..*length])
    })?;
    let start = bytecodes.get(end - longest)?.0;
    Some(start..bytecodes.get(end)?.0)
}

/// The shortest repetition: of bytecodes, or of instructions where there are none.
fn repeated(source: Option<&str>, trace: &Trace, seen: &Seen) -> Option<Part> {
    let executions = outermost(seen);
    let texts: Vec<u32> = executions.iter().map(|execution| execution.text).collect();
    if let Some(found) = period(&texts) {
        let (first, end) = found.middle();
        let step = |at: usize| executions.get(at).map_or(trace.steps.len(), |execution| execution.step);
        let line = executions.get(first).and_then(|execution| {
            let object = seen.objects.get(&execution.code)?.as_ref()?;
            Some(object.line(execution.pointer.checked_sub(object.address + object.first)?))
        });
        let text = line.and_then(|line| Some(source?.lines().nth(line.checked_sub(1)? as usize)?.trim()));
        return Some(part(step(first)..step(end), found, text.map(first_of_equal), line));
    }
    let encodings: Vec<Option<(u16, u16)>> =
        trace.steps.iter().map(|step| seen.code.encoding(step.address)).collect();
    let found = period(&encodings)?;
    let (first, end) = found.middle();
    Some(part(first..end, found, None, None))
}

fn part(range: Range<usize>, found: Period, text: Option<String>, line: Option<u32>) -> Part {
    Part {
        range,
        number: found.middle_number(),
        of: found.count,
        text: text.unwrap_or_else(|| "one operation".to_owned()),
        line,
    }
}

/// Of `x += 1; x += 1; x += 1` the first, of another line all.
fn first_of_equal(line: &str) -> String {
    let mut statements = line.split(';').map(str::trim);
    match statements.next() {
        Some(first) if statements.all(|other| other == first) => first.to_owned(),
        _ => line.to_owned(),
    }
}

fn listing(range: &Range<usize>, trace: &Trace, seen: &Seen, program: &Program) -> Vec<InstructionLine> {
    let steps = trace.steps.iter().zip(&seen.analysis.steps).take(range.end).skip(range.start);
    steps
        .map(|(step, attributed)| {
            let frames = program.lines.at(step.address);
            let innermost = frames.last();
            InstructionLine {
                address: step.address,
                text: seen.code.text(step.address),
                class: attributed.class,
                function: match innermost {
                    Some(frame) => frame.function.clone(),
                    None => seen.analysis.functions[attributed.function as usize].clone(),
                },
                place: innermost.and_then(|frame| frame.place.clone()),
                cycles: trace.cycles.map(|_| step.cycles),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::first_of_equal;

    #[test]
    fn one_of_many_statements_in_a_line() {
        assert_eq!(first_of_equal("x += 1; x += 1; x += 1"), "x += 1");
        assert_eq!(first_of_equal("x += 1; y += 1"), "x += 1; y += 1");
        assert_eq!(first_of_equal("total += i"), "total += i");
    }
}
