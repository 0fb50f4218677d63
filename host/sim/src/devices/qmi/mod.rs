//! QMI (RP2350 §12.14): the flash interface. A memory-mapped read costs the time of its serial transfer, computed from
//! the registers; direct mode sends single bytes to the flash.

mod direct;
mod transfer;

pub(crate) use transfer::Format;

use crate::memory::flash::Flash;
use crate::peripheral::registers::{Register, RegisterFile, Write, bit, field};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use direct::Direct;
use transfer::Bus;

const DIRECT_CSR: u32 = 0x00;
const DIRECT_TX: u32 = 0x04;
const DIRECT_RX: u32 = 0x08;
/// Timing, read format, read command of window 0; window 1 follows.
const M0: u32 = 0x0C;
const WINDOW_STRIDE: u32 = 0x14;
const TIMING: u32 = 0x0;
const RFMT: u32 = 0x4;
const RCMD: u32 = 0x8;
const ATRANS0: u32 = 0x34;

/// Address bits of one ATRANS register: 4 MB.
const TRANSLATED_BITS: u32 = 22;
/// ATRANS registers of each chip select.
const WINDOWS: u32 = 8;
/// Bit of a storage address that selects the chip select.
const CHIP_SELECT: u32 = 24;

static REGISTERS: [Register; 9] = [
    Register::live(DIRECT_CSR, "DIRECT_CSR", 0x0180_0000, 0xFFC0_00CD),
    Register::live(DIRECT_TX, "DIRECT_TX", 0, 0x1F_FFFF),
    Register::live(DIRECT_RX, "DIRECT_RX", 0, 0),
    Register::live(M0 + TIMING, "M#_TIMING", 0x4000_0004, 0xF3FF_F7FF).array(2, WINDOW_STRIDE),
    Register::live(M0 + RFMT, "M#_RFMT", 0x1000, 0x1007_D3FF).array(2, WINDOW_STRIDE),
    Register::live(M0 + RCMD, "M#_RCMD", 0xA003, 0xFFFF).array(2, WINDOW_STRIDE),
    Register::inert(0x18, "M#_WFMT", 0x1000, 0x1007_D3FF, "flash cannot be written to")
        .array(2, WINDOW_STRIDE),
    Register::inert(0x1C, "M#_WCMD", 0xA002, 0xFFFF, "flash cannot be written to").array(2, WINDOW_STRIDE),
    // The reset values are those of `reset_translation`.
    Register::live(ATRANS0, "ATRANS", 0x0400_0000, 0x07FF_0FFF).array(8, 4),
];

/// Read modes of the ROM, by their number in its calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadMode {
    /// 03h, serial.
    Serial03 = 0,
    /// 0Bh, serial with a dummy byte.
    Serial0B = 1,
    /// BBh, two lines.
    DualBB = 2,
    /// EBh, four lines.
    QuadEB = 3,
}

impl ReadMode {
    /// Returns the mode with a number.
    pub(crate) fn from_number(number: u32) -> Option<Self> {
        [ReadMode::Serial03, ReadMode::Serial0B, ReadMode::DualBB, ReadMode::QuadEB]
            .get(number as usize)
            .copied()
    }

    /// M0_RFMT and M0_RCMD of the mode, from the ROM's source (`varm_generic_flash.c`).
    const fn registers(self) -> (u32, u32) {
        const PREFIX_8: u32 = 1 << 12;
        const SUFFIX_8: u32 = 2 << 14;
        match self {
            ReadMode::Serial03 => (PREFIX_8, 0x03),
            ReadMode::Serial0B => (PREFIX_8 | 2 << 16, 0x0B),
            ReadMode::DualBB => (PREFIX_8 | SUFFIX_8 | 0x154, 0xBB),
            ReadMode::QuadEB => (PREFIX_8 | SUFFIX_8 | 4 << 16 | 0x2A8, 0xEB),
        }
    }
}

/// SCK divisor that the ROM's flash functions leave.
pub(crate) const ROM_DEFAULT_CLKDIV: u32 = 12;
/// SCK divisor of the ROM's boot.
pub(crate) const ROM_BOOT_CLKDIV: u32 = 3;
/// SCK divisor of the ROM's USB bootloader.
pub(crate) const ROM_USB_CLKDIV: u32 = 6;

/// The flash interface with its flash.
#[derive(Clone, Debug)]
pub(crate) struct Qmi {
    file: RegisterFile,
    /// The flash chip on chip select 0.
    pub flash: Flash,
    format: Format,
    /// True if the flash is in a continuous read of this format.
    accepted: bool,
    identity: bool,
    bus: Bus,
    direct: Direct,
}

impl Default for Qmi {
    fn default() -> Self {
        let mut qmi = Qmi {
            file: RegisterFile::new("QMI", &REGISTERS),
            flash: Flash::default(),
            format: Format::default(),
            accepted: false,
            identity: false,
            bus: Bus::default(),
            direct: Direct::default(),
        };
        qmi.reset_translation();
        qmi.adopt();
        qmi
    }
}

impl Qmi {
    /// Storage address of an offset into the translated windows; `None` beyond the size of its window, where the
    /// chip returns a bus error.
    #[inline(always)]
    pub(crate) fn translate(&self, offset: u32) -> Option<u32> {
        if self.identity { Some(offset) } else { self.look_up(offset) }
    }

