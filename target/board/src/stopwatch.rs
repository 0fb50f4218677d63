//! Interface that times one execution.

use twinbench_link::SampleRecord;

/// Function that a sample calls: takes the number of operations, returns the checksum.
///
/// # Safety
/// An entry must be code of this firmware that follows the procedure call standard.
pub type Entry = unsafe extern "C" fn(operations: u32) -> u32;

/// Times samples: by the cycle counter of the board, or by a test double.
pub trait Stopwatch {
    /// Calls `entry` once between two stamps. Masks interrupts unless `interrupts` is set.
    fn sample(&mut self, entry: Entry, operations: u32, interrupts: bool) -> SampleRecord;
}
