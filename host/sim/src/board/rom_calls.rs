//! The work of the ROM's functions (RP2350 §5.4.8). They take no time, but for erasing and programming the flash.

use super::rom_services::{
    INVALID_ARGUMENT, error, load_partition_table, pick_ab_partition, set_ns_api_permission,
};
use super::{Board, boot};
use crate::bus::Size;
use crate::devices::qmi::{ROM_DEFAULT_CLKDIV, ReadMode};
use crate::devices::resets::Line;
use crate::devices::ticks::Tick;
use crate::memory::flash;
use crate::memory::rom::{Function, Rom};
use crate::peripheral::registers::{Alias, Write};
use crate::peripheral::{Access, Peripheral};
use crate::time::Picoseconds;

/// Flags of `reboot` (§5.4.8.22).
const REBOOT_TYPE: u32 = 0xF;
const REBOOT_PC_SP: u32 = 0xD;
const REBOOT_TO_RISCV: u32 = 0x20;

/// Flag of `bootrom_state_reset` (§5.4.8.1): the state that both cores share.
const STATE_RESET_GLOBAL: u32 = 0x4;

/// Stages of the power-on state machine that a reboot resets: all but the oscillators.
const REBOOT_STAGES: u32 = 0x01FF_FFF0;

/// What a function gives back.
pub(super) enum RomResult {
    /// r0, and the time it took.
    Returns(u32, Picoseconds),
    /// It goes on elsewhere.
    Elsewhere,
    /// It cannot be done.
    Unsupported(String),
}

impl Board {
    /// Does a function for a core, which is at its first instruction, and returns to the caller. Gives the cycle of
    /// its end when that took time.
    pub(super) fn call_rom(&mut self, core: usize, number: u16) -> Option<u64> {
        let outcome = match Function::from_number(number) {
            Some(function) => self.perform(core, function),
            None => match Function::unmodelled_code(number) {
                Some(code) => RomResult::Unsupported(format!("ROM function {code:?}")),
                None => RomResult::Unsupported(format!("udf.w #{number} in the ROM")),
            },
        };
        match outcome {
            RomResult::Elsewhere => None,
            RomResult::Unsupported(what) => {
                self.stop_because(core, what);
                None
            }
            RomResult::Returns(value, time) => {
                let cpu = &mut self.cores[core];
                cpu.set_register(0, value);
                let caller = cpu.register(14);
                cpu.set_register(15, caller);
                if time == 0 {
                    return None;
                }
                let end = self.chip.time_at(cpu.cycle).saturating_add(time);
                cpu.cycle = cpu.cycle.max(self.chip.cycle_at(end));
                Some(cpu.cycle)
            }
        }
    }

    fn perform(&mut self, core: usize, function: Function) -> RomResult {
        let cycle = self.cores[core].cycle;
        let argument = [0, 1, 2, 3].map(|number| self.cores[core].register(number));
        let blocks = self.chip.peripherals();
        match function {
            Function::Reset => {
                if core == 0 {
                    self.boot();
                } else {
                    self.wait_for_launch();
                }
                return RomResult::Elsewhere;
            }
            Function::Lookup => {
                let entry = Rom::entry_address(argument[0], argument[1]).unwrap_or(0);
                let value = Rom::default().read(entry, Size::Half).unwrap_or(0);
                return RomResult::Returns(if entry == 0 { 0 } else { value }, 0);
            }
            Function::LookupEntry => {
                return RomResult::Returns(Rom::entry_address(argument[0], argument[1]).unwrap_or(0), 0);
            }
            Function::ConnectInternalFlash => blocks.resets.release(&[Line::IoQspi, Line::PadsQspi]),
            Function::FlashExitXip => {
                blocks.qmi.exit_continuous_read();
                blocks.qmi.select_read_mode(ReadMode::Serial03, ROM_DEFAULT_CLKDIV);
            }
            Function::FlashEnterCmdXip => blocks.qmi.select_read_mode(ReadMode::Serial03, ROM_DEFAULT_CLKDIV),
            Function::FlashSelectXipReadMode => match ReadMode::from_number(argument[0]) {
                Some(mode) => blocks.qmi.select_read_mode(mode, argument[1] & 0xFF),
                None => {
                    return RomResult::Unsupported(format!("flash_select_xip_read_mode({})", argument[0]));
                }
            },
            Function::FlashFlushCache => blocks.xip.cache.flush(),
            Function::FlashResetAddressTrans => blocks.qmi.reset_translation(),
            Function::FlashRangeErase => return self.erase(argument),
            Function::FlashRangeProgram => return self.program(argument),
            Function::Reboot => return self.reboot(argument, cycle),
            Function::BootromStateReset => {
                if argument[0] & STATE_RESET_GLOBAL != 0 {
                    self.rom_callback = 0;
                }
            }
            Function::GetSysInfo => return self.get_sys_info(argument),
            Function::GetPartitionTableInfo => return self.get_partition_table_info(argument),
            Function::LoadPartitionTable => return load_partition_table(argument),
            Function::PickAbPartition => return pick_ab_partition(argument),
            Function::FlashRuntimeToStorageAddr => return self.flash_runtime_to_storage(argument[0]),
            Function::FlashOp => return self.flash_op(argument),
            Function::SetRomCallback => return self.set_rom_callback(argument),
            Function::SetNsApiPermission => return set_ns_api_permission(argument),
        }
        self.chip.refresh(cycle);
        RomResult::Returns(0, 0)
    }

