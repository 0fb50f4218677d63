//! The levels of the pins, worked out for all of them at once.

use super::ALL;
use super::wiring::Wiring;
use crate::peripheral::pin_mux::Drive;

/// What the pins are at, a bit a pin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// Output enable, after override.
    pub driven: u64,
    /// Output level, after override.
    pub output: u64,
    /// Level of the pin itself.
    pub level: u64,
    /// Level that the pad's input gives.
    pub sensed: u64,
    /// The same after override: what the blocks see.
    pub input: u64,
    /// Drive that isolated pads keep.
    held_enable: u64,
    held_level: u64,
}

impl Levels {
    /// Works the levels out anew from what the pins are given. A pin that is driven from both sides has the level of
    /// the chip: a choice. So has one that nobody drives or pulls: it is low.
    pub fn update(&mut self, wiring: &Wiring, given: Drive) {
        self.driven = wiring.enable.of(given.enable) & ALL;
        self.output = wiring.output.of(given.level) & ALL;
        self.held_enable = self.held_enable & wiring.isolated | self.driven & !wiring.isolated;
        self.held_level = self.held_level & wiring.isolated | self.output & !wiring.isolated;
        let drives = self.held_enable & wiring.can_drive;
        let idle = wiring.pulled_up & !wiring.kept | self.level & wiring.kept;
        let passive = wiring.external & wiring.external_level | !wiring.external & idle;
        let before = self.level;
        self.level = drives & self.held_level | !drives & passive;
        for net in &wiring.nets {
            let high = self.net_is_high(wiring, *net, drives, before);
            self.level = self.level & !net | if high { *net } else { 0 };
        }
        self.sensed = self.level & wiring.can_sense;
        self.input = wiring.input.of(self.sensed) & ALL;
    }

    /// Level of pins that wires connect: low when anything drives low, as on an open-drain bus (a choice where outputs
    /// disagree), else high when anything drives high, else what the pulls make of it.
    fn net_is_high(&self, wiring: &Wiring, net: u64, drives: u64, before: u64) -> bool {
        let outside = wiring.external & !drives;
        let low = drives & !self.held_level | outside & !wiring.external_level;
        let high = drives & self.held_level | outside & wiring.external_level;
        let idle = wiring.pulled_up & !wiring.kept | before & wiring.kept;
        low & net == 0 && (high | idle) & net != 0
    }

    /// The pads were reset: isolated ones drive nothing.
    pub fn forget_held(&mut self) {
        (self.held_enable, self.held_level) = (0, 0);
    }
}
