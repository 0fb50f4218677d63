//! Which version of the link an image speaks, without a board.

use object::{Object, ObjectSection, ObjectSymbol};

use super::FirmwareImage;

/// The constant that a firmware fills its link's version from.
const SYMBOL: &str = "TWINBENCH_LINK_VERSION";

impl FirmwareImage {
    /// The version of the link in the image; `None` if it does not say.
    pub fn link_version(&self) -> Option<u32> {
        let file = object::File::parse(&*self.bytes).ok()?;
        let symbol = file.symbols().find(|symbol| symbol.name() == Ok(SYMBOL))?;
        let section = file.section_by_index(symbol.section_index()?).ok()?;
        let bytes = section.data_range(symbol.address(), 4).ok()??;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }
}
