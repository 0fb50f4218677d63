//! Flash programming by GDB's `load`, and the memory map that tells GDB which memory is flash.

use gdbstub::target::ext::flash::Flash;
use gdbstub::target::ext::memory_map::MemoryMap;
use gdbstub::target::{TargetError, TargetResult};

use super::target::{EFAULT, GdbTarget, copy_to};

/// First address of the flash; RP2350 datasheet §2.2.
const FLASH: u32 = 0x1000_0000;

/// Memory map of a Pico 2: 4 MB of flash in sectors of 4 KB. "RAM" is everything else that can be written, registers
/// included.
const MEMORY_MAP: &str = r#"<?xml version="1.0"?>
<!DOCTYPE memory-map PUBLIC "+//IDN gnu.org//DTD GDB Memory Map V1.0//EN" "http://sourceware.org/gdb/gdb-memory-map.dtd">
<memory-map>
  <memory type="rom" start="0x00000000" length="0x8000"/>
  <memory type="flash" start="0x10000000" length="0x400000">
    <property name="blocksize">0x1000</property>
  </memory>
  <memory type="rom" start="0x14000000" length="0x400000"/>
  <memory type="ram" start="0x20000000" length="0x82000"/>
  <memory type="ram" start="0x40000000" length="0xc0000000"/>
</memory-map>
"#;

impl MemoryMap for GdbTarget {
    fn memory_map_xml(&self, offset: u64, length: usize, buffer: &mut [u8]) -> TargetResult<usize, Self> {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let rest = MEMORY_MAP.as_bytes().get(offset..).unwrap_or_default();
        Ok(copy_to(buffer, rest.get(..length).unwrap_or(rest)))
    }
}

impl GdbTarget {
    /// Returns the offset of a range in the flash.
    ///
    /// # Errors
    /// Returns `EFAULT` if the range is not in the flash.
    fn flash_offset(&self, start: u32, length: usize) -> TargetResult<u32, Self> {
        let size = self.with_board(|board| board.flash().len());
        let offset = start.checked_sub(FLASH).ok_or(TargetError::Errno(EFAULT))?;
        match (offset as usize).checked_add(length) {
            Some(end) if end <= size => Ok(offset),
            _ => Err(TargetError::Errno(EFAULT)),
        }
    }
}

impl Flash for GdbTarget {
    fn flash_erase(&mut self, start: u32, length: u32) -> TargetResult<(), Self> {
        let offset = self.flash_offset(start, length as usize)?;
        self.with_board(|board| board.erase_flash(offset, length));
        Ok(())
    }

    fn flash_write(&mut self, start: u32, data: &[u8]) -> TargetResult<(), Self> {
        let offset = self.flash_offset(start, data.len())?;
        self.with_board(|board| board.program_flash(offset, data));
        Ok(())
    }

    fn flash_done(&mut self) -> TargetResult<(), Self> {
        self.with_board(crate::board::Board::invalidate_flash_caches);
        Ok(())
    }
}
