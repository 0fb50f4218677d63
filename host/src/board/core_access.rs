//! Core accesses shared by the modules of `board`.

use std::time::Duration;

use probe_rs::{Core, MemoryInterface};

use super::error::BoardError;

/// Time limit of a halt, which takes a few SWD transfers.
pub(super) const HALT_LIMIT: Duration = Duration::from_millis(500);

/// Describes the location of the core for an error message. Halts the core briefly.
pub(super) fn describe_location(core: &mut Core<'_>) -> String {
    match core.halt(HALT_LIMIT) {
        Ok(information) => {
            let location = format!("pc {:#010x}", information.pc);
            match core.run() {
                Ok(()) => location,
                Err(error) => format!("{location} (it cannot be resumed: {error})"),
            }
        }
        Err(error) => format!("an unknown location ({error})"),
    }
}

/// Reads the program counter of a halted core.
pub(super) fn read_program_counter(core: &mut Core<'_>) -> Result<u32, BoardError> {
    let register = core.program_counter();
    core.read_core_reg(register).map_err(BoardError::swd("reading the program counter"))
}

/// Reads words from an aligned address.
pub(super) fn read_words(core: &mut Core<'_>, address: u32, words: &mut [u32]) -> Result<(), BoardError> {
    core.read_32(address.into(), words).map_err(BoardError::swd("reading memory"))
}
