use probe_rs::{Core, MemoryInterface};

use super::fixture::{PROGRAM, TIMEOUT, attach, load};

const DEMCR: u64 = 0xE000_EDFC;
const TRCENA: u32 = 1 << 24;
const DWT_CTRL: u64 = 0xE000_1000;
const CYCCNTENA: u32 = 1;
const DWT_CYCCNT: u64 = 0xE000_1004;

fn enable(core: &mut Core<'_>) {
    let demcr = core.read_word_32(DEMCR).unwrap();
    core.write_word_32(DEMCR, demcr | TRCENA).unwrap();
    core.write_word_32(DWT_CTRL, CYCCNTENA).unwrap();
    core.write_word_32(DWT_CYCCNT, 0).unwrap();
}

#[test]
fn stands_still_while_the_core_is_halted() {
    let mut session = attach("SIM50");
    let mut core = session.core(0).unwrap();
    // b .
    load(&mut core, &[0xE7FE]);
    enable(&mut core);
    assert_eq!(core.read_word_32(DWT_CYCCNT).unwrap(), 0);
    core.run().unwrap();
    core.halt(TIMEOUT).unwrap();
    let first = core.read_word_32(DWT_CYCCNT).unwrap();
    assert!(first > 0);
    for _ in 0..5 {
        assert_eq!(core.read_word_32(DWT_CYCCNT).unwrap(), first);
    }
}

/// Between two breakpoints: 100 times `adds`, one cycle each, the second breakpoint's instruction not included.
#[test]
fn counts_the_cycles_between_two_breakpoints() {
    let mut session = attach("SIM51");
    let mut core = session.core(0).unwrap();
    let mut code = vec![0x3001; 108];
    code.push(0xBE00);
    load(&mut core, &code);
    enable(&mut core);
    let mut cycles = [0; 2];
    for (cycles, address) in cycles.iter_mut().zip([PROGRAM + 8, PROGRAM + 208]) {
        core.set_hw_breakpoint(address).unwrap();
        core.run().unwrap();
        core.wait_for_core_halted(TIMEOUT).unwrap();
        *cycles = core.read_word_32(DWT_CYCCNT).unwrap();
        core.clear_hw_breakpoint(address).unwrap();
    }
    let between = cycles[1] - cycles[0];
    // Leaving and entering Debug state refills the pipeline once each for the step and the run.
    assert!((100..=110).contains(&between), "{between}");
}
