//! Breakpoints and watchpoints of GDB as contents of the FPB's and the DWT's comparators.

use gdbstub::target::ext::breakpoints::WatchKind;

use crate::ppb::dwt::{self, COMPARATOR_STRIDE, DWT_COMP0, DWT_FUNCTION0, Direction, watch_function};
use crate::ppb::fpb::{self, FP_COMP_BE, FP_COMP0, FP_CTRL, FP_CTRL_ENABLE, FP_CTRL_KEY};

/// Range of memory that one comparator watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Watch {
    /// Address, aligned to the length.
    pub address: u32,
    /// Length: 1, 2 or 4 bytes.
    pub length: u32,
    /// Accesses that are watched.
    pub kind: WatchKind,
    /// Start of the range that GDB requested.
    pub requested: u32,
}

/// Contents of the comparators, which are the same on both cores.
#[derive(Clone, Debug, Default)]
pub(super) struct Comparators {
    breakpoints: [Option<u32>; fpb::COMPARATORS],
    pub(super) watches: [Option<Watch>; dwt::COMPARATORS],
}

/// Returns the address of a DWT register of a comparator.
pub(super) fn dwt_register(first: u32, index: usize) -> u32 {
    first + COMPARATOR_STRIDE * index as u32
}

impl Comparators {
    /// Sets a breakpoint; returns false if no comparator is free.
    pub(super) fn set_breakpoint(&mut self, address: u32) -> bool {
        self.has_breakpoint(address)
            || self
                .breakpoints
                .iter_mut()
                .find(|slot| slot.is_none())
                .map(|slot| *slot = Some(address))
                .is_some()
    }

    /// Clears a breakpoint; returns false if none is set at the address.
    pub(super) fn clear_breakpoint(&mut self, address: u32) -> bool {
        let slot = self.breakpoints.iter_mut().find(|slot| **slot == Some(address));
        slot.map(|slot| *slot = None).is_some()
    }

    /// Returns true if a breakpoint is set at the address.
    pub(super) fn has_breakpoint(&self, address: u32) -> bool {
        self.breakpoints.contains(&Some(address))
    }

    /// Sets all watches, or returns false if not enough comparators are free.
    pub(super) fn set_watches(&mut self, watches: &[Watch]) -> bool {
        let free = self.watches.iter_mut().filter(|slot| slot.is_none());
        let mut slots: Vec<_> = free.take(watches.len()).collect();
        if slots.len() < watches.len() {
            return false;
        }
        for (slot, &watch) in slots.iter_mut().zip(watches) {
            **slot = Some(watch);
        }
        true
    }

    /// Clears watches; returns false if none of them is set.
    pub(super) fn clear_watches(&mut self, watches: &[Watch]) -> bool {
        let mut found = false;
        for slot in &mut self.watches {
            if slot.is_some_and(|watch| watches.contains(&watch)) {
                (*slot, found) = (None, true);
            }
        }
        found
    }

    /// Returns the addresses and values of the registers to write, in order.
    pub(super) fn registers(&self) -> Vec<(u32, u32)> {
        let mut registers = vec![(FP_CTRL, FP_CTRL_KEY | FP_CTRL_ENABLE)];
        for (register, breakpoint) in (FP_COMP0..).step_by(4).zip(self.breakpoints) {
            registers.push((register, breakpoint.map_or(0, |address| address | FP_COMP_BE)));
        }
        for (index, watch) in self.watches.iter().enumerate() {
            let function = dwt_register(DWT_FUNCTION0, index);
            registers.push((function, 0));
            let Some(watch) = watch else { continue };
            let direction = match watch.kind {
                WatchKind::ReadWrite => Direction::Both,
                WatchKind::Write => Direction::Write,
                WatchKind::Read => Direction::Read,
            };
            registers.push((dwt_register(DWT_COMP0, index), watch.address));
            registers.push((function, watch_function(direction, watch.length)));
        }
        registers
    }
}

/// Splits a range of memory into ranges that one comparator can watch; `None` if there are not enough comparators.
pub(super) fn split_watch(requested: u32, length: u32, kind: WatchKind) -> Option<Vec<Watch>> {
    let mut watches = Vec::new();
    let (mut address, mut left) = (requested, length);
    while left > 0 {
        if watches.len() == dwt::COMPARATORS {
            return None;
        }
        let length = [4, 2, 1].into_iter().find(|size| address.is_multiple_of(*size) && left >= *size)?;
        watches.push(Watch { address, length, kind, requested });
        address = address.wrapping_add(length);
        left -= length;
    }
    Some(watches)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_split_into_aligned_watches() {
        let lengths = |address, length| {
            let watches = split_watch(address, length, WatchKind::Write)?;
            Some(watches.iter().map(|watch| watch.length).collect::<Vec<_>>())
        };
        assert_eq!(lengths(0x2000_0000, 4), Some(vec![4]));
        assert_eq!(lengths(0x2000_0001, 4), Some(vec![1, 2, 1]));
        assert_eq!(lengths(0x2000_0000, 16), Some(vec![4; 4]));
        assert_eq!(lengths(0x2000_0000, 17), None);
        assert_eq!(lengths(0x2000_0000, u32::MAX), None);
    }

    #[test]
    fn comparators_are_allocated_and_freed() {
        let mut comparators = Comparators::default();
        assert!((0..8).all(|index| comparators.set_breakpoint(0x1000_0000 + 2 * index)));
        assert!(!comparators.set_breakpoint(0x2000_0000));
        assert!(comparators.set_breakpoint(0x1000_0000), "already set");
        assert!(comparators.clear_breakpoint(0x1000_0004) && !comparators.clear_breakpoint(0x1000_0004));
        assert!(comparators.set_breakpoint(0x2000_0000) && comparators.has_breakpoint(0x2000_0000));
        let three = split_watch(0x2000_0001, 4, WatchKind::Read).unwrap();
        assert!(comparators.set_watches(&three) && !comparators.set_watches(&three));
        assert!(comparators.clear_watches(&three) && !comparators.clear_watches(&three));
    }
}
