//! Profiles of traces: attribution of each step to a function and a bytecode, and sums over any part of a trace.

mod aggregation;
mod attribution;
mod call_stack;
mod repetition;
mod vm_trace;

pub(super) use aggregation::{AllocatorCall, CallTreeRoot, profile};
pub(super) use attribution::{Attribution, BytecodeExecution, BytecodeLocation};
pub(super) use repetition::{Repetition, find_repetition};
pub(super) use vm_trace::{VmTrace, capture_points};
