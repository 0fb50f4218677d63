//! Explains one workload on a board.

use std::cell::RefCell;
use std::collections::HashMap;

use twinbench_link::SampleRecord;

use super::attributed_trace::AttributedTrace;
use super::compilation::{LOADING, measure_compilation};
use super::document::{Compilation, CompilationCosts, Explanation, TraceMethod};
use super::error::ExplainError;
use super::explained_workload::{COPIES, ExplainedWorkload};
use super::instruction_map::InstructionMap;
use super::micropython::{BoardMemory, CodeObject, DispatchSite, QstrTable, RuntimeLayout, opcode_name};
use super::primer_comparison::primer_rows;
use super::profile::{
    AllocatorCall, Attribution, BytecodeLocation, CallTreeRoot, VmTrace, capture_points, profile,
};
use super::program::Program;
use super::steady_operation::find_steady_operation;
use super::trace::{CapturePoint, Trace, TraceOptions, TraceSource};
use crate::board::Session;
use crate::stats::Length;

/// MicroPython's allocator (py/gc.h). Its first argument, in r0, is the number of bytes.
const ALLOCATOR: &str = "gc_alloc";

/// Name of the sample in error messages; the title of the workload precedes it.
const THE_SAMPLE: &str = "the sample";

/// Explains workloads in a session.
pub(crate) struct Explainer<'e, 'b> {
    /// Session with the firmware that executes the workload.
    pub session: &'e mut Session<'b>,
    /// Symbols and debug information of the firmware.
    pub program: &'e Program,
    /// Source of traces.
    pub source: &'e mut dyn TraceSource,
    /// Maximum number of instructions of a sample.
    pub limit: usize,
    /// Called from time to time with the number of traced instructions.
    pub progress: &'e dyn Fn(usize),
}

impl Explainer<'_, '_> {
    /// Loads a workload, takes warm-up samples without tracing, traces one sample, and summarizes the trace.
    ///
    /// # Errors
    /// Returns [`ExplainError`]. The board may still execute the workload; the caller must stop it.
    pub(crate) fn explain(&mut self, workload: &ExplainedWorkload) -> Result<Explanation, ExplainError> {
        let loaded = self.session.load(workload.workload(self.session.image(), COPIES)?);
        let compile_cycles = loaded.map_err(|error| ExplainError::from(error).during(LOADING))?;
        let sampled = self.session.sample(Length::Single, 2);
        let samples = sampled.map_err(|error| ExplainError::from(error).during(THE_SAMPLE))?;
        let untraced = samples.last().map(|sample| sample.record).unwrap_or_default();
        if let Some(expected) = workload.expected_checksum()
            && untraced.checksum != expected
        {
            return Err(ExplainError::Failed(format!(
                "expected checksum {expected} of {} operations, found {}",
                workload.operations(),
                untraced.checksum
            )));
        }
        let (mut points, sites) =
            if workload.is_python() { capture_points(self.program)? } else { Default::default() };
        let allocator_point = points.len();
        if let (true, Some((address, _))) = (workload.is_python(), self.program.symbols.function(ALLOCATOR)) {
            points.push(CapturePoint { address, register: 0, path: vec![] });
        }
        let (trace, traced) = self.trace(&points)?;
        let allocator_calls: Vec<AllocatorCall> = trace
            .captures
            .iter()
            .filter(|capture| capture.point == allocator_point)
            .filter_map(|capture| Some(AllocatorCall { step: capture.step, bytes: capture.value? }))
            .collect();
        let mut vm_trace = trace.clone();
        vm_trace.captures.retain(|capture| capture.point < allocator_point);

        let source = workload.source(COPIES);
        let attributed = self.attribute(workload, &vm_trace, &sites)?;
        let steps = 0..trace.steps.len();
        let sample = profile(&trace, &attributed.attribution, steps, &allocator_calls, CallTreeRoot::Sample);
        let steady = find_steady_operation(
            workload,
            source.as_deref(),
            &trace,
            &attributed,
            self.program,
            &allocator_calls,
        );
        let compilation = match source {
            Some(_) => Some(self.measure_compilation(workload, compile_cycles.unwrap_or_default())?),
            None => None,
        };
        let record = workload.record();
        let sysclk_hz = self.session.report().sysclk_hz;
        let primer = steady
            .as_ref()
            .map(|steady| primer_rows(&record, &steady.profile, sysclk_hz))
            .unwrap_or_default();
        Ok(Explanation {
            workload: record,
            method: self.source.method(),
            sysclk_hz,
            dwt_cycles: untraced.cycles,
            traced_dwt_cycles: (self.source.method() == TraceMethod::Retired).then_some(traced.cycles),
            sample,
            steady,
            compilation,
            primer,
        })
    }

