//! Read access to the memory of a board.

use std::collections::{HashMap, hash_map::Entry};

use probe_rs::{Core, MemoryInterface};

use crate::board::BoardError;

/// Bytes per access to a board. Memories of the RP2350 begin and end at multiples of this.
const BLOCK: usize = 64;

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

/// Memory of a board, accessed through its debug probe. Every block is read once, so that few accesses are needed: the
/// contents must not change while this exists.
pub(crate) struct BoardMemory<'a, 'b> {
    core: &'a mut Core<'b>,
    blocks: HashMap<u32, [u8; BLOCK]>,
}

impl<'a, 'b> BoardMemory<'a, 'b> {
    /// Creates the access to the memory of a core.
    pub(crate) fn new(core: &'a mut Core<'b>) -> Self {
        Self { core, blocks: HashMap::new() }
    }

    /// Returns the block at an aligned address.
    fn block(&mut self, address: u32) -> Result<&[u8; BLOCK], BoardError> {
        match self.blocks.entry(address) {
            Entry::Occupied(block) => Ok(block.into_mut()),
            Entry::Vacant(entry) => {
                let mut block = [0; BLOCK];
                let result = self.core.read(address.into(), &mut block);
                result.map_err(BoardError::swd("reading the memory of MicroPython"))?;
                Ok(entry.insert(block))
            }
        }
    }
}

impl TargetMemory for BoardMemory<'_, '_> {
    fn read(&mut self, address: u32, bytes: &mut [u8]) -> Result<(), BoardError> {
        let (mut address, mut rest) = (address, bytes);
        while !rest.is_empty() {
            let offset = address as usize % BLOCK;
            let length = rest.len().min(BLOCK - offset);
            let (part, next) = rest.split_at_mut(length);
            let block = self.block(address - offset as u32)?;
            part.copy_from_slice(&block[offset..offset + length]);
            address = address.wrapping_add(length as u32);
            rest = next;
        }
        Ok(())
    }
}
