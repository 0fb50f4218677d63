//! Waveforms: every change of the pins, with its time.

use crate::time::{Picoseconds, Timeline};

/// A change of one or more recorded pins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Cycle of clk_sys that begins with the change.
    pub cycle: u64,
    /// Time since power-on at which that cycle begins.
    pub time: Picoseconds,
    /// Levels of the recorded pins after the change, a bit each; 0 for other pins.
    pub levels: u64,
}

/// Receiver of edges, in order of time.
pub trait EdgeSink: Send {
    /// Receives the next edge.
    fn edge(&mut self, edge: Edge);
}

/// A recording.
pub(crate) struct Recorder {
    pins: u64,
    last: Edge,
    timeline: Timeline,
    sink: Box<dyn EdgeSink>,
}

impl Recorder {
    /// Starts a recording, with the current levels as the first edge.
    pub(crate) fn start(
        pins: u64,
        cycle: u64,
        levels: u64,
        timeline: Timeline,
        mut sink: Box<dyn EdgeSink>,
    ) -> Self {
        let first = Edge { cycle, time: timeline.time_at(cycle), levels: levels & pins };
        sink.edge(first);
        Recorder { pins, last: first, timeline, sink }
    }

    /// Recorded pins.
    pub(crate) fn pins(&self) -> u64 {
        self.pins
    }

    /// Changes the frequency of clk_sys.
    pub(crate) fn set_timeline(&mut self, timeline: Timeline) {
        self.timeline = timeline;
    }

    /// Records the levels of the pins from a cycle on. A cycle before the last edge, from a core that is behind, counts
    /// as that of the edge.
    pub(crate) fn record(&mut self, cycle: u64, levels: u64) {
        let levels = levels & self.pins;
        if levels != self.last.levels {
            let cycle = cycle.max(self.last.cycle);
            let time = self.timeline.time_at(cycle).max(self.last.time);
            self.last = Edge { cycle, time, levels };
            self.sink.edge(self.last);
        }
    }
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Recorder")
            .field("pins", &self.pins)
            .field("last", &self.last)
            .finish_non_exhaustive()
    }
}
