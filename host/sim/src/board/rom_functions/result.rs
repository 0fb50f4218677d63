//! Results of ROM functions.

use num_enum::IntoPrimitive;

use crate::time::Picoseconds;

/// Error codes of the ROM (RP2350 §5.4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoPrimitive)]
#[repr(i32)]
pub(super) enum RomError {
    NotPermitted = -4,
    InvalidArgument = -5,
    InvalidAddress = -10,
    BadAlignment = -11,
    BufferTooSmall = -13,
}

/// End of a ROM function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RomReturn {
    /// Returns to the caller with a value in r0, after a time.
    ToCaller { value: u32, time: Picoseconds },
    /// Continues at another address, without returning to the caller.
    Elsewhere,
}

impl RomReturn {
    /// Returns to the caller with a value, without delay.
    pub(super) const fn value(value: u32) -> Self {
        Self::ToCaller { value, time: 0 }
    }

    /// Returns 0 to the caller, without delay.
    pub(super) const OK: Self = Self::value(0);
}

/// Failure of a ROM function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RomFailure {
    /// Returns an error code to the caller.
    Error(RomError),
    /// Stops the board: the text names what is not modelled.
    Unmodelled(String),
}

impl From<RomError> for RomFailure {
    fn from(error: RomError) -> Self {
        Self::Error(error)
    }
}

/// Result of a ROM function.
pub(super) type RomResult = Result<RomReturn, RomFailure>;

/// Returns the failure of a function that is not modelled.
pub(super) fn unmodelled(what: impl Into<String>) -> RomFailure {
    RomFailure::Unmodelled(what.into())
}
