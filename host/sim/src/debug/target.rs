//! What the debug port needs of the board.

use std::ops::Range;

use crate::bus::{BusFault, Size};

/// A board that a debug port can reach.
pub trait DebugTarget {
    /// Frequency of the system clock now, in hertz.
    fn system_clock(&self) -> u32;

    /// Lets `cycles` cycles of the system clock pass. A board that has stopped or is held in reset executes
    /// nothing in them.
    fn advance(&mut self, cycles: u64);

    /// Lets up to `most` cycles pass, fewer when a core stores to `watched`, a core is halted, or the board stops.
    /// Returns how many passed.
    fn run_ahead(&mut self, most: u64, watched: Range<u32>) -> u64;

    /// Debugger's read through the access port of `core` (0 or 1), zero-extended; the private peripheral bus is
    /// that core's. `address` is aligned to `size`. No cache, buffer or timing of the core is disturbed.
    ///
    /// # Errors
    /// As the bus: nothing there, or not modelled.
    fn read(&mut self, core: u8, address: u32, size: Size) -> Result<u32, BusFault>;

    /// Debugger's write, as [`DebugTarget::read`].
    ///
    /// # Errors
    /// As the bus: nothing there, or not modelled.
    fn write(&mut self, core: u8, address: u32, size: Size, value: u32) -> Result<(), BusFault>;

    /// The core is in Debug state.
    fn halted(&self, core: u8) -> bool;

    /// Why the board has stopped for good, as text for a person; `None` while it can go on.
    fn stop_reason(&self) -> Option<String>;

    /// RUN pin low, or RESCUE_RESTART set: resets everything, the cores' debug logic included, and holds the
    /// cores. Debug registers can be written meanwhile.
    fn assert_reset(&mut self);

    /// RUN pin high: the cores start at the reset vector, or halt there when it is caught.
    fn release_reset(&mut self);

    /// RESCUE_RESTART cleared: as [`DebugTarget::release_reset`], with POWMAN CHIP_RESET.RESCUE_FLAG set, so that
    /// the boot ROM halts before it runs any software (RP2350 datasheet §3.5.8).
    fn release_reset_for_rescue(&mut self);

    /// The cores execute nothing more until a reset by the RUN pin, the rescue or the supply.
    fn hang(&mut self);

    /// The supply fails for a moment: power-on reset.
    fn brown_out(&mut self);
}
