//! Empty workload: the cost of a call. Checksum: the number of operations.

super::workload!(empty);

#[inline(always)]
fn empty(operations: u32) -> u32 {
    operations
}
