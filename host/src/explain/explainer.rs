//! Explains one workload on a board.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use twinbench_link::{SampleRecord, Status};

use super::attributed_trace::AttributedTrace;
use super::compilation::CompilationMeasurement;
use super::document::{Compilation, CompilationCosts, Explanation};
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
use super::trace::{CapturePoint, Trace, TraceMethod, TraceOptions, TraceSource};
use crate::board::link::{Frame, LinkClient, LinkError, Outcome, RequestMessage};
use crate::board::{AttachedBoard, BoardError, FirmwareImage};

/// MicroPython's allocator (py/gc.h). Its first argument, in r0, is the number of bytes.
const ALLOCATOR: &str = "gc_alloc";

/// Name of the sample in error messages; the title of the workload precedes it.
const THE_SAMPLE: &str = "the sample";

/// Explains workloads of one image on one board.
pub(crate) struct Explainer<'a> {
    /// Board with the image in its flash.
    pub board: &'a mut AttachedBoard,
    /// Firmware image.
    pub image: &'a FirmwareImage,
    /// Symbols and debug information of the image.
    pub program: &'a Program,
    /// Source of traces.
    pub source: &'a mut dyn TraceSource,
    /// Maximum number of instructions of a sample.
    pub limit: usize,
    /// Time limit of each request and of each trace.
    pub timeout: Duration,
    /// Returns true once the user has pressed Ctrl-C.
    pub interrupted: &'a dyn Fn() -> bool,
    /// Called from time to time with the number of traced instructions.
    pub progress: &'a dyn Fn(usize),
}

/// Samples and messages of one request.
#[derive(Default)]
struct Output {
    samples: Vec<SampleRecord>,
    traceback: Vec<u8>,
}

impl Output {
    fn collect(&mut self, frame: Frame) {
        match frame {
            Frame::Sample(record) => self.samples.push(record),
            Frame::Traceback(text) => self.traceback.extend(text),
            _ => {}
        }
    }

    /// Converts the status of the request to an error.
    fn check(&self, outcome: Outcome) -> Result<(), ExplainError> {
        let traceback = String::from_utf8_lossy(&self.traceback).trim_end().to_owned();
        match outcome.status {
            Status::Ok => Ok(()),
            Status::Exception
                if traceback.contains("SyntaxError") || traceback.contains("IndentationError") =>
            {
                Err(ExplainError::DoesNotCompile { traceback })
            }
            Status::Exception => Err(ExplainError::Raised { traceback }),
            Status::Exit => Err(ExplainError::Failed(format!(
                "expected the code to return, but it raised SystemExit({})",
                outcome.exit_code
            ))),
            Status::BadChecksum => {
                Err(ExplainError::Failed("expected an int as checksum, found something else".to_owned()))
            }
            Status::OutputOverflow => Err(ExplainError::Failed(
                "the code prints more in one sample than the link can buffer; remove calls of print"
                    .to_owned(),
            )),
            status => Err(BoardError::Link(LinkError::Refused { status }).into()),
        }
    }
}

impl Explainer<'_> {
    /// Loads a workload, takes warm-up samples without tracing, traces one sample, and summarizes the trace.
    ///
    /// # Errors
    /// Returns [`ExplainError`]. The board may still execute the workload then: the caller stops it.
    pub(crate) fn explain(&mut self, workload: &ExplainedWorkload) -> Result<Explanation, ExplainError> {
        let source = workload.source(COPIES);
        let load = workload.load_request(self.image, source.as_deref())?;
        let mut client = self.board.boot(self.image)?;
        let (loaded, _) = self.request(&mut client, &load, "loading the script")?;
        let (_, samples) = self.request(&mut client, &workload.sample_request(2), THE_SAMPLE)?;
        let untraced = samples.last().copied().unwrap_or_default();
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
        let (trace, traced) = self.trace(&mut client, workload, &points)?;
        let allocator_calls: Vec<AllocatorCall> = trace
            .captures
            .iter()
            .filter(|capture| capture.point == allocator_point)
            .filter_map(|capture| Some(AllocatorCall { step: capture.step, bytes: capture.value? }))
            .collect();
        let mut vm_trace = trace.clone();
        vm_trace.captures.retain(|capture| capture.point < allocator_point);

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
            Some(_) => Some(self.measure_compilation(&mut client, workload, loaded.compile_cycles)?),
            None => None,
        };
        let record = workload.record();
        let sysclk_hz = client.report().sysclk_hz;
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
    fn trace(
        &mut self,
        client: &mut LinkClient,
        workload: &ExplainedWorkload,
        capture_points: &[CapturePoint],
    ) -> Result<(Trace, SampleRecord), ExplainError> {
        let options = TraceOptions {
            image: self.image,
            capture_points,
            limit: self.limit,
            timeout: self.timeout,
            interrupted: self.interrupted,
            progress: self.progress,
            what: THE_SAMPLE,
        };
        let mut output = Output::default();
        let sample = workload.sample_request(1);
        let (trace, outcome) =
            self.source.record(self.board, client, &sample, &options, &mut |frame| output.collect(frame))?;
        output.check(outcome)?;
        Ok((trace, output.samples.last().copied().unwrap_or_default()))
    }

    /// Reads the executed code, code objects and names from the board, and attributes every step.
    fn attribute(
        &mut self,
        workload: &ExplainedWorkload,
        trace: &Trace,
        sites: &[DispatchSite],
    ) -> Result<AttributedTrace, ExplainError> {
        let program = self.program;
        let mut core = self.board.core()?;
        let mut memory = BoardMemory(&mut core);
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
        client: &mut LinkClient,
        workload: &ExplainedWorkload,
        undisturbed_cycles: u64,
    ) -> Result<Compilation, ExplainError> {
        let mut measure = |copies: usize| -> Result<CompilationCosts, ExplainError> {
            let source = workload.source(copies);
            let load = workload.load_request(self.image, source.as_deref())?;
            CompilationMeasurement {
                board: self.board,
                client,
                program: self.program,
                load: &load,
                limit: self.timeout,
                interrupted: self.interrupted,
            }
            .measure()
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

    /// Sends a request and waits for its end.
    fn request(
        &mut self,
        client: &mut LinkClient,
        message: &RequestMessage<'_>,
        what: &str,
    ) -> Result<(Outcome, Vec<SampleRecord>), ExplainError> {
        let mut output = Output::default();
        let outcome = {
            let mut core = self.board.core()?;
            client.request(&mut core, message, Some(self.timeout), self.interrupted, &mut |frame| {
                output.collect(frame);
            })
        };
        match outcome {
            Ok(outcome) => {
                output.check(outcome)?;
                Ok((outcome, output.samples))
            }
            Err(BoardError::Link(LinkError::Timeout { limit })) => {
                Err(ExplainError::Timeout { what: what.to_owned(), limit })
            }
            Err(error) => Err(error.into()),
        }
    }
}
