//! The closed sets of words that scenario files, flags and results share.

/// A word that is not one of its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {kind} `{found}`, expected one of {}", self.quoted())]
pub struct UnknownWord {
    /// What was being named, for example `runtime`.
    pub kind: &'static str,
    /// The word found.
    pub found: String,
    /// The words that exist.
    pub expected: Vec<&'static str>,
}

impl UnknownWord {
    fn quoted(&self) -> String {
        self.expected.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
    }
}

/// Declares an enumeration whose variants are words: the one spelling in files, flags and tables.
macro_rules! words {
    ($(#[$outer:meta])* $name:ident, $kind:literal; $($(#[$inner:meta])* $variant:ident = $word:literal,)+) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$inner])* $variant,)+ }

        impl $name {
            /// Every one, in the order of tables.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word for it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::scenario::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|it| it.as_str() == word).ok_or_else(|| $crate::scenario::UnknownWord {
                    kind: $kind,
                    found: word.to_owned(),
                    expected: Self::ALL.iter().map(|it| it.as_str()).collect(),
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <String as serde::Deserialize>::deserialize(deserializer)?;
                word.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use words;

words! {
    /// The time scale that a scenario belongs to.
    Scale, "scale";
    /// Nanoseconds: a few instructions.
    Nanoseconds = "ns",
    /// Microseconds: a call, a driver.
    Microseconds = "us",
    /// Milliseconds: a loop, a display.
    Milliseconds = "ms",
    /// Seconds: a state machine, a control loop.
    Seconds = "s",
}

words! {
    /// What executes an implementation.
    Runtime, "runtime";
    /// C compiled ahead of time.
    C = "c",
    /// Rust compiled ahead of time.
    Rust = "rust",
    /// MicroPython's bytecode interpreter.
    MicroPython = "micropython",
    /// MicroPython's native code emitter: machine code over Python objects.
    MicroPythonNative = "micropython-native",
    /// MicroPython's viper emitter: machine code over machine words.
    MicroPythonViper = "micropython-viper",
}

impl Runtime {
    /// Whether it runs Python scripts, as opposed to entries of the native firmware.
    pub const fn is_python(self) -> bool {
        matches!(self, Self::MicroPython | Self::MicroPythonNative | Self::MicroPythonViper)
    }
}

words! {
    /// Where the code lies: the workload itself, or for Python the interpreter's hot parts.
    Placement, "placement";
    /// In SRAM.
    Ram = "ram",
    /// In flash, executed in place through the XIP cache.
    Flash = "flash",
}

words! {
    /// Where in a script the work stands.
    Level, "level";
    /// In `run(operations)`, which returns the checksum.
    Function = "function",
    /// In the module's own code, with `operations` given and `checksum` left as global names.
    Module = "module",
}

words! {
    /// What happens to the garbage collector around a sample.
    #[derive(Default)]
    Collector, "collector";
    /// A collection before each sample: the sample meets an empty heap.
    #[default]
    Forced = "forced",
    /// It is left alone: collections fall into samples as they come.
    Free = "free",
}

impl Collector {
    /// Whether it is what a scenario has that says nothing of it.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_both_ways() {
        for runtime in Runtime::ALL {
            assert_eq!(runtime.to_string().parse::<Runtime>().unwrap(), *runtime);
            let json = serde_json::to_string(runtime).unwrap();
            assert_eq!(serde_json::from_str::<Runtime>(&json).unwrap(), *runtime);
        }
    }

    #[test]
    fn unknown_word_names_what_was_expected() {
        let error = "ms2".parse::<Scale>().unwrap_err();
        assert_eq!(error.to_string(), "unknown scale `ms2`, expected one of `ns`, `us`, `ms`, `s`");
    }

    #[test]
    fn python_runtimes() {
        let python: Vec<_> = Runtime::ALL.iter().filter(|it| it.is_python()).map(|it| it.as_str()).collect();
        assert_eq!(python, ["micropython", "micropython-native", "micropython-viper"]);
    }
}
