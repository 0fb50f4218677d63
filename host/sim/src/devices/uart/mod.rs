//! UART0 and UART1 (RP2350 §12.1): Arm PL011 with FIFOs of 32 characters.
//!
//! Transmitted bytes are kept for the host, with or without a pin that carries them; bytes of the host arrive at the
//! configured rate, as at the receive pin. Of the modem lines, CTS and RTS have pins.

mod frame;
mod line;
mod pins;

use crate::peripheral::pin_mux::{Drive, Drives, Inputs};
use crate::peripheral::registers::{Register, RegisterFile, Write, bit};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::Picoseconds;
use frame::Character;
use line::{Line, Settings};
use pins::{AUXILIARY, FUNCTION, Pins};

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
/// Error interrupts, as in UARTRIS: with DMAONERR, a raised one suppresses the DMA requests of the receiver.
const ERROR_INTERRUPTS: u32 = 0x780;
/// DREQ number of UART0's transmitter; UART0's receiver and UART1 follow (§12.6.4.1).
const FIRST_REQUEST: u32 = 28;

const CR_SIREN: u32 = 1;
const CR_RTS: u32 = 11;
const CR_RTSEN: u32 = 14;
const CR_CTSEN: u32 = 15;
/// Error flags of DR, bits 11 to 8, as in RSR and the interrupts.
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
    Register::unmodelled(0x20, "UARTILPR"),
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
pub(crate) struct Uart {
    number: u32,
    file: RegisterFile,
    line: Line,
    output: Vec<u8>,
    /// Requests to DMA.
    observed: u64,
    pins: Pins,
    /// Pins with one of its inputs or outputs selected; true if an output is among them.
    selected: u64,
    shown: bool,
    /// Level of CTS where a pin carries it, and the last levels of the outputs: transmit, and RTS (active low).
    clear_to_send: Option<bool>,
    outputs: [bool; 2],
}

impl Uart {
    /// Creates UART0 or UART1 in its reset state.
    pub(crate) fn new(number: u32) -> Self {
        let file = RegisterFile::new(if number == 0 { "UART0" } else { "UART1" }, &REGISTERS);
        Uart {
            number,
            file,
            line: Line::default(),
            output: Vec::new(),
            observed: 0,
            pins: Pins::of(number),
            selected: 0,
            shown: false,
            clear_to_send: None,
            outputs: [true; 2],
        }
    }

    /// Takes the bytes transmitted since the last call, up to the end of the last complete character.
    pub(crate) fn take_output(&mut self, access: &Access) -> Vec<u8> {
        self.advance(access);
        std::mem::take(&mut self.output)
    }

    /// Queues bytes of the host; they arrive one after the other from now on.
    pub(crate) fn send(&mut self, bytes: &[u8], access: &Access) {
        self.advance(access);
        self.line.queue_received(bytes, access.now);
    }

    /// DREQ numbers of transmitter and receiver.
    fn request_numbers(&self) -> [u32; 2] {
        [0, 1].map(|receiver| FIRST_REQUEST + 2 * self.number + receiver)
    }

    /// Updates the outputs.
    fn show(&mut self, settings: &Settings, access: &Access) -> Effects {
        let control = self.file.get(CR);
        let asks =
            if bit(control, CR_RTSEN) { self.line.requests_data(settings) } else { bit(control, CR_RTS) };
        let outputs = [self.line.level(settings, access.now), !asks];
        let changed = std::mem::replace(&mut self.outputs, outputs) != outputs;
        if changed && self.shown { Effects::PINS | Effects::EVENTS } else { Effects::empty() }
    }

