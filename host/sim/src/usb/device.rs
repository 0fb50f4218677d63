//! Interface between a USB device and the transport of its transfers.

use super::setup::Setup;

/// Largest packet of a bulk endpoint at full speed (USB 2.0, 5.8.3).
pub const BULK_PACKET: usize = 64;

/// Answer of a device to data for one of its OUT endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutResult {
    /// The packet is taken.
    Accepted,
    /// NAK: the device has no room; the host offers the packet again.
    NotReady,
    /// STALL: the endpoint is halted or does not exist.
    Stalled,
}

/// Answer of a device to a request for data from one of its IN endpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InResult {
    /// Data of one transfer, at most as long as asked for.
    Data(Vec<u8>),
    /// NAK: nothing to send yet.
    NotReady,
    /// STALL: the endpoint is halted or does not exist.
    Stalled,
}

/// A device at full speed with one configuration.
pub trait UsbDevice {
    /// The device descriptor (USB 2.0, 9.6.1).
    fn device_descriptor(&self) -> Vec<u8>;

    /// The configuration descriptor with all interface and endpoint descriptors (USB 2.0, 9.6.3).
    fn configuration_descriptor(&self) -> Vec<u8>;

    /// The string of a string descriptor; `None` where there is no such index. Index 0, the languages, is not asked for.
    fn string(&self, index: u8) -> Option<String>;

    /// Answers a class or vendor request; `data` came with a request to the device. `None` is STALL.
    fn class_request(&mut self, setup: &Setup, data: &[u8]) -> Option<Vec<u8>>;

    /// Takes a packet of at most [`BULK_PACKET`] bytes for OUT endpoint `endpoint` (1 to 15).
    fn write_packet(&mut self, endpoint: u8, packet: &[u8]) -> OutResult;

    /// Gives the next data of IN endpoint `endpoint` (1 to 15), at most `length` bytes.
    fn read_transfer(&mut self, endpoint: u8, length: usize) -> InResult;

    /// The host attached, detached or reset the device: buffered data is dropped.
    fn reset(&mut self);
}
