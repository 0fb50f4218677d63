//! Messages of the protocol. All numbers are in network byte order.

use num_enum::TryFromPrimitive;
use thiserror::Error;

use super::BUS_ID;
use crate::usb::device::UsbDevice;

/// Version 1.1.1.
const VERSION: u16 = 0x0111;
/// Bytes of an operation's header.
pub(super) const OPERATION_LENGTH: usize = 8;
/// Bytes of a bus id.
pub(super) const BUS_ID_LENGTH: usize = 32;
/// Bytes of a command's or a reply's header.
pub(super) const HEADER_LENGTH: usize = 48;
/// Longest transfer that is taken, 1 MiB: longer ones are no traffic of a full-speed device.
const LONGEST_TRANSFER: u32 = 1 << 20;

/// Requests of a client that has not imported a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TryFromPrimitive)]
#[repr(u16)]
pub(super) enum Operation {
    /// OP_REQ_DEVLIST.
    ListDevices = 0x8005,
    /// OP_REQ_IMPORT.
    Import = 0x8003,
}

impl Operation {
    fn reply(self) -> u16 {
        self as u16 & 0x7FFF
    }
}

/// A message that the protocol does not allow; the connection ends.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ProtocolError {
    /// The client speaks another version.
    #[error("USB/IP version {found:#06x}, expected {VERSION:#06x}")]
    Version {
        /// The client's.
        found: u16,
    },
    /// An operation other than listing and importing.
    #[error("unknown USB/IP operation {0:#06x}")]
    Operation(u16),
    /// A command other than submitting and unlinking.
    #[error("unknown USB/IP command {0}")]
    Command(u32),
    /// A transfer that no full-speed device has.
    #[error("a transfer of {0} bytes; at most {LONGEST_TRANSFER} are taken")]
    Length(u32),
    /// Isochronous packets.
    #[error("an isochronous transfer; the device has no such endpoint")]
    Isochronous,
}

/// Reads an operation's header.
///
/// # Errors
/// Another version or an unknown operation.
pub(super) fn operation(header: [u8; OPERATION_LENGTH]) -> Result<Operation, ProtocolError> {
    let [version_high, version_low, code_high, code_low, ..] = header;
    let found = u16::from_be_bytes([version_high, version_low]);
    if found != VERSION {
        return Err(ProtocolError::Version { found });
    }
    let code = u16::from_be_bytes([code_high, code_low]);
    Operation::try_from(code).map_err(|_| ProtocolError::Operation(code))
}

/// The header of a reply to an operation; status 0 is success.
pub(super) fn operation_reply(operation: Operation, status: u32) -> Vec<u8> {
    let mut bytes = VERSION.to_be_bytes().to_vec();
    bytes.extend(operation.reply().to_be_bytes());
    bytes.extend(status.to_be_bytes());
    bytes
}

/// The record of a device in both replies.
pub(super) fn device_record(device: &impl UsbDevice) -> Vec<u8> {
    /// Full speed.
    const SPEED: u32 = 2;
    const PATH_LENGTH: usize = 256;
    let descriptor = device.device_descriptor();
    let field = |at: usize| descriptor.get(at).copied().unwrap_or(0);
    let number = |at: usize| u16::from_le_bytes([field(at), field(at + 1)]);
    let mut bytes = padded("/sys/devices/platform/twinbench/usb1/1-1", PATH_LENGTH);
    bytes.extend(padded(BUS_ID, BUS_ID_LENGTH));
    for value in [1, 1, SPEED] {
        bytes.extend(u32::to_be_bytes(value));
    }
    for at in [8, 10, 12] {
        bytes.extend(number(at).to_be_bytes());
    }
    bytes.extend([field(4), field(5), field(6), 1, field(17), interfaces(device).len() as u8]);
    bytes
}

/// Class, subclass, protocol and a padding byte of each interface.
pub(super) fn interfaces(device: &impl UsbDevice) -> Vec<[u8; 4]> {
    const INTERFACE: u8 = 4;
    let configuration = device.configuration_descriptor();
    let mut rest = configuration.as_slice();
    let mut found = Vec::new();
    while let Some((descriptor, next)) = rest
        .first()
        .filter(|length| **length > 0)
        .and_then(|length| rest.split_at_checked(usize::from(*length)))
    {
        if let [_, INTERFACE, _, _, _, class, subclass, protocol, ..] = *descriptor {
            found.push([class, subclass, protocol, 0]);
        }
        rest = next;
    }
    found
}

