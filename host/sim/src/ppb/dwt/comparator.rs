//! One DWT comparator. Armv8-M ARM, D1.2.68 (DWT_COMPn), D1.2.75 (DWT_FUNCTIONn).

use crate::bus::Size;

/// MATCH of DWT_FUNCTIONn.
const MATCH: u32 = 0xF;
/// Position of ACTION in DWT_FUNCTIONn.
const ACTION_SHIFT: u32 = 4;
/// ACTION: generates a debug event.
const ACTION_DEBUG_EVENT: u32 = 0b01;
/// Position of DATAVSIZE in DWT_FUNCTIONn: the binary logarithm of the size in bytes.
const DATAVSIZE_SHIFT: u32 = 10;
/// DATAVSIZE: reserved.
const DATAVSIZE_RESERVED: u32 = 0b11;
/// MATCHED of DWT_FUNCTIONn: the comparator has matched since the last read.
pub(super) const FUNCTION_MATCHED: u32 = 1 << 24;
/// Fields of DWT_FUNCTIONn that are stored.
const STORED: u32 = DATAVSIZE_RESERVED << DATAVSIZE_SHIFT | 0b11 << ACTION_SHIFT | MATCH;

/// Comparison that the MATCH field selects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum MatchFunction {
    /// Disabled.
    #[default]
    Disabled,
    /// Cycle counter.
    Cycle,
    /// Instruction address.
    Instruction,
    /// Instruction address limit: addresses from the reference of the previous comparator to this one's.
    InstructionLimit,
    /// Data address.
    Address(Direction),
    /// Data address limit: addresses from the reference of the previous comparator to this one's.
    AddressLimit,
    /// Data value, at any address.
    Value(Direction),
    /// Linked data value: the data, where the previous comparator matches the address.
    LinkedValue,
}

/// Direction of the accesses that a comparator matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Reads and writes.
    Both,
    /// Writes.
    Write,
    /// Reads.
    Read,
}

impl Direction {
    /// Returns true if accesses in the direction of `write` are matched.
    pub(crate) fn includes(self, write: bool) -> bool {
        match self {
            Direction::Both => true,
            Direction::Write => write,
            Direction::Read => !write,
        }
    }
}

/// Data access of a core.
#[derive(Clone, Copy, Debug)]
pub struct DataAccess {
    /// Address, aligned to the size.
    pub address: u32,
    /// Width.
    pub size: Size,
    /// The access is a store.
    pub write: bool,
    /// Data read or written, in the low bits.
    pub value: u32,
}

impl MatchFunction {
    /// Decodes the MATCH field.
    ///
    /// # Errors
    /// Returns the name of a function that this model lacks.
    fn from_field(field: u32) -> Result<Self, &'static str> {
        Ok(match field {
            0b0000 => MatchFunction::Disabled,
            0b0001 => MatchFunction::Cycle,
            0b0010 => MatchFunction::Instruction,
            0b0011 => MatchFunction::InstructionLimit,
            0b0100 => MatchFunction::Address(Direction::Both),
            0b0101 => MatchFunction::Address(Direction::Write),
            0b0110 => MatchFunction::Address(Direction::Read),
            0b0111 => MatchFunction::AddressLimit,
            0b1000 => MatchFunction::Value(Direction::Both),
            0b1001 => MatchFunction::Value(Direction::Write),
            0b1010 => MatchFunction::Value(Direction::Read),
            0b1011 => MatchFunction::LinkedValue,
            0b1100..=0b1110 => return Err("data trace of an address with its value"),
            _ => return Err("a reserved MATCH"),
        })
    }

    /// Returns the name of the function, and the bits of the ID field of a comparator that supports it (D1.2.75):
    /// cycle counter, instruction address, data value, data address, limits.
    fn requirement(self) -> (&'static str, u32) {
        match self {
            MatchFunction::Disabled | MatchFunction::Address(_) => ("a data address match", 0b01000),
            MatchFunction::Cycle => ("a cycle match", 0b00001),
            MatchFunction::Instruction => ("an instruction address match", 0b00010),
            MatchFunction::InstructionLimit => ("an instruction address limit match", 0b10010),
            MatchFunction::AddressLimit => ("a data address limit match", 0b10000),
            MatchFunction::Value(_) => ("a data value match", 0b00100),
            MatchFunction::LinkedValue => ("a linked data value match", 0b00100),
        }
    }
}

/// Returns the value of DWT_FUNCTIONn that generates a debug event at accesses to data of `length` bytes (1, 2 or 4).
#[cfg(feature = "serve")]
pub(crate) fn watch_function(direction: Direction, length: u32) -> u32 {
    let match_field = match direction {
        Direction::Both => 0b0100,
        Direction::Write => 0b0101,
        Direction::Read => 0b0110,
    };
    length.trailing_zeros() << DATAVSIZE_SHIFT | ACTION_DEBUG_EVENT << ACTION_SHIFT | match_field
}

