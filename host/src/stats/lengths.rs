//! How many operations samples have.

use serde::{Deserialize, Serialize};

/// The lengths that a cell is sampled at, in multiples of its operations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
pub enum Lengths {
    /// n operations only, because their duration is given from outside: a slope would say nothing.
    One,
    /// n and 2n operations; the cost of one is the slope between them.
    #[default]
    Two,
}

impl Lengths {
    /// Each of them, in multiples of n.
    pub const fn each(self) -> &'static [u32] {
        match self {
            Self::One => &[1],
            Self::Two => &[1, 2],
        }
    }

    /// Whether it is what a scenario has that says nothing of it.
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
            _ => Err(format!("{count} lengths, expected 1 or 2")),
        }
    }
}
