//! What an explanation says: pure data, for programs (`explain.json`), tables and charts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::instruction::Class;
use super::trace::TraceMethod;
use crate::store::{BoardRecord, FirmwareRecord, Moment};

/// Version of the file; a change that readers notice counts it up.
pub const SCHEMA: u32 = 1;

/// Explanations of one scenario's implementations, or of one piece of code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplainDocument {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The board.
    pub board: BoardRecord,
    /// When it was explained.
    pub explained: Moment,
    /// The firmwares that were executed.
    pub firmwares: Vec<FirmwareRecord>,
    /// One for each implementation.
    pub explanations: Vec<Explanation>,
}

/// One implementation, explained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// What was executed.
    pub subject: SubjectRecord,
    /// How its instructions were seen.
    pub method: TraceMethod,
    /// Frequency of the system clock in Hz, as the chip measured it.
    pub sysclk_hz: u32,
    /// Cycles of a sample by DWT_CYCCNT, without anything that follows it.
    pub dwt_cycles: u64,
    /// The same of the sample that was followed; `None` where following disturbs the counter.
    pub traced_dwt_cycles: Option<u64>,
    /// The whole sample: everything between its marks.
    pub sample: Profile,
    /// One operation in the steady state; `None` where nothing repeats.
    pub steady: Option<Steady>,
    /// From source to machine; `None` for native code.
    pub pipeline: Option<Pipeline>,
    /// The primer's estimates beside the steady state, where it makes any.
    pub primer: Vec<PrimerRow>,
}

/// What was executed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubjectRecord {
    /// `increment-memory/micropython-module/ram`, or `code/ram`.
    pub title: String,
    /// `c`, `micropython` and so on.
    pub runtime: String,
    /// `ram` or `flash`.
    pub placement: String,
    /// Id of the scenario.
    pub scenario: Option<String>,
    /// Id of the implementation.
    pub implementation: Option<String>,
    /// The code that was given on the command line.
    pub code: Option<String>,
    /// What is executed before it.
    pub setup: Option<String>,
    /// Operations in the sample.
    pub operations: u32,
}

/// Sums over steps. Cycles and XIP counts are known on the simulated board only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Executed instructions, those skipped in IT blocks among them.
    pub instructions: u64,
    /// Cycles.
    pub cycles: Option<u64>,
    /// XIP cache hits.
    pub xip_hits: Option<u64>,
    /// XIP cache accesses.
    pub xip_accesses: Option<u64>,
}

impl Counts {
    /// XIP cache misses.
    pub fn xip_misses(&self) -> Option<u64> {
        Some(self.xip_accesses?.saturating_sub(self.xip_hits?))
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        let sum = |one: Option<u64>, two: Option<u64>| match (one, two) {
            (Some(one), Some(two)) => Some(one + two),
            (one, two) => one.or(two),
        };
        self.instructions += other.instructions;
        self.cycles = sum(self.cycles, other.cycles);
        self.xip_hits = sum(self.xip_hits, other.xip_hits);
        self.xip_accesses = sum(self.xip_accesses, other.xip_accesses);
    }
}

/// Who executed what in a part of a trace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Everything.
    pub total: Counts,
    /// What belongs to no bytecode; for native code that is everything.
    pub outside: Counts,
    /// Instructions by class.
    pub classes: BTreeMap<Class, u64>,
    /// By name of the bytecode, the most expensive first. Their totals and `outside` add up to `total`.
    pub bytecodes: Vec<BytecodeRow>,
    /// By function, the most expensive first, inlined functions counted where they stand. They add up to `total`.
    pub functions: Vec<FunctionRow>,
    /// Who called whom. Its nodes' own counts add up to `total`.
    pub tree: TreeNode,
    /// What was allocated on MicroPython's heap.
    pub allocations: Allocations,
}

/// All executions of bytecodes of one name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BytecodeRow {
    /// As py/bc0.h has it.
    pub name: String,
    /// How many.
    pub executions: u64,
    /// Getting to the handler.
    pub dispatch: Counts,
    /// In the VM.
    pub own: Counts,
    /// In functions that the VM called for it, without bytecodes that these executed.
    pub callee: Counts,
    /// The sum of the three.
    pub total: Counts,
}

/// One function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FunctionRow {
    /// Its name.
    pub name: String,
    /// How often it was called.
    pub calls: u64,
    /// What it executed itself.
    pub own: Counts,
    /// Instructions by class.
    pub classes: BTreeMap<Class, u64>,
}

/// What a node of the tree stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeKind {
    /// The whole.
    Sample,
    /// A function.
    Function,
    /// A function that the compiler inlined there.
    Inlined,
    /// A bytecode.
    Bytecode,
    /// Getting to a bytecode's handler.
    Dispatch,
}

/// A node of the tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeNode {
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub kind: NodeKind,
    /// Calls of a function, executions of a bytecode; 0 for what only goes on.
    pub entered: u64,
    /// With everything below.
    pub total: Counts,
    /// Without.
    pub own: Counts,
    /// In the order in which they were reached first.
    pub children: Vec<TreeNode>,
}

/// Memory that was allocated on MicroPython's heap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocations {
    /// Calls of the allocator.
    pub count: u64,
    /// Bytes that were asked for.
    pub bytes: u64,
    /// Blocks of 16 bytes that this takes.
    pub blocks: u64,
    /// Collections of garbage.
    pub collections: u64,
}

/// One operation in the steady state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Steady {
    /// The source, as far as it is known.
    pub text: String,
    /// Line of the script.
    pub line: Option<u32>,
    /// Which repetition, from 1 on.
    pub number: u64,
    /// How many there are.
    pub of: u64,
    /// Its steps in the sample: first and end.
    pub steps: (u64, u64),
    /// Who executed what.
    pub profile: Profile,
    /// Every instruction, if they are few.
    pub instructions: Vec<InstructionLine>,
}

/// One executed instruction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InstructionLine {
    /// Its address.
    pub address: u32,
    /// In assembly.
    pub text: String,
    /// Its class.
    pub class: Class,
    /// The function it stands in, the inlined one if there is one.
    pub function: String,
    /// File and line.
    pub place: Option<String>,
    /// Cycles, where they are known.
    pub cycles: Option<u32>,
}

/// What it takes to get from source to execution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pipeline {
    /// The whole script.
    pub script: PipelineCosts,
    /// One more copy of the statement, where it was measured: the difference of two scripts.
    pub statement: Option<PipelineCosts>,
    /// Cycles of parsing and compiling together without a stop in between.
    pub undisturbed_cycles: u64,
}

/// The stages before execution. Each stage is timed from breakpoint to breakpoint, which adds a few cycles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PipelineCosts {
    /// Bytes of source.
    pub source_bytes: u64,
    /// Cycles of the lexer and the parser: from `mp_parse` to `mp_compile`.
    pub parse_cycles: u64,
    /// Cycles of the compiler.
    pub compile_cycles: u64,
    /// Bytes of code objects: preludes and bytecodes.
    pub bytecode_bytes: u64,
    /// Bytes of machine code.
    pub machine_code_bytes: u64,
}

/// A number of the primer beside its measurement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrimerRow {
    /// As the primer's part 6 has it.
    pub stage: String,
    /// What it states.
    pub stated: String,
    /// Least and most that it states.
    pub range: (f64, f64),
    /// What was found.
    pub measured: f64,
    /// `instructions` or `ns`.
    pub unit: String,
}
