//! Single steps over SWD: works on any board, and takes a few SWD transfers for each instruction.

use std::collections::HashMap;
use std::time::Instant;

use probe_rs::{Core, CoreStatus, MemoryInterface};

use super::{Captured, Step, Trace, TraceMethod, TracePlan, TraceSource};
use crate::board::link::{Frame, LinkClient, LinkError, Outcome, RequestMessage};
use crate::board::{AttachedBoard, BoardError};
use crate::explain::ExplainError;

/// Debug registers of a core, Armv8-M ARM D1.2: DHCSR, DCRSR, DCRDR.
const DHCSR: u64 = 0xE000_EDF0;
const DCRSR: u64 = 0xE000_EDF4;
const DCRDR: u64 = 0xE000_EDF8;

const DBGKEY: u32 = 0xA05F_0000;
const C_DEBUGEN: u32 = 1 << 0;
const C_HALT: u32 = 1 << 1;
const C_STEP: u32 = 1 << 2;
const C_MASKINTS: u32 = 1 << 3;
const S_REGRDY: u32 = 1 << 16;
const S_HALT: u32 = 1 << 17;
const S_LOCKUP: u32 = 1 << 19;

/// REGSEL of the address at which execution goes on (Armv8-M ARM, DCRSR).
const DEBUG_RETURN_ADDRESS: u32 = 15;

/// How often a status bit is read before the board counts as broken: a step takes well under a microsecond unless it
/// waits for the bus.
const PATIENCE: usize = 10_000;

/// Steps between two reports of progress and looks at the clock.
const REPORT_EVERY: usize = 64;

/// Steps from mark to mark with interrupts masked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stepper;

impl TraceSource for Stepper {
    fn method(&self) -> TraceMethod {
        TraceMethod::Stepped
    }

    fn record(
        &mut self,
        board: &mut AttachedBoard,
        client: &mut LinkClient,
        sample: &RequestMessage<'_>,
        plan: &TracePlan<'_>,
        on_frame: &mut dyn FnMut(Frame),
    ) -> Result<(Trace, Outcome), ExplainError> {
        let mut core = board.core()?;
        let begin = u64::from(plan.image.sample_begin);
        core.set_hw_breakpoint(begin).map_err(BoardError::swd("setting a breakpoint"))?;
        let pending = client.send(&mut core, sample);
        let reached = match &pending {
            Ok(_) => wait_for_halt(&mut core, plan),
            Err(_) => Ok(()),
        };
        // Gone before the first step: at the breakpoint's own address the core would not move.
        core.clear_hw_breakpoint(begin).map_err(BoardError::swd("clearing a breakpoint"))?;
        let pending = pending?;
        reached?;
        let trace = follow(&mut core, plan)?;
        core.run().map_err(BoardError::swd("resuming the core"))?;
        let outcome = client.wait(&mut core, pending, Some(plan.timeout), plan.interrupted, on_frame)?;
        Ok((trace, outcome))
    }
}

fn wait_for_halt(core: &mut Core<'_>, plan: &TracePlan<'_>) -> Result<(), ExplainError> {
    let start = Instant::now();
    loop {
        if let CoreStatus::Halted(_) = core.status().map_err(BoardError::swd("reading the core's status"))? {
            return Ok(());
        }
        if (plan.interrupted)() {
            return Err(BoardError::Link(LinkError::Interrupted).into());
        }
        if start.elapsed() > plan.timeout {
            return Err(ExplainError::NeverEnds {
                what: format!("what precedes {}", plan.what),
                limit: plan.timeout,
            });
        }
    }
}

fn follow(core: &mut Core<'_>, plan: &TracePlan<'_>) -> Result<Trace, ExplainError> {
    let mut points: HashMap<u32, Vec<usize>> = HashMap::new();
    for (index, point) in plan.captures.iter().enumerate() {
        points.entry(point.address).or_default().push(index);
    }
    // C_MASKINTS may change only while the core is halted and stays so (Armv8-M ARM, DHCSR).
    write(core, DHCSR, DBGKEY | C_DEBUGEN | C_HALT | C_MASKINTS)?;
    let mut trace = Trace::default();
    let start = Instant::now();
    let mut address = register(core, DEBUG_RETURN_ADDRESS)? & !1;
    if address != plan.image.sample_begin {
        return Err(ExplainError::Failed(format!(
            "expected the core at twinbench_sample_begin ({:#010x}), found it at {address:#010x}",
            plan.image.sample_begin
        )));
    }
    while address != plan.image.sample_end {
        let count = trace.steps.len();
        if count >= plan.limit {
            return Err(ExplainError::TooLong { what: plan.what.to_owned(), limit: plan.limit });
        }
        if count.is_multiple_of(REPORT_EVERY) {
            (plan.progress)(count);
            if (plan.interrupted)() {
                return Err(BoardError::Link(LinkError::Interrupted).into());
            }
            if start.elapsed() > plan.timeout {
                return Err(ExplainError::NeverEnds { what: plan.what.to_owned(), limit: plan.timeout });
            }
        }
        for &point in points.get(&address).into_iter().flatten() {
            let value = capture(core, plan, point)?;
            trace.captured.push(Captured { step: count, point, value });
        }
        trace.steps.push(Step { address, ..Step::default() });
        step(core)?;
        address = register(core, DEBUG_RETURN_ADDRESS)? & !1;
    }
    // Halted, with interrupts as they were.
    write(core, DHCSR, DBGKEY | C_DEBUGEN | C_HALT)?;
    Ok(trace)
}

/// One instruction, interrupts masked.
fn step(core: &mut Core<'_>) -> Result<(), ExplainError> {
    write(core, DHCSR, DBGKEY | C_DEBUGEN | C_STEP | C_MASKINTS)?;
    for _ in 0..PATIENCE {
        let status = read(core, DHCSR)?;
        if status & S_LOCKUP != 0 {
            return Err(ExplainError::Failed("the core has locked up".to_owned()));
        }
        if status & S_HALT != 0 {
            return Ok(());
        }
    }
    Err(ExplainError::Failed("the core does not end a single step".to_owned()))
}

fn register(core: &mut Core<'_>, number: u32) -> Result<u32, ExplainError> {
    write(core, DCRSR, number)?;
    for _ in 0..PATIENCE {
        if read(core, DHCSR)? & S_REGRDY != 0 {
            return read(core, DCRDR);
        }
    }
    Err(ExplainError::Failed(format!("the core does not hand out its register {number}")))
}

fn capture(core: &mut Core<'_>, plan: &TracePlan<'_>, point: usize) -> Result<Option<u32>, ExplainError> {
    let Some(point) = plan.captures.get(point) else { return Ok(None) };
    let mut value = register(core, point.register.into())?;
    for offset in &point.path {
        // An address where nothing answers is no trouble of the probe.
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
