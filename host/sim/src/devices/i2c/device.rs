//! Device models on the bus.

use super::follower::{Follower, Target};

/// A device with a seven-bit address.
pub trait I2cDevice: Send {
    /// Its address, 0 to 0x7F.
    fn address(&self) -> u8;
    /// A transfer with it begins; `reads` when the master reads. Returns whether it acknowledges.
    fn start(&mut self, reads: bool) -> bool;
    /// A byte is written to it. Returns whether it acknowledges.
    fn write(&mut self, byte: u8) -> bool;
    /// The next byte that is read from it.
    fn read(&mut self) -> u8;
    /// The transfer has ended.
    fn stop(&mut self) {}
}

/// A device that follows the bus.
pub(super) struct Attached {
    device: Box<dyn I2cDevice>,
    /// Its state on the bus.
    pub follower: Follower,
}

impl Attached {
    /// A device that has just been connected.
    pub(super) fn new(device: Box<dyn I2cDevice>) -> Self {
        Attached { device, follower: Follower::default() }
    }

    /// The device, and its state on the bus.
    pub(super) fn parts(&mut self) -> (&mut dyn Target, &mut Follower) {
        (&mut self.device, &mut self.follower)
    }
}

impl Target for Box<dyn I2cDevice> {
    fn address(&mut self, byte: u8) -> bool {
        byte >> 1 == I2cDevice::address(self.as_ref()) && self.start(byte & 1 == 1)
    }

    fn receive(&mut self, byte: u8) -> bool {
        self.write(byte)
    }

    fn transmit(&mut self) -> Option<u8> {
        Some(self.read())
    }

    fn refused(&mut self) {}

    fn ended(&mut self, _stopped: bool) {
        self.stop();
    }
}
