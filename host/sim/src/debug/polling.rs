//! Tells when a debugger waits: it reads the same places again and again and writes nothing in between.
//!
//! A probe polls some thousand times a second, and each poll takes only microseconds of simulated time; so the
//! board runs ahead when it is polled, in growing steps, until what is polled changes.

use std::ops::Range;

use crate::bus::Size;

use super::reset_line::ResetLine;
use super::target::DebugTarget;
use crate::ppb::dcb::DHCSR;

/// First step, in cycles.
const SMALLEST_STEP: u64 = 4_096;
/// Largest step, in cycles: some 14 ms at 150 MHz.
const LARGEST_STEP: u64 = 2_097_152;
/// Places that one round of polling may consist of.
const MOST_PLACES: usize = 16;
/// Polls in a row that make a wait of what may be a coincidence.
const WAIT_THRESHOLD: u32 = 4;
/// Of a polled block, this many words are looked at.
const MOST_WORDS: u32 = 64;

/// Memory that a look does not disturb: SRAM. RP2350 datasheet §2.2.
const SRAM: Range<u32> = 0x2000_0000..0x2008_2000;

/// A block that is read in one go.
#[derive(Clone, Copy, Debug)]
struct Place {
    core: u8,
    start: u32,
    end: u32,
}

/// The reads since the last write.
#[derive(Clone, Debug)]
pub struct Polling {
    places: Vec<Place>,
    step: u64,
    polls: u32,
}

impl Default for Polling {
    fn default() -> Self {
        Self { places: Vec::new(), step: SMALLEST_STEP, polls: 0 }
    }
}

/// A place that was read before and is being read again.
#[derive(Clone, Copy, Debug)]
pub struct Poll {
    place: Place,
    step: u64,
    /// Polls in a row, this one included.
    polls: u32,
}

impl Polling {
    /// The debugger wrote: it does not wait.
    pub fn note_write(&mut self) {
        *self = Self::default();
    }

    /// The debugger reads; `Some` when that goes on a wait.
    pub fn note_read(&mut self, core: u8, address: u32, size: Size) -> Option<Poll> {
        let end = address.wrapping_add(size.bytes());
        if let Some(last) = self.places.last_mut()
            && (last.core, last.end) == (core, address)
        {
            last.end = end;
            return None;
        }
        let seen = self.places.iter().find(|place| (place.core, place.start) == (core, address)).copied();
        if seen.is_some() || self.places.len() == MOST_PLACES {
            self.places.clear();
        }
        self.places.push(Place { core, start: address, end });
        let place = seen?;
        self.polls = self.polls.saturating_add(1);
        let poll = Poll { place, step: self.step, polls: self.polls };
        self.step = (self.step * 2).min(LARGEST_STEP);
        Some(poll)
    }
}

impl Poll {
    /// The debugger surely waits.
    pub fn is_wait(&self) -> bool {
        self.polls >= WAIT_THRESHOLD
    }

    /// Lets the board run until what is polled changes, a core is halted, or the step ends. Nothing when the debugger
    /// holds both cores, or when it asks for the state of a core that is halted already.
    pub fn run_ahead<T: DebugTarget>(self, target: &mut T, line: &mut ResetLine) {
        let halted = [target.halted(0), target.halted(1)];
        let answered = self.place.start == DHCSR && halted[usize::from(self.place.core & 1)];
        if answered || halted == [true; 2] {
            return;
        }
        if line.startup_left() != 0 {
            line.advance(self.step, target);
            return;
        }
        let content = self.look(target);
        let mut left = self.step;
        while left > 0 && target.stop_reason().is_none() {
            let passed = target.run_ahead(left, self.watched());
            left = left.saturating_sub(passed.max(1));
            if [target.halted(0), target.halted(1)] != halted || self.look(target) != content {
                return;
            }
        }
    }

    /// Where a store may change what is polled; empty outside SRAM.
    fn watched(&self) -> Range<u32> {
        let first = self.place.start & !3;
        let end = self.place.end.min(first.saturating_add(4 * MOST_WORDS));
        if SRAM.contains(&first) && end <= SRAM.end { first..end } else { 0..0 }
    }

    /// The words there, which looking does not disturb.
    fn look<T: DebugTarget>(&self, target: &mut T) -> Vec<u32> {
        let words = self.watched().step_by(4);
        words.filter_map(|address| target.read(self.place.core, address, Size::Word).ok()).collect()
    }
}
