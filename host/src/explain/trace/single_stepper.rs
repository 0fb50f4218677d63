//! Traces by single steps over SWD: on any board, with a few SWD transfers per instruction.

use std::collections::HashMap;

use probe_rs::{Core, CoreStatus, MemoryInterface};

use super::recording::{Capture, Step, Trace};
use super::trace_source::{TraceOptions, TraceSource};
use crate::board::{BoardError, FirmwareImage, Poller, RawSample, Session};
use crate::explain::document::TraceMethod;
use crate::explain::error::ExplainError;
use crate::stats::Length;

/// Debug registers of a core (Armv8-M ARM, D1.2).
const DHCSR: u64 = 0xE000_EDF0;
const DCRSR: u64 = 0xE000_EDF4;
const DCRDR: u64 = 0xE000_EDF8;

/// DHCSR: key that enables a write.
const DBGKEY: u32 = 0xA05F_0000;
const C_DEBUGEN: u32 = 1 << 0;
const C_HALT: u32 = 1 << 1;
const C_STEP: u32 = 1 << 2;
const C_MASKINTS: u32 = 1 << 3;
const S_REGRDY: u32 = 1 << 16;
const S_HALT: u32 = 1 << 17;
const S_LOCKUP: u32 = 1 << 19;

/// DCRSR.REGSEL of DebugReturnAddress, the address of the next instruction (Armv8-M ARM, DCRSR).
const DEBUG_RETURN_ADDRESS: u32 = 15;

/// Maximum number of reads of DHCSR while waiting for a status bit. A step takes less than a microsecond unless the bus
/// stalls it.
const MAX_STATUS_READS: usize = 10_000;

/// Number of steps between two progress reports and checks of the time limit.
const STEPS_PER_POLL: usize = 64;

/// Steps from the start mark to the end mark with interrupts masked.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SingleStepper;

impl TraceSource for SingleStepper {
    fn method(&self) -> TraceMethod {
        TraceMethod::Stepped
    }

    fn record(
        &mut self,
        session: &mut Session<'_>,
        options: &TraceOptions<'_>,
    ) -> Result<(Trace, RawSample), ExplainError> {
        let (image, poller) = (session.image(), session.poller());
        let begin = u64::from(image.sample_begin);
        session.core()?.set_hw_breakpoint(begin).map_err(BoardError::swd("setting a breakpoint"))?;
        let pending = session.start_sampling(Length::Single, 1);
        let mut core = session.core()?;
        let reached = match &pending {
            Ok(_) => wait_for_halt(&mut core, options, &poller),
            Err(_) => Ok(()),
        };
        // Cleared before the first step: the core would halt at the breakpoint again, without executing the
        // instruction.
        core.clear_hw_breakpoint(begin).map_err(BoardError::swd("clearing a breakpoint"))?;
        let pending = pending?;
        reached?;
        let trace = step_to_end(&mut core, image, options, &poller)?;
        core.run().map_err(BoardError::swd("resuming the core"))?;
        drop(core);
        let sampled = session.finish_sampling(pending);
        let mut samples = sampled.map_err(|error| ExplainError::from(error).during(options.what))?;
        Ok((trace, samples.pop().unwrap_or_default()))
    }
}

fn wait_for_halt(
    core: &mut Core<'_>,
    options: &TraceOptions<'_>,
    poller: &Poller,
) -> Result<(), ExplainError> {
    let halted = poller.poll(|| {
        let status = core.status().map_err(BoardError::swd("reading the core's status"))?;
        Ok::<_, BoardError>(matches!(status, CoreStatus::Halted(_)).then_some(()))
    })?;
    ExplainError::unless_ready(halted, &format!("the firmware's work before {}", options.what))
}

