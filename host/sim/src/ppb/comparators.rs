//! The four DWT comparators together: some work in pairs with the one before them. Armv8-M ARM, D1.2.75.
//!
//! Choices, where the manual leaves freedom: a limit and the comparator before it match together, and the action of
//! either counts; a value is looked for in each unit of its size that an access carries.

use super::watchpoint::{Comparator, DataAccess, Watched};

/// Number of comparators. RP2350 datasheet §3.7.2.
pub const COMPARATORS: usize = 4;

/// ID fields of DWT_FUNCTION0 to 3: what each comparator can match. Cortex-M33 TRM, DWT register summary.
const IDS: [u32; COMPARATORS] = [0b01011, 0b11110, 0b01010, 0b11010];

/// The comparators of one core.
#[derive(Clone, Debug, Default)]
pub struct Comparators {
    all: [Comparator; COMPARATORS],
}

impl Comparators {
    /// DWT_COMPn.
    pub fn reference(&self, index: usize) -> u32 {
        self.all.get(index).map_or(0, Comparator::reference)
    }

    /// Writes DWT_COMPn.
    pub fn set_reference(&mut self, index: usize, value: u32) {
        if let Some(comparator) = self.all.get_mut(index) {
            comparator.set_reference(value);
        }
    }

    /// DWT_FUNCTIONn; MATCHED falls by the read.
    pub fn take_function(&mut self, index: usize) -> u32 {
        let function = self.all.get_mut(index).map_or(0, Comparator::take_function);
        function | IDS.get(index).map_or(0, |id| id << 27)
    }

    /// Writes DWT_FUNCTIONn.
    ///
    /// # Errors
    /// What the value asks for and the comparator or this model lacks.
    pub fn set_function(&mut self, index: usize, value: u32) -> Result<(), &'static str> {
        match (self.all.get_mut(index), IDS.get(index)) {
            (Some(comparator), Some(&id)) => comparator.set_function(value, id),
            _ => Ok(()),
        }
    }

    /// Some comparator looks at data accesses.
    pub fn watch_data(&self) -> bool {
        let data = |watched| {
            !matches!(
                watched,
                Watched::Nothing | Watched::Cycle | Watched::Instruction | Watched::InstructionLimit
            )
        };
        self.all.iter().any(|comparator| data(comparator.watched()))
    }

    /// Some comparator looks at instruction addresses.
    pub fn watch_instructions(&self) -> bool {
        let instruction = |watched| matches!(watched, Watched::Instruction | Watched::InstructionLimit);
        self.all.iter().any(|comparator| instruction(comparator.watched()))
    }

    /// The value of the cycle counter that comparator 0 waits for.
    pub fn cycle(&self) -> Option<u32> {
        let [first, ..] = &self.all;
        (first.watched() == Watched::Cycle).then_some(first.reference())
    }

    /// The cycle counter has come there; true if comparator 0 asks for a debug event.
    pub fn note_cycle(&mut self) -> bool {
        let [first, ..] = &mut self.all;
        first.note_match()
    }

    /// Tells of an instruction about to execute; true if a comparator asks for a debug event before it.
    pub fn instruction(&mut self, pc: u32) -> bool {
        self.note(|watch| match (watch.watched, watch.before) {
            (Watched::Instruction, _) if watch.limited(Watched::InstructionLimit) => watch.in_range(pc, pc),
            (Watched::Instruction, _) => watch.comparator.reference() & !1 == pc,
            (Watched::InstructionLimit, Some(Watched::Instruction)) => watch.in_range(pc, pc),
            _ => false,
        })
    }

    /// Tells of a data access; true if a comparator asks for a debug event after it.
    pub fn data_access(&mut self, access: &DataAccess) -> bool {
        let last = access.address.saturating_add(access.size.bytes() - 1);
        self.note(|watch| match (watch.watched, watch.before) {
            (Watched::Address(direction), _) if watch.limited(Watched::AddressLimit) => {
                direction.takes(access.write) && watch.in_range(access.address, last)
            }
            (Watched::Address(direction), _) => {
                direction.takes(access.write) && watch.comparator.touches(access)
            }
            (Watched::AddressLimit, Some(Watched::Address(direction))) => {
                direction.takes(access.write) && watch.in_range(access.address, last)
            }
            (Watched::Value(direction), _) => {
                direction.takes(access.write) && watch.comparator.carries(access)
            }
            (Watched::LinkedValue, Some(Watched::Address(direction))) => {
                direction.takes(access.write)
                    && watch.neighbour_before.is_some_and(|before| before.touches(access))
                    && watch.comparator.carries(access)
            }
            _ => false,
        })
    }

    fn note(&mut self, matches: impl Fn(&Watch) -> bool) -> bool {
        let all = self.all;
        let mut event = false;
        for (index, comparator) in self.all.iter_mut().enumerate() {
            let neighbour = |index: Option<usize>| index.and_then(|index| all.get(index)).copied();
            let (before, after) = (neighbour(index.checked_sub(1)), neighbour(Some(index + 1)));
            let watch = Watch {
                comparator: *comparator,
                watched: comparator.watched(),
                before: before.map(|before| before.watched()),
                neighbour_before: before,
                neighbour_after: after,
            };
            if matches(&watch) {
                event |= comparator.note_match();
            }
        }
        event
    }
}

