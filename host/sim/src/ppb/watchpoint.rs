//! One DWT comparator. Armv8-M ARM, D1.2.68 (DWT_COMPn), D1.2.75 (DWT_FUNCTIONn).

use crate::bus::Size;

/// MATCHED of DWT_FUNCTIONn: the comparator has matched since the last read.
pub const FUNCTION_MATCHED: u32 = 1 << 24;

/// DATAVSIZE, ACTION, MATCH.
const FIELDS: u32 = 0x0000_0C3F;

/// What the MATCH field compares the reference with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Watched {
    #[default]
    Nothing,
    Instruction,
    ReadOrWrite,
    Write,
    Read,
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

    /// Writes DWT_FUNCTIONn.
    ///
    /// # Errors
    /// What the value asks for and this model lacks.
    pub fn set_function(&mut self, value: u32) -> Result<(), &'static str> {
        let watched = match value & 0xF {
            0b0000 => Watched::Nothing,
            0b0010 => Watched::Instruction,
            0b0100 => Watched::ReadOrWrite,
            0b0101 => Watched::Write,
            0b0110 => Watched::Read,
            0b0001 => return Err("a cycle match"),
            0b0011 | 0b0111 => return Err("an address limit match"),
            0b1000..=0b1011 => return Err("a data value match"),
            _ => return Err("a linked match"),
        };
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

    /// It looks at data accesses.
    pub fn watches_data(&self) -> bool {
        matches!(self.watched, Watched::ReadOrWrite | Watched::Write | Watched::Read)
    }

    /// It looks at instruction addresses.
    pub fn watches_instructions(&self) -> bool {
        self.watched == Watched::Instruction
    }

    /// Tells of a data access; true if it asks for a debug event. It matches when the access touches any of the
    /// bytes that the reference and DATAVSIZE name.
    pub fn data_access(&mut self, address: u32, size: Size, write: bool) -> bool {
        let looks = match self.watched {
            Watched::ReadOrWrite => true,
            Watched::Write => write,
            Watched::Read => !write,
            Watched::Nothing | Watched::Instruction => false,
        };
        let length = 1u64 << (self.function >> 10 & 0b11);
        let first = u64::from(self.reference) & !(length - 1);
        let access = u64::from(address);
        let touches = access < first + length && first < access + u64::from(size.bytes());
        looks && touches && self.matches()
    }

    /// Tells of an instruction about to execute; true if it asks for a debug event before it.
    pub fn instruction(&mut self, pc: u32) -> bool {
        self.watches_instructions() && self.reference & !1 == pc && self.matches()
    }

    /// Notes the match; true if ACTION is a debug event (0b01).
    fn matches(&mut self) -> bool {
        self.matched = true;
        self.function >> 4 & 0b11 == 0b01
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ACTION debug event, DATAVSIZE word.
    const EVENT_ON_WORD: u32 = 0x0000_0810;

    fn comparator(reference: u32, function: u32) -> Comparator {
        let mut comparator = Comparator::default();
        comparator.set_reference(reference);
        comparator.set_function(function).unwrap();
        comparator
    }

    #[test]
    fn touches_any_byte_of_the_watched_word() {
        let mut watch = comparator(0x2000_0010, EVENT_ON_WORD | 0b0100);
        for address in 0x2000_0010..0x2000_0014 {
            assert!(watch.data_access(address, Size::Byte, false), "{address:#x}");
        }
        assert!(watch.data_access(0x2000_000E, Size::Word, true));
        assert!(!watch.data_access(0x2000_000F, Size::Byte, true));
        assert!(!watch.data_access(0x2000_0014, Size::Word, true));
    }

    #[test]
    fn tells_reads_from_writes() {
        let mut reads = comparator(0x2000_0010, EVENT_ON_WORD | 0b0110);
        assert!(reads.data_access(0x2000_0010, Size::Word, false));
        assert!(!reads.data_access(0x2000_0010, Size::Word, true));
        let mut writes = comparator(0x2000_0010, EVENT_ON_WORD | 0b0101);
        assert!(!writes.data_access(0x2000_0010, Size::Word, false));
        assert!(writes.data_access(0x2000_0010, Size::Word, true));
    }

    #[test]
    fn without_an_action_it_only_notes_the_match() {
        let mut watch = comparator(0x2000_0010, 0x0000_0804);
        assert!(!watch.data_access(0x2000_0010, Size::Word, true));
        assert_eq!(watch.take_function(), 0x0100_0804);
        assert_eq!(watch.take_function(), 0x0000_0804);
    }

    #[test]
    fn matches_an_instruction_address() {
        let mut watch = comparator(0x1000_0101, 0x0000_0412);
        assert!(watch.instruction(0x1000_0100));
        assert!(!watch.instruction(0x1000_0102));
        assert!(!watch.data_access(0x1000_0100, Size::Word, false));
    }

    #[test]
    fn refuses_limits_links_values_and_trace() {
        for function in [0b0001, 0b0011, 0b0111, 0b1000, 0b1100, 0x24, 0xC04] {
            assert!(Comparator::default().set_function(function).is_err(), "{function:#x}");
        }
    }
}
