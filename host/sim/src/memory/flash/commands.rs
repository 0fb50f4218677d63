//! Serial commands of the flash chip, as QMI's direct mode sends them byte by byte.

use super::array::{
    BLOCK, BLOCK_ERASE_TIME, CHIP_ERASE_TIME, Flash, HALF_BLOCK_ERASE_TIME, LENGTH, PAGE, PAGE_PROGRAM_TIME,
    SECTOR, SECTOR_ERASE_TIME, STATUS_WRITE_TIME,
};
use super::serial::{Command, Width};
use crate::peripheral::Unmodelled;
use crate::time::Picoseconds;

const WRITE_STATUS: [u8; 3] = [0x01, 0x31, 0x11];
const READ_STATUS: [u8; 3] = [0x05, 0x35, 0x15];
const PAGE_PROGRAM: u8 = 0x02;
const READ: u8 = 0x03;
const FAST_READ: u8 = 0x0B;
const WRITE_DISABLE: u8 = 0x04;
const WRITE_ENABLE: u8 = 0x06;
const SECTOR_ERASE: u8 = 0x20;
const VOLATILE_STATUS_ENABLE: u8 = 0x50;
const HALF_BLOCK_ERASE: u8 = 0x52;
const BLOCK_ERASE: u8 = 0xD8;
const CHIP_ERASE: [u8; 2] = [0x60, 0xC7];
const UNIQUE_ID: u8 = 0x4B;
const JEDEC_ID: u8 = 0x9F;
const ENABLE_RESET: u8 = 0x66;
const RESET: u8 = 0x99;
/// Bytes that end a continuous read, or the quad command mode of other chips.
const NOTHING: [u8; 2] = [0xFF, 0xF5];

/// JEDEC manufacturer, type and capacity of a W25Q32JV-IQ.
const JEDEC: [u8; 3] = [0xEF, 0x40, 0x16];
/// Unique ID of this chip; the value is arbitrary.
const UNIQUE: [u8; 8] = *b"pico2sim";

impl Flash {
    /// Drives chip select low.
    pub(crate) fn select(&mut self) {
        if self.command == Command::Deselected {
            self.command = Command::Selected;
        }
    }

    /// Exchanges one byte.
    pub(crate) fn exchange(&mut self, out: u8, width: Width, now: Picoseconds) -> Result<u8, Unmodelled> {
        if self.continuous {
            // A byte of ones ends a continuous read. Any other would begin one.
            if out == 0xFF {
                self.continuous = false;
                self.command = Command::Running { code: out, bytes: Vec::new() };
                return Ok(0xFF);
            }
            return Err(Unmodelled(format!("flash: byte {out:#04x} in continuous read mode")));
        }
        if width != Width::Single && !NOTHING.contains(&out) {
            return Err(Unmodelled(format!("flash: command byte {out:#04x} over more than one line")));
        }
        let command = std::mem::replace(&mut self.command, Command::Deselected);
        let (answer, command) = match command {
            Command::Deselected => (0xFF, Command::Deselected),
            Command::Selected => (0xFF, Command::Running { code: out, bytes: Vec::new() }),
            Command::Running { code, mut bytes } => {
                let answer = self.answer(code, &bytes, now)?;
                bytes.push(out);
                (answer, Command::Running { code, bytes })
            }
        };
        self.command = command;
        Ok(answer)
    }

    /// Drives chip select high: a write operation starts.
    pub(crate) fn deselect(&mut self, now: Picoseconds) {
        let Command::Running { code, bytes } = std::mem::replace(&mut self.command, Command::Deselected)
        else {
            return;
        };
        if self.busy(now) {
            return;
        }
        let address = address(&bytes);
        match code {
            WRITE_ENABLE | VOLATILE_STATUS_ENABLE => self.write_enabled = true,
            WRITE_DISABLE => self.write_enabled = false,
            RESET => self.reset(),
            _ if !self.write_enabled => {}
            PAGE_PROGRAM if bytes.len() > 3 => {
                self.program_page(address, &bytes[3..]);
                self.finish(now, PAGE_PROGRAM_TIME);
            }
            SECTOR_ERASE if bytes.len() == 3 => self.erase_unit(address, SECTOR, now, SECTOR_ERASE_TIME),
            HALF_BLOCK_ERASE if bytes.len() == 3 => {
                self.erase_unit(address, BLOCK / 2, now, HALF_BLOCK_ERASE_TIME)
            }
            BLOCK_ERASE if bytes.len() == 3 => self.erase_unit(address, BLOCK, now, BLOCK_ERASE_TIME),
            code if CHIP_ERASE.contains(&code) => self.erase_unit(0, LENGTH, now, CHIP_ERASE_TIME),
            code => {
                if let Some(first) = WRITE_STATUS.iter().position(|&known| known == code) {
                    // 01h also takes the byte of the second register.
                    let count = if first == 0 { 2 } else { 1 };
                    for (register, byte) in self.status[first..].iter_mut().zip(bytes.iter().take(count)) {
                        *register = *byte;
                    }
                    self.finish(now, STATUS_WRITE_TIME);
                }
            }
        }
    }

