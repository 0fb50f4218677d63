//! Key of a cell.

use super::Placement;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::{fmt, str::FromStr};

/// Key of a cell: it identifies the cell within a run folder.
///
/// As text, `increment-memory/c/ram`. The parts that only some runs have follow in this order:
/// `sum-loop/micropython-global/ram?size=1000&image=micropython-ram&version=1.25.0&commit=f498a16&board=left&transport=swd`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct CellKey {
    /// Id of the scenario.
    pub scenario: String,
    /// Id of the implementation.
    pub implementation: String,
    /// Memory that the code executes from.
    pub placement: Placement,
    /// Parts that only some runs have; `None` if all of them are empty.
    variation: Option<Box<Variation>>,
}

/// Optional parts of a [`CellKey`]: they distinguish cells of the same scenario, implementation and placement.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variation {
    /// Values of the scenario's parameters, by name; empty for a scenario without parameters.
    pub parameters: BTreeMap<String, KeyPart>,
    /// Firmware; empty in a run with one firmware for each runtime and placement.
    pub firmware: FirmwareKey,
    /// Name of the board; `None` in a run on one board.
    pub board: Option<KeyPart>,
    /// Transport between host and board; `None` in a run with one transport.
    pub transport: Option<KeyPart>,
}

/// Firmware that a cell runs in, as far as it distinguishes cells of one run.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FirmwareKey {
    /// Name of the image: `micropython-ram`.
    pub image: Option<KeyPart>,
    /// Version: `1.25.0`.
    pub version: Option<KeyPart>,
    /// Commit that it was built from.
    pub commit: Option<KeyPart>,
}

/// Names of the parts that are not parameters, in the order of the text.
const RESERVED: [&str; 5] = ["image", "version", "commit", "board", "transport"];

impl CellKey {
    /// Creates the key of a cell without optional parts.
    pub fn new(scenario: impl Into<String>, implementation: impl Into<String>, placement: Placement) -> Self {
        let (scenario, implementation) = (scenario.into(), implementation.into());
        Self { scenario, implementation, placement, variation: None }
    }

    /// Returns the optional parts; `None` if there are none.
    pub fn variation(&self) -> Option<&Variation> {
        self.variation.as_deref()
    }
}

