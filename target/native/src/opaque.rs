//! Barrier against optimisation of a workload.

use core::arch::asm;

/// Returns the value, and hides it from the optimiser. Adds no instruction: the value stays in its register.
#[inline(always)]
pub fn opaque(mut value: u32) -> u32 {
    // SAFETY: the block contains no instruction.
    unsafe { asm!("/* {0} */", inout(reg) value, options(nomem, nostack, preserves_flags)) };
    value
}
