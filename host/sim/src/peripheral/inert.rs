//! Devices without behaviour: constants, inert registers, and devices that are not modelled at all.

use super::interface::Peripheral;
use super::registers::{Register, RegisterFile};

/// A device that its register table describes completely.
#[derive(Clone, Debug)]
pub(crate) struct InertDevice {
    file: RegisterFile,
}

impl InertDevice {
    /// Creates the device in its reset state.
    pub(crate) fn new(device: &'static str, table: &'static [Register]) -> Self {
        InertDevice { file: RegisterFile::new(device, table) }
    }
}

impl Peripheral for InertDevice {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }
}