    /// Traces one sample.
    fn trace(&mut self, capture_points: &[CapturePoint]) -> Result<(Trace, SampleRecord), ExplainError> {
        let options =
            TraceOptions { capture_points, limit: self.limit, progress: self.progress, what: THE_SAMPLE };
        let (trace, sample) = self.source.record(self.session, &options)?;
        Ok((trace, sample.record))
    }

    /// Reads the executed code, code objects and names from the board, and attributes every step.
    fn attribute(
        &mut self,
        workload: &ExplainedWorkload,
        trace: &Trace,
        sites: &[DispatchSite],
    ) -> Result<AttributedTrace, ExplainError> {
        let program = self.program;
        let mut core = self.session.core()?;
        let mut memory = BoardMemory::new(&mut core);
        let instructions = InstructionMap::read(program, trace, &mut memory)?;
        if !workload.is_python() {
            let vm = VmTrace::default();
            let attribution = Attribution::new(trace, &vm, program, &instructions, &mut |_| String::new());
            return Ok(AttributedTrace { attribution, code_objects: HashMap::new(), instructions });
        }
        let mut qstrs = QstrTable::read(&mut memory, &RuntimeLayout::read(program)?)?;
        let mut code_objects: HashMap<u32, Option<CodeObject>> = HashMap::new();
        let first_error: RefCell<Option<ExplainError>> = RefCell::default();
        let vm = VmTrace::read(trace, sites);
        let mut bytecode_text = |location: BytecodeLocation| {
            let object = code_objects.entry(location.code_object).or_insert_with(|| {
                // A code object that has been freed cannot be read; the opcodes of its bytecodes are still known.
                CodeObject::read(&mut memory, location.code_object).ok()
            });
            let text = object.as_ref().and_then(|object| {
                let offset = object.offset_of(location.address)?;
                if object.opcode(offset) != Some(location.opcode) {
                    return None;
                }
                match object.bytecode(offset)?.text(&mut memory, &mut qstrs, location.names) {
                    Ok(text) => Some(text),
                    Err(error) => {
                        first_error.borrow_mut().get_or_insert(error.into());
                        None
                    }
                }
            });
            text.unwrap_or_else(|| opcode_name(location.opcode))
        };
        let attribution = Attribution::new(trace, &vm, program, &instructions, &mut bytecode_text);
        match first_error.into_inner() {
            Some(error) => Err(error),
            None => Ok(AttributedTrace { attribution, code_objects, instructions }),
        }
    }

    /// Measures parsing and compiling of the script, and for a statement those of one copy.
    fn measure_compilation(
        &mut self,
        workload: &ExplainedWorkload,
        undisturbed_cycles: u64,
    ) -> Result<Compilation, ExplainError> {
        let mut measure = |copies: usize| {
            let workload = workload.workload(self.session.image(), copies)?;
            measure_compilation(self.session, self.program, workload)
        };
        let script = measure(COPIES)?;
        let statement = match workload {
            ExplainedWorkload::Statement { .. } => {
                let shorter = measure(COPIES - 1)?;
                Some(CompilationCosts {
                    source_bytes: script.source_bytes - shorter.source_bytes,
                    parse_cycles: script.parse_cycles.saturating_sub(shorter.parse_cycles),
                    compile_cycles: script.compile_cycles.saturating_sub(shorter.compile_cycles),
                    bytecode_bytes: script.bytecode_bytes.saturating_sub(shorter.bytecode_bytes),
                    machine_code_bytes: script.machine_code_bytes.saturating_sub(shorter.machine_code_bytes),
                })
            }
            ExplainedWorkload::Cell { .. } => None,
        };
        Ok(Compilation { script, statement, undisturbed_cycles })
    }
}
