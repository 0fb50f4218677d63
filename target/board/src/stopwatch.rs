//! Timing one execution.

use twinbench_link::SampleRecord;

/// What a sample calls: takes the number of operations, returns the checksum.
///
/// # Safety
/// Whoever makes one vouches that it is code of this firmware that follows the procedure call standard.
pub type Entry = unsafe extern "C" fn(operations: u32) -> u32;

/// What times a sample: the board's cycle counter, or a stand-in for tests.
pub trait Stopwatch {
    /// Calls `entry` once between two stamps, with interrupts masked unless `interrupts` is set.
    fn sample(&mut self, entry: Entry, operations: u32, interrupts: bool) -> SampleRecord;
}
