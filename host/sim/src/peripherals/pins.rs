//! The 48 pins: what drives them, and what their inputs give.

use super::functions::Drives;
use super::io_bank0::{IoBank0, Levels};
use super::pads_bank0::PadsBank0;

/// Pins of bank 0. The RP2350A of the Pico 2 bonds out the first 30.
pub const COUNT: u32 = 48;

/// Levels outside the blocks, and the result.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pins {
    /// Pins that something outside drives, and to which level.
    external: u64,
    external_level: u64,
    /// Drive that isolated pads keep.
    held_enable: u64,
    held_level: u64,
    /// Level of each pin.
    level: u64,
    /// What SIO reads.
    input: u64,
    shown: Levels,
}

/// Every pin.
pub const ALL: u64 = (1 << COUNT) - 1;

impl Pins {
    /// Something outside drives a pin, or with `None` lets go of it.
    pub fn drive_from_outside(&mut self, pin: u32, level: Option<bool>) {
        let mask = 1_u64.checked_shl(pin).unwrap_or(0);
        self.external &= !mask;
        self.external_level &= !mask;
        if let Some(level) = level {
            self.external |= mask;
            self.external_level |= if level { mask } else { 0 };
        }
    }

    /// The pads were reset: isolated ones drive nothing.
    pub fn forget_held_levels(&mut self) {
        (self.held_enable, self.held_level) = (0, 0);
    }

    /// Level of each pin of bank 0.
    pub fn levels(&self) -> u64 {
        self.level
    }

    /// What SIO reads as GPIO_IN and GPIO_HI_IN.
    pub fn input(&self) -> u64 {
        self.input
    }

    /// Works the levels of the pins in `changed` out anew from what the blocks give. A pin that is driven from both
    /// sides has the level of the chip: a choice.
    pub fn settle(&mut self, mut changed: u64, drives: &Drives, io: &mut IoBank0, pads: &PadsBank0) {
        let (mut shown, mut level, mut input) = (self.shown, self.level, self.input);
        changed &= ALL;
        while changed != 0 {
            let pin = changed.trailing_zeros();
            let mask = 1 << pin;
            changed &= !mask;
            let set = |bits: &mut u64, on: bool| *bits = *bits & !mask | if on { mask } else { 0 };
            let (driven, out) = io.drive(pin, drives);
            set(&mut shown.driven, driven);
            set(&mut shown.output, out);
            if !pads.isolated(pin) {
                set(&mut self.held_enable, driven);
                set(&mut self.held_level, out);
            }
            let high = if self.held_enable & mask != 0 && pads.can_drive(pin) {
                self.held_level & mask != 0
            } else if self.external & mask != 0 {
                self.external_level & mask != 0
            } else {
                pads.undriven(pin, self.level & mask != 0)
            };
            set(&mut level, high);
            let sensed = high && pads.can_sense(pin);
            set(&mut shown.input, sensed);
            set(&mut input, io.sense(pin, sensed));
        }
        (self.shown, self.level, self.input) = (shown, level, input);
        io.show(shown);
    }
}

#[cfg(test)]
mod tests {
    use super::super::functions::Drive;
    use super::super::io_bank0::FUNCTION_SIO;
    use super::super::peripheral::Peripheral;
    use super::super::registers::Write;
    use super::*;

    fn sio(enable: u64, level: u64) -> Drives {
        let mut drives = Drives::default();
        drives.put(FUNCTION_SIO, ALL, Drive { enable, level });
        drives
    }

    /// IO_BANK0 with pin 25 at SIO, and its pad with input enabled and connected.
    fn blocks() -> (IoBank0, PadsBank0) {
        let mut io = IoBank0::default();
        io.file_mut().write(25 * 8 + 4, Write::plain(5));
        let mut pads = PadsBank0::default();
        pads.file_mut().write(4 + 25 * 4, Write::plain(0x40));
        (io, pads)
    }

    #[test]
    fn an_output_reads_back() {
        let (mut io, pads) = blocks();
        let mut pins = Pins::default();
        pins.settle(ALL, &sio(1 << 25, 1 << 25), &mut io, &pads);
        assert_eq!((pins.levels(), pins.input()), (1 << 25, 1 << 25));
        pins.settle(ALL, &sio(1 << 25, 0), &mut io, &pads);
        assert_eq!(pins.input(), 0);
    }

    #[test]
    fn an_isolated_pad_keeps_its_level() {
        let (mut io, mut pads) = blocks();
        let mut pins = Pins::default();
        pins.settle(ALL, &sio(1 << 25, 1 << 25), &mut io, &pads);
        pads.file_mut().write(4 + 25 * 4, Write::plain(0x140));
        pins.settle(ALL, &sio(0, 0), &mut io, &pads);
        assert_eq!(pins.levels(), 1 << 25);
    }

    #[test]
    fn pulls_and_outside_levels_reach_the_input() {
        let (mut io, mut pads) = blocks();
        let mut pins = Pins::default();
        pads.file_mut().write(4 + 25 * 4, Write::plain(0x48));
        pins.settle(ALL, &sio(0, 0), &mut io, &pads);
        assert_eq!(pins.input(), 1 << 25);
        pins.drive_from_outside(25, Some(false));
        pins.settle(ALL, &sio(0, 0), &mut io, &pads);
        assert_eq!(pins.input(), 0);
        pins.drive_from_outside(25, None);
        pins.drive_from_outside(200, Some(true));
        pads.file_mut().write(4 + 25 * 4, Write::plain(0x08));
        pins.settle(ALL, &sio(0, 0), &mut io, &pads);
        assert_eq!((pins.levels(), pins.input()), (1 << 25, 0));
    }
}
