//! Trace of the instructions that a core executes between two marks.
//!
//! While a trace is planned or being recorded, the core runs its loop with checks; otherwise tracing costs nothing.

use std::collections::HashMap;

use super::Cpu;
use crate::bus::{Bus, Initiator, Size};

/// Value to capture whenever the instruction at `address` is about to be executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapturePoint {
    /// Address of the instruction, without the Thumb bit.
    pub address: u32,
    /// Core register, 0 to 14.
    pub register: u8,
    /// Offsets of pointers to follow: for each in turn, the value is replaced by the word at value + offset.
    pub path: Vec<u32>,
}

/// Marks, limit and captures of a trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TraceSettings {
    /// Address of the first instruction of the trace.
    pub begin: u32,
    /// Address of the instruction that ends the trace and does not belong to it.
    pub end: u32,
    /// Maximum number of instructions; with more the trace is discarded.
    pub limit: usize,
    /// Values to capture.
    pub captures: Vec<CapturePoint>,
}

/// An instruction that was executed, or skipped in an IT block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetiredInstruction {
    /// Address of the instruction.
    pub address: u32,
    /// Cycles from its fetch to the fetch of the next instruction; 0 if it shared the cycle of the instruction before.
    pub cycles: u32,
    /// Hits in the XIP cache, by fetch and data.
    pub xip_hits: u32,
    /// Accesses of the XIP cache, by fetch and data.
    pub xip_accesses: u32,
}

/// Value captured at a [`CapturePoint`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapturedValue {
    /// Index of the instruction in the trace.
    pub instruction: usize,
    /// Index of the point in [`TraceSettings::captures`].
    pub point: usize,
    /// The value; `None` if the path leads to an address without memory.
    pub value: Option<u32>,
}

/// Progress of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceProgress {
    /// The first mark is not reached yet.
    Waiting,
    /// This number of instructions is recorded.
    Recording(usize),
    /// The second mark is reached.
    Complete,
    /// The limit was reached before the second mark; the trace is discarded.
    LimitReached,
}

/// A finished trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RetiredTrace {
    /// Instructions executed from the first mark to the second.
    pub instructions: Vec<RetiredInstruction>,
    /// Captured values, in the order of the instructions.
    pub captures: Vec<CapturedValue>,
    /// Cycles from the execution of the first mark to that of the second: the sum over the instructions, and the
    /// difference of DWT_CYCCNT if both marks read it.
    pub cycles: u64,
}

/// The instruction being executed.
#[derive(Clone, Copy)]
struct Current {
    address: u32,
    start: u64,
    counters: (u32, u32),
}

/// State of a planned or recorded trace.
pub(super) struct Tracer {
    settings: TraceSettings,
    /// Indices of the capture points, by address.
    points: HashMap<u32, Vec<usize>>,
    trace: RetiredTrace,
    /// `None` before the first mark.
    current: Option<Current>,
    /// The current instruction has been executed.
    retired: bool,
    progress: TraceProgress,
}

impl Tracer {
    fn new(settings: TraceSettings) -> Self {
        let mut points: HashMap<u32, Vec<usize>> = HashMap::new();
        for (index, point) in settings.captures.iter().enumerate() {
            points.entry(point.address).or_default().push(index);
        }
        Tracer {
            settings,
            points,
            trace: RetiredTrace::default(),
            current: None,
            retired: true,
            progress: TraceProgress::Waiting,
        }
    }

    fn is_active(&self) -> bool {
        matches!(self.progress, TraceProgress::Waiting | TraceProgress::Recording(_))
    }

    /// Records the previous instruction, which ends now.
    fn record_previous(&mut self, now: u64, counters: (u32, u32)) {
        if let (Some(current), true) = (self.current, self.retired) {
            self.trace.instructions.push(RetiredInstruction {
                address: current.address,
                cycles: u32::try_from(now.saturating_sub(current.start)).unwrap_or(u32::MAX),
                xip_hits: counters.0.wrapping_sub(current.counters.0),
                xip_accesses: counters.1.wrapping_sub(current.counters.1),
            });
        }
    }
}

