//! ROM functions that erase, program and read the flash (RP2350 §5.4.8). There are no partitions to restrict them.

use num_enum::TryFromPrimitive;

use super::result::{RomError, RomFailure, RomResult, RomReturn, unmodelled};
use super::{Arguments, Board};
use crate::bus::{Bus, Size};
use crate::memory::flash;
use crate::time::Picoseconds;

/// Flags of `flash_op` (§5.4.8.8).
const OP_RUNTIME_ADDRESS: u32 = 1 << 0;
const OP_SECURITY_LEVEL: u32 = 3 << 8;
const OP_SHIFT: u32 = 16;
const OP_MASK: u32 = 7;
const OP_KNOWN: u32 = OP_RUNTIME_ADDRESS | OP_SECURITY_LEVEL | OP_MASK << OP_SHIFT;

/// Operation of `flash_op`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TryFromPrimitive)]
#[repr(u32)]
enum Operation {
    Erase = 0,
    Program = 1,
    Read = 2,
}

impl Operation {
    /// Returns the alignment of address and size, in bytes.
    fn alignment(self) -> u32 {
        match self {
            Operation::Erase => flash::SECTOR,
            Operation::Program => flash::PAGE,
            Operation::Read => 1,
        }
    }
}

/// First address of the flash, and the length of both chip selects.
const FLASH: u32 = 0x1000_0000;
const FLASH_LENGTH: u32 = 0x0200_0000;
/// Length of the window that one ATRANS register translates.
const WINDOW: u32 = 0x0040_0000;

/// Returns true if the range is in the flash and a multiple of `alignment`.
fn in_flash(offset: u32, count: u32, alignment: u32) -> bool {
    offset.checked_add(count).is_some_and(|end| end <= flash::LENGTH)
        && (offset | count).is_multiple_of(alignment)
}

impl Board {
    pub(super) fn flash_range_erase(&mut self, [offset, count, block, _command]: Arguments) -> RomResult {
        let time = self.erase(offset, count, block)?;
        Ok(RomReturn::ToCaller { value: 0, time })
    }

    pub(super) fn flash_range_program(&mut self, [offset, data, count, _]: Arguments) -> RomResult {
        let time = self.program(offset, data, count)?;
        Ok(RomReturn::ToCaller { value: 0, time })
    }

    /// Erases by blocks of the size `block` where a whole block fits, otherwise by sectors, as the ROM does. Returns
    /// the time that it takes.
    fn erase(&mut self, offset: u32, count: u32, block: u32) -> Result<Picoseconds, RomFailure> {
        if !in_flash(offset, count, flash::SECTOR) {
            return Err(unmodelled(format!("flash_range_erase({offset:#x}, {count:#x})")));
        }
        let (mut at, end, mut time) = (offset, offset + count, 0);
        while at < end {
            if block == flash::BLOCK && at % block == 0 && end - at >= block {
                at += block;
                time += flash::BLOCK_ERASE_TIME;
            } else {
                at += flash::SECTOR;
                time += flash::SECTOR_ERASE_TIME;
            }
        }
        self.chip.peripherals().qmi.flash.erase(offset, count);
        Ok(time)
    }

    /// Programs pages from memory, and returns the time that it takes.
    fn program(&mut self, offset: u32, data: u32, count: u32) -> Result<Picoseconds, RomFailure> {
        if !in_flash(offset, count, flash::PAGE) {
            return Err(unmodelled(format!("flash_range_program({offset:#x}, {data:#x}, {count:#x})")));
        }
        let bytes = (0..count)
            .map(|index| self.chip.peek_byte(data.wrapping_add(index)))
            .collect::<Option<Vec<u8>>>()
            .ok_or_else(|| unmodelled(format!("flash_range_program from {data:#x}")))?;
        self.chip.peripherals().qmi.flash.program(offset, &bytes);
        Ok(u64::from(count / flash::PAGE) * flash::PAGE_PROGRAM_TIME)
    }

    /// Returns the storage address of a runtime address, which code uses.
    fn storage_address(&mut self, runtime: u32) -> Option<u32> {
        let offset = runtime.wrapping_sub(FLASH);
        if offset >= FLASH_LENGTH {
            return None;
        }
        self.chip.peripherals().qmi.translate(offset).map(|storage| storage + FLASH)
    }

    pub(super) fn flash_runtime_to_storage_addr(&mut self, runtime: u32) -> RomResult {
        let storage = self.storage_address(runtime).ok_or(RomError::InvalidAddress)?;
        Ok(RomReturn::value(storage))
    }

    /// Erases, programs or reads, by storage or by runtime address.
    pub(super) fn flash_op(&mut self, [flags, address, size, buffer]: Arguments) -> RomResult {
        if flags & !OP_KNOWN != 0 || flags & OP_SECURITY_LEVEL == 0 {
            return Err(RomError::InvalidArgument.into());
        }
        let operation =
            Operation::try_from(flags >> OP_SHIFT & OP_MASK).map_err(|_| RomError::InvalidArgument)?;
        if flags & OP_RUNTIME_ADDRESS == 0 {
            let time = self.flash_op_at_storage(operation, address, size, buffer)?;
            return Ok(RomReturn::ToCaller { value: 0, time });
        }
        let end = address
            .checked_add(size)
            .filter(|end| address >= FLASH && *end <= FLASH + FLASH_LENGTH)
            .ok_or(RomError::InvalidAddress)?;
        let (mut at, mut time) = (address, 0);
        while at < end {
            let next = end.min((at & !(WINDOW - 1)) + WINDOW);
            let first = self.storage_address(at).ok_or(RomError::NotPermitted)?;
            let last = self.storage_address(next - 1).ok_or(RomError::NotPermitted)?;
            let length = last.wrapping_sub(first).wrapping_add(1);
            time += self.flash_op_at_storage(operation, first, length, buffer.wrapping_add(at - address))?;
            at = next;
        }
        Ok(RomReturn::ToCaller { value: 0, time })
    }

    /// Carries out an operation at a storage address, and returns the time that it takes. As with the ROM the flash
    /// stays in the slow read mode of its functions.
    fn flash_op_at_storage(
        &mut self,
        operation: Operation,
        address: u32,
        size: u32,
        buffer: u32,
    ) -> Result<Picoseconds, RomFailure> {
        let offset = address.wrapping_sub(FLASH);
        if offset.checked_add(size).is_none_or(|end| end > FLASH_LENGTH) {
            return Err(RomError::NotPermitted.into());
        }
        if !(offset | size).is_multiple_of(operation.alignment()) {
            return Err(RomError::BadAlignment.into());
        }
        match operation {
            // The flash device information names no erase command for blocks: sectors are erased.
            Operation::Erase => self.erase(offset, size, flash::SECTOR),
            Operation::Program => self.program(offset, buffer, size),
            Operation::Read => self.copy_from_flash(buffer, offset, size).map(|()| 0),
        }
    }

    fn copy_from_flash(&mut self, buffer: u32, offset: u32, size: u32) -> Result<(), RomFailure> {
        let by = self.rom_initiator();
        for index in 0..size {
            let byte = u32::from(self.chip.peripherals().qmi.flash.byte(offset.wrapping_add(index)));
            self.chip
                .write(buffer.wrapping_add(index), Size::Byte, byte, by)
                .map_err(|fault| unmodelled(format!("flash_op writes to its buffer: {fault}")))?;
        }
        Ok(())
    }
}
