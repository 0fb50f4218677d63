//! The board's stopwatch.

use core::arch::global_asm;

use cortex_m::interrupt;
use cortex_m::register::primask;
use twinbench_link::SampleRecord;

use super::Moment;
use super::cycle_counter;
use super::moment::spanned_cycles;
use crate::{Entry, Stopwatch};

global_asm!(include_str!("sample.s"), options(raw));

/// What `twinbench_sample` reads around the call.
#[derive(Default)]
#[repr(C)]
struct Readings {
    cycles_before: u32,
    cycles_after: u32,
    xip_hits: u32,
    xip_accesses: u32,
}

unsafe extern "C" {
    fn twinbench_sample(entry: Entry, operations: u32, readings: &mut Readings) -> u32;
    fn twinbench_nothing(operations: u32) -> u32;
}

/// Times calls by DWT_CYCCNT, TIMER0 and the XIP cache's counters.
#[derive(Debug)]
pub struct CycleStopwatch;

impl CycleStopwatch {
    /// Cycles that a sample of nothing takes. The first round fills the cache with the code around it.
    pub fn empty_sample_cycles(&mut self) -> u32 {
        self.sample(twinbench_nothing, 0, false);
        self.sample(twinbench_nothing, 0, false).cycles as u32
    }
}

impl Stopwatch for CycleStopwatch {
    fn sample(&mut self, entry: Entry, operations: u32, interrupts: bool) -> SampleRecord {
        cycle_counter::enable();
        let mut readings = Readings::default();
        let unmask = primask::read().is_active();
        if !interrupts {
            interrupt::disable();
        }
        let before = Moment::now();
        // SAFETY: whoever made the entry vouches for it; the routine follows the procedure call standard and writes
        // nothing but the readings.
        let checksum = unsafe { twinbench_sample(entry, operations, &mut readings) };
        let after = Moment::now();
        if unmask {
            // SAFETY: they were enabled before, and no critical section has begun since.
            unsafe { interrupt::enable() };
        }
        let timer_us = before.us_to(&after);
        SampleRecord {
            cycles: spanned_cycles(readings.cycles_after.wrapping_sub(readings.cycles_before), timer_us),
            checksum,
            xip_hits: readings.xip_hits,
            xip_accesses: readings.xip_accesses,
            timer_us,
        }
    }
}
