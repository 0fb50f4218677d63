//! The private peripheral bus: what each core answers itself at 0xE000_0000 to 0xE00F_FFFF (Armv8-M ARM B7.3).

mod comparators;
pub mod core_register;
pub mod coresight;
pub mod dcb;
mod debug_access;
pub mod dwt;
pub mod fpb;
mod identification;
pub mod mpu;
mod names;
pub mod nvic;
pub mod sau;
pub mod scb;
pub mod systick;
pub(crate) mod watchpoint;

use crate::bus::{BusFault, Size};
use crate::cpu::Cpu;
use names::name;

/// First address of the DWT.
const DWT: u32 = 0xE000_1000;
/// First address of the FPB.
const FPB: u32 = 0xE000_2000;

impl Cpu {
    /// Reads the word at `address` (aligned down) of the private peripheral bus for a debugger.
    ///
    /// # Errors
    /// The register exists on the chip, but this model lacks it.
    pub fn ppb_read(&mut self, address: u32) -> Result<u32, BusFault> {
        self.private_read(address & !3, true)
    }

    /// Writes the word at `address` (aligned down) for a debugger.
    ///
    /// # Errors
    /// As [`Cpu::ppb_read`].
    pub fn ppb_write(&mut self, address: u32, value: u32) -> Result<(), BusFault> {
        self.private_write(address & !3, Size::Word, value, true)
    }

    /// The word at an aligned address; `debugger` tells who asks.
    pub(crate) fn private_read(&mut self, address: u32, debugger: bool) -> Result<u32, BusFault> {
        let value = match address {
            DWT..=0xE000_1FFF => self.dwt.read(address, self.cycle, self.register(15)),
            FPB..=0xE000_2FFF => self.fpb.read(address),
            0xE000_E010..=0xE000_E01C => {
                self.advance_systick();
                Some(self.systick.read(address & 0xC, self.cycle, debugger))
            }
            0xE000_E100..=0xE000_E7FF => self.nvic.read(address & 0xFFF),
            0xE000_E000..=0xE000_EFFF => {
                self.debug_read(address, debugger).or_else(|| self.system_read(address & 0xFFF))
            }
            _ => None,
        };
        value
            .or_else(|| coresight::read(address))
            .ok_or_else(|| BusFault::NotModelled { address, what: format!("read of {}", name(address)) })
    }

    /// Writes at an address aligned to `size`.
    pub(crate) fn private_write(
        &mut self,
        address: u32,
        size: Size,
        value: u32,
        debugger: bool,
    ) -> Result<(), BusFault> {
        self.look_up_soon();
        let known = match (address, size) {
            (0xE000_E400..=0xE000_E7EF, _) => self.nvic.write_priorities(address & 0x3FF, size, value),
            (0xE000_ED18..=0xE000_ED23, _) => {
                self.nvic.write_system_priorities(address - 0xE000_ED18, size, value)
            }
            // The parts of CFSR have names of their own: MMFSR, BFSR, UFSR.
            (0xE000_ED28..=0xE000_ED2B, Size::Byte | Size::Half) => {
                let ones = if size == Size::Byte { value & 0xFF } else { value & 0xFFFF };
                self.system_write(0xD28, ones << (8 * (address & 3)))
            }
            (_, Size::Byte | Size::Half) => false,
            (DWT..=0xE000_1FFF, _) => {
                let result = self.dwt.write(address, value, self.cycle);
                self.refresh_checks();
                match result {
                    Some(result) => return result,
                    None => false,
                }
            }
            (FPB..=0xE000_2FFF, _) => self.fpb.write(address, value).is_some(),
            (0xE000_E010..=0xE000_E01C, _) => {
                self.advance_systick();
                self.systick.write(address & 0xC, value, self.cycle)
            }
            (0xE000_E100..=0xE000_E3FF, _) => self.nvic.write(address & 0xFFF, value),
            (0xE000_E000..=0xE000_EFFF, _) => match self.debug_write(address, value, debugger) {
                Some(result) => return result,
                None => self.system_write(address & 0xFFF, value),
            },
            _ => false,
        };
        if known || coresight::read(address).is_some() {
            return Ok(());
        }
        Err(BusFault::NotModelled { address, what: format!("write of {value:#x} to {}", name(address)) })
    }

    /// Brings SysTick to the present cycle and pends its exception if it expired.
    pub(crate) fn advance_systick(&mut self) {
        if self.systick.advance(self.cycle) {
            self.nvic.pend(nvic::number::SYS_TICK);
            self.look_up_soon();
        }
    }
}

#[cfg(test)]
mod tests;
