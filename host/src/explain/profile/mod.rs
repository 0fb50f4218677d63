//! From a trace to a profile: attribution of each step to function and bytecode, and sums over any part of the trace.

mod aggregation;
mod attribution;
mod call_stack;
mod repetition;
mod vm_trace;

pub(super) use aggregation::{AllocatorCall, CallTreeRoot, profile};
pub(super) use attribution::{Attribution, BytecodeExecution, BytecodeLocation};
pub(super) use repetition::{Repetition, find_repetition};
pub(super) use vm_trace::{VmTrace, capture_points};
