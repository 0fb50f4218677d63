//! Comparing results, and saying what differs.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::case::{BUFFER_BYTES, Case, FP_REGISTERS};
use crate::machine::Outcome;
use crate::program::OUTPUT_WORDS;

/// APSR: N Z C V Q GE.
const APSR_MASK: u32 = 0xF80F_0000;
/// FPSCR bits of the M profile without vectors.
const FPSCR_MASK: u32 = 0xF7C0_009F;
/// Failures reported in full.
const FULL: usize = 10;

/// One case that differs.
pub struct Failure {
    name: String,
    text: String,
}

/// The failures among `cases`.
pub fn compare(seed: u64, cases: &[Case], reference: &[u32], outcomes: &[Outcome]) -> Vec<Failure> {
    let mut failures = Vec::new();
    for ((number, case), (expected, outcome)) in
        cases.iter().enumerate().zip(reference.chunks(OUTPUT_WORDS).zip(outcomes))
    {
        let differences = match outcome {
            Outcome::Stopped(reason) => format!("  stopped: {reason}\n"),
            Outcome::Finished(words) => differences(expected, words),
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
            let _ = writeln!(text, "  {}: QEMU {expected:08x}, here {found:08x}", place(index));
        }
    }
    text
}

/// Name of an output word.
fn place(index: usize) -> String {
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

/// All failures: a count for each name, and the first ones in full.
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
