//! `x += 1` with `x` in a register. Operation: one `adds`, unrolled in blocks of a hundred; the loop adds about three
//! cycles per block. Checksum: `x`.

use super::times_100;
use crate::opaque::opaque;

super::workload!(increment_register);

#[inline(always)]
fn increment_register(operations: u32) -> u32 {
    let mut x = 0u32;
    let mut block = operations / 100;
    while block != 0 {
        times_100!(x = opaque(x.wrapping_add(1)));
        // Otherwise the compiler would move the decrement and its flags into the block.
        block = opaque(block) - 1;
    }
    for _ in 0..operations % 100 {
        x = opaque(x.wrapping_add(1));
    }
    x
}
