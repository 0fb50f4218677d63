//! Cycle counter (DWT_CYCCNT).

use cortex_m::Peripherals;
use cortex_m::peripheral::DWT;

/// Enables CYCCNT (DEMCR.TRCENA, DWT_CTRL.CYCCNTENA) without changing the count. Called before every sample, because a
/// debugger that detaches may disable it.
pub fn enable() {
    // SAFETY: one core, and nothing else in the firmware uses DCB or DWT.
    let mut core = unsafe { Peripherals::steal() };
    core.DCB.enable_trace();
    core.DWT.enable_cycle_counter();
}

/// Returns CYCCNT.
pub fn read() -> u32 {
    DWT::cycle_count()
}
