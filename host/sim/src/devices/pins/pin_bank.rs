//! The 48 pins of bank 0: their settings and their levels.

use super::history::History;
use super::io_bank0::IoBank0;
use super::levels::Levels;
use super::pads_bank0::PadsBank0;
use super::recorder::Recorder;
use super::wiring::Wiring;
use crate::peripheral::pin_mux::{Drive, Drives};

/// The pins: their settings, their levels, and recent changes of their inputs.
#[derive(Debug, Default)]
pub(crate) struct Pins {
    wiring: Wiring,
    levels: Levels,
    history: History,
    recorder: Option<Recorder>,
}

impl Pins {
    /// Drives a pin from outside the chip, or with `None` releases it.
    pub(crate) fn drive_externally(&mut self, pin: u32, level: Option<bool>) {
        self.wiring.drive_externally(pin, level);
    }

    /// Connects two pins by a wire outside the chip.
    pub(crate) fn connect(&mut self, first: u32, second: u32) {
        self.wiring.connect(first, second);
    }

    /// Removes all external wires.
    pub(crate) fn disconnect(&mut self) {
        self.wiring.disconnect();
    }

    /// Releases what isolated pads drive, as a reset of the pads does.
    pub(crate) fn release_isolated(&mut self) {
        self.levels.release_isolated();
    }

    /// Levels of the pins.
    pub(crate) fn levels(&self) -> &Levels {
        &self.levels
    }

    /// Settings of the pins.
    pub(crate) fn wiring(&self) -> &Wiring {
        &self.wiring
    }

    /// Returns what SIO reads as GPIO_IN and GPIO_HI_IN in a cycle: the inputs two cycles before, except for the pins
    /// of `bypass`, which have no synchroniser.
    pub(crate) fn read_by_sio(&self, cycle: u64, bypass: u64) -> u64 {
        self.history.synchronised(cycle) & !bypass | self.levels.input & bypass
    }

    /// Reads the settings of multiplexer and pads.
    pub(crate) fn rewire(&mut self, io: &IoBank0, pads: &PadsBank0) {
        self.wiring.read(io, pads);
    }

    /// Updates the levels from the outputs of all devices.
    pub(crate) fn update(&mut self, drives: &Drives, cycle: u64) {
        let drive = self.wiring.merge(drives, |_| true);
        self.drive(drive, cycle);
    }

    /// Updates the levels from the outputs that the pins have selected.
    pub(crate) fn drive(&mut self, drive: Drive, cycle: u64) {
        let before = self.levels;
        self.wiring.update(&mut self.levels, drive);
        if self.levels.input != before.input {
            self.history.change(cycle, self.levels.input);
        }
        if self.levels.level != before.level
            && let Some(recorder) = &mut self.recorder
        {
            recorder.record(cycle, self.levels.level);
        }
    }

    /// Pins that are recorded.
    pub(crate) fn recorded(&self) -> u64 {
        self.recorder.as_ref().map_or(0, Recorder::pins)
    }

    /// The recording, if there is any.
    pub(crate) fn recorder(&mut self) -> &mut Option<Recorder> {
        &mut self.recorder
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peripheral::Peripheral;
    use crate::peripheral::pin_mux::{ALL_PINS, Drive, FUNCTION_SIO};
    use crate::peripheral::registers::Write;

    fn sio(enable: u64, level: u64) -> Drives {
        let mut drives = Drives::default();
        drives.put(FUNCTION_SIO, ALL_PINS, Drive { enable, level });
        drives
    }

    /// Writes a register by its name.
    fn write(device: &mut dyn Peripheral, register: &str, value: u32) {
        let offset = device.file().offset_of(register);
        device.file_mut().write(offset, Write::plain(value));
    }

    /// Updates the pins.
    fn update(pins: &mut Pins, drives: &Drives, io: &mut IoBank0, pads: &PadsBank0) {
        pins.rewire(io, pads);
        pins.update(drives, 0);
    }

    /// Returns IO_BANK0 with pin 25 at SIO, and its pad with input enabled and not isolated.
    fn pin_25() -> (IoBank0, PadsBank0) {
        let mut io = IoBank0::default();
        write(&mut io, "GPIO25_CTRL", FUNCTION_SIO);
        let mut pads = PadsBank0::default();
        write(&mut pads, "GPIO25", 0x40);
        (io, pads)
    }

    #[test]
    fn wires_join_outputs_pulls_and_inputs() {
        let mut io = IoBank0::default();
        let mut pads = PadsBank0::default();
        for pin in 0..4 {
            write(&mut io, &format!("GPIO{pin}_CTRL"), FUNCTION_SIO);
            write(&mut pads, &format!("GPIO{pin}"), 0x40);
        }
        let mut pins = Pins::default();
        pins.connect(0, 1);
        pins.connect(2, 1);
        pins.connect(0, 99);
        let mut level = |enable, level| {
            update(&mut pins, &sio(enable, level), &mut io, &pads);
            pins.levels().input & 0xF
        };
        assert_eq!(level(0b1001, 0b1001), 0b1111);
        assert_eq!(level(0b1011, 0b1001), 0b1000, "low wins");
        assert_eq!(level(0b1000, 0b1000), 0b1000, "without a pull it is low");
        write(&mut pads, "GPIO2", 0x48);
        update(&mut pins, &sio(0, 0), &mut io, &pads);
        assert_eq!(pins.levels().input & 0xF, 0b0111);
        pins.drive_externally(0, Some(false));
        update(&mut pins, &sio(0, 0), &mut io, &pads);
        assert_eq!(pins.levels().input & 0xF, 0);
        pins.disconnect();
        update(&mut pins, &sio(0, 0), &mut io, &pads);
        assert_eq!(pins.levels().input & 0xF, 0b0100);
    }

    #[test]
    fn an_output_reads_back() {
        let (mut io, pads) = pin_25();
        let mut pins = Pins::default();
        update(&mut pins, &sio(1 << 25, 1 << 25), &mut io, &pads);
        assert_eq!((pins.levels().level, pins.levels().input), (1 << 25, 1 << 25));
        update(&mut pins, &sio(1 << 25, 0), &mut io, &pads);
        assert_eq!(pins.levels().input, 0);
    }

    #[test]
    fn an_isolated_pad_keeps_its_level() {
        let (mut io, mut pads) = pin_25();
        let mut pins = Pins::default();
        update(&mut pins, &sio(1 << 25, 1 << 25), &mut io, &pads);
        write(&mut pads, "GPIO25", 0x140);
        update(&mut pins, &sio(0, 0), &mut io, &pads);
        assert_eq!(pins.levels().level, 1 << 25);
    }

    #[test]
    fn pulls_and_external_levels_reach_the_input() {
        let (mut io, mut pads) = pin_25();
        let mut pins = Pins::default();
        write(&mut pads, "GPIO25", 0x48);
        update(&mut pins, &sio(0, 0), &mut io, &pads);
        assert_eq!(pins.levels().input, 1 << 25);
        pins.drive_externally(25, Some(false));
        update(&mut pins, &sio(0, 0), &mut io, &pads);
        assert_eq!(pins.levels().input, 0);
        pins.drive_externally(25, None);
        pins.drive_externally(200, Some(true));
        write(&mut pads, "GPIO25", 0x08);
        update(&mut pins, &sio(0, 0), &mut io, &pads);
        assert_eq!((pins.levels().level, pins.levels().input), (1 << 25, 0));
    }
}
