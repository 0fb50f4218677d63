//! Registers of a Cortex-M33 with floating point, in the order of `target.xml`, which GDB numbers them by.

use std::num::NonZeroUsize;

use gdbstub::arch;

use crate::ppb::core_register::CoreRegister;

/// Architecture for gdbstub.
#[derive(Debug)]
pub(super) enum CortexM33 {}

impl arch::Arch for CortexM33 {
    type Usize = u32;
    type Registers = Registers;
    type RegId = Register;
    type BreakpointKind = usize;

    fn target_description_xml() -> Option<&'static str> {
        Some(include_str!("target.xml"))
    }
}

/// Register, by its number in `target.xml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Register(usize);

/// Location of the value of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Location {
    /// A core register.
    Word(CoreRegister),
    /// A byte of CONTROL, FAULTMASK, BASEPRI and PRIMASK, by its bit position.
    SpecialByte(u32),
    /// Two core registers, lower word first.
    Double(CoreRegister, CoreRegister),
}

/// Numbers of registers and of the first of a group.
const PC: usize = 15;
const XPSR: usize = 16;
const MSP: usize = 17;
const PSP: usize = 18;
/// primask, basepri, faultmask and control.
const FIRST_SPECIAL: usize = 19;
const FIRST_DOUBLE: usize = 23;
const FPSCR: usize = 39;
/// Number of registers.
const COUNT: usize = 40;

impl Register {
    /// Returns all registers in order.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        (0..COUNT).map(Self)
    }

    /// Returns the location of the value.
    pub(super) fn location(self) -> Location {
        match self.0 {
            number @ 0..PC => Location::Word(CoreRegister::General(number as u8)),
            PC => Location::Word(CoreRegister::ReturnAddress),
            XPSR => Location::Word(CoreRegister::Xpsr),
            MSP => Location::Word(CoreRegister::Msp),
            PSP => Location::Word(CoreRegister::Psp),
            special @ FIRST_SPECIAL..FIRST_DOUBLE => {
                Location::SpecialByte(8 * (special - FIRST_SPECIAL) as u32)
            }
            double @ FIRST_DOUBLE..FPSCR => {
                let single = 2 * (double - FIRST_DOUBLE) as u8;
                Location::Double(CoreRegister::Single(single), CoreRegister::Single(single + 1))
            }
            _ => Location::Word(CoreRegister::Fpscr),
        }
    }

    /// Returns the size of the value, in bytes.
    pub(super) fn size(self) -> usize {
        match self.location() {
            Location::Word(_) => 4,
            Location::SpecialByte(_) => 1,
            Location::Double(..) => 8,
        }
    }
}

impl arch::RegId for Register {
    fn from_raw_id(id: usize) -> Option<(Self, Option<NonZeroUsize>)> {
        let register = (id < COUNT).then_some(Self(id))?;
        Some((register, NonZeroUsize::new(register.size())))
    }

    fn to_raw_id(&self) -> Option<usize> {
        Some(self.0)
    }
}

/// Values of all registers, by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Registers {
    values: [u64; COUNT],
}

impl Default for Registers {
    fn default() -> Self {
        Self { values: [0; COUNT] }
    }
}

impl Registers {
    /// Returns the value of a register.
    pub(super) fn get(&self, register: Register) -> u64 {
        self.values.get(register.0).copied().unwrap_or(0)
    }

    /// Sets the value of a register.
    pub(super) fn set(&mut self, register: Register, value: u64) {
        if let Some(stored) = self.values.get_mut(register.0) {
            *stored = value;
        }
    }
}

impl arch::Registers for Registers {
    type ProgramCounter = u32;

    fn pc(&self) -> u32 {
        self.get(Register(PC)) as u32
    }

    fn gdb_serialize(&self, mut write_byte: impl FnMut(Option<u8>)) {
        for register in Register::all() {
            for byte in self.get(register).to_le_bytes().into_iter().take(register.size()) {
                write_byte(Some(byte));
            }
        }
    }

    fn gdb_deserialize(&mut self, mut bytes: &[u8]) -> Result<(), ()> {
        for register in Register::all() {
            let (value, rest) = bytes.split_at_checked(register.size()).ok_or(())?;
            self.set(register, value.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte)));
            bytes = rest;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use arch::{Arch, Registers as _};

    use super::*;

    #[test]
    fn target_xml_has_every_register_in_order() {
        let xml = CortexM33::target_description_xml().unwrap();
        let names: Vec<&str> =
            xml.split("<reg name=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let sizes: Vec<usize> = xml
            .split("bitsize=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next()?.parse().ok())
            .map(|bits: usize| bits / 8)
            .collect();
        assert_eq!(names.len(), COUNT);
        assert_eq!(
            [names[PC], names[XPSR], names[FIRST_SPECIAL + 3], names[FPSCR]],
            ["pc", "xpsr", "control", "fpscr"]
        );
        assert_eq!(sizes, Register::all().map(Register::size).collect::<Vec<_>>());
    }

    #[test]
    fn serialized_registers_are_deserialized() {
        let mut registers = Registers::default();
        for (number, register) in Register::all().enumerate() {
            registers
                .set(register, (number as u64 + 1) * if register.size() == 8 { 0x0101_0101_0101 } else { 1 });
        }
        let mut bytes = Vec::new();
        registers.gdb_serialize(|byte| bytes.extend(byte));
        assert_eq!(bytes.len(), 19 * 4 + 4 + 16 * 8 + 4);
        let mut deserialized = Registers::default();
        deserialized.gdb_deserialize(&bytes).unwrap();
        assert_eq!(deserialized, registers);
        assert!(deserialized.gdb_deserialize(&bytes[1..]).is_err());
    }

    #[test]
    fn primask_is_the_lowest_byte_and_control_the_highest() {
        assert_eq!(
            [Register(19).location(), Register(22).location()],
            [Location::SpecialByte(0), Location::SpecialByte(24)]
        );
        assert_eq!(
            Register(24).location(),
            Location::Double(CoreRegister::Single(2), CoreRegister::Single(3))
        );
    }
}