/// Steps from the start mark to the end mark. Leaves the core halted.
fn step_to_end(
    core: &mut Core<'_>,
    image: &FirmwareImage,
    options: &TraceOptions<'_>,
    poller: &Poller,
) -> Result<Trace, ExplainError> {
    let mut points: HashMap<u32, Vec<usize>> = HashMap::new();
    for (index, point) in options.capture_points.iter().enumerate() {
        points.entry(point.address).or_default().push(index);
    }
    // C_MASKINTS may only change while the core is halted, in a write that keeps it halted (Armv8-M ARM, DHCSR).
    write(core, DHCSR, DBGKEY | C_DEBUGEN | C_HALT | C_MASKINTS)?;
    let mut trace = Trace::default();
    let mut address = register(core, DEBUG_RETURN_ADDRESS)? & !1;
    if address != image.sample_begin {
        return Err(ExplainError::Failed(format!(
            "expected the core at twinbench_sample_begin ({:#010x}), found it at {address:#010x}",
            image.sample_begin
        )));
    }
    let stepped = poller.poll(|| {
        (options.progress)(trace.steps.len());
        for _ in 0..STEPS_PER_POLL {
            if address == image.sample_end {
                return Ok(Some(()));
            }
            let count = trace.steps.len();
            if count >= options.limit {
                return Err(ExplainError::TooManyInstructions {
                    what: options.what.to_owned(),
                    limit: options.limit,
                });
            }
            for &point in points.get(&address).into_iter().flatten() {
                let value = capture(core, options, point)?;
                trace.captures.push(Capture { step: count, point, value });
            }
            trace.steps.push(Step { address, ..Step::default() });
            step(core)?;
            address = register(core, DEBUG_RETURN_ADDRESS)? & !1;
        }
        Ok(None)
    })?;
    ExplainError::unless_ready(stepped, options.what)?;
    // Unmasks interrupts again.
    write(core, DHCSR, DBGKEY | C_DEBUGEN | C_HALT)?;
    Ok(trace)
}

/// Executes one instruction with interrupts masked.
fn step(core: &mut Core<'_>) -> Result<(), ExplainError> {
    write(core, DHCSR, DBGKEY | C_DEBUGEN | C_STEP | C_MASKINTS)?;
    for _ in 0..MAX_STATUS_READS {
        let status = read(core, DHCSR)?;
        if status & S_LOCKUP != 0 {
            return Err(ExplainError::Failed("the core is in lockup after a single step".to_owned()));
        }
        if status & S_HALT != 0 {
            return Ok(());
        }
    }
    Err(ExplainError::Failed(format!(
        "the core did not complete a single step within {MAX_STATUS_READS} reads of DHCSR"
    )))
}

fn register(core: &mut Core<'_>, number: u32) -> Result<u32, ExplainError> {
    write(core, DCRSR, number)?;
    for _ in 0..MAX_STATUS_READS {
        if read(core, DHCSR)? & S_REGRDY != 0 {
            return read(core, DCRDR);
        }
    }
    Err(ExplainError::Failed(format!(
        "the core did not transfer register {number} within {MAX_STATUS_READS} reads of DHCSR"
    )))
}

fn capture(
    core: &mut Core<'_>,
    options: &TraceOptions<'_>,
    point: usize,
) -> Result<Option<u32>, ExplainError> {
    let Some(point) = options.capture_points.get(point) else { return Ok(None) };
    let mut value = register(core, point.register.into())?;
    for offset in &point.path {
        // The path may lead to an address where the bus does not answer.
        match core.read_word_32(u64::from(value.wrapping_add(*offset) & !3)) {
            Ok(word) => value = word,
            Err(_) => return Ok(None),
        }
    }
    Ok(Some(value))
}

fn read(core: &mut Core<'_>, address: u64) -> Result<u32, ExplainError> {
    Ok(core.read_word_32(address).map_err(BoardError::swd("single-stepping"))?)
}

fn write(core: &mut Core<'_>, address: u64, value: u32) -> Result<(), ExplainError> {
    Ok(core.write_word_32(address, value).map_err(BoardError::swd("single-stepping"))?)
}
