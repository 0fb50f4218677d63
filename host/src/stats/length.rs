//! Lengths of samples.

use serde::{Deserialize, Serialize};

/// Length of a sample. Files store it as the factor 1 or 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
pub enum Length {
    /// The operations of the scenario.
    Single,
    /// Twice the operations of the scenario.
    Double,
}

impl Length {
    /// Returns the factor of the scenario's operations: 1 or 2.
    pub const fn factor(self) -> u32 {
        match self {
            Self::Single => 1,
            Self::Double => 2,
        }
    }
}

impl From<Length> for u32 {
    fn from(length: Length) -> Self {
        length.factor()
    }
}

impl TryFrom<u32> for Length {
    type Error = String;

    fn try_from(factor: u32) -> Result<Self, String> {
        match factor {
            1 => Ok(Self::Single),
            2 => Ok(Self::Double),
            _ => Err(format!("a sample has length {factor}, expected 1 or 2")),
        }
    }
}

/// Lengths that a cell is sampled at. Files store their number, 1 or 2.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
pub enum Lengths {
    /// Single length, for work whose duration is fixed from outside: a slope would have no meaning.
    One,
    /// Single and double length: the cost of an operation is the slope between them.
    #[default]
    Two,
}

impl Lengths {
    /// Returns the lengths, the shorter first.
    pub const fn as_slice(self) -> &'static [Length] {
        match self {
            Self::One => &[Length::Single],
            Self::Two => &[Length::Single, Length::Double],
        }
    }

    /// Returns true for the default, which scenario files need not state.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl From<Lengths> for u32 {
    fn from(lengths: Lengths) -> Self {
        match lengths {
            Lengths::One => 1,
            Lengths::Two => 2,
        }
    }
}

impl TryFrom<u32> for Lengths {
    type Error = String;

    fn try_from(count: u32) -> Result<Self, String> {
        match count {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            _ => Err(format!("a cell has {count} lengths, expected 1 or 2")),
        }
    }
}
