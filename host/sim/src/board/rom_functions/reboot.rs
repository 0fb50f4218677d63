//! `reboot` (RP2350 §5.4.8.22).

use super::result::{RomError, RomResult, RomReturn, unmodelled};
use super::{Arguments, Board};
use crate::board::boot::{BOOT_MAGIC, BootType};
use crate::devices::ticks::Tick;
use crate::peripheral::registers::{Alias, Write};
use crate::peripheral::{Access, Peripheral};

/// Boot type in the flags.
const REBOOT_TYPE: u32 = 0xF;
/// Flag: reboots the RISC-V cores.
const REBOOT_TO_RISCV: u32 = 0x20;

/// PSM.WDSEL: stages that the watchdog resets.
const PSM_WDSEL: u32 = 0x8;
/// All stages of the power-on state machine but the oscillators.
const REBOOT_STAGES: u32 = 0x01FF_FFF0;
/// WATCHDOG.CTRL.
const WATCHDOG_CTRL: u32 = 0x0;
/// ENABLE of WATCHDOG.CTRL.
const WATCHDOG_ENABLE: u32 = 1 << 30;
/// WATCHDOG.LOAD.
const WATCHDOG_LOAD: u32 = 0x4;
/// Maximum of WATCHDOG.LOAD, in µs.
const WATCHDOG_LOAD_MAX: u32 = 0x00FF_FFFF;
/// First scratch register that holds the parameters and the boot vector.
const FIRST_SCRATCH: u32 = 2;

impl Board {
    /// Writes the boot vector, and starts the watchdog, which resets the chip after the delay.
    pub(super) fn reboot(&mut self, [flags, delay, first, second]: Arguments, cycle: u64) -> RomResult {
        if flags & REBOOT_TO_RISCV != 0 {
            return Err(unmodelled("reboot to RISC-V"));
        }
        let kind = flags & REBOOT_TYPE;
        let (entry, stack) = match BootType::try_from(kind) {
            Ok(BootType::PcSp) => (first, second),
            Ok(_) => (BOOT_MAGIC, kind),
            Err(_) => return Err(RomError::InvalidArgument.into()),
        };
        let clocks = *self.chip.clocks();
        let access = Access { now: self.chip.time_at(cycle), cycle, core: 0, clocks: &clocks };
        let peripherals = self.chip.peripherals();
        let words = [first, second, BOOT_MAGIC, entry ^ BOOT_MAGIC.wrapping_neg(), stack, entry];
        for (number, word) in (FIRST_SCRATCH..).zip(words) {
            peripherals.watchdog.set_scratch(number, word);
        }
        let megahertz = u32::try_from(clocks.reference.whole_hertz() / 1_000_000).unwrap_or(1).max(1);
        peripherals.ticks.start(Tick::Watchdog, megahertz);
        let microseconds = delay.saturating_mul(1000).clamp(1, WATCHDOG_LOAD_MAX);
        let enable = Write { alias: Alias::Set, ..Write::plain(WATCHDOG_ENABLE) };
        let writes = [
            peripherals.psm.write(PSM_WDSEL, Write::plain(REBOOT_STAGES), &access),
            peripherals.watchdog.write(WATCHDOG_LOAD, Write::plain(microseconds), &access),
            peripherals.watchdog.write(WATCHDOG_CTRL, enable, &access),
        ];
        for write in writes {
            write.map_err(|unsupported| unmodelled(unsupported.0))?;
        }
        self.chip.refresh(cycle);
        Ok(RomReturn::OK)
    }
}
