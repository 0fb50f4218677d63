//! The instructions that a core executes between two marks, one by one.
//!
//! While a trace is planned the core runs its loop with checks; else tracing costs nothing.

use std::collections::HashMap;

use super::Cpu;
use crate::bus::{Bus, Initiator, Size};

/// Which value to take whenever the instruction at `address` is about to be executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapturePoint {
    /// Address of the instruction, without the Thumb bit.
    pub address: u32,
    /// Core register, 0 to 14.
    pub register: u8,
    /// Offsets of words to follow: the value is replaced by the word at value + offset, for each in turn.
    pub path: Vec<u32>,
}

/// What is traced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TraceSettings {
    /// Address of the first instruction of the trace.
    pub begin: u32,
    /// Address of the instruction that ends the trace and does not belong to it.
    pub end: u32,
    /// Most instructions to keep; with more the trace is given up.
    pub limit: usize,
    /// Values to take on the way.
    pub captures: Vec<CapturePoint>,
}

/// An instruction that was executed, or skipped in an IT block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetiredInstruction {
    /// Its address.
    pub address: u32,
    /// Cycles from its fetch to the fetch of the next; 0 for one that shared its cycle with the one before.
    pub cycles: u32,
    /// Accesses of the XIP cache that it made, by fetch and data, and that the cache served.
    pub xip_hits: u32,
    /// All of its accesses of the XIP cache.
    pub xip_accesses: u32,
}

/// A value taken at a [`CapturePoint`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapturedValue {
    /// Index of the instruction in the trace.
    pub instruction: usize,
    /// Index of the point in [`TraceSettings::captures`].
    pub point: usize,
    /// The value; `None` where the path leads to no memory.
    pub value: Option<u32>,
}

/// How far a trace has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceProgress {
    /// The first mark was not reached yet.
    Waiting,
    /// So many instructions are kept.
    Recording(usize),
    /// The second mark was reached.
    Complete,
    /// The limit was reached before.
    GivenUp,
}

/// A finished trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RetiredTrace {
    /// What was executed from the first mark to the second.
    pub instructions: Vec<RetiredInstruction>,
    /// In the order of the instructions.
    pub captures: Vec<CapturedValue>,
    /// Cycles from the execution of the first mark to that of the second: the sum over the instructions, and the
    /// difference of DWT_CYCCNT if both marks read it.
    pub cycles: u64,
}

/// The instruction in execution.
#[derive(Clone, Copy)]
struct Current {
    address: u32,
    start: u64,
    counters: (u32, u32),
}

/// A trace in the making.
pub(super) struct Tracer {
    settings: TraceSettings,
    /// Indices into the capture points, by address.
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

    fn records(&self) -> bool {
        matches!(self.progress, TraceProgress::Waiting | TraceProgress::Recording(_))
    }

    /// The instruction before has lasted until now.
    fn close(&mut self, now: u64, counters: (u32, u32)) {
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
    /// Plans a trace of this core, in place of one that was planned before.
    pub fn trace(&mut self, settings: TraceSettings) {
        self.tracer = Some(Box::new(Tracer::new(settings)));
        self.request_service();
    }

    /// How far the planned trace has come; `None` if there is none.
    pub fn trace_progress(&self) -> Option<TraceProgress> {
        self.tracer.as_ref().map(|tracer| tracer.progress)
    }

    /// Ends tracing; the trace, if it is complete.
    pub fn take_trace(&mut self) -> Option<RetiredTrace> {
        let tracer = self.tracer.take()?;
        (tracer.progress == TraceProgress::Complete).then_some(tracer.trace)
    }

    /// Whether the run loop has to note each instruction.
    pub(super) fn traces(&self) -> bool {
        self.tracer.as_ref().is_some_and(|tracer| tracer.records())
    }

    /// The instruction at the PC is about to be fetched.
    #[cold]
    #[inline(never)]
    pub(super) fn trace_fetch<B: Bus>(&mut self, bus: &mut B) {
        let (address, now) = (self.registers.pc, self.cycle());
        let Some(tracer) = &mut self.tracer else { return };
        let recording = matches!(tracer.progress, TraceProgress::Recording(_));
        if !tracer.records() || !recording && address != tracer.settings.begin {
            return;
        }
        if !tracer.retired && tracer.current.is_some_and(|current| current.address == address) {
            // It is tried again, for example once it is decoded.
            return;
        }
        let counters = bus.xip_counters();
        if address == tracer.settings.end && recording {
            // Its own fetch belongs to the time before it is executed; see `trace_execution`.
            return;
        }
        tracer.close(now, counters);
        tracer.current = Some(Current { address, start: now, counters });
        tracer.retired = false;
        tracer.progress = TraceProgress::Recording(tracer.trace.instructions.len());
        if tracer.trace.instructions.len() >= tracer.settings.limit {
            tracer.progress = TraceProgress::GivenUp;
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

    /// The instruction at the PC is fetched and has its operands: it is executed in this cycle.
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
            // The first mark begins where it is executed.
            first.start = now;
            first.counters = bus.xip_counters();
        } else if address == tracer.settings.end {
            tracer.close(now, bus.xip_counters());
            tracer.trace.cycles =
                tracer.trace.instructions.iter().map(|instruction| u64::from(instruction.cycles)).sum();
            tracer.progress = TraceProgress::Complete;
        }
    }

    /// The instruction has been executed.
    #[cold]
    #[inline(never)]
    pub(super) fn trace_retirement(&mut self) {
        if let Some(tracer) = &mut self.tracer {
            tracer.retired = true;
        }
    }
}
