//! Link version of a firmware image, read from its file.

use object::{Object, ObjectSection, ObjectSymbol};

use super::firmware::FirmwareImage;

/// Symbol of the constant from which a firmware initialises the version of its link.
const SYMBOL: &str = "TWINBENCH_LINK_VERSION";

impl FirmwareImage {
    /// Returns the link version of the image; `None` if the image has no such constant.
    pub fn link_version(&self) -> Option<u32> {
        let file = object::File::parse(&*self.bytes).ok()?;
        let symbol = file.symbols().find(|symbol| symbol.name() == Ok(SYMBOL))?;
        let section = file.section_by_index(symbol.section_index()?).ok()?;
        let bytes = section.data_range(symbol.address(), 4).ok()??;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }
}
