//! The four DWT comparators, some of which work in pairs with the previous one. Armv8-M ARM, D1.2.75.
//!
//! Assumptions, where the manual leaves freedom: a limit and the previous comparator match together, and the action
//! of either counts; a value is compared in each unit of its size that an access carries.

use super::comparator::{Comparator, DataAccess, MatchFunction};

/// Number of comparators. RP2350 datasheet §3.7.2.
pub const COMPARATORS: usize = 4;

/// ID fields of DWT_FUNCTION0 to DWT_FUNCTION3. Cortex-M33 TRM, DWT register summary.
const IDS: [u32; COMPARATORS] = [0b01011, 0b11110, 0b01010, 0b11010];
/// Position of ID in DWT_FUNCTIONn.
const ID_SHIFT: u32 = 27;

/// Comparators of one core.
#[derive(Clone, Debug, Default)]
pub(super) struct ComparatorSet {
    comparators: [Comparator; COMPARATORS],
}

impl ComparatorSet {
    /// Returns DWT_COMPn.
    pub(super) fn reference(&self, index: usize) -> u32 {
        self.comparators.get(index).map_or(0, Comparator::reference)
    }

    /// Writes DWT_COMPn.
    pub(super) fn set_reference(&mut self, index: usize, value: u32) {
        if let Some(comparator) = self.comparators.get_mut(index) {
            comparator.set_reference(value);
        }
    }

    /// Reads DWT_FUNCTIONn, and clears its MATCHED.
    pub(super) fn take_function(&mut self, index: usize) -> u32 {
        let function = self.comparators.get_mut(index).map_or(0, Comparator::take_function);
        function | IDS.get(index).map_or(0, |id| id << ID_SHIFT)
    }

    /// Writes DWT_FUNCTIONn.
    ///
    /// # Errors
    /// Returns the name of a function that the comparator or this model lacks.
    pub(super) fn set_function(&mut self, index: usize, value: u32) -> Result<(), &'static str> {
        match (self.comparators.get_mut(index), IDS.get(index)) {
            (Some(comparator), Some(&id)) => comparator.set_function(value, id),
            _ => Ok(()),
        }
    }

    /// Returns true if a comparator matches data accesses.
    pub(super) fn watches_data(&self) -> bool {
        self.comparators.iter().any(|comparator| {
            matches!(
                comparator.match_function(),
                MatchFunction::Address(_)
                    | MatchFunction::AddressLimit
                    | MatchFunction::Value(_)
                    | MatchFunction::LinkedValue
            )
        })
    }

    /// Returns true if a comparator matches instruction addresses.
    pub(super) fn watches_instructions(&self) -> bool {
        self.comparators.iter().any(|comparator| {
            matches!(
                comparator.match_function(),
                MatchFunction::Instruction | MatchFunction::InstructionLimit
            )
        })
    }

    /// Returns the value of the cycle counter that comparator 0 matches.
    pub(super) fn cycle_reference(&self) -> Option<u32> {
        let [first, ..] = &self.comparators;
        (first.match_function() == MatchFunction::Cycle).then_some(first.reference())
    }

    /// Records a match of the cycle counter; returns true if comparator 0 generates a debug event.
    pub(super) fn record_cycle_match(&mut self) -> bool {
        let [first, ..] = &mut self.comparators;
        first.record_match()
    }

    /// Compares the address of the next instruction; returns true if a comparator generates a debug event before it.
    pub(super) fn check_instruction(&mut self, pc: u32) -> bool {
        self.record_matches(|context| match (context.function, context.previous_function()) {
            (MatchFunction::Instruction, _) if context.has_limit(MatchFunction::InstructionLimit) => {
                context.range_overlaps(pc, pc)
            }
            (MatchFunction::Instruction, _) => context.comparator.reference() & !1 == pc,
            (MatchFunction::InstructionLimit, Some(MatchFunction::Instruction)) => {
                context.range_overlaps(pc, pc)
            }
            _ => false,
        })
    }

    /// Compares a data access; returns true if a comparator generates a debug event after it.
    pub(super) fn check_data_access(&mut self, access: &DataAccess) -> bool {
        let last = access.address.saturating_add(access.size.bytes() - 1);
        self.record_matches(|context| match (context.function, context.previous_function()) {
            (MatchFunction::Address(direction), _) if context.has_limit(MatchFunction::AddressLimit) => {
                direction.includes(access.write) && context.range_overlaps(access.address, last)
            }
            (MatchFunction::Address(direction), _) => {
                direction.includes(access.write) && context.comparator.overlaps(access)
            }
            (MatchFunction::AddressLimit, Some(MatchFunction::Address(direction))) => {
                direction.includes(access.write) && context.range_overlaps(access.address, last)
            }
            (MatchFunction::Value(direction), _) => {
                direction.includes(access.write) && context.comparator.contains_value(access)
            }
            (MatchFunction::LinkedValue, Some(MatchFunction::Address(direction))) => {
                direction.includes(access.write)
                    && context.previous.is_some_and(|previous| previous.overlaps(access))
                    && context.comparator.contains_value(access)
            }
            _ => false,
        })
    }

    /// Records a match of every comparator that `matches` accepts; returns true if one generates a debug event.
    fn record_matches(&mut self, matches: impl Fn(&Context) -> bool) -> bool {
        let comparators = self.comparators;
        let mut event = false;
        for (index, comparator) in self.comparators.iter_mut().enumerate() {
            let neighbour = |index: Option<usize>| index.and_then(|index| comparators.get(index)).copied();
            let context = Context {
                comparator: *comparator,
                function: comparator.match_function(),
                previous: neighbour(index.checked_sub(1)),
                next: neighbour(Some(index + 1)),
            };
            if matches(&context) {
                event |= comparator.record_match();
            }
        }
        event
    }
}

