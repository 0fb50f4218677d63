//! Ten million random accesses and instructions: nothing panics, hangs, or goes on without knowing what it does. What is
//! not modelled stops the board by name.
//!
//! Every round begins with a board whose power has just come on and a seed. A failure prints the seed and what was done
//! last; `ROBUSTNESS_SEED` runs that round alone, `ROBUSTNESS_ROUNDS` runs more or fewer.

mod accesses;
mod instructions;
#[path = "../qemu/random.rs"]
#[expect(dead_code, reason = "operands of instructions are for the comparison with QEMU")]
mod random;
mod round;
#[path = "../tell.rs"]
mod tell;

/// Rounds, and how many accesses by debugger and cores they must come to.
const ACCESSES: (u64, u64) = (200, 2_000_000);
/// Rounds, and how many instructions they must come to.
const INSTRUCTIONS: (u64, u64) = (800, 8_000_000);

#[test]
fn random_accesses_are_answered_or_named() {
    round::all("accesses", ACCESSES, accesses::round);
}

#[test]
fn random_instructions_are_executed_or_named() {
    round::all("instructions", INSTRUCTIONS, instructions::round);
}

#[test]
fn a_seed_alone_decides_a_round() {
    for seed in [1, 2] {
        assert_eq!(accesses::round(seed, &mut Vec::new()), accesses::round(seed, &mut Vec::new()));
        assert_eq!(instructions::round(seed, &mut Vec::new()), instructions::round(seed, &mut Vec::new()));
    }
}
