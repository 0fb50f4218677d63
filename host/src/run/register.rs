//! Content of a register as text.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Content of a 32-bit register, written `0x00000000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Register(pub u32);

impl fmt::Display for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#010x}", self.0)
    }
}

impl From<Register> for String {
    fn from(register: Register) -> Self {
        register.to_string()
    }
}

impl TryFrom<String> for Register {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digits = text.strip_prefix("0x").and_then(|digits| u32::from_str_radix(digits, 16).ok());
        digits.map(Self).ok_or_else(|| {
            format!("`{text}` is not a register, expected 0x and up to eight hexadecimal digits")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trips() {
        let json = serde_json::to_string(&Register(0x6000_7203)).unwrap();
        assert_eq!(json, "\"0x60007203\"");
        assert_eq!(serde_json::from_str::<Register>(&json).unwrap(), Register(0x6000_7203));
        assert!(serde_json::from_str::<Register>("\"60007203\"").is_err());
        assert!(serde_json::from_str::<Register>("\"0x600072030\"").is_err());
    }
}
