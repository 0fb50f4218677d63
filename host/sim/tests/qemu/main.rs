//! The core against QEMU: random instructions, run by both from the same ELF file, must leave the same registers,
//! flags (Q and GE included), FPSCR and memory.
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
//!   VLSTM; and SVC, BKPT, UDF, WFI, WFE, coprocessor accesses, which have effects outside the core.
//! - Exceptions. Every instruction here is one that completes.

mod case;
mod forms;
mod machine;
mod program;
mod random;
mod report;
mod tools;

use case::{Case, Draft};
use random::Random;

/// Seeds that are tried, unless `QEMU_SEEDS` says how many.
const SEEDS: u64 = 10;
/// Cases for each form of a single instruction and each snippet, for one seed.
const REPEATS: usize = 5;
/// Sequences and IT blocks for one seed, of each kind.
const BLOCKS: usize = 500;

fn cases(seed: u64) -> Vec<Case> {
    let mut random = Random::new(seed);
    let (forms, snippets) = (forms::forms(), forms::snippets());
    let mut cases = Vec::new();
    for _ in 0..REPEATS {
        cases.extend(forms.iter().map(|form| forms::single(form, Draft::new(&mut random))));
        cases.extend(snippets.iter().map(|snippet| forms::snippet(snippet, Draft::new(&mut random))));
    }
    for _ in 0..BLOCKS {
        cases.push(forms::straight_block(&forms, Draft::new(&mut random)));
        cases.push(forms::conditional_block(&forms, Draft::new(&mut random)));
    }
    cases
}

#[test]
fn random_instructions_agree_with_qemu() {
    tools::require();
    let seeds = std::env::var("QEMU_SEEDS").ok().and_then(|count| count.parse().ok()).unwrap_or(SEEDS);
    let (mut instructions, mut count, mut failures) = (0, 0, Vec::new());
    for seed in 1..=seeds {
        let cases = cases(seed);
        let reference = tools::run(seed, &cases);
        let outcomes = machine::run(&reference.elf, cases.len());
        failures.extend(report::compare(seed, &cases, &reference.output, &outcomes));
        instructions += cases.iter().map(|case| case.instructions).sum::<usize>();
        count += cases.len();
    }
    println!("{instructions} instructions in {count} cases of {seeds} seeds, {} differences", failures.len());
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
