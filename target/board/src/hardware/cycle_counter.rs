//! DWT_CYCCNT.

use cortex_m::Peripherals;
use cortex_m::peripheral::DWT;

/// Makes CYCCNT count (DEMCR.TRCENA, DWT_CTRL.CYCCNTENA). A debugger that detaches may have stopped it, so this is
/// done before every sample; the count itself is left alone.
pub fn enable() {
    // SAFETY: one core, and nothing else in the firmware uses DCB or DWT.
    let mut core = unsafe { Peripherals::steal() };
    core.DCB.enable_trace();
    core.DWT.enable_cycle_counter();
}

/// CYCCNT now.
pub fn read() -> u32 {
    DWT::cycle_count()
}
