//! Models of devices on the bus.

use super::bus_slave::{BusSlave, SlaveInterface};

/// A device with a seven-bit address.
pub trait I2cDevice: Send {
    /// Address of the device, 0 to 0x7F.
    fn address(&self) -> u8;
    /// Begins a transfer; `reads` if the master reads. Returns true to acknowledge.
    fn start(&mut self, reads: bool) -> bool;
    /// Writes a byte to the device. Returns true to acknowledge.
    fn write(&mut self, byte: u8) -> bool;
    /// Reads the next byte from the device.
    fn read(&mut self) -> u8;
    /// Ends the transfer.
    fn stop(&mut self) {}
}

/// A device, and its state on the bus.
pub(super) struct AttachedDevice {
    device: Box<dyn I2cDevice>,
    pub bus_slave: BusSlave,
}

impl AttachedDevice {
    /// Attaches a device.
    pub(super) fn new(device: Box<dyn I2cDevice>) -> Self {
        AttachedDevice { device, bus_slave: BusSlave::default() }
    }

    /// Returns the device, and its state on the bus.
    pub(super) fn parts(&mut self) -> (&mut dyn SlaveInterface, &mut BusSlave) {
        (&mut self.device, &mut self.bus_slave)
    }
}

impl SlaveInterface for Box<dyn I2cDevice> {
    fn address(&mut self, byte: u8) -> bool {
        byte >> 1 == I2cDevice::address(self.as_ref()) && self.start(byte & 1 == 1)
    }

    fn receive(&mut self, byte: u8) -> bool {
        self.write(byte)
    }

    fn transmit(&mut self) -> Option<u8> {
        Some(self.read())
    }

    fn read_ended(&mut self) {}

    fn transfer_ended(&mut self, _stopped: bool) {
        self.stop();
    }
}
