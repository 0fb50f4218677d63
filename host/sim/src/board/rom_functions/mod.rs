//! ROM functions (RP2350 §5.4.8). They take no time, except for erasing and programming the flash.
//!
//! The boot ROM is synthetic ([`crate::memory::rom`]): the board carries out a function when a core executes its first
//! instruction.

mod flash;
mod reboot;
mod result;
mod system;

use super::Board;
use crate::bus::Size;
use crate::devices::qmi::{ROM_DEFAULT_CLKDIV, ReadMode};
use crate::devices::resets::Line;
use crate::memory::rom::{Function, Rom};
use result::{RomFailure, RomResult, RomReturn, unmodelled};

/// Flag of `bootrom_state_reset` (§5.4.8.1): resets the state that both cores share.
const STATE_RESET_GLOBAL: u32 = 0x4;

/// r0 to r3 of the caller.
type Arguments = [u32; 4];

impl Board {
    /// Carries out a function for a core, which is at its first instruction, and returns to the caller. Returns the
    /// cycle of its end if it takes time.
    pub(super) fn call_rom(&mut self, core: usize, number: u16) -> Option<u64> {
        let result = match Function::from_number(number) {
            Some(function) => self.call_function(core, function),
            None => Err(match Function::unmodelled_code(number) {
                Some(code) => unmodelled(format!("ROM function {code:?}")),
                None => unmodelled(format!("udf.w #{number} in the ROM")),
            }),
        };
        let (value, time) = match result {
            Ok(RomReturn::ToCaller { value, time }) => (value, time),
            Ok(RomReturn::Elsewhere) => return None,
            Err(RomFailure::Error(error)) => (i32::from(error) as u32, 0),
            Err(RomFailure::Unmodelled(what)) => {
                self.stop_because(core, what);
                return None;
            }
        };
        let cpu = &mut self.cores[core];
        cpu.set_register(0, value);
        let caller = cpu.register(14);
        cpu.set_register(15, caller);
        if time == 0 {
            return None;
        }
        let end = self.chip.time_at(cpu.cycle()).saturating_add(time);
        cpu.advance_to(self.chip.cycle_at(end));
        Some(cpu.cycle())
    }

    fn call_function(&mut self, core: usize, function: Function) -> RomResult {
        let cycle = self.cores[core].cycle();
        let arguments = [0, 1, 2, 3].map(|number| self.cores[core].register(number));
        let peripherals = self.chip.peripherals();
        match function {
            Function::Reset => {
                if core == 0 {
                    self.boot();
                } else {
                    self.wait_for_launch();
                }
                return Ok(RomReturn::Elsewhere);
            }
            Function::Lookup => {
                let value = match Rom::entry_address(arguments[0], arguments[1]) {
                    Some(entry) => Rom::default().read(entry, Size::Half).unwrap_or(0),
                    None => 0,
                };
                return Ok(RomReturn::value(value));
            }
            Function::LookupEntry => {
                return Ok(RomReturn::value(Rom::entry_address(arguments[0], arguments[1]).unwrap_or(0)));
            }
            Function::ConnectInternalFlash => peripherals.resets.release(&[Line::IoQspi, Line::PadsQspi]),
            Function::FlashExitXip => {
                peripherals.qmi.exit_continuous_read();
                peripherals.qmi.select_read_mode(ReadMode::Serial03, ROM_DEFAULT_CLKDIV);
            }
            Function::FlashEnterCmdXip => {
                peripherals.qmi.select_read_mode(ReadMode::Serial03, ROM_DEFAULT_CLKDIV)
            }
            Function::FlashSelectXipReadMode => {
                let [mode, clkdiv, ..] = arguments;
                let read_mode = ReadMode::from_number(mode)
                    .ok_or_else(|| unmodelled(format!("flash_select_xip_read_mode({mode})")))?;
                peripherals.qmi.select_read_mode(read_mode, clkdiv & 0xFF);
            }
            Function::FlashFlushCache => peripherals.xip.cache.flush(),
            Function::FlashResetAddressTrans => peripherals.qmi.reset_translation(),
            Function::FlashRangeErase => return self.flash_range_erase(arguments),
            Function::FlashRangeProgram => return self.flash_range_program(arguments),
            Function::Reboot => return self.reboot(arguments, cycle),
            Function::BootromStateReset => {
                if arguments[0] & STATE_RESET_GLOBAL != 0 {
                    self.rom_callback = 0;
                }
            }
            Function::GetSysInfo => return self.get_sys_info(arguments),
            Function::GetPartitionTableInfo => return self.get_partition_table_info(arguments),
            Function::LoadPartitionTable => return system::load_partition_table(arguments),
            Function::PickAbPartition => return system::pick_ab_partition(arguments),
            Function::FlashRuntimeToStorageAddr => return self.flash_runtime_to_storage_addr(arguments[0]),
            Function::FlashOp => return self.flash_op(arguments),
            Function::SetRomCallback => return self.set_rom_callback(arguments),
            Function::SetNsApiPermission => return system::set_ns_api_permission(arguments),
        }
        self.chip.refresh(cycle);
        Ok(RomReturn::OK)
    }
}
