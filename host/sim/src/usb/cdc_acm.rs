//! A serial port by the abstract control model (CDC 1.2, PSTN 1.2): class requests and the bytes in both directions.

use std::collections::VecDeque;

use num_enum::TryFromPrimitive;

use super::descriptors::{Class, Configuration, TransferType};
use super::device::BULK_PACKET;
use super::setup::Setup;

/// Bytes that either direction buffers; an OUT packet beyond it is answered by NAK, the oldest IN bytes are lost, as
/// with a UART bridge whose host does not read.
const BUFFER: usize = 1 << 14;
/// Packet of the notification endpoint.
const NOTIFICATION_PACKET: u16 = 8;
/// Milliseconds between two polls of the notification endpoint.
const NOTIFICATION_INTERVAL: u8 = 16;

/// Class requests (PSTN 1.2, table 13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, TryFromPrimitive)]
#[repr(u8)]
enum Request {
    SetLineCoding = 0x20,
    GetLineCoding = 0x21,
    SetControlLineState = 0x22,
    SendBreak = 0x23,
}

/// Addresses of the three endpoints.
#[derive(Clone, Copy, Debug)]
pub struct Endpoints {
    /// Interrupt IN: notifications.
    pub notification: u8,
    /// Bulk OUT.
    pub data_out: u8,
    /// Bulk IN.
    pub data_in: u8,
}

/// A serial port's state.
#[derive(Debug)]
pub struct SerialPort {
    /// Seven bytes: bit rate, stop bits, parity, data bits (PSTN 1.2, table 17).
    line_coding: [u8; 7],
    from_host: VecDeque<u8>,
    to_host: VecDeque<u8>,
}

impl Default for SerialPort {
    fn default() -> Self {
        const BIT_RATE: [u8; 4] = 115_200_u32.to_le_bytes();
        let [a, b, c, d] = BIT_RATE;
        Self { line_coding: [a, b, c, d, 0, 0, 8], from_host: VecDeque::new(), to_host: VecDeque::new() }
    }
}

impl SerialPort {
    /// Appends the two interfaces of a port to a configuration; `control` is the number of the first.
    pub fn describe(configuration: &mut Configuration, control: u8, endpoints: Endpoints, string: u8) {
        /// Descriptor type of class-specific interface descriptors.
        const FUNCTIONAL: u8 = 0x24;
        /// Line coding and control line state are supported, and a break can be sent.
        const CAPABILITIES: u8 = 6;
        let data = control + 1;
        configuration
            .association(2, Class::CDC_CONTROL)
            .interface(Class::CDC_CONTROL, 1, string)
            .raw(&[5, FUNCTIONAL, 0, 0x20, 0x01])
            .raw(&[5, FUNCTIONAL, 1, 0, data])
            .raw(&[4, FUNCTIONAL, 2, CAPABILITIES])
            .raw(&[5, FUNCTIONAL, 6, control, data])
            .endpoint(
                endpoints.notification,
                TransferType::Interrupt,
                NOTIFICATION_PACKET,
                NOTIFICATION_INTERVAL,
            )
            .interface(Class::CDC_DATA, 2, 0)
            .endpoint(endpoints.data_out, TransferType::Bulk, BULK_PACKET as u16, 0)
            .endpoint(endpoints.data_in, TransferType::Bulk, BULK_PACKET as u16, 0);
    }

    /// Answers a class request; `None` is STALL.
    pub fn class_request(&mut self, setup: &Setup, data: &[u8]) -> Option<Vec<u8>> {
        match Request::try_from(setup.request).ok()? {
            Request::SetLineCoding => {
                self.line_coding = data.try_into().ok()?;
                Some(Vec::new())
            }
            Request::GetLineCoding => Some(self.line_coding.to_vec()),
            // The board's UART has no modem lines at the probe.
            Request::SetControlLineState | Request::SendBreak => Some(Vec::new()),
        }
    }

    /// Takes bytes from the host; false, and none is taken, while there is no room.
    pub fn write(&mut self, bytes: &[u8]) -> bool {
        let fits = self.from_host.len() + bytes.len() <= BUFFER;
        if fits {
            self.from_host.extend(bytes);
        }
        fits
    }

    /// Gives up to `length` bytes to the host; empty if there are none.
    pub fn read(&mut self, length: usize) -> Vec<u8> {
        let count = self.to_host.len().min(length);
        self.to_host.drain(..count).collect()
    }

    /// Takes the bytes that came from the host.
    pub fn take_received(&mut self) -> Vec<u8> {
        self.from_host.drain(..).collect()
    }

    /// Appends bytes for the host.
    pub fn send(&mut self, bytes: &[u8]) {
        self.to_host.extend(bytes);
        let lost = self.to_host.len().saturating_sub(BUFFER);
        self.to_host.drain(..lost);
    }

    /// Drops all buffered bytes.
    pub fn clear(&mut self) {
        self.from_host.clear();
        self.to_host.clear();
    }
}
