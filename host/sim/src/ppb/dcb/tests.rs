use super::super::*;
use super::*;

/// DEMCR catches the reset vector.
const VC_CORERESET: u32 = 1;
const KEYED: u32 = DBGKEY << 16;

fn halt(block: &mut DebugState) -> DebugAction {
    block.write(DHCSR, KEYED | C_DEBUGEN | C_HALT, true).unwrap().unwrap()
}

fn dhcsr(block: &mut DebugState) -> u32 {
    block.read(DHCSR, true, CoreStatus::default()).unwrap()
}

#[test]
fn write_without_the_key_is_ignored() {
    let mut block = DebugState::new();
    assert_eq!(block.write(DHCSR, C_DEBUGEN | C_HALT, true), Some(Ok(DebugAction::None)));
    assert!(!block.enabled() && !block.halted());
}

#[test]
fn debugger_halts_and_restarts_the_core() {
    let mut block = DebugState::new();
    assert_eq!(halt(&mut block), DebugAction::StateChanged);
    assert_eq!(dhcsr(&mut block) & (S_HALT | C_HALT | C_DEBUGEN), S_HALT | C_HALT | C_DEBUGEN);
    assert_eq!(block.read(DFSR, true, CoreStatus::default()), Some(1));
    let restart = block.write(DHCSR, KEYED | C_DEBUGEN, true);
    assert_eq!(restart, Some(Ok(DebugAction::StateChanged)));
    assert!(!block.halted());
    assert_eq!(dhcsr(&mut block) & (S_RESTART_ST | S_HALT), S_RESTART_ST);
    assert_eq!(dhcsr(&mut block) & S_RESTART_ST, 0);
}

#[test]
fn leaving_debug_lets_the_core_run() {
    let mut block = DebugState::new();
    halt(&mut block);
    block.write(DHCSR, KEYED, true);
    assert!(!block.halted() && !block.enabled());
    assert_eq!(dhcsr(&mut block) & 0xF, 0);
}

#[test]
fn step_leaves_debug_state_and_asks_to_come_back() {
    let mut block = DebugState::new();
    halt(&mut block);
    block.write(DHCSR, KEYED | C_DEBUGEN | C_STEP | C_MASKINTS, true);
    assert!(!block.halted() && block.stepping() && block.masks_interrupts());
    block.enter_debug_state(DebugEvent::Halted);
    assert!(block.halted());
}

#[test]
fn the_core_itself_cannot_enable_debug_but_can_halt_when_enabled() {
    let mut block = DebugState::new();
    block.write(DHCSR, KEYED | C_DEBUGEN | C_HALT, false);
    assert!(!block.enabled() && !block.halt_pending());
    block.write(DHCSR, KEYED | C_DEBUGEN, true);
    block.write(DHCSR, KEYED | C_HALT, false);
    assert!(block.halt_pending() && !block.halted());
    assert!(block.enter_pending_halt() && block.halted() && !block.halt_pending());
}

#[test]
fn a_watchpoint_halts_after_its_instruction_if_halting_is_enabled() {
    let mut block = DebugState::new();
    block.request_halt(DebugEvent::Watchpoint);
    assert!(!block.enter_pending_halt());
    block.write(DHCSR, KEYED | C_DEBUGEN, true);
    block.request_halt(DebugEvent::Watchpoint);
    assert!(!block.halted() && block.enter_pending_halt());
    assert_eq!(block.read(DFSR, true, CoreStatus::default()), Some(1 << 2));
}

#[test]
fn sticky_bits_fall_by_a_read_of_the_debugger() {
    let mut block = DebugState::new();
    let core = CoreStatus { retired: 5, ..CoreStatus::default() };
    let both = S_RESET_ST | S_RETIRE_ST;
    assert_eq!(block.read(DHCSR, false, core).unwrap() & both, both);
    assert_eq!(block.read(DHCSR, true, core).unwrap() & both, both);
    assert_eq!(block.read(DHCSR, true, core).unwrap() & both, 0);
}

#[test]
fn sleep_and_lockup_show() {
    let mut block = DebugState::new();
    let core = CoreStatus { sleeping: true, locked_up: true, ..CoreStatus::default() };
    assert_eq!(block.read(DHCSR, true, core).unwrap() & (S_SLEEP | S_LOCKUP), S_SLEEP | S_LOCKUP);
    halt(&mut block);
    assert_eq!(block.read(DHCSR, true, core).unwrap() & (S_SLEEP | S_LOCKUP), 0);
}

#[test]
fn warm_reset_keeps_what_the_debugger_set_and_catches_the_vector() {
    let mut block = DebugState::new();
    halt(&mut block);
    block.write(DEMCR, TRCENA | VC_CORERESET, true).unwrap().unwrap();
    block.write(DFSR, 0x1F, true);
    block.reset(DebugReset::Warm);
    assert!(block.halted() && block.trace_enabled());
    assert_eq!(block.read(DFSR, true, CoreStatus::default()), Some(1 << 3));
    assert_ne!(dhcsr(&mut block) & S_RESET_ST, 0);

    block.write(DEMCR, 0, true);
    block.reset(DebugReset::Warm);
    assert!(block.enabled() && !block.halted());
}

#[test]
fn cold_reset_clears_all() {
    let mut block = DebugState::new();
    halt(&mut block);
    block.write(DEMCR, TRCENA | VC_CORERESET, true);
    block.reset(DebugReset::Cold);
    assert!(!block.halted() && !block.enabled() && !block.trace_enabled());
    assert_eq!(dhcsr(&mut block) & 0xF, 0);
}

#[test]
fn register_transfers_name_the_register() {
    let mut block = DebugState::new();
    assert_eq!(block.write(DCRSR, 3, true), Some(Ok(DebugAction::None)));
    halt(&mut block);
    block.write(DCRDR, 0x1234, true);
    let written = DebugAction::WriteRegister(CoreRegister::Single(31), 0x1234);
    assert_eq!(block.write(DCRSR, REGWNR | 0x5F, true), Some(Ok(written)));
    let read = DebugAction::ReadRegister(CoreRegister::General(3));
    assert_eq!(block.write(DCRSR, 3, true), Some(Ok(read)));
    block.set_transfer_data(77);
    assert_eq!(block.read(DCRDR, true, CoreStatus::default()), Some(77));
    assert!(matches!(block.write(DCRSR, 0x13, true), Some(Err(BusFault::NotModelled { .. }))));
}

#[test]
fn catches_need_halting_debug() {
    let mut block = DebugState::new();
    block.write(DEMCR, 1 << 10, true);
    assert!(!block.catches(CaughtException::HardFault));
    block.write(DHCSR, KEYED | C_DEBUGEN, true);
    assert!(block.catches(CaughtException::HardFault) && !block.catches(CaughtException::BusFault));
    assert!(block.needs_checks());
}

#[test]
fn debug_monitor_is_kept_and_its_exception_handed_on() {
    let mut debug = DebugState::new();
    let action = debug.write(DEMCR, MON_EN | MON_PEND | MON_STEP, true);
    assert_eq!(action, Some(Ok(DebugAction::Monitor { enabled: true, pending: true })));
    assert!(debug.monitors() && debug.monitor_steps());
    let pending = CoreStatus { monitor_pending: true, ..CoreStatus::default() };
    assert_eq!(debug.read(DEMCR, true, pending), Some(SDME | MON_EN | MON_PEND | MON_STEP));
    debug.write(DHCSR, DBGKEY << 16 | C_DEBUGEN, true);
    assert!(!debug.monitors());
}
