//! Comparison of the core's exceptions with QEMU: random programs, executed by both from the same ELF file, must give the
//! same log of every exception: order, EXC_RETURN, stack pointers, frames, masks, ICSR, SHCSR, fault status and addresses, FPCCR,
//! FPCAR, and the pending and active interrupts.
//!
//! QEMU's machine is `mps2-an505`, a Cortex-M33 with the Security Extension, which stays in the Secure state. It runs
//! instruction by instruction, so that an interrupt is taken directly after the instruction that pends it, as on the
//! simulated core. Known differences, which the programs avoid:
//! - QEMU implements eight priority bits, RP2350 four: only multiples of 16 are written.
//! - QEMU's MPU has sixteen regions, RP2350's eight: only eight are used, and MPU_TYPE is not read.
//! - QEMU does not model lock-up: it ends with an error. [`lock_up`] compares only when this happens.
//! - QEMU does not implement CCR.BFHFNMIGN, the debug monitor beyond BKPT, SLEEPONEXIT and C_MASKINTS.
//! - QEMU checks only the first byte of an unaligned access against the MPU's regions.
//! - QEMU's IDAU has numbered regions: IREGION and IRVALID of TT are masked.
//! - S0 to S15 and FPSCR are UNKNOWN after an exception has stacked them: QEMU clears them, the simulated core keeps them.
//!   The frame is compared instead.
//! - Time: no program depends on it. SysTick is pended by software.

mod lock_up;
#[path = "../log_line.rs"]
mod log_line;
mod machine;
mod program;
#[path = "../qemu/random.rs"]
#[expect(dead_code, reason = "the operands of instructions are used by the other comparison")]
mod random;
mod report;
mod scenario;
mod tools;

use random::Random;
use scenario::Scenario;

/// Number of seeds, unless `QEMU_SEEDS` sets it.
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
    log_line::log_line(&format!(
        "against qemu-system-arm: {exceptions} exceptions in {count} cases of {seeds} seeds, {} differences",
        failures.len()
    ));
    assert!(failures.is_empty(), "{}", report::text(&failures));
}
