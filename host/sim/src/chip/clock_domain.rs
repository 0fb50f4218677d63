//! Clocks of the chip, and the relation of clk_sys cycles to simulated time.

use crate::peripheral::Access;
use crate::time::{Frequencies, Picoseconds, Timeline};

/// Current clocks, and the cores that a debugger halts.
#[derive(Debug)]
pub(super) struct ClockDomain {
    frequencies: Frequencies,
    timeline: Timeline,
    /// Cores that a debugger halts, while timers and watchdog may pause.
    pub(super) halted: [bool; 2],
}

impl ClockDomain {
    /// Starts at cycle 0 and time 0.
    pub(super) fn new(frequencies: Frequencies) -> Self {
        ClockDomain { timeline: Timeline::new(frequencies.system), frequencies, halted: [false; 2] }
    }

    /// Frequencies of all clocks.
    #[inline]
    pub(super) fn frequencies(&self) -> &Frequencies {
        &self.frequencies
    }

    /// Relation of cycles to time.
    #[inline]
    pub(super) fn timeline(&self) -> Timeline {
        self.timeline
    }

    /// Returns the time at which a cycle begins.
    #[inline]
    pub(super) fn time_at(&self, cycle: u64) -> Picoseconds {
        self.timeline.time_at(cycle)
    }

    /// Returns the first cycle that begins at or after a time.
    #[inline]
    pub(super) fn cycle_at(&self, time: Picoseconds) -> u64 {
        self.timeline.cycle_at(time)
    }

    /// Returns the context of an access or event in a cycle, by core 0.
    #[inline]
    pub(super) fn access(&self, cycle: u64) -> Access<'_> {
        Access { now: self.time_at(cycle), cycle, core: 0, clocks: &self.frequencies }
    }

    /// Sets the frequencies, before the timeline follows.
    pub(super) fn set_frequencies(&mut self, frequencies: Frequencies) {
        self.frequencies = frequencies;
    }

    /// Returns true if clk_sys has another frequency than the timeline.
    #[inline]
    pub(super) fn system_clock_changed(&self) -> bool {
        self.frequencies.system != self.timeline.frequency()
    }

    /// Continues the timeline with the frequency of clk_sys from a cycle on.
    pub(super) fn change_timeline(&mut self, cycle: u64) {
        self.timeline.change(cycle, self.frequencies.system);
    }
}
