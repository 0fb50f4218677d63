//! Memory as GDB accesses it: software breakpoints are invisible.

use super::target::GdbTarget;
use crate::board::Board;
use crate::bus::{BusFault, Size};
use crate::debug::DebugTarget;

/// Encoding of `bkpt #0`.
const BKPT: u16 = 0xBE00;

impl GdbTarget {
    /// Reads up to the first address that fails, and returns the number of bytes read.
    ///
    /// # Errors
    /// Returns the fault of the first address.
    pub(super) fn read_memory(&mut self, core: u8, start: u32, data: &mut [u8]) -> Result<usize, BusFault> {
        let count = self.with_board(|board| read(board, core, start, data))?;
        for (&address, &original) in &self.software_breakpoints {
            for (offset, byte) in original.to_le_bytes().into_iter().enumerate() {
                let index = address.wrapping_add(offset as u32).wrapping_sub(start) as usize;
                if let Some(read) = data.get_mut(index) {
                    *read = byte;
                }
            }
        }
        Ok(count)
    }

    /// Writes memory. Bytes at software breakpoints are stored until the breakpoint is removed.
    ///
    /// # Errors
    /// Returns the fault of the first address that fails; the bytes before it are written.
    pub(super) fn write_memory(&mut self, core: u8, start: u32, data: &[u8]) -> Result<(), BusFault> {
        let mut data = data.to_vec();
        for (&address, original) in &mut self.software_breakpoints {
            let mut bytes = original.to_le_bytes();
            for (offset, (byte, breakpoint)) in bytes.iter_mut().zip(BKPT.to_le_bytes()).enumerate() {
                let index = address.wrapping_add(offset as u32).wrapping_sub(start) as usize;
                if let Some(written) = data.get_mut(index) {
                    *byte = std::mem::replace(written, breakpoint);
                }
            }
            *original = u16::from_le_bytes(bytes);
        }
        self.with_board(|board| write(board, core, start, &data))
    }

    /// Writes a BKPT; returns false if the memory cannot be written.
    pub(super) fn set_software_breakpoint(&mut self, address: u32) -> bool {
        let original = self.with_board(|board| {
            let original = board.read(0, address, Size::Half).ok()?;
            board.write(0, address, Size::Half, u32::from(BKPT)).ok()?;
            let written = board.read(0, address, Size::Half).ok()? == u32::from(BKPT);
            written.then_some(original as u16)
        });
        if let Some(original) = original {
            self.software_breakpoints.entry(address).or_insert(original);
        }
        original.is_some()
    }

    /// Restores the instruction of a software breakpoint; returns false if there is no breakpoint.
    pub(super) fn remove_software_breakpoint(&mut self, address: u32) -> bool {
        let Some(original) = self.software_breakpoints.remove(&address) else { return false };
        self.with_board(|board| board.write(0, address, Size::Half, u32::from(original)).is_ok())
    }

    /// Restores the instructions of all software breakpoints.
    pub(super) fn remove_software_breakpoints(&mut self) {
        while let Some((&address, _)) = self.software_breakpoints.first_key_value() {
            self.remove_software_breakpoint(address);
        }
    }
}

/// Returns the widest aligned access at an address within `left` bytes, so that registers are accessed as a whole.
fn widest_size(address: u32, left: usize) -> Size {
    match (address & 3, left) {
        (0, 4..) => Size::Word,
        (0 | 2, 2..) => Size::Half,
        _ => Size::Byte,
    }
}

fn read(board: &mut Board, core: u8, start: u32, data: &mut [u8]) -> Result<usize, BusFault> {
    let mut count = 0;
    while let Some(rest) = data.get_mut(count..).filter(|rest| !rest.is_empty()) {
        let address = start.wrapping_add(count as u32);
        let size = widest_size(address, rest.len());
        let value = match board.read(core, address, size) {
            Ok(value) => value,
            Err(fault) if count == 0 => return Err(fault),
            Err(_) => break,
        };
        let width = size.bytes() as usize;
        for (target, byte) in rest.iter_mut().zip(value.to_le_bytes()).take(width) {
            *target = byte;
        }
        count += width;
    }
    Ok(count)
}

fn write(board: &mut Board, core: u8, start: u32, mut data: &[u8]) -> Result<(), BusFault> {
    let mut address = start;
    while !data.is_empty() {
        let size = widest_size(address, data.len());
        let (bytes, rest) = data.split_at(size.bytes() as usize);
        let value = bytes.iter().rev().fold(0, |value, &byte| value << 8 | u32::from(byte));
        board.write(core, address, size, value)?;
        address = address.wrapping_add(size.bytes());
        data = rest;
    }
    Ok(())
}
