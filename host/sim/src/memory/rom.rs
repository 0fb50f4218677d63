//! Boot ROM (RP2350 §5): a synthetic ROM with the public layout of the real one.
//!
//! In place of each function there is a `udf.w`, whose number selects the function that the board executes. The table
//! of functions has the format of the real one, so that code can search it.

use crate::bus::{BusFault, Size};
use num_enum::TryFromPrimitive;

/// Size in bytes.
pub const LENGTH: u32 = 32 << 10;

/// Address of the first function, the start-up code of both cores.
pub const RESET: u32 = 0x0100;
/// Address of the loop in which a core waits for the debugger or for core 0: `wfe; b .-2`.
pub const PARK: u32 = 0x00F0;
/// Address of the handler of NMI and HardFault: `rcp_panic`, as on the chip (§3.6.3).
const PANIC: u32 = 0x00E0;
/// Bytes from one function to the next.
const SPACING: u32 = 0x10;
/// Address of the first function that is not modelled, and the number added to its index in the table.
const UNMODELLED: u32 = 0x0400;
const UNMODELLED_NUMBER: u16 = 0x100;

/// Address of the table of functions and data.
const TABLE: u32 = 0x1000;
/// Offsets of the well-known pointers (§5.4.1).
const MAGIC: u32 = 0x10;
const TABLE_POINTER: u32 = 0x14;
const LOOKUP_POINTER: u32 = 0x16;
const LOOKUP_ENTRY_POINTER: u32 = 0x18;

/// Version number of stepping A2.
const VERSION: u8 = 2;

/// Table flags: a function for Secure Arm code.
pub const ARM_SECURE: u32 = 0x04;
/// Table flags: data.
pub const DATA: u32 = 0x40;

/// Address of the data that the table names: words of the ROM.
const DATA_WORDS: u32 = 0x0800;
/// First address of the boot RAM.
const BOOTRAM: u32 = 0x400E_0000;
/// Offset in the boot RAM of the copy of [`XIP_SETUP`] (§5.4.8, xip_setup_func_ptr): its first bytes.
pub const XIP_SETUP_OFFSET: u32 = 0;
/// Offset in the boot RAM of the 16-bit description of the flash (assumption; programs search it by its code).
pub const FLASH_DEVINFO_OFFSET: u32 = 0x3F0;
/// Offset in the boot RAM of the resident partition table: no partitions (assumption).
pub const PARTITION_TABLE_OFFSET: u32 = 0x3F4;
/// Description of the flash when OTP holds none: 16 MB on chip select 0 (`bootrom_otp.h`).
pub const DEFAULT_FLASH_DEVINFO: u32 = 0xC00;

/// Data by their codes. The revision of the source is 0, because this ROM is not built from it.
const DATA_ENTRIES: [(&[u8; 2], u32); 4] = [
    (b"GR", 0),
    (b"FD", BOOTRAM + FLASH_DEVINFO_OFFSET),
    (b"PT", BOOTRAM + PARTITION_TABLE_OFFSET),
    (b"XF", BOOTRAM + XIP_SETUP_OFFSET),
];

/// Code in the boot RAM that selects the read mode of the boot again: the SDK's flash functions copy and call it. `movs
/// r0, #3; movs r1, #3; ldr r3, [pc]; bx r3`, and the address of flash_select_xip_read_mode.
pub const XIP_SETUP: [u32; 3] = [0x2103_2003, 0x4718_4B00, Function::FlashSelectXipReadMode.address() | 1];

/// A function of the ROM, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TryFromPrimitive)]
#[repr(u16)]
pub enum Function {
    /// Start-up.
    Reset,
    /// `rom_table_lookup(code, flags)`: returns the value.
    Lookup,
    /// `rom_table_lookup_entry(code, flags)`: returns the address of the value in the table.
    LookupEntry,
    /// `connect_internal_flash()`.
    ConnectInternalFlash,
    /// `flash_exit_xip()`.
    FlashExitXip,
    /// `flash_range_erase(offset, count, block_size, block_command)`.
    FlashRangeErase,
    /// `flash_range_program(offset, data, count)`.
    FlashRangeProgram,
    /// `flash_flush_cache()`.
    FlashFlushCache,
    /// `flash_enter_cmd_xip()`.
    FlashEnterCmdXip,
    /// `flash_select_xip_read_mode(mode, clkdiv)`.
    FlashSelectXipReadMode,
    /// `flash_reset_address_trans()`.
    FlashResetAddressTrans,
    /// `reboot(flags, delay_ms, p0, p1)`.
    Reboot,
    /// `bootrom_state_reset(flags)`.
    BootromStateReset,
    /// `get_sys_info(buffer, words, flags)`.
    GetSysInfo,
    /// `get_partition_table_info(buffer, words, flags)`.
    GetPartitionTableInfo,
    /// `load_partition_table(work_area, bytes, force)`.
    LoadPartitionTable,
    /// `pick_ab_partition(work_area, bytes, partition, window)`.
    PickAbPartition,
    /// `flash_runtime_to_storage_addr(address)`.
    FlashRuntimeToStorageAddr,
    /// `flash_op(flags, address, bytes, buffer)`.
    FlashOp,
    /// `set_rom_callback(number, function)`.
    SetRomCallback,
    /// `set_ns_api_permission(api, allowed)`.
    SetNsApiPermission,
}

