//! The core against QEMU: random instructions, run by both from the same ELF file, must leave the same registers,
//! flags (Q and GE included), FPSCR and memory. FPSCR's rounding mode, flush-to-zero, default NaN, alternative half
//! precision and flags are random before each case.
//!
//! Each seed comes to 100,000 instructions: every form by itself, with state compared after it, short sequences and IT
//! blocks, and long sequences. `coverage` lists the forms that are left out; any other that the decoder knows must be
//! executed.
//!
//! `qemu-arm -cpu max` is an A-profile core. What the profiles define differently, or leave open, is not tried:
//! - UNPREDICTABLE and CONSTRAINED UNPREDICTABLE forms: SP and PC where the architecture excludes them, a changed
//!   base that is also data, equal destination registers, 16-bit MOVS, CBZ or a branch inside an IT block.
//! - Unaligned LDRD, STRD, LDM, STM, VLDR, VSTR, exclusive and acquire accesses: faults on the M profile; QEMU's
//!   user mode lets some pass.
//! - Store-exclusives whose success depends on the size of the reservation granule or on plain stores between.
//! - FPSCR fields that the M profile lacks (Len, Stride, trap enables, FZ16, QC), and bits of APSR beside N Z C V Q
//!   and GE.
//! - Instructions of the M profile alone: MRS and MSR of its special registers, CPS, BXNS, BLXNS, SG, TT, VLLDM,
//!   VLSTM; and SVC, BKPT, UDF, WFI, WFE, coprocessor accesses, which have effects outside the core. They have unit
//!   tests.
//! - Exceptions. Every instruction here is one that completes.

mod case;
mod coverage;
mod forms;
mod machine;
mod program;
mod random;
mod report;
#[path = "../tell.rs"]
mod tell;
mod tools;

use std::collections::BTreeSet;

use case::{Case, Draft};
use random::Random;

/// Seeds that are tried, unless `QEMU_SEEDS` says how many.
const SEEDS: u64 = 20;
/// Cases for each form of a single instruction and each snippet, for one seed.
const REPEATS: usize = 5;
/// Short sequences and IT blocks for one seed, of each kind.
const BLOCKS: usize = 500;
/// Long sequences for one seed.
const LONG: usize = 1_600;
/// Instructions that one seed must come to.
const INSTRUCTIONS: usize = 100_000;
/// Seeds whose cases are looked through for forms.
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

/// The same cases, and long sequences.
fn many_cases(seed: u64) -> Vec<Case> {
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
        let cases = many_cases(seed);
        let reference = tools::run(&format!("compared-{seed}"), seed, &cases);
        let outcomes = machine::run(&reference.elf, cases.len());
        failures.extend(report::compare(seed, &cases, &reference.output, &outcomes));
        let executed = cases.iter().map(|case| case.instructions).sum::<usize>();
        assert!(executed >= INSTRUCTIONS, "seed {seed}: only {executed} instructions");
        instructions += executed;
        count += cases.len();
    }
    tell::tell(&format!(
        "against qemu-arm: {instructions} instructions in {count} cases of {seeds} seeds, {} differences",
        failures.len()
    ));
    assert!(failures.is_empty(), "{}", report::text(&failures));
}

#[test]
fn a_seed_alone_decides_the_program() {
    let program = |seed| {
        let cases = cases(seed);
        (program::source(&cases), program::inputs(&cases))
    };
    assert_eq!(program(1), program(1));
    assert_ne!(program(1), program(2));
}

#[test]
fn every_form_is_compared_or_left_out_on_purpose() {
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
    tell::tell(&format!("against qemu-arm: {} of {} forms executed", executed.len(), known.len()));
    assert!(missing.is_empty(), "not tried: {missing:#?}");
}
