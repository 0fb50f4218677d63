//! Flash contents of an ELF file.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use object::read::elf::{FileHeader, ProgramHeader};
use object::{Endianness, elf};
use pico2_sim::board::Board;

use crate::cli::exit::UsageError;

/// Start of the XIP window (RP2350 datasheet §2.2).
const WINDOW: u64 = 0x1000_0000;

/// Contents of an ELF file for the flash.
#[derive(Debug)]
pub(super) struct FlashImage {
    path: PathBuf,
    /// Offsets in the flash, and contents.
    segments: Vec<(u64, Vec<u8>)>,
}

impl FlashImage {
    /// Reads an ELF file.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read, is not an ELF file for a 32-bit processor, or has a segment outside
    /// flash.
    pub(super) fn read(path: &Path) -> Result<Self, UsageError> {
        let refused = |what: String| UsageError(format!("--firmware {}: {what}", path.display()));
        let bytes = fs::read(path).map_err(|error| refused(error.to_string()))?;
        let segments = segments(&bytes).map_err(refused)?;
        Ok(Self { path: path.to_owned(), segments })
    }

    /// Writes the contents to a board's flash.
    ///
    /// # Errors
    /// Returns an error if the flash is too small.
    pub(super) fn load(&self, board: &mut Board) -> Result<(), UsageError> {
        let size = board.flash().len();
        for (offset, content) in &self.segments {
            let end = usize::try_from(*offset).ok().and_then(|offset| offset.checked_add(content.len()));
            let (Some(_), Ok(offset)) = (end.filter(|end| *end <= size), u32::try_from(*offset)) else {
                return Err(UsageError(format!(
                    "--firmware {}: extends beyond the {size} bytes of flash of a Pico 2",
                    self.path.display()
                )));
            };
            board.load_flash(offset, content);
        }
        Ok(())
    }
}

fn segments(bytes: &[u8]) -> Result<Vec<(u64, Vec<u8>)>, String> {
    let broken = |error: object::Error| format!("expected an ELF file for Arm: {error}");
    let header = elf::FileHeader32::<Endianness>::parse(bytes).map_err(broken)?;
    let endian = header.endian().map_err(broken)?;
    let mut found = Vec::new();
    for segment in header.program_headers(endian, bytes).map_err(broken)? {
        let address = u64::from(segment.p_paddr(endian));
        let content = segment
            .data(endian, bytes)
            .map_err(|()| "a segment extends beyond the end of the file".to_owned())?;
        if segment.p_type(endian) != elf::PT_LOAD || content.is_empty() {
            continue;
        }
        let Some(offset) = address.checked_sub(WINDOW).filter(|offset| FLASH.contains(offset)) else {
            return Err(format!(
                "expected segments in flash (from {WINDOW:#010x}), found one at {address:#010x}; load it with \
                 GDB's `load`"
            ));
        };
        found.push((offset, content.to_vec()));
    }
    if found.is_empty() { Err("it has no segment to load".to_owned()) } else { Ok(found) }
}

/// Offsets in the XIP window.
const FLASH: Range<u64> = 0..0x0400_0000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_elf_is_refused_by_name() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "no ELF file").unwrap();
        let text = FlashImage::read(file.path()).unwrap_err().to_string();
        assert!(text.contains("expected an ELF file") && text.contains("--firmware"), "{text}");
        let missing = FlashImage::read(Path::new("no/such/file.elf")).unwrap_err().to_string();
        assert!(missing.contains("no/such/file.elf"), "{missing}");
    }
}
