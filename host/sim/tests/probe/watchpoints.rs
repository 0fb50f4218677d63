use probe_rs::{BreakpointCause, CoreStatus, HaltReason, MemoryInterface, VectorCatchCondition};

use super::fixture::{DATA, PROGRAM, TIMEOUT, attach, chain, load, pc, register};

const DEMCR: u64 = 0xE000_EDFC;
const TRCENA: u32 = 1 << 24;
const DWT_CTRL: u64 = 0xE000_1000;
const DWT_CYCCNT: u64 = 0xE000_1004;
const DWT_COMP0: u64 = 0xE000_1020;
const DWT_FUNCTION0: u64 = 0xE000_1028;
const DWT_PCSR: u64 = 0xE000_101C;
/// Halt on a store to the word.
const HALT_ON_STORE: u32 = 0x0000_0815;
/// Halt on a stored value, which comparator 0 does not support.
const HALT_ON_VALUE: u32 = 0x0000_0819;

#[test]
fn a_watchpoint_halts_after_the_store() {
    let mut session = attach("SIM90");
    let mut core = session.core(0).unwrap();
    // ldr r0, [r1]; nop; str r0, [r1]; nop; b .
    load(&mut core, &[0x6808, 0xBF00, 0x6008, 0xBF00, 0xE7FE]);
    core.write_core_reg(1u16, DATA as u32).unwrap();
    core.write_word_32(DEMCR, TRCENA).unwrap();
    core.write_word_32(DWT_COMP0, DATA as u32).unwrap();
    core.write_word_32(DWT_FUNCTION0, HALT_ON_STORE).unwrap();
    core.run().unwrap();
    core.wait_for_core_halted(TIMEOUT).unwrap();
    assert_eq!(core.status().unwrap(), CoreStatus::Halted(HaltReason::Watchpoint));
    assert_eq!(pc(&mut core), PROGRAM + 6);
}

#[test]
fn a_watchpoint_waits_for_a_value() {
    let mut session = attach("SIM95");
    let mut core = session.core(0).unwrap();
    // adds r0, #1; str r0, [r1]; b .-4
    load(&mut core, &[0x3001, 0x6008, 0xE7FC]);
    core.write_core_reg(0u16, 0u32).unwrap();
    core.write_core_reg(1u16, DATA as u32).unwrap();
    core.write_word_32(DEMCR, TRCENA).unwrap();
    // Comparator 0: stores to the word. Comparator 1, linked: the value 41, and halt.
    core.write_word_32(DWT_COMP0, DATA as u32).unwrap();
    core.write_word_32(DWT_FUNCTION0, 0x0805).unwrap();
    core.write_word_32(DWT_COMP0 + 0x10, 41).unwrap();
    core.write_word_32(DWT_FUNCTION0 + 0x10, 0x081B).unwrap();
    core.run().unwrap();
    core.wait_for_core_halted(TIMEOUT).unwrap();
    assert_eq!(core.status().unwrap(), CoreStatus::Halted(HaltReason::Watchpoint));
    assert_eq!(register(&mut core, 0), 41);
    assert_eq!(core.read_word_32(DATA).unwrap(), 41);
}

#[test]
fn a_range_of_data_is_watched() {
    let mut session = attach("SIM96");
    let mut core = session.core(0).unwrap();
    // strb r0, [r1], #1 for ever
    load(&mut core, &[0xF801, 0x0B01, 0xE7FC]);
    core.write_core_reg(1u16, DATA as u32).unwrap();
    core.write_word_32(DEMCR, TRCENA).unwrap();
    core.write_word_32(DWT_COMP0 + 0x20, DATA as u32 + 77).unwrap();
    core.write_word_32(DWT_FUNCTION0 + 0x20, 0x0015).unwrap();
    core.write_word_32(DWT_COMP0 + 0x30, DATA as u32 + 99).unwrap();
    core.write_word_32(DWT_FUNCTION0 + 0x30, 0x0007).unwrap();
    core.run().unwrap();
    core.wait_for_core_halted(TIMEOUT).unwrap();
    assert_eq!(u64::from(register(&mut core, 1)), DATA + 78);
}

#[test]
fn the_cycle_counter_halts_the_core() {
    let mut session = attach("SIM97");
    let mut core = session.core(0).unwrap();
    // nop; b .-2
    load(&mut core, &[0xBF00, 0xE7FD]);
    core.write_word_32(DEMCR, TRCENA).unwrap();
    core.write_word_32(DWT_CTRL, 1).unwrap();
    core.write_word_32(DWT_CYCCNT, 0).unwrap();
    core.write_word_32(DWT_COMP0, 10_000).unwrap();
    core.write_word_32(DWT_FUNCTION0, 0x0011).unwrap();
    core.run().unwrap();
    core.wait_for_core_halted(TIMEOUT).unwrap();
    assert_eq!(core.status().unwrap(), CoreStatus::Halted(HaltReason::Watchpoint));
    let cycles = core.read_word_32(DWT_CYCCNT).unwrap();
    assert!((10_000..10_003).contains(&cycles), "{cycles}");
}

#[test]
fn matches_that_are_not_modelled_are_refused_by_name() {
    let mut session = attach("SIM91");
    let mut core = session.core(0).unwrap();
    let text = chain(&core.write_word_32(DWT_FUNCTION0, HALT_ON_VALUE).unwrap_err());
    assert!(text.contains("DWT_FUNCTION0") && text.contains("data value match"), "{text}");
}

#[test]
fn a_vector_catch_halts_at_the_hard_fault() {
    let mut session = attach("SIM92");
    let mut core = session.core(0).unwrap();
    // nop, which `run` steps over; udf #0
    load(&mut core, &[0xBF00, 0xDE00]);
    core.enable_vector_catch(VectorCatchCondition::HardFault).unwrap();
    core.run().unwrap();
    core.wait_for_core_halted(TIMEOUT).unwrap();
    assert_eq!(core.status().unwrap(), CoreStatus::Halted(HaltReason::Exception));
    let xpsr: u32 = core.read_core_reg(0x10u16).unwrap();
    assert_eq!(xpsr & 0x1FF, 3, "HardFault");
}

#[test]
fn the_program_counter_of_a_running_core_can_be_sampled() {
    let mut session = attach("SIM93");
    let mut core = session.core(0).unwrap();
    load(&mut core, &[0xE7FE]);
    core.write_word_32(DEMCR, TRCENA).unwrap();
    assert_eq!(core.read_word_32(DWT_PCSR).unwrap(), u32::MAX);
    core.run().unwrap();
    assert_eq!(u64::from(core.read_word_32(DWT_PCSR).unwrap()), PROGRAM);
}

#[test]
fn semihosting_calls_are_seen() {
    let mut session = attach("SIM94");
    let mut core = session.core(0).unwrap();
    // nop; bkpt #0xab with r0 = SYS_EXIT, r1 = ADP_Stopped_ApplicationExit
    load(&mut core, &[0xBF00, 0xBEAB]);
    core.write_core_reg(0u16, 0x18u32).unwrap();
    core.write_core_reg(1u16, 0x20026u32).unwrap();
    core.run().unwrap();
    core.wait_for_core_halted(TIMEOUT).unwrap();
    let status = core.status().unwrap();
    assert!(
        matches!(status, CoreStatus::Halted(HaltReason::Breakpoint(BreakpointCause::Semihosting(_)))),
        "{status:?}"
    );
}
