//! Values that stand in `run.json` as text people read.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The content of a 32-bit register, written `0x00000000`.
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
        digits.map(Self).ok_or_else(|| format!("`{text}` is no register, expected 0x and up to eight digits"))
    }
}

/// A point in time, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Moment(pub jiff::Timestamp);

impl Moment {
    /// The present.
    pub fn now() -> Self {
        Self(jiff::Timestamp::now())
    }
}

impl fmt::Display for Moment {
    /// To the second.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0}", self.0)
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.0.to_string()
    }
}

impl TryFrom<String> for Moment {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map(Self).map_err(|error| format!("`{text}` is no time: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn register_survives_both_ways() {
        let json = serde_json::to_string(&Register(0x6000_7203)).unwrap();
        assert_eq!(json, "\"0x60007203\"");
        assert_eq!(serde_json::from_str::<Register>(&json).unwrap(), Register(0x6000_7203));
        assert!(serde_json::from_str::<Register>("\"60007203\"").is_err());
        assert!(serde_json::from_str::<Register>("\"0x600072030\"").is_err());
    }

    #[test]
    fn moment_survives_both_ways() {
        let moment = Moment("2026-03-01T12:30:45.25Z".parse().unwrap());
        let json = serde_json::to_string(&moment).unwrap();
        assert_eq!(serde_json::from_str::<Moment>(&json).unwrap(), moment);
        assert_eq!(moment.to_string(), "2026-03-01T12:30:45Z");
        assert!(serde_json::from_str::<Moment>("\"yesterday\"").is_err());
    }
}
