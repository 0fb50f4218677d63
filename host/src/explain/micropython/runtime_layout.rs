//! Addresses and structure offsets of MicroPython in one image, from its debug information.

use crate::explain::error::ExplainError;
use crate::explain::program::Program;

/// Offsets of structure members, and the address of the last pool of interned strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RuntimeLayout {
    /// Offset of `mp_code_state_t.fun_bc`.
    pub code_state_function: u32,
    /// Offset of `mp_obj_fun_bc_t.context`.
    pub function_context: u32,
    /// Offset of `mp_obj_fun_bc_t.bytecode`.
    pub function_bytecode: u32,
    /// Offset of `mp_module_context_t.constants.qstr_table`.
    pub context_names: u32,
    /// Address of the variable that points to the last `qstr_pool_t`.
    pub last_pool: u32,
    /// Offset of `qstr_pool_t.prev`.
    pub pool_previous: u32,
    /// Offset of `qstr_pool_t.total_prev_len`, a bit field.
    pub pool_total_previous: u32,
    /// Offset of `qstr_pool_t.len`.
    pub pool_length: u32,
    /// Offset of `qstr_pool_t.lengths`.
    pub pool_string_lengths: u32,
    /// Offset of `qstr_pool_t.qstrs`.
    pub pool_strings: u32,
}

impl RuntimeLayout {
    /// Reads the layout of an image.
    ///
    /// # Errors
    /// Returns an error if the image has no MicroPython, or one with other structures.
    pub(crate) fn read(program: &Program) -> Result<Self, ExplainError> {
        let member = |structure: &str, member: &str| {
            program.structures.offset(structure, member).ok_or_else(|| {
                program.problem(format!(
                    "expected the structure {structure} with the member {member} in its debug information, found none"
                ))
            })
        };
        let state = program
            .symbols
            .variable("mp_state_ctx")
            .ok_or_else(|| program.problem("expected MicroPython's variable mp_state_ctx, found none"))?;
        let pool = |name| member("_qstr_pool_t", name);
        Ok(Self {
            code_state_function: member("_mp_code_state_t", "fun_bc")?,
            function_context: member("_mp_obj_fun_bc_t", "context")?,
            function_bytecode: member("_mp_obj_fun_bc_t", "bytecode")?,
            context_names: member("_mp_module_context_t", "constants")?
                + member("_mp_module_constants_t", "qstr_table")?,
            last_pool: state + member("_mp_state_ctx_t", "vm")? + member("_mp_state_vm_t", "last_pool")?,
            pool_previous: pool("prev")?,
            // DWARF gives a bit field no byte offset: it is in the word after `prev`, a pointer.
            pool_total_previous: pool("prev")? + 4,
            pool_length: pool("len")?,
            pool_string_lengths: pool("lengths")?,
            pool_strings: pool("qstrs")?,
        })
    }
}
