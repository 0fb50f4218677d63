//! Comparison of results, and report of the differences.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::case::{BUFFER_BYTES, Case, FP_REGISTERS};
use crate::machine::CaseResult;
use crate::program::OUTPUT_WORDS;

/// Bits of the APSR that are compared: N Z C V Q GE.
const APSR_MASK: u32 = 0xF80F_0000;
/// Bits of FPSCR that are compared: those of the M profile without vectors.
const FPSCR_MASK: u32 = 0xF7C0_009F;
/// Failures reported in full.
const FULL: usize = 10;

/// One case that differs.
pub struct Failure {
    name: String,
    text: String,
}

/// Returns the failures among `cases`.
pub fn compare(seed: u64, cases: &[Case], reference: &[u32], results: &[CaseResult]) -> Vec<Failure> {
    let mut failures = Vec::new();
    for ((number, case), (expected, result)) in
        cases.iter().enumerate().zip(reference.chunks(OUTPUT_WORDS).zip(results))
    {
        let differences = match result {
            CaseResult::Stopped(reason) => format!("  stopped: {reason}\n"),
            CaseResult::Finished(words) => differences(expected, words),
        };
        if !differences.is_empty() {
            let code = case.code.join("\n    ");
            let text = format!(
                "seed {seed}, case {number}: {}\n    {code}\n  before: {}\n{differences}",
                case.name,
                case.describe_inputs()
            );
            failures.push(Failure { name: case.name.clone(), text });
        }
    }
    failures
}

fn differences(expected: &[u32], found: &[u32]) -> String {
    let mut text = String::new();
    for (index, (&expected, &found)) in expected.iter().zip(found).enumerate() {
        let mask = match index {
            15 => APSR_MASK,
            16 => FPSCR_MASK,
            _ => u32::MAX,
        };
        if (expected ^ found) & mask != 0 {
            let (expected, found) = (expected & mask, found & mask);
            let _ = writeln!(text, "  {}: QEMU {expected:08x}, simulated {found:08x}", word_name(index));
        }
    }
    text
}

/// Returns the name of an output word.
fn word_name(index: usize) -> String {
    const BUFFER_START: usize = 17 + FP_REGISTERS;
    match index {
        0..=12 => format!("r{index}"),
        13 => "sp".into(),
        14 => "lr".into(),
        15 => "apsr".into(),
        16 => "fpscr".into(),
        17..BUFFER_START => format!("s{}", index - 17),
        _ => format!("memory +{} of {BUFFER_BYTES}", (index - BUFFER_START) * 4),
    }
}

/// Returns the report: the number of failures for each name, and the first failures in full.
pub fn text(failures: &[Failure]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for failure in failures {
        *counts.entry(&failure.name).or_default() += 1;
    }
    let mut text = format!("{} cases differ from QEMU\n", failures.len());
    for (name, count) in counts {
        let _ = writeln!(text, "{count:6} {name}");
    }
    for failure in failures.iter().take(FULL) {
        let _ = writeln!(text, "{}", failure.text);
    }
    text
}
