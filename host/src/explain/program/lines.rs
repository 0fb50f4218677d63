//! Inlined functions and source lines.

use addr2line::Context;

use super::Reader;

/// One function that an address belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFrame {
    /// Its name.
    pub function: String,
    /// File and line, as the compiler was given them.
    pub place: Option<String>,
}

/// Answers which functions an address belongs to.
pub struct Lines {
    context: Context<Reader>,
}

impl Lines {
    pub(super) fn new(dwarf: gimli::Dwarf<Reader>) -> Result<Self, gimli::Error> {
        Ok(Self { context: Context::from_dwarf(dwarf)? })
    }

    /// The functions at an address from the outermost to the innermost inlined one; empty where nothing is known.
    pub fn at(&self, address: u32) -> Vec<SourceFrame> {
        let mut frames = Vec::new();
        let Ok(mut found) = self.context.find_frames(address.into()).skip_all_loads() else {
            return frames;
        };
        while let Ok(Some(frame)) = found.next() {
            let name = frame.function.as_ref().and_then(|name| Some(name.demangle().ok()?.into_owned()));
            let place = frame.location.and_then(|location| {
                let file = location.file?;
                let file = file.rsplit('/').next().unwrap_or(file);
                Some(format!("{file}:{}", location.line?))
            });
            frames.push(SourceFrame { function: name.unwrap_or_else(|| "?".to_owned()), place });
        }
        frames.reverse();
        frames
    }
}
