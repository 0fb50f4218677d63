//! Read access to the memory of a board.

use probe_rs::Core;

use crate::board::BoardError;
use crate::board::link::LinkMemory;

/// Memory that code objects and names are read from.
pub(crate) trait TargetMemory {
    /// Reads bytes.
    ///
    /// # Errors
    /// Returns an error if the probe fails or the bus does not answer at the address.
    fn read(&mut self, address: u32, bytes: &mut [u8]) -> Result<(), BoardError>;

    /// Reads a little-endian word.
    ///
    /// # Errors
    /// Same as [`Self::read`].
    fn word(&mut self, address: u32) -> Result<u32, BoardError> {
        let mut bytes = [0; 4];
        self.read(address, &mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }
}

/// Memory of a board, accessed through its debug probe.
pub(crate) struct BoardMemory<'a, 'b>(pub &'a mut Core<'b>);

impl TargetMemory for BoardMemory<'_, '_> {
    fn read(&mut self, address: u32, bytes: &mut [u8]) -> Result<(), BoardError> {
        self.0.read_bytes(address, bytes)
    }
}
