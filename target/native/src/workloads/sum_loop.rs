//! Sum of `0..operations` by a loop. Operation: one addition. Checksum: the sum modulo 2³².

use crate::opaque::opaque;

super::workload!(sum_loop);

#[inline(always)]
fn sum_loop(operations: u32) -> u32 {
    let mut sum = 0u32;
    for number in 0..operations {
        // Otherwise the compiler would replace the loop by operations * (operations - 1) / 2.
        sum = opaque(sum.wrapping_add(number));
    }
    sum
}
