//! One DWT comparator. Armv8-M ARM, D1.2.68 (DWT_COMPn), D1.2.75 (DWT_FUNCTIONn).

use crate::bus::Size;

/// MATCHED of DWT_FUNCTIONn: the comparator has matched since the last read.
pub const FUNCTION_MATCHED: u32 = 1 << 24;

/// DATAVSIZE, ACTION, MATCH.
const FIELDS: u32 = 0x0000_0C3F;

/// What the MATCH field compares the reference with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Watched {
    /// Nothing.
    #[default]
    Nothing,
    /// The cycle counter.
    Cycle,
    /// Addresses of instructions.
    Instruction,
    /// Addresses of instructions from the reference of the comparator before up to this one's.
    InstructionLimit,
    /// Addresses of data.
    Address(Direction),
    /// Addresses of data from the reference of the comparator before up to this one's.
    AddressLimit,
    /// Data, at any address.
    Value(Direction),
    /// Data, where the comparator before matches the address.
    LinkedValue,
}

/// Reads, writes or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Both.
    Both,
    /// Writes.
    Write,
    /// Reads.
    Read,
}

impl Direction {
    /// An access in this direction.
    pub fn takes(self, write: bool) -> bool {
        match self {
            Direction::Both => true,
            Direction::Write => write,
            Direction::Read => !write,
        }
    }
}

/// A data access.
#[derive(Clone, Copy, Debug)]
pub struct DataAccess {
    /// Aligned to the size.
    pub address: u32,
    /// Width.
    pub size: Size,
    /// A store.
    pub write: bool,
    /// What was read or written, in the low bits.
    pub value: u32,
}

impl Watched {
    /// The MATCH field; `Err` names what this model lacks.
    fn from_field(field: u32) -> Result<Self, &'static str> {
        Ok(match field {
            0b0000 => Watched::Nothing,
            0b0001 => Watched::Cycle,
            0b0010 => Watched::Instruction,
            0b0011 => Watched::InstructionLimit,
            0b0100 => Watched::Address(Direction::Both),
            0b0101 => Watched::Address(Direction::Write),
            0b0110 => Watched::Address(Direction::Read),
            0b0111 => Watched::AddressLimit,
            0b1000 => Watched::Value(Direction::Both),
            0b1001 => Watched::Value(Direction::Write),
            0b1010 => Watched::Value(Direction::Read),
            0b1011 => Watched::LinkedValue,
            0b1100..=0b1110 => return Err("data trace of an address with its value"),
            _ => return Err("a reserved MATCH"),
        })
    }

    /// What it is called, and the bit of the ID field that says that a comparator can do it (D1.2.75): cycle counter,
    /// instruction address, data value, limits.
    fn demand(self) -> (&'static str, u32) {
        match self {
            Watched::Nothing | Watched::Address(_) => ("a data address match", 0b01000),
            Watched::Cycle => ("a cycle match", 0b00001),
            Watched::Instruction => ("an instruction address match", 0b00010),
            Watched::InstructionLimit => ("an instruction address limit match", 0b10010),
            Watched::AddressLimit => ("a data address limit match", 0b10000),
            Watched::Value(_) => ("a data value match", 0b00100),
            Watched::LinkedValue => ("a linked data value match", 0b00100),
        }
    }
}

/// One comparator.
#[derive(Clone, Copy, Debug, Default)]
pub struct Comparator {
    reference: u32,
    function: u32,
    watched: Watched,
    matched: bool,
}

impl Comparator {
    /// DWT_COMPn.
    pub fn reference(&self) -> u32 {
        self.reference
    }

    /// Writes DWT_COMPn.
    pub fn set_reference(&mut self, value: u32) {
        self.reference = value;
    }

    /// DWT_FUNCTIONn without its ID field; MATCHED falls by the read.
    pub fn take_function(&mut self) -> u32 {
        let matched = std::mem::take(&mut self.matched);
        self.function | if matched { FUNCTION_MATCHED } else { 0 }
    }

