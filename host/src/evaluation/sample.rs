//! Readings of a sample.

use std::collections::BTreeMap;
use thiserror::Error;

/// Readings of one sample, with the properties of the sample that their evaluation needs.
#[derive(Debug, Clone, Copy)]
pub struct SampleReadings<'a> {
    /// Words by channel: channel 0 is the work's, the others are the fixture's.
    pub channels: &'a BTreeMap<u32, Vec<u32>>,
    /// Number of operations of the sample.
    pub operations: u64,
    /// Cycles of the sample.
    pub cycles: u64,
    /// clk_sys in Hz.
    pub sysclk_hz: u32,
}

impl<'a> SampleReadings<'a> {
    /// Returns the words of a channel; empty without readings.
    pub(super) fn channel(&self, channel: u32) -> &'a [u32] {
        self.channels.get(&channel).map_or(&[], Vec::as_slice)
    }

    /// Converts clock cycles to nanoseconds.
    pub(super) fn nanoseconds(&self, cycles: f64) -> f64 {
        cycles * 1e9 / f64::from(self.sysclk_hz.max(1))
    }

    /// Returns the number of missed events.
    pub(super) fn missed(expected: u64, found: usize) -> u64 {
        expected.saturating_sub(found as u64)
    }
}

/// Returns the microseconds from `from` to `to`, two values of the low word of TIMER0, which wraps every 71 minutes.
pub(super) fn microseconds_between(from: u32, to: u32) -> f64 {
    f64::from(to.wrapping_sub(from).cast_signed())
}

/// Error of readings that cannot be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EvaluationError {
    /// A channel has too few words.
    #[error("expected readings on channel {channel} ({what}), found none")]
    Absent {
        /// Number of the channel.
        channel: u32,
        /// Expected content.
        what: &'static str,
    },
    /// The fixture's buffer was full before an event that decides the result.
    #[error(
        "the buffer of the fixture was full after {runs} levels without an error: expected the whole frame; reduce `operations`"
    )]
    Full {
        /// Number of levels in the buffer.
        runs: usize,
    },
    /// A count differs from the expected one.
    #[error("expected {expected} {what}, found {found}")]
    Count {
        /// Counted items.
        what: &'static str,
        /// Expected number.
        expected: u64,
        /// Number found.
        found: u64,
    },
}
