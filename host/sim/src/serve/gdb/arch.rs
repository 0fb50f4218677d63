//! The registers of a Cortex-M33 with floating point as GDB numbers them.

use std::num::NonZeroUsize;

use gdbstub::arch;

use crate::ppb::core_register::CoreRegister;

/// The instruction set, for gdbstub.
#[derive(Debug)]
pub enum CortexM33 {}

impl arch::Arch for CortexM33 {
    type Usize = u32;
    type Registers = Registers;
    type RegId = Register;
    type BreakpointKind = usize;

    fn target_description_xml() -> Option<&'static str> {
        Some(include_str!("target.xml"))
    }
}

/// One register: its number in `target.xml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Register(usize);

/// Where the value of a register is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A word behind DCRSR.
    Word(CoreRegister),
    /// A byte of CONTROL, FAULTMASK, BASEPRI and PRIMASK: the shift to it.
    Mask(u32),
    /// Two words, the lower one first.
    Double(CoreRegister, CoreRegister),
}

const PC: usize = 15;
const XPSR: usize = 16;
const MSP: usize = 17;
const PSP: usize = 18;
/// primask, basepri, faultmask, control.
const MASKS: usize = 19;
const FIRST_DOUBLE: usize = 23;
const FPSCR: usize = 39;
/// Number of registers.
pub const COUNT: usize = 40;

impl Register {
    /// All, in GDB's order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..COUNT).map(Self)
    }

    /// Where its value is.
    pub fn place(self) -> Place {
        match self.0 {
            number @ 0..PC => Place::Word(CoreRegister::General(number as u8)),
            PC => Place::Word(CoreRegister::ReturnAddress),
            XPSR => Place::Word(CoreRegister::Xpsr),
            MSP => Place::Word(CoreRegister::Msp),
            PSP => Place::Word(CoreRegister::Psp),
            mask @ MASKS..FIRST_DOUBLE => Place::Mask(8 * (mask - MASKS) as u32),
            double @ FIRST_DOUBLE..FPSCR => {
                let single = 2 * (double - FIRST_DOUBLE) as u8;
                Place::Double(CoreRegister::Single(single), CoreRegister::Single(single + 1))
            }
            _ => Place::Word(CoreRegister::Fpscr),
        }
    }

    /// Bytes of its value.
    pub fn size(self) -> usize {
        match self.place() {
            Place::Word(_) => 4,
            Place::Mask(_) => 1,
            Place::Double(..) => 8,
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

/// All registers: values by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registers {
    values: [u64; COUNT],
}

impl Default for Registers {
    fn default() -> Self {
        Self { values: [0; COUNT] }
    }
}

impl Registers {
    /// The value of a register.
    pub fn get(&self, register: Register) -> u64 {
        self.values.get(register.0).copied().unwrap_or(0)
    }

    /// Sets it.
    pub fn set(&mut self, register: Register, value: u64) {
        if let Some(place) = self.values.get_mut(register.0) {
            *place = value;
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
    fn the_description_has_every_register_in_order() {
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
            [names[PC], names[XPSR], names[MASKS + 3], names[FPSCR]],
            ["pc", "xpsr", "control", "fpscr"]
        );
        assert_eq!(sizes, Register::all().map(Register::size).collect::<Vec<_>>());
    }

    #[test]
    fn registers_survive_the_way_there_and_back() {
        let mut registers = Registers::default();
        for (number, register) in Register::all().enumerate() {
            registers
                .set(register, (number as u64 + 1) * if register.size() == 8 { 0x0101_0101_0101 } else { 1 });
        }
        let mut bytes = Vec::new();
        registers.gdb_serialize(|byte| bytes.extend(byte));
        assert_eq!(bytes.len(), 19 * 4 + 4 + 16 * 8 + 4);
        let mut again = Registers::default();
        again.gdb_deserialize(&bytes).unwrap();
        assert_eq!(again, registers);
        assert!(again.gdb_deserialize(&bytes[1..]).is_err());
    }

    #[test]
    fn primask_is_the_lowest_byte_and_control_the_highest() {
        assert_eq!([Register(19).place(), Register(22).place()], [Place::Mask(0), Place::Mask(24)]);
        assert_eq!(Register(24).place(), Place::Double(CoreRegister::Single(2), CoreRegister::Single(3)));
    }
}
