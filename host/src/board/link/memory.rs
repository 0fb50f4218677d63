//! Access to the board's memory while its core runs.

use probe_rs::{Core, MemoryInterface};

use crate::board::error::BoardError;

/// Memory that holds the link.
pub trait LinkMemory {
    /// Reads words from an aligned address.
    ///
    /// # Errors
    /// Returns an SWD error.
    fn read_words(&mut self, address: u32, words: &mut [u32]) -> Result<(), BoardError>;

    /// Writes one word to an aligned address.
    ///
    /// # Errors
    /// Returns an SWD error.
    fn write_word(&mut self, address: u32, word: u32) -> Result<(), BoardError>;

    /// Reads bytes.
    ///
    /// # Errors
    /// Returns an SWD error.
    fn read_bytes(&mut self, address: u32, bytes: &mut [u8]) -> Result<(), BoardError>;

    /// Writes bytes.
    ///
    /// # Errors
    /// Returns an SWD error.
    fn write_bytes(&mut self, address: u32, bytes: &[u8]) -> Result<(), BoardError>;
}

impl LinkMemory for Core<'_> {
    fn read_words(&mut self, address: u32, words: &mut [u32]) -> Result<(), BoardError> {
        self.read_32(address.into(), words).map_err(BoardError::swd("reading the link"))
    }

    fn write_word(&mut self, address: u32, word: u32) -> Result<(), BoardError> {
        self.write_word_32(address.into(), word).map_err(BoardError::swd("writing the link"))
    }

    fn read_bytes(&mut self, address: u32, bytes: &mut [u8]) -> Result<(), BoardError> {
        MemoryInterface::read(self, address.into(), bytes).map_err(BoardError::swd("reading the link"))
    }

    fn write_bytes(&mut self, address: u32, bytes: &[u8]) -> Result<(), BoardError> {
        MemoryInterface::write(self, address.into(), bytes).map_err(BoardError::swd("writing the link"))
    }
}