impl Variation {
    /// Returns the parameters as text: `depth=3&size=1000`.
    pub(crate) fn parameters_text(&self) -> String {
        self.parameters.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    /// Returns the parts with their names, in the order of the text.
    fn parts(&self) -> impl Iterator<Item = (&str, &KeyPart)> {
        let parameters = self.parameters.iter().map(|(name, value)| (name.as_str(), value));
        let FirmwareKey { image, version, commit } = &self.firmware;
        let others = RESERVED.into_iter().zip([image, version, commit, &self.board, &self.transport]);
        parameters.chain(others.filter_map(|(name, value)| Some((name, value.as_ref()?))))
    }

    /// Sets the part called `name`. Returns `None` if it exists already or `name` is not an id.
    fn set(&mut self, name: &str, value: KeyPart) -> Option<()> {
        let part = match name {
            "image" => &mut self.firmware.image,
            "version" => &mut self.firmware.version,
            "commit" => &mut self.firmware.commit,
            "board" => &mut self.board,
            "transport" => &mut self.transport,
            _ if !is_id(name) => return None,
            _ => return self.parameters.insert(name.to_owned(), value).is_none().then_some(()),
        };
        part.replace(value).is_none().then_some(())
    }
}

impl fmt::Display for CellKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.scenario, self.implementation, self.placement)?;
        for (index, (name, value)) in self.variation().into_iter().flat_map(Variation::parts).enumerate() {
            write!(f, "{}{name}={value}", if index == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

/// Error of a text that is not the key of a cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a cell, expected <scenario>/<implementation>/<placement>")]
pub struct CellKeyError(String);

impl FromStr for CellKey {
    type Err = CellKeyError;

    fn from_str(text: &str) -> Result<Self, CellKeyError> {
        parse(text).ok_or_else(|| CellKeyError(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<CellKey> {
    let (path, optional) = text.split_once('?').map_or((text, None), |(path, rest)| (path, Some(rest)));
    let parts: Vec<&str> = path.split('/').collect();
    let &[scenario, implementation, placement] = parts.as_slice() else { return None };
    if !is_id(scenario) || !is_id(implementation) {
        return None;
    }
    let key = CellKey::new(scenario, implementation, placement.parse().ok()?);
    let Some(optional) = optional else { return Some(key) };
    let mut variation = Variation::default();
    for part in optional.split('&') {
        let (name, value) = part.split_once('=')?;
        variation.set(name, value.parse().ok()?)?;
    }
    Some(CellKey { variation: Some(Box::new(variation)), ..key })
}

impl From<CellKey> for String {
    fn from(key: CellKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for CellKey {
    type Error = CellKeyError;

    fn try_from(text: String) -> Result<Self, CellKeyError> {
        text.parse()
    }
}

/// Value of a part of a [`Variation`]: letters, digits and the characters `-._+:`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyPart(String);

impl fmt::Display for KeyPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Error of a text that cannot be part of a cell's key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` cannot be part of a cell's key, expected letters, digits and `-._+:`")]
pub struct KeyPartError(String);

impl FromStr for KeyPart {
    type Err = KeyPartError;

    fn from_str(text: &str) -> Result<Self, KeyPartError> {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._+:".contains(&byte);
        if !text.is_empty() && text.bytes().all(is_allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(KeyPartError(text.to_owned()))
        }
    }
}

/// Returns true if `text` consists of lower-case letters, digits and single hyphens between them, so that it can be part
/// of a file name or a glob.
pub(crate) fn is_id(text: &str) -> bool {
    text.split('-').all(|part| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_plain_key() {
        let key: CellKey = "increment-memory/micropython-global/ram".parse().unwrap();
        assert_eq!(key, CellKey::new("increment-memory", "micropython-global", Placement::Ram));
        assert_eq!(key.to_string(), "increment-memory/micropython-global/ram");
        let json = serde_json::to_string(&key).unwrap();
        assert_eq!(json, "\"increment-memory/micropython-global/ram\"");
        assert_eq!(serde_json::from_str::<CellKey>(&json).unwrap(), key);
    }

    #[test]
    fn text_of_a_full_key() {
        let text = "a/b/flash?depth=3&size=1000&image=micropython-ram&version=1.25.0-preview.1&commit=f498a16&board=left&transport=swd";
        let key: CellKey = text.parse().unwrap();
        let variation = key.variation().unwrap();
        assert_eq!(variation.parameters["size"].to_string(), "1000");
        assert_eq!(variation.firmware.version, Some("1.25.0-preview.1".parse().unwrap()));
        assert_eq!(variation.board, Some("left".parse().unwrap()));
        assert_eq!(key.to_string(), text);
        let reordered: CellKey = "a/b/flash?transport=swd&size=1000&depth=3&board=left&commit=f498a16&version=1.25.0-preview.1&image=micropython-ram".parse().unwrap();
        assert_eq!(reordered, key);
    }

    #[test]
    fn malformed_keys_are_refused() {
        for text in [
            "",
            "a",
            "a/b",
            "a/b/rom",
            "a/b/ram/c",
            "a//ram",
            "A/b/ram",
            "a/b/ram?",
            "a/b/ram?size",
            "a/b/ram?size=",
            "a/b/ram?=1",
            "a/b/ram?size=1&size=2",
            "a/b/ram?board=x&board=y",
            "a/b/ram?Size=1",
            "a/b/ram?size=1/2",
            "a/b/ram?size=1&",
        ] {
            let error = text.parse::<CellKey>().unwrap_err().to_string();
            assert!(error.starts_with(&format!("`{text}` is not a cell, expected")), "{error}");
        }
    }
}