/// Comparator with its neighbours.
struct Context {
    comparator: Comparator,
    function: MatchFunction,
    previous: Option<Comparator>,
    next: Option<Comparator>,
}

impl Context {
    fn previous_function(&self) -> Option<MatchFunction> {
        self.previous.map(|previous| previous.match_function())
    }

    /// Returns true if the next comparator is the upper limit of this one.
    fn has_limit(&self, limit: MatchFunction) -> bool {
        self.next.is_some_and(|next| next.match_function() == limit)
    }

    /// Returns true if an address from `first` to `last` is in the range of the pair, references included.
    fn range_overlaps(&self, first: u32, last: u32) -> bool {
        let is_limit = matches!(self.function, MatchFunction::InstructionLimit | MatchFunction::AddressLimit);
        let (low, high) = if is_limit {
            (self.previous, Some(self.comparator))
        } else {
            (Some(self.comparator), self.next)
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

    fn comparators(settings: &[(usize, u32, u32)]) -> ComparatorSet {
        let mut comparators = ComparatorSet::default();
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
        assert!(pair.watches_data() && !pair.watches_instructions());
        for (address, inside) in
            [(0x2000_00FC, false), (0x2000_0100, true), (0x2000_01FC, true), (0x2000_0200, false)]
        {
            assert_eq!(pair.check_data_access(&store(address, 0)), inside, "{address:#x}");
        }
        assert!(!pair.check_data_access(&DataAccess { write: false, ..store(0x2000_0100, 0) }), "a read");
        assert_eq!([pair.take_function(2) >> 24 & 1, pair.take_function(3) >> 24 & 1], [1, 1]);
    }

    #[test]
    fn a_limit_without_a_pair_matches_nothing() {
        let mut alone = comparators(&[(3, 0x2000_01FF, EVENT | 0b0111)]);
        assert!(!alone.check_data_access(&store(0x2000_0100, 0)));
    }

    #[test]
    fn a_range_of_code_is_watched_by_a_pair() {
        let mut pair = comparators(&[(0, 0x1000_0100, 0b0010), (1, 0x1000_010E, EVENT | 0b0011)]);
        let hits: Vec<u32> =
            (0x1000_00FE..0x1000_0114).step_by(2).filter(|&pc| pair.check_instruction(pc)).collect();
        assert_eq!(hits, (0x1000_0100..=0x1000_010E).step_by(2).collect::<Vec<_>>());
    }

    #[test]
    fn a_linked_value_matches_at_the_linked_address_only() {
        let mut pair = comparators(&[(0, 0x2000_0010, WORD | 0b0101), (1, 7, WORD | EVENT | 0b1011)]);
        assert!(!pair.check_data_access(&store(0x2000_0010, 6)));
        assert!(!pair.check_data_access(&store(0x2000_0014, 7)));
        assert!(pair.check_data_access(&store(0x2000_0010, 7)));
    }

    #[test]
    fn an_unlinked_value_matches_at_any_address() {
        let mut value = comparators(&[(1, 7, WORD | EVENT | 0b1010)]);
        assert!(!value.check_data_access(&store(0x2000_0010, 7)));
        assert!(value.check_data_access(&DataAccess { write: false, ..store(0x2004_0000, 7) }));
    }

    #[test]
    fn only_comparator_0_matches_cycles() {
        assert_eq!(comparators(&[(0, 500, EVENT | 0b0001)]).cycle_reference(), Some(500));
        assert_eq!(ComparatorSet::default().set_function(1, 0b0001), Err("a cycle match"));
    }
}
