//! Keeping the compiler from seeing through a workload.

use core::arch::asm;

/// The same value, of which the compiler knows nothing any more. It stays in its register: no instruction.
#[inline(always)]
pub fn opaque(mut value: u32) -> u32 {
    // SAFETY: there is no instruction in it.
    unsafe { asm!("/* {0} */", inout(reg) value, options(nomem, nostack, preserves_flags)) };
    value
}
