//! Context of a register access.

use crate::time::{Frequencies, Picoseconds};

/// Time and initiator of a register access or an event.
#[derive(Clone, Copy, Debug)]
pub struct Access<'a> {
    /// Time of the access.
    pub now: Picoseconds,
    /// System clock cycle of the access.
    pub cycle: u64,
    /// Core that makes the access, or whose access port the debugger uses.
    pub core: u8,
    /// Frequencies of the clocks at that time.
    pub clocks: &'a Frequencies,
}
