//! ROM functions that return information, and those for partitions and Non-secure callers (RP2350 §5.4.8).
//!
//! There is no partition table and no OTP: these functions answer as with a blank table and blank OTP, or stop the
//! board.

use bitflags::bitflags;

use super::result::{RomError, RomFailure, RomResult, RomReturn, unmodelled};
use super::{Arguments, Board};
use crate::bus::{Bus, Initiator, Size};
use crate::memory::rom;
use crate::peripheral::{Access, Peripheral};

bitflags! {
    /// Flags of `get_sys_info` (§5.4.8.17).
    #[derive(Clone, Copy)]
    struct SysInfo: u32 {
        const CHIP_INFO = 0x01;
        const CRITICAL = 0x02;
        const CPU_INFO = 0x04;
        const FLASH_DEV_INFO = 0x08;
        const BOOT_RANDOM = 0x10;
        const BOOT_INFO = 0x40;
    }
}

/// Flag of `get_partition_table_info` (§5.4.8.16): information on the whole table.
const PT_INFO: u32 = 0x0001;
/// Flags of `get_partition_table_info` that select fields of each partition.
const PARTITION_FLAGS: u32 = 0x80F1;

/// SYSINFO.PACKAGE_SEL.
const PACKAGE_SEL: u32 = 0x4;
/// Chip identifier, which OTP holds on the chip. The value is an assumption.
const CHIP_ID: [u32; 2] = [0x7053_494D, 0x0000_2350];
/// Random numbers of the boot. A fixed sequence, as all noise of the model: an assumption.
const BOOT_RANDOM: [u32; 4] = [0x9E37_79B9, 0x7F4A_7C15, 0xF39C_C060, 0x5CED_C834];
/// CPU_INFO: Arm.
const CPU_ARM: u32 = 0;
/// CRITICAL: OTP CRIT1, blank.
const CRITICAL_BLANK: u32 = 0;
/// First word of BOOT_INFO without the boot type: diagnostic partition slot 0 (-2), no partition booted (-1), no
/// try-before-you-buy.
const BOOT_INFO: u32 = 0xFE | 0xFF << 16;
/// Position of the boot type in the first word of BOOT_INFO.
const BOOT_INFO_TYPE_SHIFT: u32 = 8;

/// Minimum size of a work area, in bytes (SDK, description of `rom_load_partition_table`).
const WORK_AREA: u32 = 3064;
/// Number of functions that can be opened to Non-secure code.
const NS_APIS: u32 = 8;
/// Number of callbacks that can be set.
const CALLBACKS: u32 = 1;

/// Checks the address and size of a work area.
fn check_work_area(base: u32, size: u32) -> Result<(), RomError> {
    if base & 3 != 0 {
        Err(RomError::BadAlignment)
    } else if size < WORK_AREA {
        Err(RomError::BufferTooSmall)
    } else {
        Ok(())
    }
}

/// Loads the partition table: there is none, which is not an error.
pub(super) fn load_partition_table([base, size, ..]: Arguments) -> RomResult {
    check_work_area(base, size)?;
    Ok(RomReturn::OK)
}

/// Selects one of two partitions: no partition has the number.
pub(super) fn pick_ab_partition([base, size, ..]: Arguments) -> RomResult {
    check_work_area(base, size)?;
    Err(RomError::InvalidArgument.into())
}

/// Sets a permission of Non-secure code, which does not exist.
pub(super) fn set_ns_api_permission([api, ..]: Arguments) -> RomResult {
    if api < NS_APIS { Ok(RomReturn::OK) } else { Err(RomError::InvalidArgument.into()) }
}

impl Board {
    /// Returns the initiator of accesses that the ROM makes for a function, which take no time.
    pub(super) fn rom_initiator(&self) -> Initiator {
        Initiator { core: 0, now: self.now, debugger: true }
    }

    /// Writes words to a buffer of the caller.
    fn write_buffer(&mut self, buffer: u32, words: &[u32]) -> Result<(), RomFailure> {
        let by = self.rom_initiator();
        for (address, word) in (buffer..).step_by(4).zip(words) {
            self.chip
                .write(address, Size::Word, *word, by)
                .map_err(|fault| unmodelled(format!("ROM function writes to its buffer: {fault}")))?;
        }
        Ok(())
    }

    pub(super) fn get_sys_info(&mut self, [buffer, size, flags, _]: Arguments) -> RomResult {
        if buffer & 3 != 0 {
            return Err(RomError::BadAlignment.into());
        }
        let flags = SysInfo::from_bits_truncate(flags);
        let clocks = *self.chip.clocks();
        let access = Access { now: self.time(), cycle: self.now, core: 0, clocks: &clocks };
        let boot_type = u32::from(self.boot_type);
        let peripherals = self.chip.peripherals();
        let mut words = vec![flags.bits()];
        if flags.contains(SysInfo::CHIP_INFO) {
            let package = peripherals.sysinfo.read(PACKAGE_SEL, &access).map_or(0, |(package, _)| package);
            words.extend([package, CHIP_ID[0], CHIP_ID[1]]);
        }
        if flags.contains(SysInfo::CRITICAL) {
            words.push(CRITICAL_BLANK);
        }
        if flags.contains(SysInfo::CPU_INFO) {
            words.push(CPU_ARM);
        }
        if flags.contains(SysInfo::FLASH_DEV_INFO) {
            words.push(peripherals.bootram.word(rom::FLASH_DEVINFO_OFFSET) & 0xFFFF);
        }
        if flags.contains(SysInfo::BOOT_RANDOM) {
            words.extend(BOOT_RANDOM);
        }
        if flags.contains(SysInfo::BOOT_INFO) {
            // Boot diagnostics are blank; the reboot parameters are in the scratch registers.
            words.extend([BOOT_INFO | boot_type << BOOT_INFO_TYPE_SHIFT, 0]);
            words.extend([2, 3].map(|number| peripherals.watchdog.scratch(number)));
        }
        if words.len() > size as usize {
            return Err(RomError::BufferTooSmall.into());
        }
        self.write_buffer(buffer, &words)?;
        Ok(RomReturn::value(words.len() as u32))
    }

    /// Returns information on a table without partitions: the flags alone.
    pub(super) fn get_partition_table_info(&mut self, [buffer, size, flags, _]: Arguments) -> RomResult {
        if flags & PT_INFO != 0 {
            return Err(unmodelled("get_partition_table_info: permissions without partitions"));
        }
        if buffer & 3 != 0 {
            return Err(RomError::BadAlignment.into());
        }
        if size == 0 {
            return Err(RomError::BufferTooSmall.into());
        }
        self.write_buffer(buffer, &[flags & PARTITION_FLAGS])?;
        Ok(RomReturn::value(1))
    }

    pub(super) fn set_rom_callback(&mut self, [number, function, ..]: Arguments) -> RomResult {
        if number >= CALLBACKS {
            return Err(RomError::InvalidArgument.into());
        }
        let previous = self.rom_callback;
        // A negative value only reads the callback.
        if function >> 31 == 0 {
            self.rom_callback = function;
        }
        Ok(RomReturn::value(previous))
    }
}
