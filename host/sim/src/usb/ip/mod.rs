//! USB/IP: a device's transfers over a byte stream, as the Linux kernel's `vhci-hcd` speaks it. Layouts: Linux,
//! `Documentation/usb/usbip_protocol.rst`.

mod message;
mod session;
#[cfg(test)]
mod tests;

pub use message::ProtocolError;
pub use session::Session;

/// TCP port of USB/IP servers.
pub const PORT: u16 = 3240;
/// Bus id of the only device.
pub const BUS_ID: &str = "1-1";
