//! State of the serial bus to the flash chip.

/// Lines that carry a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Width {
    /// One line out, one line in.
    Single,
    /// Two lines.
    Dual,
    /// Four lines.
    Quad,
}

/// Progress of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// Chip select is high.
    Deselected,
    /// Chip select is low, no byte yet.
    Selected,
    /// The command's first byte has been received.
    Running {
        /// First byte.
        code: u8,
        /// Bytes received after the first.
        bytes: Vec<u8>,
    },
}