/// A comparator among its neighbours.
struct Watch {
    comparator: Comparator,
    watched: Watched,
    before: Option<Watched>,
    neighbour_before: Option<Comparator>,
    neighbour_after: Option<Comparator>,
}

impl Watch {
    /// The comparator after it is its upper limit.
    fn limited(&self, limit: Watched) -> bool {
        self.neighbour_after.is_some_and(|after| after.watched() == limit)
    }

    /// Any of these addresses lies between the references of the pair, both included.
    fn in_range(&self, first: u32, last: u32) -> bool {
        let is_limit = matches!(self.watched, Watched::InstructionLimit | Watched::AddressLimit);
        let (low, high) = if is_limit {
            (self.neighbour_before, Some(self.comparator))
        } else {
            (Some(self.comparator), self.neighbour_after)
        };
        match (low, high) {
            (Some(low), Some(high)) => last >= low.reference() && first <= high.reference(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bus::Size;

    const EVENT: u32 = 0x10;
    const WORD: u32 = 0x800;

    fn comparators(settings: &[(usize, u32, u32)]) -> Comparators {
        let mut comparators = Comparators::default();
        for &(index, reference, function) in settings {
            comparators.set_reference(index, reference);
            comparators.set_function(index, function).unwrap();
        }
        comparators
    }

    fn store(address: u32, value: u32) -> DataAccess {
        DataAccess { address, size: Size::Word, write: true, value }
    }

    #[test]
    fn a_range_of_data_is_watched_by_a_pair() {
        let mut pair = comparators(&[(2, 0x2000_0100, EVENT | 0b0101), (3, 0x2000_01FF, 0b0111)]);
        assert!(pair.watch_data() && !pair.watch_instructions());
        for (address, inside) in
            [(0x2000_00FC, false), (0x2000_0100, true), (0x2000_01FC, true), (0x2000_0200, false)]
        {
            assert_eq!(pair.data_access(&store(address, 0)), inside, "{address:#x}");
        }
        assert!(!pair.data_access(&DataAccess { write: false, ..store(0x2000_0100, 0) }), "a read");
        assert_eq!([pair.take_function(2) >> 24 & 1, pair.take_function(3) >> 24 & 1], [1, 1]);
    }

    #[test]
    fn a_limit_without_its_partner_watches_nothing() {
        let mut alone = comparators(&[(3, 0x2000_01FF, EVENT | 0b0111)]);
        assert!(!alone.data_access(&store(0x2000_0100, 0)));
    }

    #[test]
    fn a_range_of_code_is_watched_by_a_pair() {
        let mut pair = comparators(&[(0, 0x1000_0100, 0b0010), (1, 0x1000_010E, EVENT | 0b0011)]);
        let hits: Vec<u32> =
            (0x1000_00FE..0x1000_0114).step_by(2).filter(|&pc| pair.instruction(pc)).collect();
        assert_eq!(hits, (0x1000_0100..=0x1000_010E).step_by(2).collect::<Vec<_>>());
    }

    #[test]
    fn a_value_counts_at_the_linked_address_only() {
        let mut pair = comparators(&[(0, 0x2000_0010, WORD | 0b0101), (1, 7, WORD | EVENT | 0b1011)]);
        assert!(!pair.data_access(&store(0x2000_0010, 6)));
        assert!(!pair.data_access(&store(0x2000_0014, 7)));
        assert!(pair.data_access(&store(0x2000_0010, 7)));
    }

    #[test]
    fn a_value_alone_counts_everywhere() {
        let mut value = comparators(&[(1, 7, WORD | EVENT | 0b1010)]);
        assert!(!value.data_access(&store(0x2000_0010, 7)));
        assert!(value.data_access(&DataAccess { write: false, ..store(0x2004_0000, 7) }));
    }

    #[test]
    fn only_comparator_0_counts_cycles() {
        assert_eq!(comparators(&[(0, 500, EVENT | 0b0001)]).cycle(), Some(500));
        assert_eq!(Comparators::default().set_function(1, 0b0001), Err("a cycle match"));
    }
}