    /// Writes DWT_FUNCTIONn of a comparator with this ID.
    ///
    /// # Errors
    /// What the value asks for and this comparator or this model lacks.
    pub fn set_function(&mut self, value: u32, id: u32) -> Result<(), &'static str> {
        let watched = Watched::from_field(value & 0xF)?;
        let (name, needed) = watched.demand();
        if id & needed != needed {
            return Err(name);
        }
        if watched != Watched::Nothing && value >> 4 & 0b11 > 1 {
            return Err("trace packets as its action");
        }
        if value >> 10 & 0b11 == 0b11 {
            return Err("a reserved DATAVSIZE");
        }
        self.function = value & FIELDS;
        self.watched = watched;
        self.matched = false;
        Ok(())
    }

    /// What it looks at.
    pub fn watched(&self) -> Watched {
        self.watched
    }

    /// The access touches any of the bytes that the reference and DATAVSIZE name.
    pub fn touches(&self, access: &DataAccess) -> bool {
        let length = 1u64 << (self.function >> 10 & 0b11);
        let first = u64::from(self.reference) & !(length - 1);
        let address = u64::from(access.address);
        address < first + length && first < address + u64::from(access.size.bytes())
    }

    /// The access carries the reference in a unit of the size that DATAVSIZE names.
    pub fn carries(&self, access: &DataAccess) -> bool {
        let unit = 1 << (self.function >> 10 & 0b11);
        let mask = u32::MAX >> (32 - 8 * unit);
        let units = (0..access.size.bytes()).step_by(unit as usize);
        unit <= access.size.bytes()
            && units.map(|byte| access.value >> (8 * byte) & mask).any(|value| value == self.reference & mask)
    }

    /// Notes the match; true if ACTION is a debug event (0b01).
    pub fn note_match(&mut self) -> bool {
        self.matched = true;
        self.function >> 4 & 0b11 == 0b01
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All that a comparator can do but cycles.
    const ID: u32 = 0b11110;
    /// ACTION debug event, DATAVSIZE word.
    const EVENT_ON_WORD: u32 = 0x0000_0810;

    fn comparator(reference: u32, function: u32) -> Comparator {
        let mut comparator = Comparator::default();
        comparator.set_reference(reference);
        comparator.set_function(function, ID).unwrap();
        comparator
    }

    fn access(address: u32, size: Size, value: u32) -> DataAccess {
        DataAccess { address, size, write: true, value }
    }

    #[test]
    fn touches_any_byte_of_the_watched_word() {
        let watch = comparator(0x2000_0010, EVENT_ON_WORD | 0b0100);
        for address in 0x2000_0010..0x2000_0014 {
            assert!(watch.touches(&access(address, Size::Byte, 0)), "{address:#x}");
        }
        assert!(!watch.touches(&access(0x2000_000F, Size::Byte, 0)));
        assert!(!watch.touches(&access(0x2000_0014, Size::Word, 0)));
    }

    #[test]
    fn finds_its_value_in_units_of_its_size() {
        let byte = comparator(0x4242_4242, 0x0018);
        assert!(byte.carries(&access(0, Size::Word, 0x0042_0000)));
        assert!(!byte.carries(&access(0, Size::Word, 0x0420_0000)));
        let word = comparator(0x0000_0042, 0x0818);
        assert!(word.carries(&access(0, Size::Word, 0x42)));
        assert!(!word.carries(&access(0, Size::Byte, 0x42)), "narrower than a word");
    }

    #[test]
    fn without_an_action_it_only_notes_the_match() {
        let mut watch = comparator(0x2000_0010, 0x0000_0804);
        assert!(!watch.note_match());
        assert_eq!(watch.take_function(), 0x0100_0804);
        assert_eq!(watch.take_function(), 0x0000_0804);
    }

    #[test]
    fn refuses_trace_and_what_its_id_does_not_announce() {
        for function in [0b1100, 0b1111, 0x24, 0xC04, 0b0001] {
            assert!(Comparator::default().set_function(function, ID).is_err(), "{function:#x}");
        }
        for function in [0b0011, 0b0111, 0b1000, 0b1011] {
            assert!(Comparator::default().set_function(function, ID).is_ok(), "{function:#x}");
            assert!(Comparator::default().set_function(function, 0b01010).is_err(), "{function:#x}");
        }
        assert!(Comparator::default().set_function(0b0001, 0b01011).is_ok());
    }
}
