use super::*;
use crate::bus::BusFault;
use crate::ppb::core_register::CoreRegister;

fn write_dhcsr(block: &mut DebugState, control: Dhcsr, by_debugger: bool) -> DebugAction {
    block.write(DHCSR, DBGKEY | control.bits(), by_debugger).unwrap().unwrap()
}

fn write_demcr(block: &mut DebugState, value: Demcr) -> DebugAction {
    block.write(DEMCR, value.bits(), true).unwrap().unwrap()
}

/// Writable control fields of DHCSR.
const CONTROL: Dhcsr = Dhcsr::C_DEBUGEN.union(Dhcsr::C_HALT).union(Dhcsr::C_STEP).union(Dhcsr::C_MASKINTS);

fn halt(block: &mut DebugState) -> DebugAction {
    write_dhcsr(block, Dhcsr::C_DEBUGEN | Dhcsr::C_HALT, true)
}

/// Reads DHCSR as the debugger.
fn dhcsr(block: &mut DebugState) -> Dhcsr {
    dhcsr_of(block, true, CoreStatus::default())
}

fn dhcsr_of(block: &mut DebugState, by_debugger: bool, core: CoreStatus) -> Dhcsr {
    Dhcsr::from_bits_retain(block.read(DHCSR, by_debugger, core).unwrap())
}

fn dfsr(block: &mut DebugState) -> Dfsr {
    Dfsr::from_bits_retain(block.read(DFSR, true, CoreStatus::default()).unwrap())
}

#[test]
fn write_without_the_key_is_ignored() {
    let mut block = DebugState::new();
    assert_eq!(
        block.write(DHCSR, (Dhcsr::C_DEBUGEN | Dhcsr::C_HALT).bits(), true),
        Some(Ok(DebugAction::None))
    );
    assert!(!block.enabled() && !block.halted());
}

#[test]
fn the_debugger_halts_and_restarts_the_core() {
    let mut block = DebugState::new();
    assert_eq!(halt(&mut block), DebugAction::StateChanged);
    assert!(dhcsr(&mut block).contains(Dhcsr::S_HALT | Dhcsr::C_HALT | Dhcsr::C_DEBUGEN));
    assert_eq!(dfsr(&mut block), Dfsr::HALTED);
    let restart = write_dhcsr(&mut block, Dhcsr::C_DEBUGEN, true);
    assert_eq!(restart, DebugAction::StateChanged);
    assert!(!block.halted());
    let status = dhcsr(&mut block);
    assert!(status.contains(Dhcsr::S_RESTART_ST) && !status.contains(Dhcsr::S_HALT));
    assert!(!dhcsr(&mut block).contains(Dhcsr::S_RESTART_ST));
}

#[test]
fn leaving_debug_lets_the_core_run() {
    let mut block = DebugState::new();
    halt(&mut block);
    write_dhcsr(&mut block, Dhcsr::empty(), true);
    assert!(!block.halted() && !block.enabled());
    assert!(!dhcsr(&mut block).intersects(CONTROL));
}

#[test]
fn a_step_leaves_debug_state_for_one_instruction() {
    let mut block = DebugState::new();
    halt(&mut block);
    write_dhcsr(&mut block, Dhcsr::C_DEBUGEN | Dhcsr::C_STEP | Dhcsr::C_MASKINTS, true);
    assert!(!block.halted() && block.stepping() && block.masks_interrupts());
    block.enter_debug_state(DebugEvent::Halted);
    assert!(block.halted());
}

#[test]
fn the_core_itself_cannot_enable_debug_but_can_halt_when_enabled() {
    let mut block = DebugState::new();
    write_dhcsr(&mut block, Dhcsr::C_DEBUGEN | Dhcsr::C_HALT, false);
    assert!(!block.enabled() && !block.halt_pending());
    write_dhcsr(&mut block, Dhcsr::C_DEBUGEN, true);
    write_dhcsr(&mut block, Dhcsr::C_HALT, false);
    assert!(block.halt_pending() && !block.halted());
    assert!(block.enter_pending_halt() && block.halted() && !block.halt_pending());
}