    fn look_up(&self, offset: u32) -> Option<u32> {
        let register = self.file.get(ATRANS0 + (offset >> TRANSLATED_BITS & 7) * 4);
        let within = offset & ((1 << TRANSLATED_BITS) - 1);
        let chip = offset & 1 << CHIP_SELECT;
        let storage = ((register & 0xFFF) << 12).wrapping_add(within) & ((1 << CHIP_SELECT) - 1);
        (within < field(register, 16, 11) << 12).then_some(chip | storage)
    }

    /// True if memory-mapped accesses return bus errors.
    #[inline(always)]
    pub(crate) fn in_direct_mode(&self) -> bool {
        bit(self.file.get(DIRECT_CSR), 0)
    }

    /// Cycles of a read of `length` bytes at a storage address that starts at `now`.
    #[inline]
    pub(crate) fn transfer(&mut self, address: u32, length: u32, now: u64) -> Result<u32, Unmodelled> {
        if !self.accepted && !self.bus.continues(&self.format, address, now) {
            self.begin(address)?;
        }
        Ok(self.bus.read(&self.format, address, length, now))
    }

    #[cold]
    fn begin(&mut self, address: u32) -> Result<(), Unmodelled> {
        if bit(address, CHIP_SELECT) {
            return Err(Unmodelled("QMI: nothing is on chip select 1".into()));
        }
        let before = self.flash.reads_continuously();
        self.flash.read_command(self.format.command())?;
        self.accepted = self.flash.reads_continuously() == before;
        Ok(())
    }

    /// Cycle at which the serial bus is free.
    pub(crate) fn free_at(&self) -> u64 {
        self.bus.free_at()
    }

    /// True if a flash answers at a storage address.
    #[inline(always)]
    pub(crate) fn present(address: u32) -> bool {
        !bit(address, CHIP_SELECT)
    }

    /// Sets the identity translation of 16 MB on each chip select, as after reset.
    pub(crate) fn reset_translation(&mut self) {
        for window in 0..WINDOWS {
            self.file.set(ATRANS0 + window * 4, 0x0400_0000 | (window & 3) << 10);
        }
        self.adopt();
    }

    /// Sets both windows to a read mode of the ROM. COOLDOWN 1, PAGEBREAK 1024, MIN_DESELECT 7, RXDELAY 2 and the
    /// formats are from the ROM's source, `varm_generic_flash.c`.
    pub(crate) fn select_read_mode(&mut self, mode: ReadMode, clkdiv: u32) {
        let timing = 1 << 30 | 2 << 28 | 7 << 12 | 2 << 8 | clkdiv & 0xFF;
        let (format, command) = mode.registers();
        for window in [M0, M0 + WINDOW_STRIDE] {
            self.file.set(window + TIMING, timing);
            self.file.set(window + RFMT, format);
            self.file.set(window + RCMD, command);
        }
        self.file.set(DIRECT_CSR, clkdiv << 22);
        self.adopt();
    }

    /// Ends a continuous read and drains the FIFOs, as the ROM's flash functions do first.
    pub(crate) fn exit_continuous_read(&mut self) {
        self.flash.reset();
        self.direct = Direct::default();
        self.accepted = false;
    }

    /// Recomputes the read format after a change of registers; the flash must enter the mode anew.
    fn adopt(&mut self) {
        self.format =
            Format::new(self.file.get(M0 + TIMING), self.file.get(M0 + RFMT), self.file.get(M0 + RCMD));
        self.accepted = false;
        self.identity = (0..WINDOWS).all(|window| {
            let first = window << TRANSLATED_BITS;
            let last = first + (1 << TRANSLATED_BITS) - 1;
            self.look_up(first) == Some(first) && self.look_up(last) == Some(last)
        });
    }

    /// Divider of a CLKDIV field; 0 stands for 256.
    fn direct_divisor(&self) -> u64 {
        match field(self.file.get(DIRECT_CSR), 22, 8) {
            0 => 256,
            divisor => u64::from(divisor),
        }
    }

    fn run_direct(&mut self, access: &Access) -> Result<(), Unmodelled> {
        let enabled = self.in_direct_mode();
        let divisor = self.direct_divisor();
        self.direct.advance(&mut self.flash, enabled, divisor, access)
    }
}

impl Peripheral for Qmi {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let value = match offset {
            DIRECT_CSR => {
                self.run_direct(access)?;
                self.file.get(DIRECT_CSR) | self.direct.status(access.cycle)
            }
            DIRECT_RX => {
                self.run_direct(access)?;
                let value = self.direct.pop();
                self.run_direct(access)?;
                value
            }
            DIRECT_TX => 0,
            _ => self.file.get(offset),
        };
        Ok((value, Effects::empty()))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        match offset {
            DIRECT_CSR => {
                self.run_direct(access)?;
                let value = self.file.written(DIRECT_CSR, write);
                if value & 0x88 != 0 {
                    return Err(Unmodelled("QMI.DIRECT_CSR: nothing is on chip select 1".into()));
                }
                self.direct.control(&mut self.flash, value, access);
                self.file.set(DIRECT_CSR, value);
                self.accepted = false;
                self.bus.deselect();
                self.run_direct(access)?;
            }
            DIRECT_TX => {
                self.run_direct(access)?;
                self.direct.push(write.data, access.cycle);
                self.run_direct(access)?;
            }
            DIRECT_RX => {}
            _ => {
                self.file.write(offset, write);
                self.adopt();
            }
        }
        Ok(Effects::empty())
    }

    /// The flash has no reset line: it keeps its content and its mode.
    fn reset(&mut self) {
        let flash = std::mem::take(&mut self.flash);
        *self = Qmi { flash, ..Qmi::default() };
    }
}

#[cfg(test)]
mod tests;
