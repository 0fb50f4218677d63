//! What happens before execution, by breakpoints at the functions where one stage ends and the next begins.
//!
//! It needs nothing of the firmware but its symbols. DWT_CYCCNT does not count while the core is halted.

use std::time::{Duration, Instant};

use probe_rs::{Core, CoreStatus, MemoryInterface, RegisterId};
use twinbench_link::Status;

use super::ExplainError;
use super::document::PipelineCosts;
use super::micropython::{BoardMemory, CodeObject, Names};
use super::program::Program;
use crate::board::link::{Frame, LinkClient, LinkError, Outcome, RequestMessage};
use crate::board::{AttachedBoard, BoardError};

/// DWT_CYCCNT, Armv8-M ARM D1.2.59.
const DWT_CYCCNT: u64 = 0xE000_1004;
const LINK_REGISTER: RegisterId = RegisterId(14);

/// Where a stage begins (py/parse.h, py/compile.h), and where finished code is handed over (py/emitglue.h).
const STAGES: [&str; 4] =
    ["mp_parse", "mp_compile", "mp_emit_glue_assign_bytecode", "mp_emit_glue_assign_native"];

/// A load of a script, stage by stage.
pub(super) struct PipelineMeasurement<'a, 'b> {
    pub board: &'a mut AttachedBoard,
    pub client: &'a mut LinkClient,
    pub program: &'a Program,
    pub load: &'a RequestMessage<'b>,
    pub limit: Duration,
    pub interrupted: &'a dyn Fn() -> bool,
}

impl PipelineMeasurement<'_, '_> {
    /// Loads the script with breakpoints on the way.
    pub fn measure(self) -> Result<PipelineCosts, ExplainError> {
        let mut marks = Vec::new();
        for name in STAGES {
            let (address, _) =
                self.program.symbols.function(name).ok_or_else(|| {
                    self.program.problem(format!("expected the function {name}, found none"))
                })?;
            marks.push(address);
        }
        let mut core = self.board.core()?;
        for mark in &marks {
            core.set_hw_breakpoint(u64::from(*mark)).map_err(BoardError::swd("setting a breakpoint"))?;
        }
        let mut stages =
            Stages { marks, end: None, costs: PipelineCosts::default(), began: None, done: false };
        stages.costs.source_bytes = self.load.payload.len() as u64;
        let outcome = stages.follow(&mut core, self.client, self.load, self.limit, self.interrupted);
        stages.clear(&mut core)?;
        let outcome = outcome?;
        if outcome.status != Status::Ok {
            return Err(BoardError::Link(LinkError::Refused { status: outcome.status }).into());
        }
        Ok(stages.costs)
    }
}

struct Stages {
    /// Breakpoints at [`STAGES`].
    marks: Vec<u32>,
    /// Breakpoint where the compiler returns to.
    end: Option<u32>,
    costs: PipelineCosts,
    /// CYCCNT where the present stage began.
    began: Option<u32>,
    done: bool,
}

impl Stages {
    fn follow(
        &mut self,
        core: &mut Core<'_>,
        client: &mut LinkClient,
        load: &RequestMessage<'_>,
        limit: Duration,
        interrupted: &dyn Fn() -> bool,
    ) -> Result<Outcome, ExplainError> {
        let mut pending = client.send(core, load)?;
        let start = Instant::now();
        loop {
            let status = core.status().map_err(BoardError::swd("reading the core's status"))?;
            if let CoreStatus::Halted(_) = status {
                self.halted(core)?;
                core.run().map_err(BoardError::swd("resuming the core"))?;
                continue;
            }
            let mut ignore = |_: Frame| {};
            if let Some(outcome) = client.poll(core, &mut pending, &mut ignore)? {
                return Ok(outcome);
            }
            if interrupted() {
                return Err(BoardError::Link(LinkError::Interrupted).into());
            }
            if start.elapsed() > limit {
                return Err(ExplainError::NeverEnds { what: "loading the script".to_owned(), limit });
            }
        }
    }

    fn halted(&mut self, core: &mut Core<'_>) -> Result<(), ExplainError> {
        let now = core.read_word_32(DWT_CYCCNT).map_err(BoardError::swd("reading DWT_CYCCNT"))?;
        let counter = core.program_counter();
        let pc: u32 = core.read_core_reg(counter).map_err(BoardError::swd("reading the program counter"))?;
        let register = |core: &mut Core<'_>, number: RegisterId| -> Result<u32, ExplainError> {
            Ok(core.read_core_reg(number).map_err(BoardError::swd("reading a register"))?)
        };
        let passed = |began: Option<u32>| began.map_or(0, |began| u64::from(now.wrapping_sub(began)));
        if self.end == Some(pc) {
            self.costs.compile_cycles = passed(self.began);
            self.clear(core)?;
            return Ok(());
        }
        match self.marks.iter().position(|mark| *mark == pc) {
            Some(0) => self.began = Some(now),
            Some(1) => {
                self.costs.parse_cycles = passed(self.began);
                let end = register(core, LINK_REGISTER)? & !1;
                core.set_hw_breakpoint(end.into()).map_err(BoardError::swd("setting a breakpoint"))?;
                self.end = Some(end);
                self.began = Some(now);
            }
            // mp_emit_glue_assign_bytecode(rc, code, …)
            Some(2) => {
                let code = register(core, RegisterId(1))?;
                let object = CodeObject::read(
                    &mut BoardMemory(core),
                    &mut Names::default(),
                    code,
                    CodeObject::NAMELESS,
                )?;
                self.costs.bytecode_bytes += u64::from(object.bytes);
            }
            // mp_emit_glue_assign_native(rc, kind, code, length, …)
            Some(_) => self.costs.machine_code_bytes += u64::from(register(core, RegisterId(3))?),
            None => {
                return Err(ExplainError::Failed(format!(
                    "the core halted at {pc:#010x} while the script was loaded"
                )));
            }
        }
        Ok(())
    }

    /// Takes all breakpoints off, once.
    fn clear(&mut self, core: &mut Core<'_>) -> Result<(), ExplainError> {
        if std::mem::replace(&mut self.done, true) {
            return Ok(());
        }
        for mark in self.marks.iter().chain(&self.end) {
            core.clear_hw_breakpoint(u64::from(*mark)).map_err(BoardError::swd("clearing a breakpoint"))?;
        }
        Ok(())
    }
}