#[test]
fn a_watchpoint_halts_after_its_instruction_if_halting_is_enabled() {
    let mut block = DebugState::new();
    block.request_halt(DebugEvent::Watchpoint);
    assert!(!block.enter_pending_halt());
    write_dhcsr(&mut block, Dhcsr::C_DEBUGEN, true);
    block.request_halt(DebugEvent::Watchpoint);
    assert!(!block.halted() && block.enter_pending_halt());
    assert_eq!(dfsr(&mut block), Dfsr::DWTTRAP);
}

#[test]
fn a_read_by_the_debugger_clears_the_sticky_bits() {
    let mut block = DebugState::new();
    let core = CoreStatus { retired: 5, ..CoreStatus::default() };
    let both = Dhcsr::S_RESET_ST | Dhcsr::S_RETIRE_ST;
    assert!(dhcsr_of(&mut block, false, core).contains(both));
    assert!(dhcsr_of(&mut block, true, core).contains(both));
    assert!(!dhcsr_of(&mut block, true, core).intersects(both));
}

#[test]
fn sleep_and_lockup_are_shown() {
    let mut block = DebugState::new();
    let core = CoreStatus { sleeping: true, locked_up: true, ..CoreStatus::default() };
    let both = Dhcsr::S_SLEEP | Dhcsr::S_LOCKUP;
    assert!(dhcsr_of(&mut block, true, core).contains(both));
    halt(&mut block);
    assert!(!dhcsr_of(&mut block, true, core).intersects(both));
}

#[test]
fn warm_reset_keeps_what_the_debugger_set_and_catches_the_vector() {
    let mut block = DebugState::new();
    halt(&mut block);
    write_demcr(&mut block, Demcr::TRCENA | Demcr::VC_CORERESET);
    block.write(DFSR, Dfsr::all().bits(), true);
    block.reset(DebugReset::Warm);
    assert!(block.halted() && block.trace_enabled());
    assert_eq!(dfsr(&mut block), Dfsr::VCATCH);
    assert!(dhcsr(&mut block).contains(Dhcsr::S_RESET_ST));

    write_demcr(&mut block, Demcr::empty());
    block.reset(DebugReset::Warm);
    assert!(block.enabled() && !block.halted());
}

#[test]
fn cold_reset_clears_all() {
    let mut block = DebugState::new();
    halt(&mut block);
    write_demcr(&mut block, Demcr::TRCENA | Demcr::VC_CORERESET);
    block.reset(DebugReset::Cold);
    assert!(!block.halted() && !block.enabled() && !block.trace_enabled());
    assert!(!dhcsr(&mut block).intersects(CONTROL));
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
    assert!(matches!(block.write(DCRSR, 0x13, true), Some(Err(BusFault::Unmodelled { .. }))));
}

#[test]
fn catches_need_halting_debug() {
    let mut block = DebugState::new();
    write_demcr(&mut block, Demcr::VC_HARDERR);
    assert!(!block.catches(CaughtException::HardFault));
    write_dhcsr(&mut block, Dhcsr::C_DEBUGEN, true);
    assert!(block.catches(CaughtException::HardFault) && !block.catches(CaughtException::BusFault));
    assert!(block.needs_checks());
}

#[test]
fn the_debug_monitor_is_stored_and_its_exception_is_pended() {
    let mut debug = DebugState::new();
    let action = write_demcr(&mut debug, Demcr::MON_EN | Demcr::MON_PEND | Demcr::MON_STEP);
    assert_eq!(action, DebugAction::Monitor { enabled: true, pending: true });
    assert!(debug.monitors() && debug.monitor_steps());
    let pending = CoreStatus { monitor_pending: true, ..CoreStatus::default() };
    let expected = Demcr::SDME | Demcr::MON_EN | Demcr::MON_PEND | Demcr::MON_STEP;
    assert_eq!(debug.read(DEMCR, true, pending), Some(expected.bits()));
    write_dhcsr(&mut debug, Dhcsr::C_DEBUGEN, true);
    assert!(!debug.monitors());
}
