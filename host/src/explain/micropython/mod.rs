//! MicroPython 1.25.0 in the memory of a board: dispatches of the VM, code objects, bytecodes and interned strings.

mod bytecode;
mod code_object;
mod dispatch_site;
mod qstr;
mod runtime_layout;
mod target_memory;

pub(super) use bytecode::{Bytecode, opcode_name};
pub(super) use code_object::CodeObject;
pub(super) use dispatch_site::{DispatchSite, VM_FUNCTION, dispatch_sites};
pub(super) use qstr::QstrTable;
pub(super) use runtime_layout::RuntimeLayout;
pub(super) use target_memory::{BoardMemory, TargetMemory};
