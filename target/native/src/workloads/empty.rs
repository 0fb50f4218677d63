//! Nothing: what calling a workload costs. Checksum: the operations.

super::workload!(empty);

#[inline(always)]
fn empty(operations: u32) -> u32 {
    operations
}
