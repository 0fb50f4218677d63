//! Addressing of the floating-point load and store multiple instructions, packed into their parameter.

/// Addressing of VLDM and VSTM in the `parameter` field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MultipleAddressing {
    /// Words by which the base moves: one more than are transferred in the FLDMX and FSTMX forms.
    pub words: u32,
    /// Downwards from the base (DB).
    pub decrement: bool,
    /// The base register is changed.
    pub writeback: bool,
}

impl MultipleAddressing {
    /// Packs the fields.
    pub const fn pack(self) -> i32 {
        (self.words | (self.decrement as u32) << 8 | (self.writeback as u32) << 9) as i32
    }

    /// Unpacks the fields.
    pub const fn unpack(parameter: i32) -> Self {
        Self {
            words: parameter as u32 & 0xFF,
            decrement: parameter & 0x100 != 0,
            writeback: parameter & 0x200 != 0,
        }
    }
}
