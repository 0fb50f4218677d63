//! `x += 1` with `x` in a register: one `adds` an operation, in blocks of a hundred whose loop takes about three cycles.
//! Checksum: `x`.

use super::times_100;
use crate::opaque::opaque;

super::workload!(increment_register);

#[inline(always)]
fn increment_register(operations: u32) -> u32 {
    let mut x = 0u32;
    let mut block = operations / 100;
    while block != 0 {
        times_100!(x = opaque(x.wrapping_add(1)));
        // Not opaque, counting it down would move into the block, and its flags with it.
        block = opaque(block) - 1;
    }
    for _ in 0..operations % 100 {
        x = opaque(x.wrapping_add(1));
    }
    x
}
