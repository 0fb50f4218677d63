//! UART0 and UART1 (RP2350 §12.1): Arm PL011 with FIFOs of 32 characters.
//!
//! What is sent is kept for the host, whether or not a pin carries it; what the host sends arrives at the configured
//! rate. Modem lines are not connected.

mod line;

use super::peripheral::{Access, Effects, Peripheral, Unsupported};
use super::registers::{Register, RegisterFile, Write, bit};
use crate::chip::time::Picoseconds;
use line::{Character, Line, Setting};

const DR: u32 = 0x00;
const RSR: u32 = 0x04;
const FR: u32 = 0x18;
const IBRD: u32 = 0x24;
const FBRD: u32 = 0x28;
const LCR_H: u32 = 0x2C;
const CR: u32 = 0x30;
const IFLS: u32 = 0x34;
const IMSC: u32 = 0x38;
const RIS: u32 = 0x3C;
const MIS: u32 = 0x40;
const ICR: u32 = 0x44;
const DMACR: u32 = 0x48;

/// Bits of DMACR.
const RXDMAE: u32 = 0;
const TXDMAE: u32 = 1;
const DMAONERR: u32 = 2;
/// Error interrupts, as in UARTRIS: while one is raised, DMAONERR holds back the requests of the receiver.
const ERROR_INTERRUPTS: u32 = 0x780;
/// DREQ number of UART0's transmitter; its receiver and UART1 follow (§12.6.4.1).
const FIRST_REQUEST: u32 = 28;

const CR_SIREN: u32 = 1;
const CR_RTSEN: u32 = 14;
const CR_CTSEN: u32 = 15;
/// Error flags of DR, bits 11 to 8, as RSR and the interrupts show them.
const ERRORS: u32 = 0xF;

const ID: [(u32, &str, u32); 8] = [
    (0xFE0, "UARTPERIPHID0", 0x11),
    (0xFE4, "UARTPERIPHID1", 0x10),
    (0xFE8, "UARTPERIPHID2", 0x34),
    (0xFEC, "UARTPERIPHID3", 0x00),
    (0xFF0, "UARTPCELLID0", 0x0D),
    (0xFF4, "UARTPCELLID1", 0xF0),
    (0xFF8, "UARTPCELLID2", 0x05),
    (0xFFC, "UARTPCELLID3", 0xB1),
];

const fn id(index: usize) -> Register {
    Register::constant(ID[index].0, ID[index].1, ID[index].2)
}

static REGISTERS: [Register; 22] = [
    Register::live(DR, "UARTDR", 0, 0xFF),
    Register::live(RSR, "UARTRSR", 0, 0),
    Register::live(FR, "UARTFR", 0x90, 0),
    Register::missing(0x20, "UARTILPR"),
    Register::live(IBRD, "UARTIBRD", 0, 0xFFFF),
    Register::live(FBRD, "UARTFBRD", 0, 0x3F),
    Register::live(LCR_H, "UARTLCR_H", 0, 0xFF),
    Register::live(CR, "UARTCR", 0x300, 0xFF87),
    Register::live(IFLS, "UARTIFLS", 0x12, 0x3F),
    Register::live(IMSC, "UARTIMSC", 0, 0x7FF),
    Register::live(RIS, "UARTRIS", 0, 0),
    Register::live(MIS, "UARTMIS", 0, 0),
    Register::live(ICR, "UARTICR", 0, 0),
    Register::live(DMACR, "UARTDMACR", 0, 7),
    id(0),
    id(1),
    id(2),
    id(3),
    id(4),
    id(5),
    id(6),
    id(7),
];

/// One UART.
#[derive(Clone, Debug)]
pub struct Uart {
    number: u32,
    file: RegisterFile,
    line: Line,
    output: Vec<u8>,
    /// Requests that DMA waits for.
    observed: u64,
}

impl Uart {
    /// UART0 or UART1 in its reset state.
    pub fn new(number: u32) -> Self {
        let file = RegisterFile::new(if number == 0 { "UART0" } else { "UART1" }, &REGISTERS);
        Uart { number, file, line: Line::default(), output: Vec::new(), observed: 0 }
    }

    /// Takes what was sent since the last call, to the end of the last whole character.
    pub fn take_output(&mut self, access: &Access) -> Vec<u8> {
        self.advance(access);
        std::mem::take(&mut self.output)
    }

