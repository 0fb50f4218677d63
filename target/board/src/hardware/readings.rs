//! Readings that native work leaves during a sample.

use core::cell::UnsafeCell;

/// Most readings of one sample; what comes after them is counted, and not kept.
pub const CAPACITY: usize = 1024;

/// As `c/workload.h` declares it.
#[repr(C)]
struct Readings {
    count: u32,
    words: [u32; CAPACITY],
}

#[repr(transparent)]
struct Shared(UnsafeCell<Readings>);

// SAFETY: work runs on one core and leaves readings outside interrupt handlers; the functions here are called before
// and after it only.
unsafe impl Sync for Shared {}

#[unsafe(export_name = "twinbench_readings")]
static READINGS: Shared = Shared(UnsafeCell::new(Readings { count: 0, words: [0; CAPACITY] }));

/// Leaves one reading. A few instructions.
#[inline(always)]
pub fn push(reading: u32) {
    // SAFETY: nothing holds a reference while work runs.
    let readings = unsafe { &mut *READINGS.0.get() };
    if let Some(word) = readings.words.get_mut(readings.count as usize) {
        *word = reading;
    }
    readings.count = readings.count.wrapping_add(1);
}

/// Forgets what was left.
pub fn clear() {
    // SAFETY: as in `push`.
    unsafe { (*READINGS.0.get()).count = 0 };
}

/// What was left since [`clear`]; `None` if it was more than [`CAPACITY`].
pub fn left() -> Option<&'static [u32]> {
    // SAFETY: as in `push`: the reference is gone before work runs again.
    let readings = unsafe { &*READINGS.0.get() };
    readings.words.get(..readings.count as usize)
}
