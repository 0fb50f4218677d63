//! Set-up packet of a control transfer.

/// The eight bytes that begin a control transfer (USB 2.0, table 9-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setup {
    /// Direction, type and recipient.
    pub request_type: u8,
    /// The request.
    pub request: u8,
    /// First argument.
    pub value: u16,
    /// Second argument.
    pub index: u16,
    /// Bytes of the data stage.
    pub length: u16,
}

impl Setup {
    /// Takes the eight bytes apart.
    pub fn parse(bytes: [u8; 8]) -> Self {
        let [request_type, request, value_low, value_high, index_low, index_high, length_low, length_high] =
            bytes;
        Self {
            request_type,
            request,
            value: u16::from_le_bytes([value_low, value_high]),
            index: u16::from_le_bytes([index_low, index_high]),
            length: u16::from_le_bytes([length_low, length_high]),
        }
    }

    /// True if the data stage goes to the host.
    pub fn is_in(&self) -> bool {
        self.request_type & 0x80 != 0
    }

    pub(super) fn is_standard(&self) -> bool {
        self.request_type & 0x60 == 0
    }
}