    fn settings(&self, access: &Access) -> Settings {
        Settings {
            clock: access.clocks.peripheral,
            divisor: self.file.get(IBRD) << 6 | self.file.get(FBRD),
            control: self.file.get(CR),
            format: self.file.get(LCR_H),
            levels: self.file.get(IFLS),
            clear_to_send: !bit(self.file.get(CR), CR_CTSEN) || self.clear_to_send != Some(true),
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

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let mut effects = self.advance(access);
        let value = match offset {
            DR => {
                let character = self.line.take_received(&self.settings(access), access.now);
                self.file.set(RSR, character >> 8 & ERRORS);
                effects |= Effects::EVENTS | self.show(&self.settings(access), access);
                character
            }
            FR => self.line.flags(&self.settings(access)) | u32::from(self.clear_to_send == Some(false)),
            RIS => self.line.raw_interrupts(),
            MIS => self.line.raw_interrupts() & self.file.get(IMSC),
            ICR => 0,
            _ => self.file.get(offset),
        };
        Ok((value, effects))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        let effects = self.advance(access);
        match offset {
            DR => self.line.transmit(write.data as u8, &self.settings(access), access.now),
            RSR => self.file.set(RSR, 0),
            ICR => self.line.clear_interrupts(write.data),
            CR => {
                let value = self.file.written(CR, write);
                if bit(value, CR_SIREN) {
                    return Err(Unmodelled(format!("{}.SIREN", self.file.name(CR))));
                }
                self.file.set(CR, value);
                self.line.restart(&self.settings(access), access.now);
            }
            _ => {
                self.file.write(offset, write);
                self.line.restart(&self.settings(access), access.now);
            }
        }
        Ok(effects | Effects::EVENTS | self.show(&self.settings(access), access))
    }

    fn reset(&mut self) {
        let output = std::mem::take(&mut self.output);
        let fresh = Uart::new(self.number);
        let (selected, shown, clear_to_send) = (self.selected, self.shown, self.clear_to_send);
        *self = Uart { output, observed: self.observed, selected, shown, clear_to_send, ..fresh };
    }

    fn advance(&mut self, access: &Access) -> Effects {
        let settings = self.settings(access);
        let before = self.line.raw_interrupts();
        let output = &mut self.output;
        self.line.advance(&settings, access.now, |byte: Character| output.push(byte));
        let interrupts =
            if self.line.raw_interrupts() == before { Effects::empty() } else { Effects::EVENTS };
        let requested = self.observed & self.requests() != 0;
        interrupts
            | self.show(&settings, access)
            | if requested { Effects::REQUESTS } else { Effects::empty() }
    }

    fn next_event(&self, access: &Access) -> Option<Picoseconds> {
        // Without a possible interrupt or request, the line is advanced at the next access.
        let observed = self.request_numbers().iter().any(|number| self.observed >> number & 1 != 0);
        let bit = if self.shown { self.line.next_bit(access.now) } else { None };
        // A received character changes RTS.
        let awaited = self.file.get(IMSC) != 0 || observed || self.shown;
        let change = if awaited { self.line.next_change(&self.settings(access)) } else { None };
        [bit, change].into_iter().flatten().min()
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

    fn drive_pins(&self, drives: &mut Drives) {
        let [transmit, request_to_send] = self.outputs;
        let Pins { transmit: [main, auxiliary], request_to_send: rts, .. } = self.pins;
        let outputs =
            [(FUNCTION, main, transmit), (AUXILIARY, auxiliary, transmit), (FUNCTION, rts, request_to_send)];
        for (function, pins, level) in outputs {
            drives.put(function, pins, Drive { enable: pins, level: if level { pins } else { 0 } });
        }
    }

    fn watches_pins(&self) -> u64 {
        let Pins { receive: [main, auxiliary], clear_to_send, .. } = self.pins;
        self.selected & (main | auxiliary | clear_to_send)
    }

    fn sense_pins(&mut self, inputs: &Inputs, access: &Access) -> Effects {
        let Pins { transmit, receive, clear_to_send, request_to_send } = self.pins;
        let selected = |function: u32, pins: u64| inputs.selected[function as usize] & pins;
        let outputs = selected(FUNCTION, transmit[0] | request_to_send) | selected(AUXILIARY, transmit[1]);
        let receiving = selected(FUNCTION, receive[0]) | selected(AUXILIARY, receive[1]);
        let permission = selected(FUNCTION, clear_to_send);
        let level = |pins: u64| (pins != 0).then_some(inputs.level & pins != 0);
        let all = outputs | receiving | permission;
        if all == 0 && self.selected == 0 {
            return Effects::empty();
        }
        let mut effects = self.advance(access);
        if std::mem::replace(&mut self.selected, all) != all {
            self.shown = outputs != 0;
            effects |= Effects::EVENTS;
        }
        if std::mem::replace(&mut self.clear_to_send, level(permission)) != level(permission) {
            self.line.note_modem_change();
            effects |= Effects::EVENTS;
        }
        let settings = self.settings(access);
        self.line.sense(level(receiving), &settings, access.now);
        self.line.restart(&settings, access.now);
        effects | self.show(&settings, access) | Effects::EVENTS
    }
}