impl Function {
    /// Returns the function with a number.
    pub fn from_number(number: u16) -> Option<Self> {
        Self::try_from_primitive(number).ok()
    }

    /// Returns the code of the function that is not modelled and has a number.
    pub fn unmodelled_code(number: u16) -> Option<String> {
        let (code, _) = ENTRIES.get(usize::from(number.checked_sub(UNMODELLED_NUMBER)?))?;
        Some(code.iter().map(|letter| char::from(*letter)).collect())
    }

    /// Address of the function, without the Thumb bit.
    pub const fn address(self) -> u32 {
        RESET + self as u32 * SPACING
    }
}

/// Codes in the table and their functions (§5.4.8). A call of a function that is not modelled stops the board.
const ENTRIES: [(&[u8; 2], Option<Function>); 24] = [
    (b"SR", Some(Function::BootromStateReset)),
    (b"GS", Some(Function::GetSysInfo)),
    (b"LP", Some(Function::LoadPartitionTable)),
    (b"GP", Some(Function::GetPartitionTableInfo)),
    (b"GB", None),
    (b"FA", Some(Function::FlashRuntimeToStorageAddr)),
    (b"RB", Some(Function::Reboot)),
    (b"OA", None),
    (b"IF", Some(Function::ConnectInternalFlash)),
    (b"RA", Some(Function::FlashResetAddressTrans)),
    (b"EX", Some(Function::FlashExitXip)),
    (b"RE", Some(Function::FlashRangeErase)),
    (b"RP", Some(Function::FlashRangeProgram)),
    (b"FC", Some(Function::FlashFlushCache)),
    (b"CX", Some(Function::FlashEnterCmdXip)),
    (b"XM", Some(Function::FlashSelectXipReadMode)),
    (b"FO", Some(Function::FlashOp)),
    (b"RC", Some(Function::SetRomCallback)),
    (b"VB", None),
    (b"SP", Some(Function::SetNsApiPermission)),
    (b"AB", Some(Function::PickAbPartition)),
    (b"EB", None),
    (b"CI", None),
    (b"GU", None),
];

/// Content of the ROM.
#[derive(Clone, Debug)]
pub struct Rom {
    bytes: Box<[u8]>,
}

impl Default for Rom {
    fn default() -> Self {
        let mut rom = Rom { bytes: vec![0; LENGTH as usize].into_boxed_slice() };
        // No stack before an image starts; a fault before that locks the core up.
        rom.put(0x0, &0xFFFF_FFF0_u32.to_le_bytes());
        rom.put(0x4, &(RESET | 1).to_le_bytes());
        rom.put(0x8, &(PANIC | 1).to_le_bytes());
        rom.put(0xC, &(PANIC | 1).to_le_bytes());
        rom.put(MAGIC, &[b'M', b'u', 2, VERSION]);
        rom.put_halfword(TABLE_POINTER, TABLE);
        rom.put_halfword(LOOKUP_POINTER, Function::Lookup.address() | 1);
        rom.put_halfword(LOOKUP_ENTRY_POINTER, Function::LookupEntry.address() | 1);
        // cdp p7, #0, c0, c0, c0, #1
        rom.put(PANIC, &[0x00, 0xEE, 0x20, 0x07]);
        // wfe; b .-2
        rom.put(PARK, &[0x20, 0xBF, 0xFD, 0xE7]);
        for number in 0.. {
            let Some(function) = Function::from_number(number) else { break };
            // udf.w #number (encoding T2: imm4 in the first halfword, imm12 in the second).
            rom.put(function.address(), &[0xF0, 0xF7, number as u8, 0xA0]);
        }
        let mut at = TABLE;
        for (index, (code, function)) in ENTRIES.iter().enumerate() {
            let address = match function {
                Some(function) => function.address(),
                None => {
                    let address = UNMODELLED + index as u32 * SPACING;
                    rom.put(address, &[0xF0, 0xF7, index as u8, 0xA1]);
                    address
                }
            };
            rom.put(at, *code);
            rom.put_halfword(at + 2, ARM_SECURE);
            rom.put_halfword(at + 4, address | 1);
            at += 6;
        }
        for (index, (code, word)) in DATA_ENTRIES.iter().enumerate() {
            let address = DATA_WORDS + 4 * index as u32;
            rom.put(address, &word.to_le_bytes());
            rom.put(at, *code);
            rom.put_halfword(at + 2, DATA);
            rom.put_halfword(at + 4, address);
            at += 6;
        }
        rom
    }
}

