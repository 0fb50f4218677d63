//! Runtime of an implementation.

use serde::{Deserialize, Serialize};
use strum::{AsRefStr, Display, EnumString, VariantArray};

/// Runtime that executes an implementation, in the order of tables.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumString,
    AsRefStr,
    VariantArray,
    clap::ValueEnum,
)]
pub enum Runtime {
    /// C compiled ahead of time.
    #[strum(serialize = "c")]
    #[serde(rename = "c")]
    #[value(name = "c")]
    C,
    /// Rust compiled ahead of time.
    #[strum(serialize = "rust")]
    #[serde(rename = "rust")]
    #[value(name = "rust")]
    Rust,
    /// MicroPython's bytecode interpreter.
    #[strum(serialize = "micropython")]
    #[serde(rename = "micropython")]
    #[value(name = "micropython")]
    MicroPython,
    /// MicroPython's native code emitter: machine code over Python objects.
    #[strum(serialize = "micropython-native")]
    #[serde(rename = "micropython-native")]
    #[value(name = "micropython-native")]
    MicroPythonNative,
    /// MicroPython's viper emitter: machine code over machine words.
    #[strum(serialize = "micropython-viper")]
    #[serde(rename = "micropython-viper")]
    #[value(name = "micropython-viper")]
    MicroPythonViper,
}

impl Runtime {
    /// Returns true if the runtime executes Python scripts, false if it executes entries of the native firmware.
    pub const fn is_python(self) -> bool {
        matches!(self, Self::MicroPython | Self::MicroPythonNative | Self::MicroPythonViper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for &runtime in Runtime::VARIANTS {
            assert_eq!(runtime.to_string().parse::<Runtime>().unwrap(), runtime);
            assert_eq!(runtime.to_string(), runtime.as_ref());
            let json = serde_json::to_string(&runtime).unwrap();
            assert_eq!(json, format!("\"{runtime}\""));
            assert_eq!(serde_json::from_str::<Runtime>(&json).unwrap(), runtime);
            let flag = clap::ValueEnum::to_possible_value(&runtime).unwrap();
            assert_eq!(flag.get_name(), runtime.as_ref());
        }
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_expected_ones() {
        let error = serde_json::from_str::<Runtime>("\"lua\"").unwrap_err().to_string();
        assert!(
            error.starts_with("unknown variant `lua`, expected one of `c`, `rust`, `micropython`"),
            "{error}"
        );
    }

    #[test]
    fn python_runtimes() {
        let python: Vec<_> =
            Runtime::VARIANTS.iter().filter(|it| it.is_python()).map(|it| it.as_ref()).collect();
        assert_eq!(python, ["micropython", "micropython-native", "micropython-viper"]);
    }
}
