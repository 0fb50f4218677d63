//! ACCESSCTRL (RP2350 §10.6): the security states that have access to each device. All code here is Secure and has
//! access to everything by default; a setting that denies it is not modelled.

use crate::peripheral::registers::{Register, RegisterFile, Write};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};

const LOCK: u32 = 0x00;
const FORCE_CORE_NS: u32 = 0x04;
const CFGRESET: u32 = 0x08;
const GPIO_NSMASK0: u32 = 0x0C;
const GPIO_NSMASK1: u32 = 0x10;
/// First of the registers of one device each, ROM to XIP_AUX.
const ROM: u32 = 0x14;

/// Password in the upper half of a write (§10.6.2).
const PASSWORD: u32 = 0xACCE;
/// Secure privileged access (SP), by CORE0, CORE1 and DBG.
const SECURE: u32 = 1 << 3 | 1 << 4 | 1 << 5 | 1 << 7;

static REGISTERS: [Register; 43] = [
    Register::live(LOCK, "LOCK", 0x4, 0xB),
    Register::live(FORCE_CORE_NS, "FORCE_CORE_NS", 0x0, 0x2),
    Register::live(CFGRESET, "CFGRESET", 0x0, 0x1),
    Register::live(GPIO_NSMASK0, "GPIO_NSMASK0", 0x0, 0xFFFFFFFF),
    Register::live(GPIO_NSMASK1, "GPIO_NSMASK1", 0x0, 0xFF00FFFF),
    Register::live(ROM, "ROM", 0xFF, 0xFF),
    Register::live(0x018, "XIP_MAIN", 0xFF, 0xFF),
    Register::live(0x01C, "SRAM#", 0xFF, 0xFF).array(10, 0x4),
    Register::live(0x044, "DMA", 0xFC, 0xFF),
    Register::live(0x048, "USBCTRL", 0xFC, 0xFF),
    Register::live(0x04C, "PIO#", 0xFC, 0xFF).array(3, 0x4),
    Register::live(0x058, "CORESIGHT_TRACE", 0xB8, 0xFF),
    Register::live(0x05C, "CORESIGHT_PERIPH", 0xB8, 0xFF),
    Register::live(0x060, "SYSINFO", 0xFF, 0xFF),
    Register::live(0x064, "RESETS", 0xFC, 0xFF),
    Register::live(0x068, "IO_BANK#", 0xFC, 0xFF).array(2, 0x4),
    Register::live(0x070, "PADS_BANK0", 0xFC, 0xFF),
    Register::live(0x074, "PADS_QSPI", 0xFC, 0xFF),
    Register::live(0x078, "BUSCTRL", 0xFC, 0xFF),
    Register::live(0x07C, "ADC0", 0xFC, 0xFF),
    Register::live(0x080, "HSTX", 0xFC, 0xFF),
    Register::live(0x084, "I2C#", 0xFC, 0xFF).array(2, 0x4),
    Register::live(0x08C, "PWM", 0xFC, 0xFF),
    Register::live(0x090, "SPI#", 0xFC, 0xFF).array(2, 0x4),
    Register::live(0x098, "TIMER#", 0xFC, 0xFF).array(2, 0x4),
    Register::live(0x0A0, "UART#", 0xFC, 0xFF).array(2, 0x4),
    Register::live(0x0A8, "OTP", 0xFC, 0xFF),
    Register::live(0x0AC, "TBMAN", 0xFC, 0xFF),
    Register::live(0x0B0, "POWMAN", 0xB8, 0xFF),
    Register::live(0x0B4, "TRNG", 0xB8, 0xFF),
    Register::live(0x0B8, "SHA256", 0xF8, 0xFF),
    Register::live(0x0BC, "SYSCFG", 0xB8, 0xFF),
    Register::live(0x0C0, "CLOCKS", 0xB8, 0xFF),
    Register::live(0x0C4, "XOSC", 0xB8, 0xFF),
    Register::live(0x0C8, "ROSC", 0xB8, 0xFF),
    Register::live(0x0CC, "PLL_SYS", 0xB8, 0xFF),
    Register::live(0x0D0, "PLL_USB", 0xB8, 0xFF),
    Register::live(0x0D4, "TICKS", 0xB8, 0xFF),
    Register::live(0x0D8, "WATCHDOG", 0xB8, 0xFF),
    Register::live(0x0DC, "RSM", 0xB8, 0xFF),
    Register::live(0x0E0, "XIP_CTRL", 0xB8, 0xFF),
    Register::live(0x0E4, "XIP_QMI", 0xB8, 0xFF),
    Register::live(0x0E8, "XIP_AUX", 0xF8, 0xFF),
];

/// The access control registers.
#[derive(Clone, Debug)]
pub(crate) struct Accessctrl {
    file: RegisterFile,
}

impl Default for Accessctrl {
    fn default() -> Self {
        Accessctrl { file: RegisterFile::new("ACCESSCTRL", &REGISTERS) }
    }
}

impl Peripheral for Accessctrl {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn write(&mut self, offset: u32, write: Write, _access: &Access) -> Result<Effects, Unmodelled> {
        // Writes to the GPIO masks need no password. Others without it are a bus error on the chip.
        if matches!(offset, GPIO_NSMASK0 | GPIO_NSMASK1) {
            self.file.write(offset, write);
            return Ok(Effects::empty());
        }
        if write.data >> 16 != PASSWORD {
            return Err(Unmodelled(format!("{}: write without password", self.file.name(offset))));
        }
        let write = Write { data: write.data & 0xFFFF, ..write };
        match offset {
            CFGRESET => {
                let kept = [LOCK, FORCE_CORE_NS].map(|offset| self.file.get(offset));
                self.file.reset();
                self.file.set(LOCK, kept[0]);
                self.file.set(FORCE_CORE_NS, kept[1]);
            }
            FORCE_CORE_NS if self.file.written(offset, write) != 0 => {
                return Err(Unmodelled("ACCESSCTRL.FORCE_CORE_NS: Non-secure core 1".into()));
            }
            ROM.. if self.file.written(offset, write) & SECURE != SECURE => {
                return Err(Unmodelled(format!("{}: denies Secure access", self.file.name(offset))));
            }
            _ => {
                self.file.write(offset, write);
            }
        }
        Ok(Effects::empty())
    }
}