impl Rom {
    fn put(&mut self, address: u32, bytes: &[u8]) {
        for (cell, byte) in self.bytes[address as usize..].iter_mut().zip(bytes) {
            *cell = *byte;
        }
    }

    fn put_halfword(&mut self, address: u32, value: u32) {
        self.put(address, &(value as u16).to_le_bytes());
    }

    /// Reads an aligned value.
    pub fn read(&self, address: u32, size: Size) -> Result<u32, BusFault> {
        let start = address as usize;
        match self.bytes.get(start..start.saturating_add(size.bytes() as usize)) {
            Some(bytes) => Ok(bytes.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte))),
            None => Err(BusFault::Bus { address }),
        }
    }

    /// Returns the address of the value of a table entry; `None` if the table has no such function for Secure Arm code
    /// and no such data.
    pub fn entry_address(code: u32, flags: u32) -> Option<u32> {
        let is = |known: &[u8; 2]| u32::from(u16::from_le_bytes(*known)) == code;
        let function = ENTRIES.iter().position(|(known, _)| is(known)).filter(|_| flags & ARM_SECURE != 0);
        let data = DATA_ENTRIES.iter().position(|(known, _)| is(known)).filter(|_| flags & DATA != 0);
        let index = function.or(data.map(|index| ENTRIES.len() + index))?;
        Some(TABLE + index as u32 * 6 + 4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_layout_is_that_of_the_real_rom() {
        let rom = Rom::default();
        let byte = |at| rom.read(at, Size::Byte).unwrap();
        assert_eq!([byte(0x10), byte(0x11), byte(0x12), byte(0x13)], [0x4D, 0x75, 2, 2]);
        assert_eq!(rom.read(0x16, Size::Half), Ok(Function::Lookup.address() | 1));
        assert_eq!(rom.read(LENGTH - 4, Size::Word), Ok(0));
        assert!(rom.read(LENGTH, Size::Byte).is_err());
        assert!(rom.read(u32::MAX, Size::Byte).is_err());
    }

    #[test]
    fn every_function_is_at_its_address() {
        let rom = Rom::default();
        for number in 0..=Function::SetNsApiPermission as u16 {
            let function = Function::from_number(number).unwrap();
            assert_eq!(function as u16, number);
            assert_eq!(rom.read(function.address(), Size::Half), Ok(0xF7F0));
            assert_eq!(rom.read(function.address() + 2, Size::Half), Ok(0xA000 | u32::from(number)));
        }
        assert_eq!(Function::from_number(Function::SetNsApiPermission as u16 + 1), None);
        assert_eq!(Function::unmodelled_code(0x104).as_deref(), Some("GB"));
        assert_eq!(Function::unmodelled_code(0x1000), None);
    }

    #[test]
    fn the_table_holds_the_values_of_the_lookup() {
        let rom = Rom::default();
        let code = u32::from(u16::from_le_bytes(*b"RE"));
        let at = Rom::entry_address(code, ARM_SECURE).unwrap();
        assert_eq!(rom.read(at, Size::Half), Ok(Function::FlashRangeErase.address() | 1));
        let unmodelled = Rom::entry_address(u32::from(u16::from_le_bytes(*b"GB")), ARM_SECURE).unwrap();
        let address = rom.read(unmodelled, Size::Half).unwrap() & !1;
        assert_eq!(rom.read(address + 2, Size::Half), Ok(0xA104));
        let info = Rom::entry_address(u32::from(u16::from_le_bytes(*b"FD")), DATA).unwrap();
        let at = rom.read(info, Size::Half).unwrap();
        assert_eq!(rom.read(at, Size::Word), Ok(BOOTRAM + FLASH_DEVINFO_OFFSET));
        assert_eq!(Rom::entry_address(u32::from(u16::from_le_bytes(*b"GR")), ARM_SECURE), None);
        assert_eq!(Rom::entry_address(code, 0x10), None);
        assert_eq!(Rom::entry_address(0x5858, ARM_SECURE), None);
        let end = TABLE + (ENTRIES.len() + DATA_ENTRIES.len()) as u32 * 6;
        assert_eq!(rom.read(end, Size::Half), Ok(0));
    }
}
