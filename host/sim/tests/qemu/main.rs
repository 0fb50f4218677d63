//! Comparison of the core with QEMU: random instructions, executed by both from the same ELF file, must give the same
//! registers, flags (Q and GE included), FPSCR and memory. FPSCR's rounding mode, flush-to-zero, default NaN, alternative
//! half precision and flags are random before each case.
//!
//! Each seed executes at least 100,000 instructions: every form alone, with its state compared, short sequences and IT
//! blocks, and long sequences. `coverage` lists the forms that are left out; all other forms that the decoder knows must
//! be executed.
//!
//! `qemu-arm -cpu max` is an A-profile core. Cases that the profiles define differently, or leave open, are not tested:
//! - UNPREDICTABLE and CONSTRAINED UNPREDICTABLE forms: SP and PC where the architecture excludes them, a changed
//!   base that is also data, equal destination registers, 16-bit MOVS, CBZ or a branch inside an IT block.
//! - Unaligned LDRD, STRD, LDM, STM, VLDR, VSTR, exclusive and acquire accesses: faults on the M profile; QEMU's
//!   user mode permits some.
//! - Store-exclusives whose success depends on the size of the reservation granule or on plain stores in between.
//! - FPSCR fields that the M profile lacks (Len, Stride, trap enables, FZ16, QC), and bits of APSR beside N Z C V Q
//!   and GE.
//! - Instructions of the M profile alone: MRS and MSR of its special registers, CPS, BXNS, BLXNS, SG, TT, VLLDM,
//!   VLSTM; and SVC, BKPT, UDF, WFI, WFE, coprocessor accesses, which have effects outside the core. They have unit
//!   tests.
//! - Exceptions: every instruction completes.

mod case;
mod coverage;
mod forms;
#[path = "../log_line.rs"]
mod log_line;
mod machine;
mod program;
mod random;
mod report;
mod tools;

use std::collections::BTreeSet;

use case::{Case, Draft};
use random::Random;

/// Number of seeds, unless `QEMU_SEEDS` sets it.
const SEEDS: u64 = 20;
/// Cases of each form of a single instruction and of each snippet, for one seed.
const REPEATS: usize = 5;
/// Short sequences, and IT blocks, for one seed.
const BLOCKS: usize = 500;
/// Long sequences for one seed.
const LONG: usize = 1_600;
/// Minimum number of instructions of one seed.
const INSTRUCTIONS: usize = 100_000;
/// Seeds whose cases are searched for forms.
const COVERAGE_SEEDS: u64 = 5;

fn cases(seed: u64) -> Vec<Case> {
    let mut random = Random::new(seed);
    let (forms, snippets) = (forms::forms(), forms::snippets());
    let mut cases = Vec::new();
    for _ in 0..REPEATS {
        cases.extend(forms.iter().map(|form| forms::single(form, Draft::new(&mut random))));
        cases.extend(snippets.iter().map(|snippet| forms::snippet(snippet, Draft::new(&mut random))));
    }
    for _ in 0..BLOCKS {
        cases.push(forms::straight_block(&forms, 2..=10, Draft::new(&mut random)));
        cases.push(forms::conditional_block(&forms, Draft::new(&mut random)));
    }
    cases
}

/// Returns the cases of a seed, with long sequences.
fn all_cases(seed: u64) -> Vec<Case> {
    let mut cases = cases(seed);
    let forms = forms::forms();
    let mut random = Random::new(seed ^ 0x10A6);
    cases.extend((0..LONG).map(|_| forms::straight_block(&forms, 50..=70, Draft::new(&mut random))));
    cases
}

#[test]
fn random_instructions_agree_with_qemu() {
    tools::require();
    let seeds = std::env::var("QEMU_SEEDS").ok().and_then(|count| count.parse().ok()).unwrap_or(SEEDS);
    let (mut instructions, mut count, mut failures) = (0, 0, Vec::new());
    for seed in 1..=seeds {
        let cases = all_cases(seed);
        let reference = tools::run(&format!("compared-{seed}"), seed, &cases);
        let results = machine::run(&reference.elf, cases.len());
        failures.extend(report::compare(seed, &cases, &reference.output, &results));
        let executed = cases.iter().map(|case| case.instructions).sum::<usize>();
        assert!(executed >= INSTRUCTIONS, "seed {seed}: only {executed} instructions");
        instructions += executed;
        count += cases.len();
    }
    log_line::log_line(&format!(
        "against qemu-arm: {instructions} instructions in {count} cases of {seeds} seeds, {} differences",
        failures.len()
    ));
    assert!(failures.is_empty(), "{}", report::text(&failures));
}

#[test]
fn the_seed_determines_the_program() {
    let program = |seed| {
        let cases = cases(seed);
        (program::source(&cases), program::inputs(&cases))
    };
    assert_eq!(program(1), program(1));
    assert_ne!(program(1), program(2));
}

#[test]
fn every_form_is_compared_or_listed_as_left_out() {
    tools::require();
    let mut executed = BTreeSet::new();
    for seed in 1..=COVERAGE_SEEDS {
        let cases = cases(seed);
        let reference = tools::run(&format!("stepped-{seed}"), seed, &cases);
        let instructions: BTreeSet<_> = machine::executed(&reference.elf).into_iter().collect();
        executed.extend(instructions.into_iter().map(|(first, second)| coverage::name(first, second)));
    }
    let known = coverage::known();
    let missing: Vec<&String> =
        known.iter().filter(|name| !coverage::left_out(name) && !executed.contains(*name)).collect();
    log_line::log_line(&format!("against qemu-arm: {} of {} forms executed", executed.len(), known.len()));
    assert!(missing.is_empty(), "not executed: {missing:#?}");
}
