//! Syntax of `--board`: `auto`, `sim` or `VID:PID[:SERIAL]`.

use std::str::FromStr;

use probe_rs::probe::DebugProbeSelector;
use thiserror::Error;

/// Selection of the board that a command uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BoardSelector {
    /// The attached probe, or the simulated board if none is attached.
    Auto,
    /// The simulated board.
    Simulated,
    /// A probe by its USB ids and optional serial number.
    Probe(DebugProbeSelector),
}

/// Error of a text that does not select a board.
#[derive(Debug, Error)]
#[error("expected `auto`, `sim` or VID:PID[:SERIAL] with VID and PID in hexadecimal, found `{found}`")]
pub struct SelectorError {
    found: String,
}

impl FromStr for BoardSelector {
    type Err = SelectorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "auto" => Ok(Self::Auto),
            "sim" => Ok(Self::Simulated),
            _ => text.parse().map(Self::Probe).map_err(|_| SelectorError { found: text.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_and_ids() {
        assert_eq!("auto".parse::<BoardSelector>().unwrap(), BoardSelector::Auto);
        assert_eq!("sim".parse::<BoardSelector>().unwrap(), BoardSelector::Simulated);
        let BoardSelector::Probe(probe) = "2e8a:000c:E660".parse().unwrap() else { panic!("not a probe") };
        assert_eq!((probe.vendor_id, probe.product_id), (0x2e8a, 0x000c));
        assert_eq!(probe.serial_number.as_deref(), Some("E660"));
    }

    #[test]
    fn an_invalid_selector_is_quoted() {
        let error = "usb0".parse::<BoardSelector>().unwrap_err();
        assert!(error.to_string().contains("`usb0`"), "{error}");
    }

    proptest! {
        #[test]
        fn any_text_parses_or_is_refused(text in ".{0,40}") {
            let _ = text.parse::<BoardSelector>();
        }
    }
}
