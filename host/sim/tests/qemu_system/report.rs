//! Comparison of logs, and report of the differences.

use std::fmt::Write;

use crate::program::CASE;
use crate::scenario::Scenario;

/// Failures reported in full.
const FULL: usize = 5;
/// Words around the first difference that are shown.
const AROUND: usize = 48;

/// One case that differs.
pub struct Failure {
    text: String,
}

/// Splits a log by case; a missing part is empty.
pub fn by_case(log: &[u32], cases: usize) -> Vec<Vec<u32>> {
    let mut parts = vec![Vec::new(); cases];
    let mut current = None;
    for &word in log {
        let next = current.map_or(0, |case| case + 1);
        if word == CASE | next as u32 && next < cases {
            current = Some(next);
        }
        if let Some(case) = current {
            parts[case].push(word);
        }
    }
    parts
}

/// Returns true if a word is the first of the record of an exception entry.
pub fn is_entry(word: u32) -> bool {
    word & 0xFFFF_FF00 == 0xE000_0000
}

/// Returns the failures among `cases`.
pub fn compare(seed: u64, cases: &[Scenario], expected: &[Vec<u32>], found: &[Vec<u32>]) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (number, (case, (expected, found))) in cases.iter().zip(expected.iter().zip(found)).enumerate() {
        if expected != found || expected.is_empty() {
            failures.push(failure(seed, number, case, expected, found));
        }
    }
    failures
}

fn failure(seed: u64, number: usize, case: &Scenario, expected: &[u32], found: &[u32]) -> Failure {
    let mut text = format!("seed {seed}, case {number}: {}\n", case.name);
    for line in case.setup.iter().chain(&case.thread) {
        let _ = writeln!(text, "    {line}");
    }
    for (exception, script) in &case.scripts {
        let _ = writeln!(text, "  exception {exception}:\n    {}", script.join("\n    "));
    }
    let differs = |index: &usize| expected.get(*index) != found.get(*index);
    let first = (0..expected.len().max(found.len())).find(differs).unwrap_or(0);
    let _ = writeln!(text, "  log, from word {}:", first.saturating_sub(AROUND));
    for index in first.saturating_sub(AROUND)..first + 8 {
        let word = |log: &[u32]| log.get(index).map_or("--------".into(), |word| format!("{word:08x}"));
        let mark = if differs(&index) { "  <<<" } else { "" };
        let name = field(expected, index);
        let _ = writeln!(text, "  {index:5} QEMU {} simulated {} {name}{mark}", word(expected), word(found));
    }
    Failure { text }
}

/// Names of the words of an exception's record, from its first.
const FIELDS: [&str; 25] = [
    "entry", "LR", "MSP", "PSP", "masks", "ICSR", "SHCSR", "CFSR", "HFSR", "SFSR", "MMFAR", "BFAR", "FPCCR",
    "FPCAR", "ISPR0", "IABR0", "r0", "r1", "r2", "r3", "r12", "lr", "pc", "xPSR", "",
];

fn field(log: &[u32], index: usize) -> &'static str {
    let entry =
        (0..=index.min(log.len().saturating_sub(1))).rev().take(FIELDS.len()).find(|&at| is_entry(log[at]));
    entry.and_then(|at| FIELDS.get(index - at)).copied().unwrap_or("")
}

/// Returns the report: the number of failures, and the first ones in full.
pub fn text(failures: &[Failure]) -> String {
    let mut text = format!("{} cases differ from QEMU\n", failures.len());
    for failure in failures.iter().take(FULL) {
        let _ = writeln!(text, "{}", failure.text);
    }
    text
}
