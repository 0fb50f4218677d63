//! Waveforms: every change of the pins, with its time.

use crate::time::{Picoseconds, Timeline};

/// A change of one or more recorded pins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Cycle of clk_sys that begins with it.
    pub cycle: u64,
    /// Time at which that cycle begins, since power-on.
    pub time: Picoseconds,
    /// Levels of the recorded pins from then on, a bit a pin; the others read as 0.
    pub levels: u64,
}

/// Takes edges as they happen, in order of time.
pub trait EdgeSink: Send {
    /// The next edge.
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
    /// Starts with the present levels as the first edge.
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

    /// Pins that it takes.
    pub(crate) fn pins(&self) -> u64 {
        self.pins
    }

    /// clk_sys has another frequency from now on.
    pub(crate) fn follow(&mut self, timeline: Timeline) {
        self.timeline = timeline;
    }

    /// The pins have these levels from a cycle on. A core that is behind in time cannot turn time back.
    pub(crate) fn note(&mut self, cycle: u64, levels: u64) {
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
