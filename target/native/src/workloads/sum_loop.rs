//! The sum of 0 .. operations - 1 by a loop, one addition an operation. Checksum: the sum modulo 2³².

use crate::opaque::opaque;

super::workload!(sum_loop);

#[inline(always)]
fn sum_loop(operations: u32) -> u32 {
    let mut sum = 0u32;
    for number in 0..operations {
        // Not opaque, the loop would become operations * (operations - 1) / 2.
        sum = opaque(sum.wrapping_add(number));
    }
    sum
}
