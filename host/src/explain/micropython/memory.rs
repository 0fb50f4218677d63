//! Reading a board's memory.

use probe_rs::Core;

use crate::board::BoardError;
use crate::board::link::LinkMemory;

/// Where code objects and names are read from.
pub trait TargetMemory {
    /// Reads bytes.
    ///
    /// # Errors
    /// SWD trouble, or nothing answers there.
    fn read(&mut self, address: u32, bytes: &mut [u8]) -> Result<(), BoardError>;

    /// Reads a word.
    ///
    /// # Errors
    /// As [`Self::read`].
    fn word(&mut self, address: u32) -> Result<u32, BoardError> {
        let mut bytes = [0; 4];
        self.read(address, &mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }
}

/// Memory behind a debug probe.
pub struct BoardMemory<'a, 'b>(pub &'a mut Core<'b>);

impl TargetMemory for BoardMemory<'_, '_> {
    fn read(&mut self, address: u32, bytes: &mut [u8]) -> Result<(), BoardError> {
        self.0.read_bytes(address, bytes)
    }
}