    /// Erases by blocks where a whole one fits, else by sectors, as the ROM does.
    pub(super) fn erase(&mut self, [offset, count, block, _command]: [u32; 4]) -> RomResult {
        let in_flash = offset.checked_add(count).is_some_and(|end| end <= flash::LENGTH);
        if !in_flash || (offset | count) % flash::SECTOR != 0 {
            return RomResult::Unsupported(format!("flash_range_erase({offset:#x}, {count:#x})"));
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
        RomResult::Returns(0, time)
    }

    pub(super) fn program(&mut self, [offset, data, count, _]: [u32; 4]) -> RomResult {
        let in_flash = offset.checked_add(count).is_some_and(|end| end <= flash::LENGTH);
        if !in_flash || (offset | count) % flash::PAGE != 0 {
            return RomResult::Unsupported(format!(
                "flash_range_program({offset:#x}, {data:#x}, {count:#x})"
            ));
        }
        let mut bytes = Vec::with_capacity(count as usize);
        for index in 0..count {
            match self.chip.peek_byte(data.wrapping_add(index)) {
                Some(byte) => bytes.push(byte),
                None => return RomResult::Unsupported(format!("flash_range_program from {data:#x}")),
            }
        }
        self.chip.peripherals().qmi.flash.program(offset, &bytes);
        RomResult::Returns(0, u64::from(count / flash::PAGE) * flash::PAGE_PROGRAM_TIME)
    }

    /// Sets the boot vector, and the watchdog to bite after the delay.
    fn reboot(&mut self, [flags, delay, first, second]: [u32; 4], cycle: u64) -> RomResult {
        let kind = flags & REBOOT_TYPE;
        if flags & REBOOT_TO_RISCV != 0 {
            return RomResult::Unsupported("reboot to RISC-V".into());
        }
        let (entry, stack) = match kind {
            boot::TYPE_NORMAL | boot::TYPE_BOOTSEL | boot::TYPE_FLASH_UPDATE => (boot::MAGIC, kind),
            REBOOT_PC_SP => (first, second),
            _ => return error(INVALID_ARGUMENT),
        };
        let clocks = *self.chip.clocks();
        let access = Access { now: self.chip.time_at(cycle), cycle, core: 0, clocks: &clocks };
        let blocks = self.chip.peripherals();
        let words = [first, second, boot::MAGIC, entry ^ boot::MAGIC.wrapping_neg(), stack, entry];
        for (number, word) in (2..).zip(words) {
            blocks.watchdog.set_scratch(number, word);
        }
        let megahertz = u32::try_from(clocks.reference.whole_hertz() / 1_000_000).unwrap_or(1).max(1);
        blocks.ticks.start(Tick::Watchdog, megahertz);
        let microseconds = delay.saturating_mul(1000).clamp(1, 0x00FF_FFFF);
        let writes = [
            blocks.psm.write(0x8, Write::plain(REBOOT_STAGES), &access),
            blocks.watchdog.write(0x4, Write::plain(microseconds), &access),
            blocks.watchdog.write(0x0, Write { alias: Alias::Set, ..Write::plain(1 << 30) }, &access),
        ];
        if let Some(Err(unsupported)) = writes.into_iter().find(Result::is_err) {
            return RomResult::Unsupported(unsupported.0);
        }
        self.chip.refresh(cycle);
        RomResult::Returns(0, 0)
    }
}
