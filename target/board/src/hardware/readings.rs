//! Readings that a native workload records during a sample.

use core::cell::UnsafeCell;

/// Maximum number of readings in a sample. Further ones are counted but not stored.
pub const CAPACITY: usize = 1024;

/// Readings of a sample, as declared in `c/workload.h`.
#[repr(C)]
struct Readings {
    count: u32,
    words: [u32; CAPACITY],
}

#[repr(transparent)]
struct Shared(UnsafeCell<Readings>);

// SAFETY: a workload runs on one core and records readings outside interrupt handlers; `clear` and `recorded` are called
// only before and after it.
unsafe impl Sync for Shared {}

#[unsafe(export_name = "twinbench_readings")]
static READINGS: Shared = Shared(UnsafeCell::new(Readings { count: 0, words: [0; CAPACITY] }));

/// Records a reading, in a few instructions.
#[inline(always)]
pub fn push(reading: u32) {
    // SAFETY: no other reference exists while a workload runs.
    let readings = unsafe { &mut *READINGS.0.get() };
    if let Some(word) = readings.words.get_mut(readings.count as usize) {
        *word = reading;
    }
    readings.count = readings.count.wrapping_add(1);
}

/// Discards all readings.
pub fn clear() {
    // SAFETY: as in `push`.
    unsafe { (*READINGS.0.get()).count = 0 };
}

/// Returns the readings since [`clear`]; `None` if there were more than [`CAPACITY`].
pub fn recorded() -> Option<&'static [u32]> {
    // SAFETY: the reference is dropped before a workload runs again.
    let readings = unsafe { &*READINGS.0.get() };
    readings.words.get(..readings.count as usize)
}
