//! The contents of `explain.json`: plain data for tables, charts, claims and other programs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::instruction::InstructionClass;
use crate::run::{BoardRecord, FirmwareRecord, Timestamp};

/// Schema version of `explain.json`. Every change that a reader of the file would notice increments it.
pub(crate) const SCHEMA_VERSION: u32 = 1;

/// Explanations made by one command on one board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ExplainDocument {
    /// [`SCHEMA_VERSION`].
    pub schema: u32,
    /// The board that executed the workloads.
    pub board: BoardRecord,
    /// Time at which the command started.
    pub explained: Timestamp,
    /// The firmware images that were executed.
    pub firmwares: Vec<FirmwareRecord>,
    /// One explanation per workload.
    pub explanations: Vec<Explanation>,
}

/// Explanation of one workload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Explanation {
    /// The workload.
    #[serde(rename = "subject")]
    pub workload: WorkloadRecord,
    /// Method by which the executed instructions were recorded.
    pub method: TraceMethod,
    /// Frequency of the system clock in Hz, as measured by the firmware.
    pub sysclk_hz: u32,
    /// Cycles of a sample that was not traced, by DWT_CYCCNT.
    pub dwt_cycles: u64,
    /// Cycles of the traced sample, by DWT_CYCCNT; `None` for a method that disturbs the counter.
    pub traced_dwt_cycles: Option<u64>,
    /// The whole sample, from its start mark to its end mark.
    pub sample: Profile,
    /// One operation in the steady state; `None` if nothing in the sample repeats.
    pub steady: Option<SteadyOperation>,
    /// Costs of parsing and compiling the script; `None` for native code.
    #[serde(rename = "pipeline")]
    pub compilation: Option<Compilation>,
    /// The primer's estimates for this operation, with the measured values; empty if it states none.
    pub primer: Vec<PrimerRow>,
}

impl Explanation {
    /// Returns the profile of the steady operation; of the whole sample if nothing repeats.
    pub(crate) fn steady_or_sample_profile(&self) -> &Profile {
        self.steady.as_ref().map_or(&self.sample, |steady| &steady.profile)
    }
}

/// Method by which executed instructions are recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TraceMethod {
    /// Single steps over SWD with interrupts masked; works on any board.
    Stepped,
    /// Instructions as they retire, with cycles; on the simulated board only.
    Retired,
}

/// A workload that was explained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WorkloadRecord {
    /// Cell, such as `increment-memory/micropython-module/ram`; `code/ram` or `code/flash` for a statement.
    pub title: String,
    /// Runtime, such as `c` or `micropython`.
    pub runtime: String,
    /// Placement: `ram` or `flash`.
    pub placement: String,
    /// Scenario ID; `None` for a statement.
    pub scenario: Option<String>,
    /// Implementation ID; `None` for a statement.
    pub implementation: Option<String>,
    /// Statement given on the command line; `None` for a cell.
    pub code: Option<String>,
    /// Code executed before the statement; `None` for a cell.
    pub setup: Option<String>,
    /// Number of operations in the sample.
    pub operations: u32,
}

/// Sums over steps of a trace. Cycles and XIP counts are known on the simulated board only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// Executed instructions, including those that an IT block skipped.
    pub instructions: u64,
    /// Cycles.
    pub cycles: Option<u64>,
    /// XIP cache hits.
    pub xip_hits: Option<u64>,
    /// XIP cache accesses.
    pub xip_accesses: Option<u64>,
}

impl Counts {
    /// Returns the number of XIP cache misses.
    pub(crate) fn xip_misses(&self) -> Option<u64> {
        Some(self.xip_accesses?.saturating_sub(self.xip_hits?))
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        let sum = |a: Option<u64>, b: Option<u64>| match (a, b) {
            (Some(a), Some(b)) => Some(a + b),
            (a, b) => a.or(b),
        };
        self.instructions += other.instructions;
        self.cycles = sum(self.cycles, other.cycles);
        self.xip_hits = sum(self.xip_hits, other.xip_hits);
        self.xip_accesses = sum(self.xip_accesses, other.xip_accesses);
    }
}

/// Counts over a part of a trace, grouped by bytecode, function and class of instruction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Profile {
    /// All steps.
    pub total: Counts,
    /// Steps that belong to no bytecode; for native code, all steps.
    pub outside: Counts,
    /// Number of instructions by class.
    pub classes: BTreeMap<InstructionClass, u64>,
    /// Bytecodes by name, the most instructions first. Their totals and `outside` add up to `total`.
    pub bytecodes: Vec<BytecodeRow>,
    /// Functions, the most instructions first. An inlined function counts towards the function that contains it. The
    /// rows add up to `total`.
    pub functions: Vec<FunctionRow>,
    /// Call tree. The own counts of its nodes add up to `total`.
    pub tree: CallTreeNode,
    /// Allocations on MicroPython's heap.
    pub allocations: Allocations,
}

