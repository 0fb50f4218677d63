//! ADC (RP2350 §12.4): an ideal converter, 12 bits in 96 cycles of clk_adc.

mod conversion;
mod voltages;

use crate::peripheral::registers::{Register, RegisterFile, Write, bit, field};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::Picoseconds;
use conversion::Conversion;
use std::collections::VecDeque;
use voltages::{CHANNELS, TEMPERATURE, Voltages};

const CS: u32 = 0x00;
const RESULT: u32 = 0x04;
const FCS: u32 = 0x08;
const FIFO: u32 = 0x0C;
const DIV: u32 = 0x10;
const INTR: u32 = 0x14;
const INTE: u32 = 0x18;
const INTF: u32 = 0x1C;
const INTS: u32 = 0x20;

const CS_EN: u32 = 0;
const CS_TS_EN: u32 = 1;
const CS_START_ONCE: u32 = 2;
const CS_START_MANY: u32 = 3;
const CS_READY: u32 = 8;
const CS_ERR_STICKY: u32 = 1 << 10;
const CS_AINSEL: u32 = 12;
const CS_RROBIN: u32 = 16;

const FCS_EN: u32 = 0;
const FCS_SHIFT: u32 = 1;
const FCS_DREQ_EN: u32 = 3;
const FCS_EMPTY: u32 = 8;
const FCS_FULL: u32 = 9;
const FCS_UNDER: u32 = 1 << 10;
const FCS_OVER: u32 = 1 << 11;

/// Depth of the FIFO (§12.4.3.3).
const DEPTH: usize = 8;
/// ADC_IRQ_FIFO (§3.2).
const IRQ: u32 = 35;
/// DREQ number (§12.6.4.1).
const DREQ: u32 = 48;

static REGISTERS: [Register; 9] = [
    Register::live(CS, "CS", 0, 0x01FF_F00B),
    Register::live(RESULT, "RESULT", 0, 0),
    Register::live(FCS, "FCS", 0, 0x0F00_000F),
    Register::live(FIFO, "FIFO", 0, 0),
    Register::live(DIV, "DIV", 0, 0x00FF_FFFF),
    Register::live(INTR, "INTR", 0, 0),
    Register::live(INTE, "INTE", 0, 1),
    Register::live(INTF, "INTF", 0, 1),
    Register::live(INTS, "INTS", 0, 0),
];

/// The converter.
#[derive(Clone, Debug)]
pub(crate) struct Adc {
    file: RegisterFile,
    voltages: Voltages,
    conversion: Option<Conversion>,
    fifo: VecDeque<u16>,
    /// DMA waits for the data request.
    observed: bool,
    /// Channel that was converted with an open input.
    floating: Option<usize>,
}

impl Default for Adc {
    fn default() -> Self {
        Adc {
            file: RegisterFile::new("ADC", &REGISTERS),
            voltages: Voltages::default(),
            conversion: None,
            fifo: VecDeque::with_capacity(DEPTH),
            observed: false,
            floating: None,
        }
    }
}

fn open_input(channel: usize) -> Unmodelled {
    Unmodelled(match channel {
        TEMPERATURE => "ADC.CS: conversion of the temperature sensor while TS_EN is 0".into(),
        0..TEMPERATURE => {
            format!(
                "ADC.CS: conversion of channel {channel} (GPIO{}), to which no voltage is connected",
                26 + channel
            )
        }
        _ => format!("ADC.CS: conversion of channel {channel}, which the RP2350A does not have"),
    })
}

impl Adc {
    /// Connects a channel to a voltage in µV, or with `None` disconnects it. Returns false if there is no such channel.
    pub(crate) fn connect(&mut self, channel: usize, microvolts: Option<u32>, access: &Access) -> bool {
        self.convert_until(access);
        self.voltages.set(channel, microvolts)
    }

    fn control(&self) -> u32 {
        self.file.get(CS)
    }

    fn selected(&self) -> usize {
        field(self.control(), CS_AINSEL, 4) as usize
    }

    fn sample(&self, channel: usize) -> Option<u16> {
        let powered = channel != TEMPERATURE || bit(self.control(), CS_TS_EN);
        self.voltages.convert(channel).filter(|_| powered)
    }

    /// Returns an error if a channel that the setting converts has an open input.
    fn check_inputs(&self) -> Result<(), Unmodelled> {
        let robin = field(self.control(), CS_RROBIN, 9);
        let channels = robin | 1 << self.selected();
        match (0..16).find(|channel| bit(channels, *channel) && self.sample(*channel as usize).is_none()) {
            Some(channel) => Err(open_input(channel as usize)),
            None => Ok(()),
        }
    }

    /// Selects the next channel of the round robin.
    fn select_next(&mut self) {
        let (control, selected) = (self.control(), self.selected());
        let robin = field(control, CS_RROBIN, 9);
        let next =
            (1..=CHANNELS.max(9)).map(|ahead| (selected + ahead) % 9).find(|next| bit(robin, *next as u32));
        if let Some(next) = next {
            self.file.set(CS, control & !(0xF << CS_AINSEL) | (next as u32) << CS_AINSEL);
        }
    }

