//! Resolution of the levels of the pins, for all of them at once.

use super::levels::Levels;
use super::wiring::Wiring;
use crate::peripheral::pin_mux::{ALL_PINS, Drive};

impl Wiring {
    /// Updates the levels for the outputs of the devices. A pin that is driven from both sides has the level of the chip
    /// (assumption). A pin that nothing drives or pulls is low (assumption).
    pub(crate) fn update(&self, levels: &mut Levels, drive: Drive) {
        levels.driven = self.enable.of(drive.enable) & ALL_PINS;
        levels.output = self.output.of(drive.level) & ALL_PINS;
        levels.held_enable = levels.held_enable & self.isolated | levels.driven & !self.isolated;
        levels.held_level = levels.held_level & self.isolated | levels.output & !self.isolated;
        let drives = levels.held_enable & self.can_drive;
        let idle = self.pulled_up & !self.kept | levels.level & self.kept;
        let passive = self.external & self.external_level | !self.external & idle;
        let before = levels.level;
        levels.level = drives & levels.held_level | !drives & passive;
        for net in &self.nets {
            let high = self.net_is_high(levels, *net, drives, before);
            levels.level = levels.level & !net | if high { *net } else { 0 };
        }
        levels.sensed = levels.level & self.can_sense;
        levels.input = self.input.of(levels.sensed) & ALL_PINS;
    }

    /// Returns the level of pins that wires connect: low if anything drives low, as on an open-drain bus (an assumption
    /// where outputs disagree), else high if anything drives high, else the level of the pulls.
    fn net_is_high(&self, levels: &Levels, net: u64, drives: u64, before: u64) -> bool {
        let external = self.external & !drives;
        let low = drives & !levels.held_level | external & !self.external_level;
        let high = drives & levels.held_level | external & self.external_level;
        let idle = self.pulled_up & !self.kept | before & self.kept;
        low & net == 0 && (high | idle) & net != 0
    }
}
