//! Blocks without behaviour of their own: constants, inert registers, and blocks that are not modelled at all.

use super::peripheral::Peripheral;
use super::registers::{Register, RegisterFile};

/// A block that its register table describes completely.
#[derive(Clone, Debug)]
pub struct Plain {
    file: RegisterFile,
}

impl Plain {
    /// The block in its reset state.
    pub fn new(block: &'static str, table: &'static [Register]) -> Self {
        Plain { file: RegisterFile::new(block, table) }
    }
}

impl Peripheral for Plain {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }
}
