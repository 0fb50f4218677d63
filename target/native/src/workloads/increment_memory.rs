//! `x += 1` with `x` in memory, read and written each time: `ldr`, `adds`, `str` an operation, in blocks of a hundred
//! whose loop takes about three cycles. Checksum: `x`.

use core::sync::atomic::{AtomicU32, Ordering};

use super::times_100;
use crate::opaque::opaque;

super::workload!(increment_memory);

static X: AtomicU32 = AtomicU32::new(0);

/// As a volatile access: exactly one load and one store.
#[inline(always)]
fn increment(x: *mut u32) {
    // SAFETY: x is the static below, which nothing else touches while a workload runs.
    unsafe { x.write_volatile(x.read_volatile().wrapping_add(1)) }
}

#[inline(always)]
fn increment_memory(operations: u32) -> u32 {
    X.store(0, Ordering::Relaxed);
    let x = X.as_ptr();
    let mut block = operations / 100;
    while block != 0 {
        times_100!(increment(x));
        // Not opaque, counting it down would move into the block, and its flags with it.
        block = opaque(block) - 1;
    }
    for _ in 0..operations % 100 {
        increment(x);
    }
    X.load(Ordering::Relaxed)
}
