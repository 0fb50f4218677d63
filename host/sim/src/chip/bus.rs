//! The bus fabric (RP2350 §2.1): the target of each address, and its wait states.

use super::Chip;
use crate::bus::{Bus, BusFault, Coprocessor, CoprocessorResult, Initiator, Size, Transfer};
use crate::devices::xip;
use crate::memory::rom;
use crate::memory::sram::Sram;

impl Bus for Chip {
    #[inline(always)]
    fn read(&mut self, address: u32, size: Size, by: Initiator) -> Result<Transfer, BusFault> {
        if self.memory.is_direct(address) {
            return Ok(Transfer { value: self.memory.sram.read(address, size)?, ..Transfer::default() });
        }
        if is_flash(address) {
            return self.xip().read(address, size, by);
        }
        self.read_elsewhere(address, size, by)
    }

    #[inline(always)]
    fn write(&mut self, address: u32, size: Size, value: u32, by: Initiator) -> Result<Transfer, BusFault> {
        if self.memory.is_direct(address) {
            return self.write_sram(address, size, value, by);
        }
        if is_flash(address) {
            return self.xip().write(address, size, value, by);
        }
        self.write_elsewhere(address, size, value, by)
    }

    fn xip_counters(&self) -> (u32, u32) {
        self.peripherals.xip.cache.counters()
    }

    fn code(&mut self, address: u32, _core: u8) -> Result<u16, BusFault> {
        match address {
            0..rom::LENGTH => Ok(self.rom.read(address, Size::Half)? as u16),
            _ if Sram::contains(address) => self.memory.sram.code(address),
            _ if is_flash(address) => self.xip().code(address),
            _ => Err(BusFault::Bus { address }),
        }
    }

    fn take_stale_code(&mut self, core: u8, into: &mut Vec<u32>) {
        self.memory.sram.take_stale_code(core, into);
        self.xip().take_stale_code(core, into);
    }

    fn reserve(&mut self, address: u32, by: Initiator) {
        self.monitor.reserve(by.core, address);
    }

    fn is_reserved(&mut self, address: u32, by: Initiator) -> bool {
        self.monitor.is_reserved(by.core, address)
    }

    #[inline(always)]
    fn fetch(&mut self, address: u32, by: Initiator) -> Result<u32, Box<BusFault>> {
        if !is_flash(address) {
            return Ok(if self.memory.is_shared() { self.memory.fetch(address, by) } else { 0 });
        }
        if self.peripherals.xip.cached_code(address) {
            return Ok(0);
        }
        self.fetch_from_flash(address, by)
    }

    fn coprocessor(&mut self, access: Coprocessor, by: Initiator) -> Option<CoprocessorResult> {
        self.execute_coprocessor(access, by)
    }
}

/// Returns true for an address in the windows of XIP.
#[inline(always)]
const fn is_flash(address: u32) -> bool {
    address >> 28 == xip::BASE >> 28
}

impl Chip {
    /// Reads from anything but the windows of XIP and directly accessed SRAM.
    #[cold]
    fn read_elsewhere(&mut self, address: u32, size: Size, by: Initiator) -> Result<Transfer, BusFault> {
        if Sram::contains(address) {
            let wait = self.memory.claim(address, by);
            return Ok(Transfer {
                value: self.memory.sram.read(address, size)?,
                wait,
                ..Transfer::default()
            });
        }
        if address < rom::LENGTH {
            return Ok(Transfer { value: self.rom.read(address, size)?, ..Transfer::default() });
        }
        self.read_register(address, size, by)
    }

    /// Writes to anything but the windows of XIP and directly accessed SRAM.
    #[cold]
    fn write_elsewhere(
        &mut self,
        address: u32,
        size: Size,
        value: u32,
        by: Initiator,
    ) -> Result<Transfer, BusFault> {
        if Sram::contains(address) {
            let wait = self.memory.claim(address, by);
            return Ok(Transfer { wait, ..self.write_sram(address, size, value, by)? });
        }
        if address < rom::LENGTH {
            return Err(BusFault::Bus { address });
        }
        self.write_register(address, size, value, by)
    }

    #[inline(always)]
    fn write_sram(
        &mut self,
        address: u32,
        size: Size,
        value: u32,
        by: Initiator,
    ) -> Result<Transfer, BusFault> {
        let (stale_code, watched) = self.memory.sram.write(address, size, value)?;
        self.monitor.core_stores(by.core, address);
        Ok(Transfer { stale_code, events_pending: watched && !by.debugger, ..Transfer::default() })
    }

    /// Fetches code that the XIP cache does not hold.
    #[cold]
    #[inline(never)]
    fn fetch_from_flash(&mut self, address: u32, by: Initiator) -> Result<u32, Box<BusFault>> {
        self.xip().fetch(address, by.now).map_err(Box::new)
    }
}
