//! Reader of DWARF sections, shared by `gimli` and `addr2line`.

use gimli::{EndianArcSlice, LittleEndian};

/// Bytes of a DWARF section.
pub(super) type DwarfReader = EndianArcSlice<LittleEndian>;
