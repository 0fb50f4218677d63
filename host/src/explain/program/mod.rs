//! The program that was executed: its functions, source lines, code and the layout of its structures, from the ELF file.

mod layout;
mod lines;
mod symbols;

pub use layout::Layout;
pub use lines::Lines;
pub use symbols::Symbols;

use std::path::PathBuf;

use gimli::{EndianArcSlice, LittleEndian};
use object::{Object, ObjectSection};

use super::ExplainError;
use super::instruction::{Instruction, decode, is_wide};
use crate::board::FirmwareImage;

pub(super) type Reader = EndianArcSlice<LittleEndian>;

/// An ELF file with all that is known of it.
pub struct Program {
    path: PathBuf,
    /// Functions and their bounds.
    pub symbols: Symbols,
    /// Inlined functions and source lines.
    pub lines: Lines,
    /// Where members of structures lie.
    pub layout: Layout,
    /// Address and bytes of each loaded section.
    sections: Vec<(u32, Vec<u8>)>,
}

impl Program {
    /// Reads symbols and debug information.
    ///
    /// # Errors
    /// [`ExplainError::NoSymbols`], [`ExplainError::NoDwarf`], or debug information that cannot be read.
    pub fn read(image: &FirmwareImage) -> Result<Self, ExplainError> {
        let path = image.path.clone();
        let problem = |problem: String| ExplainError::Image { path: path.clone(), problem };
        let file = object::File::parse(&*image.bytes).map_err(|error| problem(error.to_string()))?;
        let symbols = Symbols::read(&file);
        if symbols.is_empty() {
            return Err(ExplainError::NoSymbols { path });
        }
        if file.section_by_name(".debug_info").is_none_or(|section| section.size() == 0) {
            return Err(ExplainError::NoDwarf { path });
        }
        let dwarf = gimli::Dwarf::load(|id| {
            let data = file.section_by_name(id.name()).and_then(|section| section.uncompressed_data().ok());
            Ok::<Reader, gimli::Error>(EndianArcSlice::new(data.unwrap_or_default().into(), LittleEndian))
        })
        .map_err(|error| problem(format!("its debug information: {error}")))?;
        let layout =
            Layout::read(&dwarf).map_err(|error| problem(format!("its debug information: {error}")))?;
        let lines = Lines::new(dwarf).map_err(|error| problem(format!("its debug information: {error}")))?;
        let sections = file
            .sections()
            .filter(|section| section.address() != 0)
            .filter_map(|section| Some((section.address() as u32, section.data().ok()?.to_vec())))
            .filter(|(_, data)| !data.is_empty())
            .collect();
        Ok(Self { path, symbols, lines, layout, sections })
    }

    /// An error about this file.
    pub fn problem(&self, problem: impl Into<String>) -> ExplainError {
        ExplainError::Image { path: self.path.clone(), problem: problem.into() }
    }

    /// A halfword of code; `None` outside the image.
    pub fn halfword(&self, address: u32) -> Option<u16> {
        self.sections.iter().find_map(|(start, bytes)| {
            let at = address.checked_sub(*start)? as usize;
            Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
        })
    }

    /// The instruction at an address and its halfwords; `None` outside the image.
    pub fn instruction(&self, address: u32) -> Option<(Instruction, u16, u16)> {
        let first = self.halfword(address)?;
        let second = if is_wide(first) { self.halfword(address + 2)? } else { 0 };
        Some((decode(first, second), first, second))
    }
}
