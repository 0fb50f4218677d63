//! Costs of parsing and compiling a script, measured with breakpoints where one stage ends and the next begins.
//!
//! The firmware needs nothing but its symbols for this. DWT_CYCCNT does not count while the core is halted.

use probe_rs::{Core, CoreStatus, MemoryInterface, RegisterId};

use super::document::CompilationCosts;
use super::error::ExplainError;
use super::micropython::{BoardMemory, CodeObject};
use super::program::Program;
use crate::board::{BoardError, Session, Workload, WorkloadCode};

/// DWT_CYCCNT (Armv8-M ARM, D1.2.59).
const DWT_CYCCNT: u64 = 0xE000_1004;
const R1: RegisterId = RegisterId(1);
const R3: RegisterId = RegisterId(3);
const LINK_REGISTER: RegisterId = RegisterId(14);

/// Name of a load in error messages.
pub(super) const LOADING: &str = "loading the script";

/// Functions at which breakpoints are set: the starts of the stages (py/parse.h, py/compile.h), and the functions that
/// take over finished code (py/emitglue.h).
const FUNCTIONS: [&str; 4] =
    ["mp_parse", "mp_compile", "mp_emit_glue_assign_bytecode", "mp_emit_glue_assign_native"];

/// Loads a script and measures each stage.
pub(super) fn measure_compilation(
    session: &mut Session<'_>,
    program: &Program,
    workload: Workload,
) -> Result<CompilationCosts, ExplainError> {
    let mut breakpoints = Vec::new();
    for name in FUNCTIONS {
        let (address, _) = program
            .symbols
            .function(name)
            .ok_or_else(|| program.problem(format!("expected the function {name}, found none")))?;
        breakpoints.push(address);
    }
    let mut core = session.core()?;
    for address in &breakpoints {
        core.set_hw_breakpoint(u64::from(*address)).map_err(BoardError::swd("setting a breakpoint"))?;
    }
    drop(core);
    let mut stages = Stages {
        breakpoints,
        compiler_return: None,
        costs: CompilationCosts::default(),
        stage_start: None,
        cleared: false,
    };
    if let WorkloadCode::Script { source, .. } = &workload.code {
        stages.costs.source_bytes = source.len() as u64;
    }
    let loaded = session.load_while(workload, &mut |core| stages.resume(core));
    stages.clear_breakpoints(&mut session.core()?)?;
    loaded.map_err(|error| error.during(LOADING))?;
    Ok(stages.costs)
}

struct Stages {
    /// Addresses of [`FUNCTIONS`].
    breakpoints: Vec<u32>,
    /// Return address of the compiler; a breakpoint too, once it is known.
    compiler_return: Option<u32>,
    costs: CompilationCosts,
    /// DWT_CYCCNT at the start of the current stage.
    stage_start: Option<u32>,
    /// The breakpoints have been cleared.
    cleared: bool,
}

impl Stages {
    /// Records the breakpoint at which the core is halted, and resumes the core; repeats this until the core runs.
    fn resume(&mut self, core: &mut Core<'_>) -> Result<(), ExplainError> {
        loop {
            let status = core.status().map_err(BoardError::swd("reading the core's status"))?;
            if !matches!(status, CoreStatus::Halted(_)) {
                return Ok(());
            }
            self.record_halt(core)?;
            core.run().map_err(BoardError::swd("resuming the core"))?;
        }
    }

    /// Records the stage that starts or ends at the breakpoint at which the core is halted.
    fn record_halt(&mut self, core: &mut Core<'_>) -> Result<(), ExplainError> {
        let now = core.read_word_32(DWT_CYCCNT).map_err(BoardError::swd("reading DWT_CYCCNT"))?;
        let counter = core.program_counter();
        let pc: u32 = core.read_core_reg(counter).map_err(BoardError::swd("reading the program counter"))?;
        let register = |core: &mut Core<'_>, number: RegisterId| -> Result<u32, ExplainError> {
            Ok(core.read_core_reg(number).map_err(BoardError::swd("reading a register"))?)
        };
        let since = |start: Option<u32>| start.map_or(0, |start| u64::from(now.wrapping_sub(start)));
        if self.compiler_return == Some(pc) {
            self.costs.compile_cycles = since(self.stage_start);
            return self.clear_breakpoints(core);
        }
        match self.breakpoints.iter().position(|address| *address == pc) {
            Some(0) => self.stage_start = Some(now),
            Some(1) => {
                self.costs.parse_cycles = since(self.stage_start);
                let address = register(core, LINK_REGISTER)? & !1;
                core.set_hw_breakpoint(address.into()).map_err(BoardError::swd("setting a breakpoint"))?;
                self.compiler_return = Some(address);
                self.stage_start = Some(now);
            }
            // mp_emit_glue_assign_bytecode(rc, code, …)
            Some(2) => {
                let code = register(core, R1)?;
                let object = CodeObject::read(&mut BoardMemory::new(core), code)?;
                self.costs.bytecode_bytes += u64::from(object.bytes);
            }
            // mp_emit_glue_assign_native(rc, kind, code, length, …)
            Some(_) => self.costs.machine_code_bytes += u64::from(register(core, R3)?),
            None => {
                return Err(ExplainError::Failed(format!(
                    "the core halted at {pc:#010x} while loading the script; expected it to halt at breakpoints only"
                )));
            }
        }
        Ok(())
    }

    /// Clears all breakpoints. Does nothing the second time.
    fn clear_breakpoints(&mut self, core: &mut Core<'_>) -> Result<(), ExplainError> {
        if std::mem::replace(&mut self.cleared, true) {
            return Ok(());
        }
        for address in self.breakpoints.iter().chain(&self.compiler_return) {
            core.clear_hw_breakpoint(u64::from(*address))
                .map_err(BoardError::swd("clearing a breakpoint"))?;
        }
        Ok(())
    }
}
