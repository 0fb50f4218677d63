//! Ten million random accesses and instructions: the board does not panic or hang, and what is not modelled stops it
//! with an error that names it.
//!
//! Every round has a seed and starts with a board in its state after power-on. A failure prints the seed and the last
//! actions. `ROBUSTNESS_SEED` runs the round of one seed, `ROBUSTNESS_ROUNDS` sets the number of rounds.

mod accesses;
mod instructions;
#[path = "../log_line.rs"]
mod log_line;
#[path = "../qemu/random.rs"]
#[expect(dead_code, reason = "only the comparison with QEMU uses operands of instructions")]
mod random;
mod round;

/// Number of rounds, and minimum number of accesses in them.
const ACCESSES: (u64, u64) = (200, 2_000_000);
/// Number of rounds, and minimum number of instructions in them.
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
fn a_seed_determines_a_round() {
    for seed in [1, 2] {
        assert_eq!(accesses::round(seed, &mut Vec::new()), accesses::round(seed, &mut Vec::new()));
        assert_eq!(instructions::round(seed, &mut Vec::new()), instructions::round(seed, &mut Vec::new()));
    }
}
