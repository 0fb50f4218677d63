//! Check of script sizes before a board is touched.

use twinbench_link::SCRIPT_BYTES;

use crate::board::link::LinkError;
use crate::scenario::{Cell, Work};

/// Checks that the script of `cell` fits the link.
pub(super) fn check(cell: &Cell) -> Result<(), LinkError> {
    let Work::Script(script) = &cell.implementation().work else { return Ok(()) };
    if script.source.len() > SCRIPT_BYTES {
        return Err(LinkError::ScriptTooLarge { bytes: script.source.len(), capacity: SCRIPT_BYTES as u32 });
    }
    Ok(())
}