impl Cpu {
    /// Plans a trace of this core; it replaces a trace planned before.
    pub fn trace(&mut self, settings: TraceSettings) {
        self.tracer = Some(Box::new(Tracer::new(settings)));
        self.request_service();
    }

    /// Returns the progress of the planned trace; `None` if there is none.
    pub fn trace_progress(&self) -> Option<TraceProgress> {
        self.tracer.as_ref().map(|tracer| tracer.progress)
    }

    /// Ends tracing and returns the trace, if it is complete.
    pub fn take_trace(&mut self) -> Option<RetiredTrace> {
        let tracer = self.tracer.take()?;
        (tracer.progress == TraceProgress::Complete).then_some(tracer.trace)
    }

    /// Returns true if the run loop must report each instruction.
    pub(super) fn is_tracing(&self) -> bool {
        self.tracer.as_ref().is_some_and(|tracer| tracer.is_active())
    }

    /// Reports that the instruction at the PC is about to be fetched.
    #[cold]
    #[inline(never)]
    pub(super) fn trace_fetch<B: Bus>(&mut self, bus: &mut B) {
        let (address, now) = (self.registers.pc, self.cycle());
        let Some(tracer) = &mut self.tracer else { return };
        let recording = matches!(tracer.progress, TraceProgress::Recording(_));
        if !tracer.is_active() || !recording && address != tracer.settings.begin {
            return;
        }
        if !tracer.retired && tracer.current.is_some_and(|current| current.address == address) {
            // The fetch is repeated, for example after decoding.
            return;
        }
        let counters = bus.xip_counters();
        if address == tracer.settings.end && recording {
            // Its fetch belongs to the instruction before it; see `trace_execution`.
            return;
        }
        tracer.record_previous(now, counters);
        tracer.current = Some(Current { address, start: now, counters });
        tracer.retired = false;
        tracer.progress = TraceProgress::Recording(tracer.trace.instructions.len());
        if tracer.trace.instructions.len() >= tracer.settings.limit {
            tracer.progress = TraceProgress::LimitReached;
            tracer.trace = RetiredTrace::default();
            return;
        }
        if tracer.points.contains_key(&address) {
            self.capture(bus, address);
        }
    }

    fn capture<B: Bus>(&mut self, bus: &mut B, address: u32) {
        let by = Initiator { debugger: true, ..self.initiator() };
        let registers = self.registers.clone();
        let Some(tracer) = &mut self.tracer else { return };
        let instruction = tracer.trace.instructions.len();
        for &point in tracer.points.get(&address).into_iter().flatten() {
            let Some(settings) = tracer.settings.captures.get(point) else { continue };
            let register = (settings.register < 15).then(|| registers.get(settings.register));
            let value = settings.path.iter().fold(register, |value, offset| {
                let address = value?.wrapping_add(*offset) & !3;
                bus.read(address, Size::Word, by).ok().map(|read| read.value)
            });
            tracer.trace.captures.push(CapturedValue { instruction, point, value });
        }
    }

    /// Reports that the instruction at the PC is fetched and its operands are ready: it executes in this cycle.
    #[cold]
    #[inline(never)]
    pub(super) fn trace_execution<B: Bus>(&mut self, bus: &mut B) {
        let (address, now) = (self.registers.pc, self.cycle());
        let Some(tracer) = &mut self.tracer else { return };
        if !matches!(tracer.progress, TraceProgress::Recording(_)) {
            return;
        }
        if tracer.trace.instructions.is_empty()
            && let Some(first) = &mut tracer.current
            && first.address == address
            && !tracer.retired
        {
            // The trace starts with the execution of the first mark.
            first.start = now;
            first.counters = bus.xip_counters();
        } else if address == tracer.settings.end {
            tracer.record_previous(now, bus.xip_counters());
            tracer.trace.cycles =
                tracer.trace.instructions.iter().map(|instruction| u64::from(instruction.cycles)).sum();
            tracer.progress = TraceProgress::Complete;
        }
    }

    /// Reports that the instruction has been executed.
    #[cold]
    #[inline(never)]
    pub(super) fn trace_retirement(&mut self) {
        if let Some(tracer) = &mut self.tracer {
            tracer.retired = true;
        }
    }
}