    fn complete_conversion(&mut self) {
        let channel = self.selected();
        let Some(result) = self.sample(channel) else {
            self.floating = Some(channel);
            return;
        };
        self.file.set(RESULT, u32::from(result));
        let fifo = self.file.get(FCS);
        if bit(fifo, FCS_EN) {
            if self.fifo.len() < DEPTH {
                let shift = if bit(fifo, FCS_SHIFT) { 4 } else { 0 };
                self.fifo.push_back(result >> shift);
            } else {
                self.file.set(FCS, fifo | FCS_OVER);
            }
        }
        self.select_next();
    }

    fn convert_until(&mut self, access: &Access) -> Effects {
        let mut effects = Effects::empty();
        while let Some(conversion) = self.conversion
            && conversion.ends().is_some_and(|end| end <= access.now)
        {
            self.complete_conversion();
            let continues = bit(self.control(), CS_START_MANY) && self.floating.is_none();
            self.conversion = continues.then(|| conversion.next(self.file.get(DIV)));
            effects = Effects::EVENTS | Effects::REQUESTS;
        }
        effects
    }

    /// Returns true if the FIFO holds as many results as FCS.THRESH, at least one.
    fn at_threshold(&self) -> bool {
        self.fifo.len() >= field(self.file.get(FCS), 24, 4).max(1) as usize
    }

    fn pending(&self) -> u32 {
        u32::from(self.at_threshold()) & self.file.get(INTE) | self.file.get(INTF)
    }

    fn write_control(&mut self, write: Write, access: &Access) -> Result<(), Unmodelled> {
        let before = self.control();
        self.file.clear_ones(CS, CS_ERR_STICKY, write);
        let control = self.file.write(CS, write);
        if !bit(control, CS_EN) {
            self.conversion = None;
            return Ok(());
        }
        let many = bit(control, CS_START_MANY);
        let starts = if many { !bit(before, CS_START_MANY) } else { bit(write.applied_to(0), CS_START_ONCE) };
        if many || starts {
            self.check_inputs()?;
        }
        let idle = self.conversion.is_none_or(|conversion| conversion.starts() > access.now);
        if starts && idle {
            self.conversion = Some(Conversion::start(access.now, access.clocks.adc));
        } else if !many && idle {
            self.conversion = None;
        }
        Ok(())
    }
}

impl Peripheral for Adc {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let mut effects = self.convert_until(access);
        if let Some(channel) = self.floating {
            return Err(open_input(channel));
        }
        let kept = self.file.get(offset);
        let value = match offset {
            CS => {
                let busy = self.conversion.is_some_and(|conversion| conversion.starts() <= access.now);
                let ready = bit(kept, CS_EN) && access.clocks.adc.runs() && !busy;
                kept | u32::from(ready) << CS_READY
            }
            FCS => {
                let level = self.fifo.len();
                let flags = u32::from(level == 0) << FCS_EMPTY | u32::from(level == DEPTH) << FCS_FULL;
                kept | flags | (level as u32) << 16
            }
            FIFO => {
                effects |= Effects::EVENTS | Effects::REQUESTS;
                if self.fifo.is_empty() {
                    self.file.set(FCS, self.file.get(FCS) | FCS_UNDER);
                }
                u32::from(self.fifo.pop_front().unwrap_or(0))
            }
            INTR => u32::from(self.at_threshold()),
            INTS => self.pending(),
            _ => kept,
        };
        Ok((value, effects))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        self.convert_until(access);
        match offset {
            CS => self.write_control(write, access)?,
            FCS => {
                self.file.clear_ones(FCS, FCS_UNDER | FCS_OVER, write);
                self.file.write(FCS, write);
            }
            DIV => {
                self.file.write(DIV, write);
                if let Some(conversion) = &mut self.conversion {
                    conversion.restart(access.now);
                }
            }
            _ => {
                self.file.write(offset, write);
            }
        }
        Ok(Effects::EVENTS | Effects::REQUESTS)
    }

    fn reset(&mut self) {
        *self = Adc { voltages: self.voltages, observed: self.observed, ..Adc::default() };
    }

    fn advance(&mut self, access: &Access) -> Effects {
        self.convert_until(access)
    }

    fn next_event(&self, _access: &Access) -> Option<Picoseconds> {
        let interrupts = self.file.get(INTE) != 0 && !self.at_threshold();
        let awaited = interrupts || self.observed && bit(self.file.get(FCS), FCS_DREQ_EN);
        self.conversion.filter(|_| awaited).and_then(|conversion| conversion.ends())
    }

    fn interrupts(&self) -> u64 {
        u64::from(self.pending() != 0) << IRQ
    }

    fn requests(&self) -> u64 {
        u64::from(bit(self.file.get(FCS), FCS_DREQ_EN) && self.at_threshold()) << DREQ
    }

    fn observe_requests(&mut self, observed: u64) {
        self.observed = observed >> DREQ & 1 == 1;
    }

    fn credits(&self, request: u32) -> u32 {
        if request == DREQ && self.requests() != 0 { self.fifo.len() as u32 } else { 0 }
    }
}
