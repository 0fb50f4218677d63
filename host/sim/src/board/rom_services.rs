//! The ROM's functions that tell, check and translate (RP2350 §5.4.8), beyond those that a flash loader needs. There
//! is no partition table, and no OTP: what depends on them stops the board or answers as with blank ones.

use super::Board;
use super::rom_calls::RomResult;
use crate::bus::{Bus, Initiator, Size};
use crate::memory::{flash, rom};
use crate::peripheral::{Access, Peripheral};

/// Error codes of the ROM (§5.4.3).
pub(super) const INVALID_ARGUMENT: i32 = -5;
const INVALID_ADDRESS: i32 = -10;
const BAD_ALIGNMENT: i32 = -11;
const BUFFER_TOO_SMALL: i32 = -13;
const NOT_PERMITTED: i32 = -4;

/// Flags of `get_sys_info` (§5.4.8.17).
mod system {
    pub const CHIP_INFO: u32 = 0x01;
    pub const CRITICAL: u32 = 0x02;
    pub const CPU_INFO: u32 = 0x04;
    pub const FLASH_DEV_INFO: u32 = 0x08;
    pub const BOOT_RANDOM: u32 = 0x10;
    pub const BOOT_INFO: u32 = 0x40;
    pub const SUPPORTED: u32 = 0x5F;
}

/// Flags of `get_partition_table_info` (§5.4.8.16).
const PT_INFO: u32 = 0x0001;
const PARTITION_FLAGS: u32 = 0x80F1;

/// SYSINFO.PACKAGE_SEL.
const PACKAGE_SEL: u32 = 0x4;
/// The chip's number, which OTP holds; any is as good as another (choice).
const CHIP_ID: [u32; 2] = [0x7053_494D, 0x0000_2350];
/// Random numbers of the boot: a fixed sequence, as all noise here (choice).
const RANDOM: [u32; 4] = [0x9E37_79B9, 0x7F4A_7C15, 0xF39C_C060, 0x5CED_C834];
/// Bytes of work area that the ROM asks for (SDK's description of `rom_load_partition_table`).
const WORK_AREA: u32 = 3064;
/// Functions that can be opened to Non-secure code.
const NS_APIS: u32 = 8;
/// Callbacks that can be set.
const CALLBACKS: u32 = 1;

/// Flags of `flash_op` (§5.4.8.8).
const OP_RUNTIME_ADDRESS: u32 = 1 << 0;
const OP_SECURITY_LEVEL: u32 = 3 << 8;
const OP_KIND: u32 = 16;
const OP_KNOWN: u32 = OP_RUNTIME_ADDRESS | OP_SECURITY_LEVEL | 7 << OP_KIND;
const ERASE: u32 = 0;
const PROGRAM: u32 = 1;
const READ: u32 = 2;

/// Flash addresses of the ROM begin here, and go over both chip selects.
const FLASH: u32 = 0x1000_0000;
const FLASH_SPAN: u32 = 0x0200_0000;
/// What one ATRANS register covers.
const WINDOW: u32 = 0x0040_0000;

/// A function gives an error code.
pub(super) fn error(code: i32) -> RomResult {
    RomResult::Returns(code as u32, 0)
}

/// Address and size of a work area; the error that the ROM gives for them.
fn check_work_area(base: u32, size: u32) -> Option<i32> {
    if base & 3 != 0 { Some(BAD_ALIGNMENT) } else { (size < WORK_AREA).then_some(BUFFER_TOO_SMALL) }
}

/// There is none to be loaded, which is good.
pub(super) fn load_partition_table([base, size, ..]: [u32; 4]) -> RomResult {
    error(check_work_area(base, size).unwrap_or(0))
}

/// No partition has that number.
pub(super) fn pick_ab_partition([base, size, ..]: [u32; 4]) -> RomResult {
    error(check_work_area(base, size).unwrap_or(INVALID_ARGUMENT))
}

/// There is no Non-secure code that could use the permission.
pub(super) fn set_ns_api_permission([api, ..]: [u32; 4]) -> RomResult {
    error(if api < NS_APIS { 0 } else { INVALID_ARGUMENT })
}

impl Board {
    fn rom_initiator(&self) -> Initiator {
        Initiator { core: 0, now: self.now, debugger: true }
    }

    /// Writes words to a program's buffer.
    fn fill(&mut self, buffer: u32, words: &[u32]) -> Result<(), RomResult> {
        let by = self.rom_initiator();
        for (address, word) in (buffer..).step_by(4).zip(words) {
            if let Err(fault) = self.chip.write(address, Size::Word, *word, by) {
                return Err(RomResult::Unsupported(format!("ROM function writes to its buffer: {fault}")));
            }
        }
        Ok(())
    }

