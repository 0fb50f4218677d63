//! The executed program: functions, source lines, machine code and structure layouts, from the ELF file.

mod dwarf_reader;
mod source_lines;
mod structure_layout;
mod symbols;

use std::path::PathBuf;

use gimli::{EndianArcSlice, LittleEndian};
use object::{Object, ObjectSection};

use super::error::ExplainError;
use super::instruction::Instruction;
use crate::board::FirmwareImage;
use dwarf_reader::DwarfReader;
use source_lines::SourceLines;
use structure_layout::StructureLayouts;
use symbols::Symbols;

/// Symbols, debug information and contents of an ELF file.
pub(crate) struct Program {
    path: PathBuf,
    /// Functions and variables.
    pub(super) symbols: Symbols,
    /// Inlined functions and source lines.
    pub(super) source_lines: SourceLines,
    /// Offsets of structure members.
    pub(super) structures: StructureLayouts,
    /// Address and contents of each loaded section.
    sections: Vec<(u32, Vec<u8>)>,
}

impl Program {
    /// Reads the symbols and the debug information of an image.
    ///
    /// # Errors
    /// Returns [`ExplainError::NoSymbols`], [`ExplainError::NoDwarf`], or [`ExplainError::Image`] for debug information
    /// that cannot be read.
    pub(crate) fn read(image: &FirmwareImage) -> Result<Self, ExplainError> {
        let path = image.path.clone();
        let problem = |problem: String| ExplainError::Image { path: path.clone(), problem };
        let dwarf_problem =
            |error: gimli::Error| problem(format!("cannot read its debug information: {error}"));
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
            Ok::<DwarfReader, gimli::Error>(EndianArcSlice::new(
                data.unwrap_or_default().into(),
                LittleEndian,
            ))
        })
        .map_err(dwarf_problem)?;
        let structures = StructureLayouts::read(&dwarf).map_err(dwarf_problem)?;
        let source_lines = SourceLines::new(dwarf).map_err(dwarf_problem)?;
        let sections = file
            .sections()
            .filter(|section| section.address() != 0)
            .filter_map(|section| Some((section.address() as u32, section.data().ok()?.to_vec())))
            .filter(|(_, data)| !data.is_empty())
            .collect();
        Ok(Self { path, symbols, source_lines, structures, sections })
    }

    /// Returns an error about this file.
    pub(super) fn problem(&self, problem: impl Into<String>) -> ExplainError {
        ExplainError::Image { path: self.path.clone(), problem: problem.into() }
    }

    /// Returns the instruction at an address; `None` outside the image.
    pub(super) fn instruction(&self, address: u32) -> Option<Instruction> {
        self.sections.iter().find_map(|(start, bytes)| {
            let offset = address.checked_sub(*start)? as usize;
            Instruction::decode(bytes.get(offset..)?, address)
        })
    }
}
