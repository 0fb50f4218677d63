//! Private peripheral bus as the core and its debugger access it: address decoding to the units of [`crate::ppb`].

mod debug_control;
mod system_control;
#[cfg(test)]
mod tests;

use super::Cpu;
use crate::bus::{BusFault, Size};
use crate::ppb::nvic::{self, NVIC_IPR_LAST, NVIC_IPR0, NVIC_ISER0, NVIC_ITNS_LAST};
use crate::ppb::rom_table;
use crate::ppb::scb::{CFSR, SHPR1, SHPR3};
use crate::ppb::systick::{SYST_CALIB, SYST_CSR};
use crate::ppb::unmodelled_registers::name;

/// Registers of the DWT.
const DWT: u32 = 0xE000_1000;
const DWT_LAST: u32 = 0xE000_1FFF;
/// Registers of the FPB.
const FPB: u32 = 0xE000_2000;
const FPB_LAST: u32 = 0xE000_2FFF;
/// System control space.
const SCS: u32 = 0xE000_E000;
const SCS_LAST: u32 = 0xE000_EFFF;
/// Last byte of the system handler priorities.
const SHPR_LAST: u32 = SHPR3 + 3;
/// Last byte of CFSR.
const CFSR_LAST: u32 = CFSR + 3;

impl Cpu {
    /// Reads the word at `address` (aligned down) of the private peripheral bus for a debugger.
    ///
    /// # Errors
    /// Returns [`BusFault::Unmodelled`] if the chip has a register there and this model does not.
    pub fn ppb_read(&mut self, address: u32) -> Result<u32, BusFault> {
        self.private_read(address & !3, true)
    }

    /// Writes the word at `address` (aligned down) of the private peripheral bus for a debugger.
    ///
    /// # Errors
    /// As [`Cpu::ppb_read`].
    pub fn ppb_write(&mut self, address: u32, value: u32) -> Result<(), BusFault> {
        self.private_write(address & !3, Size::Word, value, true)
    }

    /// Reads the word at an aligned address, for the debugger or for code.
    pub(crate) fn private_read(&mut self, address: u32, debugger: bool) -> Result<u32, BusFault> {
        let value = match address {
            DWT..=DWT_LAST => self.dwt.read(address, self.cycle(), self.register(15)),
            FPB..=FPB_LAST => self.fpb.read(address),
            SYST_CSR..=SYST_CALIB => {
                self.advance_systick();
                Some(self.systick.read(address, self.cycle(), debugger))
            }
            NVIC_ISER0..=NVIC_IPR_LAST => self.nvic.read(address),
            SCS..=SCS_LAST => {
                self.read_debug_control(address, debugger).or_else(|| self.read_system_control(address))
            }
            _ => None,
        };
        value
            .or_else(|| rom_table::read(address))
            .ok_or_else(|| BusFault::Unmodelled { address, what: format!("read of {}", name(address)) })
    }

    /// Writes at an address aligned to `size`, for the debugger or for code.
    pub(crate) fn private_write(
        &mut self,
        address: u32,
        size: Size,
        value: u32,
        debugger: bool,
    ) -> Result<(), BusFault> {
        self.request_service();
        let known = match (address, size) {
            (NVIC_IPR0..=NVIC_IPR_LAST, _) => self.nvic.write_priorities(address, size, value),
            (SHPR1..=SHPR_LAST, _) => self.nvic.write_system_priorities(address - SHPR1, size, value),
            // MMFSR, BFSR and UFSR: the parts of CFSR can be written alone.
            (CFSR..=CFSR_LAST, Size::Byte | Size::Half) => {
                let ones = if size == Size::Byte { value & 0xFF } else { value & 0xFFFF };
                self.write_system_control(CFSR, ones << (8 * (address & 3)))
            }
            (_, Size::Byte | Size::Half) => false,
            (DWT..=DWT_LAST, _) => {
                let result = self.dwt.write(address, value, self.cycle());
                self.refresh_checks();
                match result {
                    Some(result) => return result,
                    None => false,
                }
            }
            (FPB..=FPB_LAST, _) => self.fpb.write(address, value).is_some(),
            (SYST_CSR..=SYST_CALIB, _) => {
                self.advance_systick();
                self.systick.write(address, value, self.cycle())
            }
            (NVIC_ISER0..=NVIC_ITNS_LAST, _) => self.nvic.write(address, value),
            (SCS..=SCS_LAST, _) => match self.write_debug_control(address, value, debugger) {
                Some(result) => return result,
                None => self.write_system_control(address, value),
            },
            _ => false,
        };
        if known || rom_table::read(address).is_some() {
            return Ok(());
        }
        Err(BusFault::Unmodelled { address, what: format!("write of {value:#x} to {}", name(address)) })
    }

    /// Advances SysTick to the current cycle and pends its exception if it expired.
    pub(crate) fn advance_systick(&mut self) {
        if self.systick.advance(self.cycle()) {
            self.nvic.pend(nvic::number::SYS_TICK);
            self.request_service();
        }
    }
}
