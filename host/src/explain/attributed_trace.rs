//! A trace with the attribution of its steps, and with the code that it executed.

use std::collections::HashMap;

use super::instruction_map::InstructionMap;
use super::micropython::CodeObject;
use super::profile::Attribution;

/// Attribution of the steps of a sample's trace, with the code objects and instructions that it executed.
pub(super) struct AttributedTrace {
    /// Function, bytecode and class of each step.
    pub attribution: Attribution,
    /// Code objects by address; `None` for one that could not be read because it has been freed.
    pub code_objects: HashMap<u32, Option<CodeObject>>,
    /// The executed instructions.
    pub instructions: InstructionMap,
}
