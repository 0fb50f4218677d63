//! DAP_Info: texts and sizes of the probe.

use num_enum::TryFromPrimitive;

/// Version of the protocol that the probe speaks.
const PROTOCOL_VERSION: &str = "2.1.1";
/// Serial wire debug, and commands that are carried out as one.
const CAPABILITIES: u8 = 1 << 0 | 1 << 4;

/// Identifiers of DAP_Info.
#[derive(Clone, Copy, Debug, PartialEq, Eq, TryFromPrimitive)]
#[repr(u8)]
enum InfoId {
    Vendor = 0x01,
    Product = 0x02,
    SerialNumber = 0x03,
    ProtocolVersion = 0x04,
    DeviceVendor = 0x05,
    DeviceName = 0x06,
    BoardVendor = 0x07,
    BoardName = 0x08,
    FirmwareVersion = 0x09,
    Capabilities = 0xF0,
    PacketCount = 0xFE,
    PacketSize = 0xFF,
}

/// Texts and sizes of a probe.
#[derive(Clone, Debug)]
pub struct ProbeInfo {
    /// Manufacturer.
    pub vendor: String,
    /// Product.
    pub product: String,
    /// Serial number.
    pub serial: String,
    /// Version of the probe's firmware.
    pub firmware: String,
    /// Bytes of a command or response.
    pub packet_size: u16,
    /// Commands that the probe buffers.
    pub packet_count: u8,
}

impl ProbeInfo {
    /// Answer to DAP_Info after its command byte: length and content.
    pub fn answer(&self, id: u8) -> Vec<u8> {
        let Ok(id) = InfoId::try_from(id) else {
            return vec![0];
        };
        match id {
            InfoId::Vendor => text(&self.vendor),
            InfoId::Product => text(&self.product),
            InfoId::SerialNumber => text(&self.serial),
            InfoId::ProtocolVersion => text(PROTOCOL_VERSION),
            InfoId::FirmwareVersion => text(&self.firmware),
            // Not a probe on a board of its own: these are empty.
            InfoId::DeviceVendor | InfoId::DeviceName | InfoId::BoardVendor | InfoId::BoardName => vec![0],
            InfoId::Capabilities => vec![1, CAPABILITIES],
            InfoId::PacketCount => vec![1, self.packet_count],
            InfoId::PacketSize => {
                let [low, high] = self.packet_size.to_le_bytes();
                vec![2, low, high]
            }
        }
    }
}

/// A text with its length, closed by a zero; at most 60 bytes, so that it fits a packet.
fn text(text: &str) -> Vec<u8> {
    const LONGEST: usize = 60;
    let bytes: Vec<u8> = text.bytes().take(LONGEST).chain([0]).collect();
    let mut answer = vec![bytes.len() as u8];
    answer.extend(bytes);
    answer
}