    /// Returns the byte that the chip sends after it has received `bytes`.
    fn answer(&self, code: u8, bytes: &[u8], now: Picoseconds) -> Result<u8, Unmodelled> {
        let count = bytes.len();
        let after = |skipped: usize| address(bytes).wrapping_add((count - skipped) as u32);
        let busy = u8::from(self.busy(now));
        let answer = match code {
            0x05 => self.status[0] & !3 | u8::from(self.write_enabled) << 1 | busy,
            code if READ_STATUS.contains(&code) => self.status[if code == 0x35 { 1 } else { 2 }],
            JEDEC_ID => JEDEC.get(count).copied().unwrap_or(0),
            UNIQUE_ID if count >= 4 => UNIQUE[(count - 4) % UNIQUE.len()],
            READ if count >= 3 && busy == 0 => self.byte(after(3)),
            FAST_READ if count >= 4 && busy == 0 => self.byte(after(4)),
            READ | FAST_READ | UNIQUE_ID | PAGE_PROGRAM | SECTOR_ERASE | HALF_BLOCK_ERASE | BLOCK_ERASE => {
                0xFF
            }
            WRITE_ENABLE | WRITE_DISABLE | VOLATILE_STATUS_ENABLE | ENABLE_RESET | RESET => 0xFF,
            code if WRITE_STATUS.contains(&code) || CHIP_ERASE.contains(&code) || NOTHING.contains(&code) => {
                0xFF
            }
            code => return Err(Unmodelled(format!("flash: command {code:#04x}"))),
        };
        Ok(answer)
    }

    /// Programs within one page: addresses beyond its end wrap to its start.
    fn program_page(&mut self, address: u32, data: &[u8]) {
        let page = address & !(PAGE - 1) & (LENGTH - 1);
        // Of more than a page of data, the last bytes are programmed.
        let skipped = data.len().saturating_sub(PAGE as usize);
        for (index, byte) in data.iter().enumerate().skip(skipped) {
            let within = address.wrapping_add(index as u32) & (PAGE - 1);
            self.program(page + within, &[*byte]);
        }
    }

    fn erase_unit(&mut self, address: u32, unit: u32, now: Picoseconds, time: Picoseconds) {
        self.erase(address & (LENGTH - 1) & !(unit - 1), unit);
        self.finish(now, time);
    }

    fn finish(&mut self, now: Picoseconds, time: Picoseconds) {
        self.write_enabled = false;
        self.busy_until = now.saturating_add(time);
    }
}

/// Returns the 24-bit address that follows a command.
fn address(bytes: &[u8]) -> u32 {
    bytes.iter().take(3).fold(0, |address, byte| address << 8 | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transfer(flash: &mut Flash, now: Picoseconds, bytes: &[u8]) -> Vec<u8> {
        flash.select();
        let answers = bytes.iter().map(|byte| flash.exchange(*byte, Width::Single, now).unwrap()).collect();
        flash.deselect(now);
        answers
    }

    #[test]
    fn a_page_is_programmed_and_read() {
        let mut flash = Flash::default();
        transfer(&mut flash, 0, &[0x02, 0x12, 0x34, 0xFE, 1, 2, 3]);
        assert_eq!(flash.byte(0x1234FE), 0xFF, "without write enable");
        transfer(&mut flash, 0, &[0x06]);
        assert_eq!(transfer(&mut flash, 0, &[0x05, 0])[1], 2);
        transfer(&mut flash, 0, &[0x02, 0x12, 0x34, 0xFE, 1, 2, 3]);
        assert_eq!([0x1234FE, 0x1234FF, 0x123400].map(|at| flash.byte(at)), [1, 2, 3]);
        assert_eq!(transfer(&mut flash, PAGE_PROGRAM_TIME - 1, &[0x05, 0])[1], 1);
        assert_eq!(transfer(&mut flash, PAGE_PROGRAM_TIME, &[0x05, 0])[1], 0);
        let read = transfer(&mut flash, PAGE_PROGRAM_TIME, &[0x03, 0x12, 0x34, 0xFE, 0, 0]);
        assert_eq!(read[4..], [1, 2]);
    }

    #[test]
    fn a_sector_is_erased_in_its_time() {
        let mut flash = Flash::default();
        flash.program(0x3000, &[0; 0x3000]);
        transfer(&mut flash, 0, &[0x06]);
        transfer(&mut flash, 0, &[0x20, 0x00, 0x4A, 0xBC]);
        assert_eq!([0x3FFF, 0x4000, 0x4FFF, 0x5000].map(|at| flash.byte(at)), [0, 0xFF, 0xFF, 0]);
        assert!(flash.busy(SECTOR_ERASE_TIME - 1));
        assert!(!flash.busy(SECTOR_ERASE_TIME));
    }

    #[test]
    fn the_chip_identifies_itself() {
        let mut flash = Flash::default();
        assert_eq!(transfer(&mut flash, 0, &[0x9F, 0, 0, 0])[1..], [0xEF, 0x40, 0x16]);
        assert_eq!(transfer(&mut flash, 0, &[0x35, 0])[1], 2);
        flash.select();
        flash.exchange(0x77, Width::Single, 0).unwrap();
        assert!(flash.exchange(0, Width::Single, 0).is_err());
    }
}
