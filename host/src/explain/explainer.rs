//! Explains one subject on a board.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use twinbench_link::{SampleRecord, Status};

use super::code_reader::CodeReader;
use super::document::{Explanation, Pipeline, Profile};
use super::micropython::{BoardMemory, CodeObject, DispatchSite, Names, Offsets};
use super::pipeline::PipelineMeasurement;
use super::profile::{Analysis, VmTrace, capture_points, profile};
use super::program::Program;
use super::steady;
use super::subject::{COPIES, Subject};
use super::trace::{CapturePoint, Trace, TraceMethod, TracePlan, TraceSource};
use super::{ExplainError, primer};
use crate::board::link::{Frame, LinkClient, LinkError, Outcome, RequestMessage};
use crate::board::{AttachedBoard, BoardError, FirmwareImage};

/// MicroPython's allocator (py/gc.h): its first argument is the number of bytes.
const ALLOCATOR: &str = "gc_alloc";

/// What messages call the sample; the subject's name precedes them.
const THE_SAMPLE: &str = "the sample";

/// Everything that explaining needs besides its subject.
pub struct Explainer<'a> {
    /// The board; the image is in its flash.
    pub board: &'a mut AttachedBoard,
    /// The image.
    pub image: &'a FirmwareImage,
    /// What is known of the image.
    pub program: &'a Program,
    /// How the instructions are seen.
    pub source: &'a mut dyn TraceSource,
    /// Most instructions of a sample.
    pub limit: usize,
    /// Longest time of a request, and of a trace.
    pub timeout: Duration,
    /// True once the user pressed Ctrl-C.
    pub interrupted: &'a dyn Fn() -> bool,
    /// Gets how many instructions were seen.
    pub progress: &'a dyn Fn(usize),
}

/// What a request sent.
#[derive(Default)]
struct Output {
    samples: Vec<SampleRecord>,
    traceback: Vec<u8>,
}

impl Output {
    fn take(&mut self, frame: Frame) {
        match frame {
            Frame::Sample(record) => self.samples.push(record),
            Frame::Traceback(text) => self.traceback.extend(text),
            _ => {}
        }
    }

    fn judge(&self, outcome: Outcome) -> Result<(), ExplainError> {
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
                "the code ended by SystemExit({}) where it should go on",
                outcome.exit_code
            ))),
            Status::BadChecksum => {
                Err(ExplainError::Failed("expected an int as checksum, found something else".to_owned()))
            }
            Status::OutputOverflow => Err(ExplainError::Failed(
                "the code prints more in a sample than the link holds without waiting".to_owned(),
            )),
            status => Err(BoardError::Link(LinkError::Refused { status }).into()),
        }
    }
}

