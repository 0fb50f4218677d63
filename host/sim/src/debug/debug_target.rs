//! Interface between the debug port and the board.

use std::ops::Range;

use crate::bus::{BusFault, Size};

/// Cores and memory that a debug port accesses.
pub trait DebugTarget {
    /// Returns the current frequency of the system clock, in hertz.
    fn system_clock(&self) -> u32;

    /// Lets `cycles` cycles of the system clock pass. A board that has stopped or is held in reset executes nothing
    /// in them.
    fn advance(&mut self, cycles: u64);

    /// Lets up to `max_cycles` cycles pass, fewer if a core stores to `watched`, a core is halted, or the board stops.
    /// Returns the number of cycles that passed.
    fn run_ahead(&mut self, max_cycles: u64, watched: Range<u32>) -> u64;

    /// Reads for the debugger through the access port of `core` (0 or 1), zero-extended. The private peripheral bus is
    /// that of the core. `address` is aligned to `size`. The access changes no cache, buffer or timing of the core.
    ///
    /// # Errors
    /// Returns the fault of the bus: no device at the address, or not modelled.
    fn read(&mut self, core: u8, address: u32, size: Size) -> Result<u32, BusFault>;

    /// Writes for the debugger, as [`DebugTarget::read`].
    ///
    /// # Errors
    /// Returns the fault of the bus: no device at the address, or not modelled.
    fn write(&mut self, core: u8, address: u32, size: Size, value: u32) -> Result<(), BusFault>;

    /// Returns true if the core is in Debug state.
    fn halted(&self, core: u8) -> bool;

    /// Returns the reason why the board has stopped until a reset, as text; `None` while it can continue.
    fn stop_reason(&self) -> Option<String>;

    /// RUN pin low, or RESCUE_RESTART set: resets everything, the debug logic of the cores included, and holds the
    /// cores in reset. Debug registers can be written meanwhile.
    fn assert_reset(&mut self);

    /// RUN pin high: the cores start at the reset vector, or halt there if it is caught.
    fn release_reset(&mut self);

    /// RESCUE_RESTART cleared: as [`DebugTarget::release_reset`], with POWMAN CHIP_RESET.RESCUE_FLAG set, so that
    /// the boot ROM halts before it runs any software (RP2350 datasheet §3.5.8).
    fn release_reset_for_rescue(&mut self);

    /// Stops the cores from executing until a reset by the RUN pin, the rescue or the supply.
    fn hang(&mut self);

    /// Interrupts the supply briefly: power-on reset.
    fn brown_out(&mut self);
}
