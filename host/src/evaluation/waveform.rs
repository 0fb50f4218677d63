//! Readings of the fixture `waveform`.

use super::{CAPTURED, EvaluationError, SampleReadings};

/// Name of the fixture in scenario files.
pub(super) const FIXTURE: &str = "waveform";

/// Bit of the first word: the level is high at the start of the recording.
const HIGH_AT_START: u32 = 1 << 0;
/// Bit of the first word: the buffer was full before the end of the recording.
const FULL: u32 = 1 << 1;

/// Level of OUTPUT during a sample, in runs of alternating levels. The first run begins and the last run ends with the
/// recording, not with an edge.
pub(super) struct Waveform<'a> {
    /// Durations of the runs in clock cycles.
    pub runs: &'a [u32],
    /// The first run is high.
    pub high_at_start: bool,
    /// The buffer was full before the end of the recording.
    pub full: bool,
}

/// A run between two edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pulse {
    pub high: bool,
    pub cycles: u32,
}

impl<'a> Waveform<'a> {
    /// Returns the waveform of `sample`.
    ///
    /// # Errors
    /// [`EvaluationError::Absent`] without readings.
    pub(super) fn of(sample: &SampleReadings<'a>) -> Result<Self, EvaluationError> {
        let (&state, runs) = sample
            .channel(CAPTURED)
            .split_first()
            .ok_or(EvaluationError::Absent { channel: CAPTURED, what: "the recorded waveform" })?;
        Ok(Self { runs, high_at_start: state & HIGH_AT_START != 0, full: state & FULL != 0 })
    }

    /// Returns the number of edges.
    pub(super) fn edges(&self) -> usize {
        self.runs.len().saturating_sub(1)
    }

    /// Yields the runs that begin and end with an edge.
    pub(super) fn pulses(&self) -> impl Iterator<Item = Pulse> {
        let whole = self.runs.get(1..self.edges()).unwrap_or_default();
        let first_is_high = !self.high_at_start;
        whole
            .iter()
            .enumerate()
            .map(move |(index, &cycles)| Pulse { high: first_is_high == index.is_multiple_of(2), cycles })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn only_runs_between_edges_are_pulses() {
        let channels = BTreeMap::from([(1, vec![0, 900, 60, 120, 60, 5000])]);
        let sample = SampleReadings { channels: &channels, operations: 1, cycles: 1, sysclk_hz: 150_000_000 };
        let waveform = Waveform::of(&sample).unwrap();
        assert_eq!(waveform.edges(), 4);
        let pulses: Vec<_> = waveform.pulses().map(|it| (it.high, it.cycles)).collect();
        assert_eq!(pulses, [(true, 60), (false, 120), (true, 60)]);
    }
}
