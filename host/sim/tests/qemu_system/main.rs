//! The core's exceptions against QEMU: random programs, run by both from the same ELF file, must leave the same log of
//! every exception: order, EXC_RETURN, stack pointers, frames, masks, ICSR, SHCSR, fault status and addresses, FPCCR,
//! FPCAR, and the pending and active interrupts.
//!
//! QEMU's machine is `mps2-an505`, a Cortex-M33 with the Security Extension, which stays in the Secure state. It runs
//! instruction by instruction, so that an interrupt is taken right behind the instruction that pends it, as on our core.
//! Known differences, none of which the programs touch:
//! - QEMU implements eight priority bits, RP2350 four: only multiples of 16 are written.
//! - QEMU's MPU has sixteen regions, RP2350's eight: only eight are used, and MPU_TYPE is not read.
//! - QEMU does not model lock-up: it ends with an error. [`lock_up`] compares that alone.
//! - QEMU does not implement CCR.BFHFNMIGN, the debug monitor beyond BKPT, SLEEPONEXIT and C_MASKINTS.
//! - QEMU checks only the first byte of an unaligned access against the MPU's regions: there are no such accesses.
//! - QEMU's IDAU knows regions: IREGION and IRVALID of TT are masked.
//! - S0 to S15 and FPSCR are UNKNOWN once an exception has stacked them: QEMU clears them where our core keeps them, so
//!   the frame is compared instead.
//! - Time: no program depends on it. SysTick is pended by software.

mod lock_up;
mod machine;
mod program;
#[path = "../qemu/random.rs"]
#[expect(dead_code, reason = "operands of instructions are for the other comparison")]
mod random;
mod report;
mod scenario;
#[path = "../tell.rs"]
mod tell;
mod tools;

use random::Random;
use scenario::Scenario;

/// Seeds that are tried, unless `QEMU_SEEDS` says how many.
const SEEDS: u64 = 20;
/// Cases of each kind for one seed.
const REPEATS: usize = 60;

fn cases(seed: u64) -> Vec<Scenario> {
    let mut random = Random::new(seed);
    let mut cases = Vec::new();
    for _ in 0..REPEATS {
        cases.extend(scenario::KINDS.iter().map(|kind| kind(&mut random)));
    }
    cases
}

#[test]
fn random_exceptions_agree_with_qemu() {
    tools::require();
    let seeds = std::env::var("QEMU_SEEDS").ok().and_then(|count| count.parse().ok()).unwrap_or(SEEDS);
    let (mut count, mut exceptions, mut failures) = (0, 0, Vec::new());
    for seed in 1..=seeds {
        let cases = cases(seed);
        let elf = tools::assemble(&format!("exceptions-{seed}"), &program::source(&cases));
        let expected = report::by_case(&tools::emulate(&elf), cases.len());
        let found = report::by_case(&machine::run(&elf), cases.len());
        exceptions += expected.iter().flatten().filter(|word| report::is_entry(**word)).count();
        failures.extend(report::compare(seed, &cases, &expected, &found));
        count += cases.len();
    }
    tell::tell(&format!(
        "against qemu-system-arm: {exceptions} exceptions in {count} cases of {seeds} seeds, {} differences",
        failures.len()
    ));
    assert!(failures.is_empty(), "{}", report::text(&failures));
}
