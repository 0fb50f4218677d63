//! Memory as GDB sees it: without the breakpoints that stand in it.

use super::target::GdbTarget;
use crate::board::Board;
use crate::bus::{BusFault, Size};
use crate::debug::DebugTarget;

impl GdbTarget {
    /// Reads up to the first address that does not answer, and returns how much.
    ///
    /// # Errors
    /// The first does not answer.
    pub(super) fn read_memory(&mut self, core: u8, start: u32, data: &mut [u8]) -> Result<usize, BusFault> {
        let done = self.with_board(|board| read(board, core, start, data))?;
        for (&address, &original) in &self.patches {
            for (offset, byte) in original.to_le_bytes().into_iter().enumerate() {
                let index = address.wrapping_add(offset as u32).wrapping_sub(start) as usize;
                if let Some(place) = data.get_mut(index) {
                    *place = byte;
                }
            }
        }
        Ok(done)
    }

    /// Writes; what would overwrite a breakpoint is kept for later.
    ///
    /// # Errors
    /// An address does not answer; what lies before it is written.
    pub(super) fn write_memory(&mut self, core: u8, start: u32, data: &[u8]) -> Result<(), BusFault> {
        let mut data = data.to_vec();
        for (&address, original) in &mut self.patches {
            let mut bytes = original.to_le_bytes();
            for (offset, (byte, patch)) in bytes.iter_mut().zip(BREAKPOINT.to_le_bytes()).enumerate() {
                let index = address.wrapping_add(offset as u32).wrapping_sub(start) as usize;
                if let Some(place) = data.get_mut(index) {
                    *byte = std::mem::replace(place, patch);
                }
            }
            *original = u16::from_le_bytes(bytes);
        }
        self.with_board(|board| write(board, core, start, &data))
    }

    /// Puts a BKPT where an instruction begins; false where none can stand.
    pub(super) fn patch(&mut self, address: u32) -> bool {
        let original = self.with_board(|board| {
            let original = board.read(0, address, Size::Half).ok()?;
            board.write(0, address, Size::Half, u32::from(BREAKPOINT)).ok()?;
            let stands = board.read(0, address, Size::Half).ok()? == u32::from(BREAKPOINT);
            stands.then_some(original as u16)
        });
        if let Some(original) = original {
            self.patches.entry(address).or_insert(original);
        }
        original.is_some()
    }

    /// Puts back what stood there; false if there is no breakpoint.
    pub(super) fn unpatch(&mut self, address: u32) -> bool {
        let Some(original) = self.patches.remove(&address) else { return false };
        self.with_board(|board| board.write(0, address, Size::Half, u32::from(original)).is_ok())
    }

    /// Puts back all.
    pub(super) fn remove_patches(&mut self) {
        while let Some((&address, _)) = self.patches.first_key_value() {
            self.unpatch(address);
        }
    }
}

/// BKPT #0.
const BREAKPOINT: u16 = 0xBE00;

/// The widest aligned access at an address within so many bytes: registers are read whole.
fn size_at(address: u32, left: usize) -> Size {
    match (address & 3, left) {
        (0, 4..) => Size::Word,
        (0 | 2, 2..) => Size::Half,
        _ => Size::Byte,
    }
}

fn read(board: &mut Board, core: u8, start: u32, data: &mut [u8]) -> Result<usize, BusFault> {
    let mut done = 0;
    while let Some(rest) = data.get_mut(done..).filter(|rest| !rest.is_empty()) {
        let address = start.wrapping_add(done as u32);
        let size = size_at(address, rest.len());
        let value = match board.read(core, address, size) {
            Ok(value) => value,
            Err(fault) if done == 0 => return Err(fault),
            Err(_) => break,
        };
        let width = size.bytes() as usize;
        for (place, byte) in rest.iter_mut().zip(value.to_le_bytes()).take(width) {
            *place = byte;
        }
        done += width;
    }
    Ok(done)
}

fn write(board: &mut Board, core: u8, start: u32, mut data: &[u8]) -> Result<(), BusFault> {
    let mut address = start;
    while !data.is_empty() {
        let size = size_at(address, data.len());
        let (bytes, rest) = data.split_at(size.bytes() as usize);
        let value = bytes.iter().rev().fold(0, |value, &byte| value << 8 | u32::from(byte));
        board.write(core, address, size, value)?;
        address = address.wrapping_add(size.bytes());
        data = rest;
    }
    Ok(())
}
