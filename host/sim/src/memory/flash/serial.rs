//! State of the serial bus to the flash chip.

/// Lines that a byte goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Width {
    /// One out, one in.
    Single,
    /// Two.
    Dual,
    /// Four.
    Quad,
}

/// How far a command has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// Chip select is high.
    Deselected,
    /// Chip select is low, no byte yet.
    Selected,
    /// Bytes after the command's first, which is `code`.
    Running {
        /// First byte.
        code: u8,
        /// All that followed.
        bytes: Vec<u8>,
    },
}