    /// Bytes that arrive from outside, one after another, from now on.
    pub fn send(&mut self, bytes: &[u8], access: &Access) {
        self.advance(access);
        self.line.arrive(bytes, access.now);
    }

    /// DREQ numbers of transmitter and receiver.
    fn request_numbers(&self) -> [u32; 2] {
        [0, 1].map(|receiver| FIRST_REQUEST + 2 * self.number + receiver)
    }

    fn setting(&self, access: &Access) -> Setting {
        Setting {
            clock: access.clocks.peripheral,
            divisor: self.file.get(IBRD) << 6 | self.file.get(FBRD),
            control: self.file.get(CR),
            format: self.file.get(LCR_H),
            levels: self.file.get(IFLS),
        }
    }
}

impl Peripheral for Uart {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unsupported> {
        let mut effects = self.advance(access);
        let value = match offset {
            DR => {
                let character = self.line.take_received(&self.setting(access), access.now);
                self.file.set(RSR, character >> 8 & ERRORS);
                effects |= Effects::EVENTS;
                character
            }
            FR => self.line.flags(&self.setting(access)),
            RIS => self.line.raw_interrupts(),
            MIS => self.line.raw_interrupts() & self.file.get(IMSC),
            ICR => 0,
            _ => self.file.get(offset),
        };
        Ok((value, effects))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unsupported> {
        self.advance(access);
        match offset {
            DR => self.line.transmit(write.data as u8, &self.setting(access), access.now),
            RSR => self.file.set(RSR, 0),
            ICR => self.line.clear_interrupts(write.data),
            CR => {
                let value = self.file.written(CR, write);
                for (number, name) in [(CR_SIREN, "SIREN"), (CR_RTSEN, "RTSEN"), (CR_CTSEN, "CTSEN")] {
                    if bit(value, number) {
                        return Err(Unsupported(format!("{}.{name}", self.file.name(CR))));
                    }
                }
                self.file.set(CR, value);
                self.line.restart(&self.setting(access), access.now);
            }
            _ => {
                self.file.write(offset, write);
                self.line.restart(&self.setting(access), access.now);
            }
        }
        Ok(Effects::EVENTS)
    }

    fn reset(&mut self) {
        let output = std::mem::take(&mut self.output);
        *self = Uart { output, observed: self.observed, ..Uart::new(self.number) };
    }

    fn advance(&mut self, access: &Access) -> Effects {
        let setting = self.setting(access);
        let before = self.line.raw_interrupts();
        let output = &mut self.output;
        self.line.advance(&setting, access.now, |byte: Character| output.push(byte));
        let interrupts = if self.line.raw_interrupts() == before { Effects::NONE } else { Effects::EVENTS };
        let requested = self.observed & self.requests() != 0;
        interrupts | if requested { Effects::REQUESTS } else { Effects::NONE }
    }

    fn next_event(&self, access: &Access) -> Option<Picoseconds> {
        // Without an interrupt or request to make, the line can be brought up to date when somebody looks.
        let observed = self.request_numbers().iter().any(|number| self.observed >> number & 1 != 0);
        if self.file.get(IMSC) == 0 && !observed {
            None
        } else {
            self.line.next_change(&self.setting(access))
        }
    }

    fn requests(&self) -> u64 {
        let numbers = self.request_numbers();
        numbers.iter().filter(|number| self.credits(**number) != 0).fold(0, |all, number| all | 1 << number)
    }

    fn observe_requests(&mut self, observed: u64) {
        self.observed = observed;
    }

    fn credits(&self, request: u32) -> u32 {
        let control = self.file.get(DMACR);
        let [transmitter, receiver] = self.request_numbers();
        let held_back = bit(control, DMAONERR) && self.line.raw_interrupts() & ERROR_INTERRUPTS != 0;
        if request == transmitter && bit(control, TXDMAE) {
            self.line.room(self.file.get(LCR_H))
        } else if request == receiver && bit(control, RXDMAE) && !held_back {
            self.line.received()
        } else {
            0
        }
    }

    fn interrupts(&self) -> u64 {
        let high = self.line.raw_interrupts() & self.file.get(IMSC) != 0;
        u64::from(high) << (33 + self.number)
    }
}
