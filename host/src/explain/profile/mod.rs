//! From a trace to who executed what: frames, bytecodes, and sums over any part of the trace.

mod analysis;
mod frames;
mod period;
mod sums;
mod vm;

pub use analysis::{Analysis, Code, Execution};
pub use period::{Period, period};
pub use sums::profile;
pub use vm::{VmTrace, capture_points};