fn padded(text: &str, length: usize) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.resize(length, 0);
    bytes
}

/// A transfer that the client submits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Submit {
    /// Identifies it in its reply.
    pub sequence: u32,
    /// True if data goes to the host.
    pub to_host: bool,
    /// Endpoint number, 0 to 15.
    pub endpoint: u8,
    /// Bytes to transfer.
    pub length: u32,
    /// The eight bytes of a control transfer.
    pub setup: [u8; 8],
}

/// A command of a client that has imported the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// USBIP_CMD_SUBMIT; its data follows the header if it goes to the device.
    Submit(Submit),
    /// USBIP_CMD_UNLINK.
    Unlink {
        /// Identifies it in its reply.
        sequence: u32,
        /// The transfer to cancel.
        target: u32,
    },
}

/// Reads a command's header.
///
/// # Errors
/// An unknown command, or a transfer that the device cannot have.
pub(super) fn command(header: &[u8; HEADER_LENGTH]) -> Result<Command, ProtocolError> {
    const SUBMIT: u32 = 1;
    const UNLINK: u32 = 2;
    /// The kernel's number of packets for transfers that are not isochronous.
    const NOT_ISOCHRONOUS: u32 = u32::MAX;
    let number = |word: usize| {
        let bytes = header.get(word * 4..).and_then(|rest| rest.first_chunk::<4>());
        u32::from_be_bytes(bytes.copied().unwrap_or_default())
    };
    let sequence = number(1);
    match number(0) {
        SUBMIT => {
            let length = number(6);
            if length > LONGEST_TRANSFER {
                return Err(ProtocolError::Length(length));
            }
            if !matches!(number(8), 0 | NOT_ISOCHRONOUS) {
                return Err(ProtocolError::Isochronous);
            }
            let setup = header.last_chunk::<8>().copied().unwrap_or_default();
            Ok(Command::Submit(Submit {
                sequence,
                to_host: number(3) != 0,
                endpoint: (number(4) & 0xF) as u8,
                length,
                setup,
            }))
        }
        UNLINK => Ok(Command::Unlink { sequence, target: number(5) }),
        other => Err(ProtocolError::Command(other)),
    }
}

/// Status of a completed transfer, as Linux's negative error codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub(super) enum Status {
    /// It took place.
    Done = 0,
    /// EPIPE: the endpoint stalled.
    Stalled = -32,
}

/// USBIP_RET_SUBMIT: `data` for the host, or the number of bytes that the device took.
pub(super) fn submit_reply(sequence: u32, status: Status, taken: u32, data: &[u8]) -> Vec<u8> {
    const REPLY: u32 = 3;
    let length = if data.is_empty() { taken } else { data.len() as u32 };
    let mut bytes = header(REPLY, sequence);
    bytes.extend((status as i32).to_be_bytes());
    bytes.extend(length.to_be_bytes());
    bytes.resize(HEADER_LENGTH, 0);
    bytes.extend(data);
    bytes
}

/// USBIP_RET_UNLINK; `cancelled` if the transfer was still pending.
pub(super) fn unlink_reply(sequence: u32, cancelled: bool) -> Vec<u8> {
    const REPLY: u32 = 4;
    /// Linux's ECONNRESET.
    const CANCELLED: i32 = -104;
    let mut bytes = header(REPLY, sequence);
    bytes.extend(if cancelled { CANCELLED } else { 0 }.to_be_bytes());
    bytes.resize(HEADER_LENGTH, 0);
    bytes
}

/// The first five words of a reply; device, direction and endpoint are zero.
fn header(command: u32, sequence: u32) -> Vec<u8> {
    let mut bytes = command.to_be_bytes().to_vec();
    bytes.extend(sequence.to_be_bytes());
    bytes.resize(20, 0);
    bytes
}