impl Explainer<'_> {
    /// Loads the subject, warms it up, measures it undisturbed, follows it, and adds up what was seen.
    ///
    /// # Errors
    /// [`ExplainError`]. After one that ends a sample early the board has to be stopped.
    pub fn explain(&mut self, subject: &Subject) -> Result<Explanation, ExplainError> {
        let source = subject.source(COPIES);
        let load = subject.load(self.image, source.as_deref())?;
        let mut client = self.board.boot(self.image)?;
        let (loaded, _) = self.request(&mut client, &load, "loading the script")?;
        let (_, warm) = self.request(&mut client, &subject.sample(2), THE_SAMPLE)?;
        let undisturbed = warm.last().copied().unwrap_or_default();
        if let Some(expected) = subject.expect()
            && undisturbed.checksum != expected
        {
            return Err(ExplainError::Failed(format!(
                "expected checksum {expected} of {} operations, found {}",
                subject.operations(),
                undisturbed.checksum
            )));
        }
        let (mut points, sites) =
            if subject.is_python() { capture_points(self.program)? } else { Default::default() };
        let allocator = points.len();
        if let (true, Some((address, _))) = (subject.is_python(), self.program.symbols.function(ALLOCATOR)) {
            points.push(CapturePoint { address, register: 0, path: vec![] });
        }
        let (trace, traced) = self.follow(&mut client, subject, &points)?;
        let allocations: Vec<(usize, u32)> = trace
            .captured
            .iter()
            .filter(|taken| taken.point == allocator)
            .filter_map(|taken| Some((taken.step, taken.value?)))
            .collect();
        let mut vm_trace = trace.clone();
        vm_trace.captured.retain(|taken| taken.point < allocator);

        let seen = self.look_at(subject, &vm_trace, &sites)?;
        let whole = profile(&trace, &seen.analysis, 0..trace.steps.len(), &allocations, true);
        let steady = steady::find(subject, source.as_deref(), &trace, &seen, self.program, &allocations);
        let pipeline = match source {
            Some(_) => Some(self.pipeline(&mut client, subject, loaded.compile_cycles)?),
            None => None,
        };
        let record = subject.record();
        let sysclk_hz = client.report().sysclk_hz;
        let of_primer = steady.as_ref().map(|steady: &super::document::Steady| &steady.profile);
        let primer = of_primer.map(|of: &Profile| primer::rows(&record, of, sysclk_hz)).unwrap_or_default();
        Ok(Explanation {
            subject: record,
            method: self.source.method(),
            sysclk_hz,
            dwt_cycles: undisturbed.cycles,
            traced_dwt_cycles: (self.source.method() == TraceMethod::Retired).then_some(traced.cycles),
            sample: whole,
            steady,
            pipeline,
            primer,
        })
    }

    fn follow(
        &mut self,
        client: &mut LinkClient,
        subject: &Subject,
        captures: &[CapturePoint],
    ) -> Result<(Trace, SampleRecord), ExplainError> {
        let plan = TracePlan {
            image: self.image,
            captures,
            limit: self.limit,
            timeout: self.timeout,
            interrupted: self.interrupted,
            progress: self.progress,
            what: THE_SAMPLE,
        };
        let mut output = Output::default();
        let (trace, outcome) =
            self.source
                .record(self.board, client, &subject.sample(1), &plan, &mut |frame| output.take(frame))?;
        output.judge(outcome)?;
        Ok((trace, output.samples.last().copied().unwrap_or_default()))
    }

    /// Reads code objects, names and emitted code, and attributes every step.
    fn look_at(
        &mut self,
        subject: &Subject,
        trace: &Trace,
        sites: &[DispatchSite],
    ) -> Result<Seen, ExplainError> {
        let program = self.program;
        let mut core = self.board.core()?;
        let mut memory = BoardMemory(&mut core);
        let code = CodeReader::read(program, trace, &mut memory)?;
        if !subject.is_python() {
            let analysis =
                Analysis::new(trace, &VmTrace::default(), program, &code, &mut |_, _, _, _| String::new());
            return Ok(Seen { analysis, objects: HashMap::new(), code });
        }
        let mut names = Names::read(&mut memory, &Offsets::of(program)?)?;
        let mut objects: HashMap<u32, Option<CodeObject>> = HashMap::new();
        let failed: RefCell<Option<ExplainError>> = RefCell::default();
        let vm = VmTrace::read(trace, sites);
        let analysis = Analysis::new(trace, &vm, program, &code, &mut |address, table, pointer, opcode| {
            let object = objects.entry(address).or_insert_with(|| {
                // A code object that was freed since then has no text any more: its opcodes remain.
                CodeObject::read(&mut memory, &mut names, address, table).ok()
            });
            let text = object.as_ref().and_then(|object| {
                let offset = pointer.checked_sub(object.address + object.first)?;
                if object.code.get(offset as usize) != Some(&opcode) {
                    return None;
                }
                let bytecode = object.bytecode(offset)?;
                match object.text(&mut memory, &mut names, &bytecode) {
                    Ok(text) => Some(text),
                    Err(error) => {
                        failed.borrow_mut().get_or_insert(error.into());
                        None
                    }
                }
            });
            text.unwrap_or_else(|| super::micropython::name_of(opcode))
        });
        match failed.into_inner() {
            Some(error) => Err(error),
            None => Ok(Seen { analysis, objects, code }),
        }
    }

    fn pipeline(
        &mut self,
        client: &mut LinkClient,
        subject: &Subject,
        undisturbed_cycles: u64,
    ) -> Result<Pipeline, ExplainError> {
        let mut of = |copies: usize| -> Result<super::document::PipelineCosts, ExplainError> {
            let source = subject.source(copies);
            let load = subject.load(self.image, source.as_deref())?;
            PipelineMeasurement {
                board: self.board,
                client,
                program: self.program,
                load: &load,
                limit: self.timeout,
                interrupted: self.interrupted,
            }
            .measure()
        };
        let script = of(COPIES)?;
        let statement = match subject {
            Subject::Statement { .. } => {
                let fewer = of(COPIES - 1)?;
                Some(super::document::PipelineCosts {
                    source_bytes: script.source_bytes - fewer.source_bytes,
                    parse_cycles: script.parse_cycles.saturating_sub(fewer.parse_cycles),
                    compile_cycles: script.compile_cycles.saturating_sub(fewer.compile_cycles),
                    bytecode_bytes: script.bytecode_bytes.saturating_sub(fewer.bytecode_bytes),
                    machine_code_bytes: script.machine_code_bytes.saturating_sub(fewer.machine_code_bytes),
                })
            }
            Subject::Cell { .. } => None,
        };
        Ok(Pipeline { script, statement, undisturbed_cycles })
    }

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
                output.take(frame);
            })
        };
        match outcome {
            Ok(outcome) => {
                output.judge(outcome)?;
                Ok((outcome, output.samples))
            }
            Err(BoardError::Link(LinkError::Timeout { limit })) => {
                Err(ExplainError::NeverEnds { what: what.to_owned(), limit })
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// A trace with what was read for it.
pub(super) struct Seen {
    /// Everything attributed.
    pub analysis: Analysis,
    /// Code objects by address; `None` where none was left.
    pub objects: HashMap<u32, Option<CodeObject>>,
    /// Every instruction.
    pub code: CodeReader,
}
