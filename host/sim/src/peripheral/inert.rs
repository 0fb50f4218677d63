//! Peripherals without behaviour of their own: constants, inert registers, and blocks that are not modelled at all.

use super::interface::Peripheral;
use super::registers::{Register, RegisterFile};

/// A block that its register table describes completely.
#[derive(Clone, Debug)]
pub(crate) struct InertBlock {
    file: RegisterFile,
}

impl InertBlock {
    /// The block in its reset state.
    pub(crate) fn new(block: &'static str, table: &'static [Register]) -> Self {
        InertBlock { file: RegisterFile::new(block, table) }
    }
}

impl Peripheral for InertBlock {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }
}