/// Comparator of a core.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Comparator {
    reference: u32,
    function: u32,
    match_function: MatchFunction,
    matched: bool,
}

impl Comparator {
    /// Returns DWT_COMPn.
    pub(super) fn reference(&self) -> u32 {
        self.reference
    }

    /// Writes DWT_COMPn.
    pub(super) fn set_reference(&mut self, value: u32) {
        self.reference = value;
    }

    /// Reads DWT_FUNCTIONn without its ID field, and clears MATCHED.
    pub(super) fn take_function(&mut self) -> u32 {
        let matched = std::mem::take(&mut self.matched);
        self.function | if matched { FUNCTION_MATCHED } else { 0 }
    }

    /// Writes DWT_FUNCTIONn of a comparator with this ID field.
    ///
    /// # Errors
    /// Returns the name of a function that the comparator or this model lacks.
    pub(super) fn set_function(&mut self, value: u32, id: u32) -> Result<(), &'static str> {
        let match_function = MatchFunction::from_field(value & MATCH)?;
        let (name, required) = match_function.requirement();
        if id & required != required {
            return Err(name);
        }
        if match_function != MatchFunction::Disabled && action(value) > ACTION_DEBUG_EVENT {
            return Err("trace packets as its action");
        }
        if value >> DATAVSIZE_SHIFT & 0b11 == DATAVSIZE_RESERVED {
            return Err("a reserved DATAVSIZE");
        }
        self.function = value & STORED;
        self.match_function = match_function;
        self.matched = false;
        Ok(())
    }

    /// Returns the comparison that the comparator makes.
    pub(super) fn match_function(&self) -> MatchFunction {
        self.match_function
    }

    /// Returns the size of the data that DATAVSIZE selects, in bytes.
    fn data_size(&self) -> u32 {
        1 << (self.function >> DATAVSIZE_SHIFT & 0b11)
    }

    /// Returns true if the access overlaps the bytes that the reference and DATAVSIZE select.
    pub(super) fn overlaps(&self, access: &DataAccess) -> bool {
        let length = u64::from(self.data_size());
        let first = u64::from(self.reference) & !(length - 1);
        let address = u64::from(access.address);
        address < first + length && first < address + u64::from(access.size.bytes())
    }

    /// Returns true if the data of the access contains the reference in a unit of the size that DATAVSIZE selects.
    pub(super) fn contains_value(&self, access: &DataAccess) -> bool {
        let unit = self.data_size();
        let mask = u32::MAX >> (32 - 8 * unit);
        let mut units = (0..access.size.bytes()).step_by(unit as usize);
        unit <= access.size.bytes()
            && units.any(|byte| access.value >> (8 * byte) & mask == self.reference & mask)
    }

    /// Records a match; returns true if ACTION is a debug event.
    pub(super) fn record_match(&mut self) -> bool {
        self.matched = true;
        action(self.function) == ACTION_DEBUG_EVENT
    }
}

fn action(function: u32) -> u32 {
    function >> ACTION_SHIFT & 0b11
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Supports all functions except cycle matches.
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
    fn overlaps_any_byte_of_the_watched_word() {
        let watch = comparator(0x2000_0010, EVENT_ON_WORD | 0b0100);
        for address in 0x2000_0010..0x2000_0014 {
            assert!(watch.overlaps(&access(address, Size::Byte, 0)), "{address:#x}");
        }
        assert!(!watch.overlaps(&access(0x2000_000F, Size::Byte, 0)));
        assert!(!watch.overlaps(&access(0x2000_0014, Size::Word, 0)));
    }

    #[test]
    fn a_value_is_compared_in_units_of_its_size() {
        let byte = comparator(0x4242_4242, 0x0018);
        assert!(byte.contains_value(&access(0, Size::Word, 0x0042_0000)));
        assert!(!byte.contains_value(&access(0, Size::Word, 0x0420_0000)));
        let word = comparator(0x0000_0042, 0x0818);
        assert!(word.contains_value(&access(0, Size::Word, 0x42)));
        assert!(!word.contains_value(&access(0, Size::Byte, 0x42)), "narrower than a word");
    }

    #[test]
    fn without_an_action_the_match_is_only_recorded() {
        let mut watch = comparator(0x2000_0010, 0x0000_0804);
        assert!(!watch.record_match());
        assert_eq!(watch.take_function(), 0x0100_0804);
        assert_eq!(watch.take_function(), 0x0000_0804);
    }

    #[test]
    fn trace_and_functions_outside_the_id_field_are_refused() {
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
