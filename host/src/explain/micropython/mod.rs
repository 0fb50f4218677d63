//! MicroPython 1.25.0 as it lies in a board's memory: dispatch of the VM, code objects, bytecodes and names.

mod code_object;
mod dispatch;
mod memory;
mod names;
mod opcode;

pub use code_object::CodeObject;
pub use dispatch::{DispatchSite, VM_FUNCTION, dispatch_sites};
pub use memory::{BoardMemory, TargetMemory};
pub use names::Names;
pub use opcode::{Bytecode, name_of};

use super::ExplainError;
use super::program::Program;

/// Offsets that are needed of this image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offsets {
    /// `mp_code_state_t.fun_bc`.
    pub code_state_function: u32,
    /// `mp_obj_fun_bc_t.context`.
    pub function_context: u32,
    /// `mp_obj_fun_bc_t.bytecode`.
    pub function_bytecode: u32,
    /// `mp_module_context_t.constants.qstr_table`.
    pub context_names: u32,
    /// Address of the variable that points to the last pool of names.
    pub last_pool: u32,
    /// `qstr_pool_t`: prev, total_prev_len, len, lengths, qstrs.
    pub pool: [u32; 5],
}

impl Offsets {
    /// Of this image.
    ///
    /// # Errors
    /// The image has no MicroPython, or another one.
    pub fn of(program: &Program) -> Result<Self, ExplainError> {
        let member = |structure: &str, member: &str| {
            program.layout.offset(structure, member).ok_or_else(|| {
                program.problem(format!(
                    "expected the structure {structure} with {member} in its debug information"
                ))
            })
        };
        let state = program
            .symbols
            .object("mp_state_ctx")
            .ok_or_else(|| program.problem("expected MicroPython's variable mp_state_ctx, found none"))?;
        let pool = |name| member("_qstr_pool_t", name);
        Ok(Self {
            code_state_function: member("_mp_code_state_t", "fun_bc")?,
            function_context: member("_mp_obj_fun_bc_t", "context")?,
            function_bytecode: member("_mp_obj_fun_bc_t", "bytecode")?,
            context_names: member("_mp_module_context_t", "constants")?
                + member("_mp_module_constants_t", "qstr_table")?,
            last_pool: state + member("_mp_state_ctx_t", "vm")? + member("_mp_state_vm_t", "last_pool")?,
            // The third and its neighbour share a word with a bit field: it starts behind `prev`.
            pool: [pool("prev")?, pool("prev")? + 4, pool("len")?, pool("lengths")?, pool("qstrs")?],
        })
    }
}
