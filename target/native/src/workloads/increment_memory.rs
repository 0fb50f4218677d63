//! `x += 1` with `x` in memory, read and written each time. Operation: `ldr`, `adds`, `str`, unrolled in blocks of a
//! hundred; the loop adds about three cycles per block. Checksum: `x`.

use core::sync::atomic::{AtomicU32, Ordering};

use super::times_100;
use crate::opaque::opaque;

super::workload!(increment_memory);

static X: AtomicU32 = AtomicU32::new(0);

/// Increments with volatile accesses: exactly one load and one store.
#[inline(always)]
fn increment(x: *mut u32) {
    // SAFETY: x points to the static above, which nothing else accesses while a workload runs.
    unsafe { x.write_volatile(x.read_volatile().wrapping_add(1)) }
}

#[inline(always)]
fn increment_memory(operations: u32) -> u32 {
    X.store(0, Ordering::Relaxed);
    let x = X.as_ptr();
    let mut block = operations / 100;
    while block != 0 {
        times_100!(increment(x));
        // Otherwise the compiler would move the decrement and its flags into the block.
        block = opaque(block) - 1;
    }
    for _ in 0..operations % 100 {
        increment(x);
    }
    X.load(Ordering::Relaxed)
}