/// All executions of the bytecodes of one name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct BytecodeRow {
    /// Name as in py/bc0.h, without `MP_BC_`.
    pub name: String,
    /// Number of executions.
    pub executions: u64,
    /// Dispatch: from the end of the previous bytecode to this one's handler.
    pub dispatch: Counts,
    /// The handler, in the VM itself.
    pub own: Counts,
    /// Functions that the handler called, without the bytecodes that these functions executed.
    pub callee: Counts,
    /// Sum of `dispatch`, `own` and `callee`.
    pub total: Counts,
}

/// One function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct FunctionRow {
    /// Name, demangled.
    pub name: String,
    /// Number of calls.
    pub calls: u64,
    /// Steps in the function itself, without its callees.
    pub own: Counts,
    /// Number of own instructions by class.
    pub classes: BTreeMap<InstructionClass, u64>,
}

/// Kind of a node in the call tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CallTreeNodeKind {
    /// The root: the whole sample.
    Sample,
    /// A function.
    Function,
    /// A function that the compiler inlined into its parent.
    Inlined,
    /// A bytecode.
    Bytecode,
    /// The dispatch of the parent bytecode.
    Dispatch,
}

/// Node of the call tree: a function or a bytecode, under its caller.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct CallTreeNode {
    /// Name of the function, or text of the bytecode.
    pub name: String,
    /// Kind.
    pub kind: CallTreeNodeKind,
    /// Number of calls of a function or executions of a bytecode that began in this part of the trace.
    pub entered: u64,
    /// Counts of this node and all of its descendants.
    pub total: Counts,
    /// Counts of this node alone.
    pub own: Counts,
    /// Child nodes, in the order in which they were reached first.
    pub children: Vec<CallTreeNode>,
}

/// Allocations on MicroPython's heap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Allocations {
    /// Calls of the allocator.
    pub count: u64,
    /// Requested bytes.
    pub bytes: u64,
    /// Allocated blocks of 16 bytes.
    pub blocks: u64,
    /// Garbage collections.
    pub collections: u64,
}

/// One operation in the steady state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SteadyOperation {
    /// Source text; `one operation` if it is not known.
    pub text: String,
    /// Line number in the script; `None` if it is not known.
    pub line: Option<u32>,
    /// Number of this repetition in the sample, from 1.
    pub number: u64,
    /// Number of repetitions in the sample.
    pub of: u64,
    /// Range of steps in the trace: first, and first after the operation.
    pub steps: (u64, u64),
    /// Counts of the operation.
    pub profile: Profile,
    /// The executed instructions; empty if the listing would be too long.
    pub instructions: Vec<InstructionLine>,
}

/// One executed instruction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct InstructionLine {
    /// Address.
    pub address: u32,
    /// Disassembly.
    pub text: String,
    /// Class.
    pub class: InstructionClass,
    /// Function that contains it: the innermost inlined function, if any.
    pub function: String,
    /// Source file and line, as `file:line`.
    #[serde(rename = "place")]
    pub location: Option<String>,
    /// Cycles, if known.
    pub cycles: Option<u32>,
}

/// Costs of the stages between source text and execution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Compilation {
    /// The whole script.
    pub script: CompilationCosts,
    /// One copy of the statement: the difference between two scripts that differ by one copy. `None` for a cell.
    pub statement: Option<CompilationCosts>,
    /// Cycles of parsing and compiling the script together, without breakpoints.
    pub undisturbed_cycles: u64,
}

/// Costs of parsing and compiling. Each stage is timed between two breakpoints, which adds a few cycles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct CompilationCosts {
    /// Bytes of source text.
    pub source_bytes: u64,
    /// Cycles of the lexer and the parser: from `mp_parse` to `mp_compile`.
    pub parse_cycles: u64,
    /// Cycles of the compiler: from `mp_compile` to its return.
    pub compile_cycles: u64,
    /// Bytes of code objects: preludes and bytecode.
    pub bytecode_bytes: u64,
    /// Bytes of machine code.
    pub machine_code_bytes: u64,
}

/// An estimate of the primer, with the measured value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PrimerRow {
    /// Name of the stage in part 6 of the primer.
    pub stage: String,
    /// The estimate, as printed in the primer.
    pub stated: String,
    /// Lower and upper bound of the estimate.
    pub range: (f64, f64),
    /// Measured value.
    pub measured: f64,
    /// Unit of the range and of the measured value.
    pub unit: PrimerUnit,
}

/// Unit of an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PrimerUnit {
    /// Executed instructions.
    #[serde(rename = "instructions")]
    Instructions,
    /// Nanoseconds.
    #[serde(rename = "ns")]
    Nanoseconds,
}
