//! Read commands of the flash chip, as QMI sends them for memory-mapped reads.

use super::array::{Flash, QUAD_ENABLE};
use super::serial::Width;
use crate::peripheral::Unmodelled;

/// A read command as QMI sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReadCommand {
    /// Command byte, if one is sent.
    pub prefix: Option<u8>,
    /// Bus width of the address and mode byte.
    pub address: Width,
    /// Mode byte after the address.
    pub suffix: Option<u8>,
    /// Clocks between mode byte and data.
    pub dummy_clocks: u32,
    /// Bus width of the data.
    pub data: Width,
}

/// Commands of the chip: (code, width of the address, mode byte, dummy clocks, width of the data).
const KNOWN: [(u8, Width, bool, u32, Width); 6] = [
    (0x03, Width::Single, false, 0, Width::Single),
    (0x0B, Width::Single, false, 8, Width::Single),
    (0x3B, Width::Single, false, 8, Width::Dual),
    (0x6B, Width::Single, false, 8, Width::Quad),
    (0xBB, Width::Dual, true, 0, Width::Dual),
    (0xEB, Width::Quad, true, 4, Width::Quad),
];

/// Bits 5 and 4 of a mode byte that continues the read.
const CONTINUOUS: u8 = 0x20;
const CONTINUOUS_MASK: u8 = 0x30;

impl Flash {
    /// Receives a read command.
    ///
    /// # Errors
    /// Returns an error if the chip would not answer with its content: an unknown command, a form that does not fit the
    /// command, or the wrong read mode.
    pub(crate) fn read_command(&mut self, read: ReadCommand) -> Result<(), Unmodelled> {
        let code = match (self.continuous, read.prefix) {
            (false, Some(code)) => code,
            // The address width identifies the command that continues.
            (true, None) if read.address == Width::Dual => 0xBB,
            (true, None) => 0xEB,
            (true, Some(code)) => {
                return Err(Unmodelled(format!("flash: read command {code:#04x} in continuous read mode")));
            }
            (false, None) => {
                return Err(Unmodelled("flash: read without command outside continuous read mode".into()));
            }
        };
        let form = (code, read.address, read.suffix.is_some(), read.dummy_clocks, read.data);
        if !KNOWN.contains(&form) {
            return Err(Unmodelled(format!("flash: read command {code:#04x} in the form {read:?}")));
        }
        if (read.address == Width::Quad || read.data == Width::Quad) && self.status[1] & QUAD_ENABLE == 0 {
            return Err(Unmodelled("flash: quad read without quad enable".into()));
        }
        self.continuous = read.suffix.is_some_and(|mode| mode & CONTINUOUS_MASK == CONTINUOUS);
        Ok(())
    }

    /// Returns true if the chip expects the next read without a command.
    pub(crate) fn reads_continuously(&self) -> bool {
        self.continuous
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUAD: ReadCommand = ReadCommand {
        prefix: Some(0xEB),
        address: Width::Quad,
        suffix: Some(0xA0),
        dummy_clocks: 4,
        data: Width::Quad,
    };

    #[test]
    fn continuous_read_begins_with_a_command_and_ends_with_ones() {
        let mut flash = Flash::default();
        let without = ReadCommand { prefix: None, ..QUAD };
        assert!(flash.read_command(without).is_err());
        flash.read_command(QUAD).unwrap();
        assert!(flash.reads_continuously());
        flash.read_command(without).unwrap();
        assert!(flash.read_command(QUAD).is_err());
        flash.select();
        flash.exchange(0xFF, Width::Single, 0).unwrap();
        flash.deselect(0);
        assert!(!flash.reads_continuously());
        flash.read_command(QUAD).unwrap();
    }

    #[test]
    fn a_form_that_does_not_fit_is_an_error() {
        let mut flash = Flash::default();
        assert!(flash.read_command(ReadCommand { dummy_clocks: 3, ..QUAD }).is_err());
        assert!(flash.read_command(ReadCommand { data: Width::Dual, ..QUAD }).is_err());
        assert!(flash.read_command(ReadCommand { prefix: Some(0x03), ..QUAD }).is_err());
        let serial = ReadCommand {
            prefix: Some(3),
            address: Width::Single,
            suffix: None,
            dummy_clocks: 0,
            data: Width::Single,
        };
        flash.read_command(serial).unwrap();
    }
}
