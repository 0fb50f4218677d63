//! Settings of the pins: multiplexer, pads and external wires, for all pins at once.

use super::io_bank0::IoBank0;
use super::pads_bank0::PadsBank0;
use crate::peripheral::pin_mux::{Drive, Drives, PINS};

/// Override of each pin (GPIO_CTRL): none, inverted, low or high.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Override {
    invert: u64,
    low: u64,
    high: u64,
}

impl Override {
    fn set(&mut self, mask: u64, selection: u32) {
        match selection {
            0 => {}
            1 => self.invert |= mask,
            2 => self.low |= mask,
            _ => self.high |= mask,
        }
    }

    /// Returns the levels after the override.
    pub(super) fn of(&self, levels: u64) -> u64 {
        (levels ^ self.invert) & !self.low | self.high
    }
}

/// Settings of all pins, a bit for each pin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wiring {
    /// Function selects in use, and the pins that have each selected.
    selected: Vec<(u32, u64)>,
    pub(super) enable: Override,
    pub(super) output: Override,
    pub(super) input: Override,
    pub(super) isolated: u64,
    pub(super) can_drive: u64,
    pub(super) can_sense: u64,
    pub(super) pulled_up: u64,
    /// Pins with both pulls: the bus keeper holds the last level.
    pub(super) kept: u64,
    /// Pins that are driven from outside, and their levels.
    pub(super) external: u64,
    pub(super) external_level: u64,
    /// Sets of pins that external wires connect.
    pub(super) nets: Vec<u64>,
}

impl Wiring {
    /// Reads the settings of multiplexer and pads.
    pub(crate) fn read(&mut self, io: &IoBank0, pads: &PadsBank0) {
        let (external, external_level) = (self.external, self.external_level);
        let nets = std::mem::take(&mut self.nets);
        *self = Wiring { external, external_level, nets, ..Wiring::default() };
        for (function, pins) in io.selected().into_iter().enumerate() {
            if pins != 0 {
                self.selected.push((function as u32, pins));
            }
        }
        for pin in 0..PINS {
            let mask = 1 << pin;
            let [output, enable, input] = io.overrides(pin);
            self.output.set(mask, output);
            self.enable.set(mask, enable);
            self.input.set(mask, input);
            let put = |bits: &mut u64, on: bool| *bits |= if on { mask } else { 0 };
            put(&mut self.isolated, pads.isolated(pin));
            put(&mut self.can_drive, pads.can_drive(pin));
            put(&mut self.can_sense, pads.can_sense(pin));
            put(&mut self.pulled_up, pads.pulled_up(pin));
            put(&mut self.kept, pads.keeps(pin));
        }
    }

    /// Drives a pin from outside the chip, or with `None` releases it.
    pub(crate) fn drive_externally(&mut self, pin: u32, level: Option<bool>) {
        let mask = if pin < PINS { 1 << pin } else { 0 };
        self.external &= !mask;
        self.external_level &= !mask;
        if let Some(level) = level {
            self.external |= mask;
            self.external_level |= if level { mask } else { 0 };
        }
    }

    /// Connects two pins by an external wire; a pin that does not exist is ignored.
    pub(crate) fn connect(&mut self, first: u32, second: u32) {
        if first >= PINS || second >= PINS || first == second {
            return;
        }
        let net = self.connected(1 << first | 1 << second);
        self.nets.retain(|other| other & net == 0);
        self.nets.push(net);
    }

    /// Removes all external wires.
    pub(crate) fn disconnect(&mut self) {
        self.nets.clear();
    }

    /// Returns some pins, with those that external wires connect to them.
    pub(crate) fn connected(&self, pins: u64) -> u64 {
        self.nets.iter().filter(|net| *net & pins != 0).fold(pins, |all, net| all | net)
    }

    /// Returns the pins that have a function selected.
    pub(crate) fn selected(&self, function: u32) -> u64 {
        self.selected.iter().find(|(number, _)| *number == function).map_or(0, |(_, pins)| *pins)
    }

    /// Returns the pins that have any function selected for which `which` is true.
    pub(crate) fn selected_by(&self, which: impl Fn(u32) -> bool) -> u64 {
        self.selected.iter().filter(|(function, _)| which(*function)).fold(0, |all, (_, pins)| all | pins)
    }

    /// Merges the outputs that the pins have selected, of the functions for which `with` is true.
    pub(crate) fn merge(&self, drives: &Drives, with: impl Fn(u32) -> bool) -> Drive {
        let mut merged = Drive::default();
        for (function, pins) in self.selected.iter().filter(|(function, _)| with(*function)) {
            let drive = drives.of(*function);
            merged.enable |= drive.enable & pins;
            merged.level |= drive.level & pins;
        }
        merged
    }
}
