//! What an evaluation is given.

use std::collections::BTreeMap;
use thiserror::Error;

/// The readings of one sample, with what is needed to understand them.
#[derive(Debug, Clone, Copy)]
pub struct SampleReadings<'a> {
    /// Words by channel: 0 is the work's own, the others are the fixture's.
    pub channels: &'a BTreeMap<u32, Vec<u32>>,
    /// Operations of the sample.
    pub operations: u64,
    /// Cycles that it took.
    pub cycles: u64,
    /// clk_sys in Hz.
    pub sysclk_hz: u32,
}

impl<'a> SampleReadings<'a> {
    /// The words of a channel; none if nothing came on it.
    pub(super) fn channel(&self, channel: u32) -> &'a [u32] {
        self.channels.get(&channel).map_or(&[], Vec::as_slice)
    }

    /// A number of clock cycles in nanoseconds.
    pub(super) fn nanoseconds(&self, cycles: f64) -> f64 {
        cycles * 1e9 / f64::from(self.sysclk_hz.max(1))
    }

    /// How many of the expected events are not among `found`.
    pub(super) fn lacking(expected: u64, found: usize) -> u64 {
        expected.saturating_sub(found as u64)
    }
}

/// Microseconds from `from` to `to`, two low words of TIMER0: it wraps every 71 minutes.
pub(super) fn microseconds_between(from: u32, to: u32) -> f64 {
    f64::from(to.wrapping_sub(from).cast_signed())
}

/// Readings that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EvaluationError {
    /// A channel has too few words to say anything.
    #[error("expected readings on channel {channel} ({what}), found none")]
    Absent {
        /// The channel.
        channel: u32,
        /// What should be there.
        what: &'static str,
    },
    /// A buffer ran full before anything came that decides.
    #[error(
        "the fixture's buffer ran full after {runs} levels, all good so far: expected the whole frame, ask for less"
    )]
    Full {
        /// What it holds.
        runs: usize,
    },
    /// Two counts that should agree do not.
    #[error("expected {expected} {what}, found {found}")]
    Count {
        /// Of what.
        what: &'static str,
        /// How many there should be.
        expected: u64,
        /// How many there are.
        found: u64,
    },
}
