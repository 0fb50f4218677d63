//! The outside of the chip: wires and levels at its pins, devices on its serial buses, voltages, the flash.

use super::Chip;
use crate::devices::i2c::I2cDevice;
use crate::devices::pins::{EdgeSink, Recorder};
use crate::devices::spi::SpiDevice;
use crate::peripheral::Effects;

impl Chip {
    /// Takes the bytes that a UART (0 or 1) has sent.
    pub(crate) fn take_uart_output(&mut self, number: usize, cycle: u64) -> Vec<u8> {
        let access = self.clocks.access(cycle);
        let uart = if number == 0 { &mut self.peripherals.uart0 } else { &mut self.peripherals.uart1 };
        uart.take_output(&access)
    }

    /// Sends bytes to a UART (0 or 1).
    pub(crate) fn send_to_uart(&mut self, number: usize, bytes: &[u8], cycle: u64) {
        let access = self.clocks.access(cycle);
        let uart = if number == 0 { &mut self.peripherals.uart0 } else { &mut self.peripherals.uart1 };
        uart.send(bytes, &access);
        self.propagate(Effects::EVENTS, cycle);
    }

    /// Connects a channel of the ADC to a voltage in µV, or with `None` disconnects it. Returns false if there is no
    /// such channel.
    pub(crate) fn connect_adc(&mut self, channel: usize, microvolts: Option<u32>, cycle: u64) -> bool {
        let access = self.clocks.access(cycle);
        self.peripherals.adc.connect(channel, microvolts, &access)
    }

    /// Attaches a device to SPI0 (0) or SPI1 (1); `first` is the word that it sends during the first frame.
    pub(crate) fn attach_spi(&mut self, number: usize, device: Box<dyn SpiDevice>, first: u16) {
        let spi = if number == 0 { &mut self.peripherals.spi0 } else { &mut self.peripherals.spi1 };
        spi.attach(device, first);
    }

    /// Connects a device to the lines of I2C0 (0) or I2C1 (1).
    pub(crate) fn attach_i2c(&mut self, number: usize, device: Box<dyn I2cDevice>) {
        let i2c = if number == 0 { &mut self.peripherals.i2c0 } else { &mut self.peripherals.i2c1 };
        i2c.attach(device);
    }

    /// Drives a pin of bank 0 from outside, or with `None` releases it.
    pub(crate) fn drive_pin(&mut self, pin: u32, level: Option<bool>, cycle: u64) {
        self.run_pio(cycle);
        self.pins.pins.drive_externally(pin, level);
        let effects = self.update_pins(cycle) | self.pio.take_changed();
        if !effects.is_empty() {
            self.propagate(effects, cycle);
        }
    }

    /// Connects two pins of bank 0 by a wire outside the chip.
    pub(crate) fn connect_pins(&mut self, first: u32, second: u32, cycle: u64) {
        self.run_pio(cycle);
        self.pins.pins.connect(first, second);
        self.propagate(Effects::PINS | Effects::EVENTS, cycle);
    }

    /// Removes all wires between pins.
    pub(crate) fn disconnect_pins(&mut self, cycle: u64) {
        self.run_pio(cycle);
        self.pins.pins.disconnect();
        self.propagate(Effects::PINS | Effects::EVENTS, cycle);
    }

    /// Levels of the pins of bank 0, as of the cycle to which the PIOs have been advanced.
    pub(crate) fn pin_levels(&self) -> u64 {
        self.pins.pins.levels().level
    }

    /// Returns the levels of the pins of bank 0 in a cycle.
    pub fn pin_levels_at(&mut self, cycle: u64) -> u64 {
        self.run_pio(cycle);
        self.pin_levels()
    }

    /// Passes every change of the pins in `pins` to `sink` from a cycle on; `None` ends the recording.
    pub fn record_pins(&mut self, pins: u64, sink: Option<Box<dyn EdgeSink>>, cycle: u64) {
        self.run_pio(cycle);
        let (levels, timeline) = (self.pin_levels(), self.clocks.timeline());
        *self.pins.pins.recorder() = sink.map(|sink| Recorder::start(pins, cycle, levels, timeline, sink));
        self.propagate(Effects::EVENTS, cycle);
    }

    /// Content of the flash.
    pub(crate) fn flash(&self) -> &[u8] {
        self.peripherals.qmi.flash.bytes()
    }

    /// Erases a range of the flash and programs it, in zero simulated time.
    pub(crate) fn load_flash(&mut self, offset: u32, data: &[u8]) {
        let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
        self.peripherals.qmi.flash.erase(offset, length);
        self.peripherals.qmi.flash.program(offset, data);
    }
}