    pub(super) fn get_sys_info(&mut self, [buffer, size, flags, _]: [u32; 4]) -> RomResult {
        use system::*;
        if buffer & 3 != 0 {
            return error(BAD_ALIGNMENT);
        }
        let flags = flags & SUPPORTED;
        let clocks = *self.chip.clocks();
        let access = Access { now: self.time(), cycle: self.now, core: 0, clocks: &clocks };
        let boot_type = self.boot_type;
        let blocks = self.chip.peripherals();
        let mut words = vec![flags];
        if flags & CHIP_INFO != 0 {
            let package = blocks.sysinfo.read(PACKAGE_SEL, &access).map_or(0, |(package, _)| package);
            words.extend([package, CHIP_ID[0], CHIP_ID[1]]);
        }
        if flags & CRITICAL != 0 {
            // Blank OTP.
            words.push(0);
        }
        if flags & CPU_INFO != 0 {
            // Arm.
            words.push(0);
        }
        if flags & FLASH_DEV_INFO != 0 {
            words.push(blocks.bootram.word(rom::FLASH_DEVINFO_OFFSET) & 0xFFFF);
        }
        if flags & BOOT_RANDOM != 0 {
            words.extend(RANDOM);
        }
        if flags & BOOT_INFO != 0 {
            // Diagnostic partition: slot 0 (-2); boot type; partition booted: none (-1); nothing to be bought.
            words.push(0xFE | boot_type << 8 | 0xFF << 16);
            words.push(0);
            words.extend([2, 3].map(|number| blocks.watchdog.scratch(number)));
        }
        if words.len() > size as usize {
            return error(BUFFER_TOO_SMALL);
        }
        match self.fill(buffer, &words) {
            Ok(()) => RomResult::Returns(words.len() as u32, 0),
            Err(outcome) => outcome,
        }
    }

    /// A table without partitions: all that is asked of each of them is nothing.
    pub(super) fn get_partition_table_info(&mut self, [buffer, size, flags, _]: [u32; 4]) -> RomResult {
        if flags & PT_INFO != 0 {
            return RomResult::Unsupported("get_partition_table_info: permissions without partitions".into());
        }
        if buffer & 3 != 0 {
            return error(BAD_ALIGNMENT);
        }
        if size == 0 {
            return error(BUFFER_TOO_SMALL);
        }
        match self.fill(buffer, &[flags & PARTITION_FLAGS]) {
            Ok(()) => RomResult::Returns(1, 0),
            Err(outcome) => outcome,
        }
    }

    pub(super) fn set_rom_callback(&mut self, [number, function, ..]: [u32; 4]) -> RomResult {
        if number >= CALLBACKS {
            return error(INVALID_ARGUMENT);
        }
        let old = self.rom_callback;
        // A negative one asks only.
        if function >> 31 == 0 {
            self.rom_callback = function;
        }
        RomResult::Returns(old, 0)
    }

    /// Storage address, from the flash's first one on, of an address as programs see it.
    fn storage(&mut self, runtime: u32) -> Option<u32> {
        let offset = runtime.wrapping_sub(FLASH);
        if offset >= FLASH_SPAN {
            return None;
        }
        self.chip.peripherals().qmi.translate(offset).map(|storage| storage + FLASH)
    }

    pub(super) fn flash_runtime_to_storage(&mut self, runtime: u32) -> RomResult {
        self.storage(runtime).map_or(error(INVALID_ADDRESS), |storage| RomResult::Returns(storage, 0))
    }

    /// Erases, programs or reads, by storage or by runtime address; there are no partitions to forbid it.
    pub(super) fn flash_op(&mut self, [flags, address, size, buffer]: [u32; 4]) -> RomResult {
        let kind = flags >> OP_KIND & 7;
        if flags & !OP_KNOWN != 0 || flags & OP_SECURITY_LEVEL == 0 || kind > READ {
            return error(INVALID_ARGUMENT);
        }
        if flags & OP_RUNTIME_ADDRESS == 0 {
            return self.flash_op_at(kind, [address, size, buffer]);
        }
        let end = address.checked_add(size).filter(|end| address >= FLASH && *end <= FLASH + FLASH_SPAN);
        let Some(end) = end else { return error(INVALID_ADDRESS) };
        let (mut at, mut time) = (address, 0);
        while at < end {
            let next = end.min((at & !(WINDOW - 1)) + WINDOW);
            let storage = [at, next - 1].map(|address| self.storage(address));
            let [Some(first), Some(last)] = storage else { return error(NOT_PERMITTED) };
            let length = last.wrapping_sub(first).wrapping_add(1);
            match self.flash_op_at(kind, [first, length, buffer.wrapping_add(at - address)]) {
                RomResult::Returns(0, taken) => time += taken,
                other => return other,
            }
            at = next;
        }
        RomResult::Returns(0, time)
    }

    /// One operation at a storage address. Like the ROM's own it leaves the flash in the slow mode of its functions.
    fn flash_op_at(&mut self, kind: u32, [address, size, buffer]: [u32; 3]) -> RomResult {
        let offset = address.wrapping_sub(FLASH);
        if offset.checked_add(size).is_none_or(|end| end > FLASH_SPAN) {
            return error(NOT_PERMITTED);
        }
        let alignment = match kind {
            ERASE => flash::SECTOR,
            PROGRAM => flash::PAGE,
            _ => 1,
        };
        if (offset | size) % alignment != 0 {
            return error(BAD_ALIGNMENT);
        }
        match kind {
            // Without D8h in the flash's description it erases by sectors.
            ERASE => self.erase([offset, size, u32::MAX, 0]),
            PROGRAM => self.program([offset, buffer, size, 0]),
            _ => {
                let by = self.rom_initiator();
                for index in 0..size {
                    let byte = u32::from(self.chip.peripherals().qmi.flash.byte(offset.wrapping_add(index)));
                    if let Err(fault) = self.chip.write(buffer.wrapping_add(index), Size::Byte, byte, by) {
                        return RomResult::Unsupported(format!("flash_op writes to its buffer: {fault}"));
                    }
                }
                RomResult::Returns(0, 0)
            }
        }
    }
}
