//! Stopwatch by the cycle counter.

use core::arch::global_asm;

use cortex_m::interrupt;
use cortex_m::register::primask;
use twinbench_link::SampleRecord;

use super::Instant;
use super::cycle_counter;
use super::instant::spanned_cycles;
use crate::{Entry, Stopwatch};

global_asm!(include_str!("sample.s"), options(raw));

/// Counters that `twinbench_sample` reads around the call.
#[derive(Default)]
#[repr(C)]
struct Counters {
    cycles_before: u32,
    cycles_after: u32,
    xip_hits: u32,
    xip_accesses: u32,
}

unsafe extern "C" {
    fn twinbench_sample(entry: Entry, operations: u32, counters: &mut Counters) -> u32;
    fn twinbench_nothing(operations: u32) -> u32;
}

/// Times calls by DWT_CYCCNT and TIMER0, and counts accesses of the XIP cache.
#[derive(Debug)]
pub struct CycleStopwatch;

impl CycleStopwatch {
    /// Measures an empty sample. Returns cycles. A first sample fills the cache with the surrounding code.
    pub fn empty_sample_cycles(&mut self) -> u32 {
        self.sample(twinbench_nothing, 0, false);
        self.sample(twinbench_nothing, 0, false).cycles as u32
    }
}

impl Stopwatch for CycleStopwatch {
    fn sample(&mut self, entry: Entry, operations: u32, interrupts: bool) -> SampleRecord {
        cycle_counter::enable();
        let mut counters = Counters::default();
        let unmask = primask::read().is_active();
        if !interrupts {
            interrupt::disable();
        }
        let before = Instant::now();
        // SAFETY: an entry is valid by its contract; the routine follows the procedure call standard and writes only the
        // counters.
        let checksum = unsafe { twinbench_sample(entry, operations, &mut counters) };
        let after = Instant::now();
        if unmask {
            // SAFETY: interrupts were enabled before, and this is not in a critical section.
            unsafe { interrupt::enable() };
        }
        let timer_us = before.us_to(&after);
        SampleRecord {
            cycles: spanned_cycles(counters.cycles_after.wrapping_sub(counters.cycles_before), timer_us),
            checksum,
            xip_hits: counters.xip_hits,
            xip_accesses: counters.xip_accesses,
            timer_us,
        }
    }
}
