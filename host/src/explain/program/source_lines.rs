//! Inlined functions and source lines by address, from DWARF.

use addr2line::Context;

use super::dwarf_reader::DwarfReader;

/// Function that contains an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceFrame {
    /// Name, demangled.
    pub function: String,
    /// Source file and line, as `file:line`.
    pub location: Option<String>,
}

/// Functions and source lines of a program.
pub(crate) struct SourceLines {
    context: Context<DwarfReader>,
}

impl SourceLines {
    pub(super) fn new(dwarf: gimli::Dwarf<DwarfReader>) -> Result<Self, gimli::Error> {
        Ok(Self { context: Context::from_dwarf(dwarf)? })
    }

    /// Returns the functions that contain an address, from the outermost to the innermost inlined one; empty if there is
    /// no debug information for the address.
    pub(crate) fn frames_at(&self, address: u32) -> Vec<SourceFrame> {
        let mut frames = Vec::new();
        let Ok(mut found) = self.context.find_frames(address.into()).skip_all_loads() else {
            return frames;
        };
        while let Ok(Some(frame)) = found.next() {
            let name = frame.function.as_ref().and_then(|name| Some(name.demangle().ok()?.into_owned()));
            let location = frame.location.and_then(|location| {
                let file = location.file?;
                let file = file.rsplit('/').next().unwrap_or(file);
                Some(format!("{file}:{}", location.line?))
            });
            frames.push(SourceFrame { function: name.unwrap_or_else(|| "?".to_owned()), location });
        }
        frames.reverse();
        frames
    }
}
