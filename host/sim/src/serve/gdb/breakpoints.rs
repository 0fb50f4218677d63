//! Breakpoints and watchpoints. They are set on both cores: GDB's belong to all threads.

use gdbstub::target::TargetResult;
use gdbstub::target::ext::breakpoints::{
    Breakpoints, HwBreakpoint, HwBreakpointOps, HwWatchpoint, HwWatchpointOps, SwBreakpoint, SwBreakpointOps,
    WatchKind,
};

use super::core::CORES;
use super::target::{GdbError, GdbTarget};
use crate::bus::Size;
use crate::debug::DebugTarget;
use crate::ppb::{dwt, fpb};

/// One piece of watched memory: a comparator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Aligned to its length.
    pub address: u32,
    /// 1, 2 or 4 bytes.
    pub length: u32,
    /// What of it is watched.
    pub kind: WatchKind,
    /// Where the memory that GDB asked for begins.
    pub asked: u32,
}

/// What the comparators of each core hold.
#[derive(Clone, Debug, Default)]
pub struct Units {
    breakpoints: [Option<u32>; fpb::COMPARATORS],
    watches: [Option<Watch>; dwt::COMPARATORS],
}

// DWT_FUNCTIONn, Armv8-M ARM D1.2.75: MATCH, ACTION debug event.
const DEBUG_EVENT: u32 = 0b01 << 4;
const MATCHED: u32 = 1 << 24;

impl Units {
    fn set_breakpoint(&mut self, address: u32) -> bool {
        let known = self.has_breakpoint(address);
        known
            || self
                .breakpoints
                .iter_mut()
                .find(|slot| slot.is_none())
                .map(|slot| *slot = Some(address))
                .is_some()
    }

    fn clear_breakpoint(&mut self, address: u32) -> bool {
        let slot = self.breakpoints.iter_mut().find(|slot| **slot == Some(address));
        slot.map(|slot| *slot = None).is_some()
    }

    /// A comparator breaks there.
    pub fn has_breakpoint(&self, address: u32) -> bool {
        self.breakpoints.contains(&Some(address))
    }

    /// All of the pieces, or none.
    fn set_watches(&mut self, pieces: &[Watch]) -> bool {
        let free = self.watches.iter_mut().filter(|slot| slot.is_none());
        let mut slots: Vec<_> = free.take(pieces.len()).collect();
        if slots.len() < pieces.len() {
            return false;
        }
        for (slot, &piece) in slots.iter_mut().zip(pieces) {
            **slot = Some(piece);
        }
        true
    }

    fn clear_watches(&mut self, pieces: &[Watch]) -> bool {
        let mut found = false;
        for slot in &mut self.watches {
            if slot.is_some_and(|watch| pieces.contains(&watch)) {
                (*slot, found) = (None, true);
            }
        }
        found
    }

    /// The registers to write, in order.
    fn registers(&self) -> Vec<(u32, u32)> {
        const FPB_ENABLE: u32 = 0b11;
        let mut registers = vec![(fpb::FP_CTRL, FPB_ENABLE)];
        for (address, breakpoint) in (fpb::FP_COMP0..).step_by(4).zip(self.breakpoints) {
            registers.push((address, breakpoint.map_or(0, |address| address | 1)));
        }
        for (address, watch) in (dwt::DWT_COMP0..).step_by(16).zip(self.watches) {
            registers.push((address + 8, 0));
            let Some(watch) = watch else { continue };
            let matches = match watch.kind {
                WatchKind::ReadWrite => 0b0100,
                WatchKind::Write => 0b0101,
                WatchKind::Read => 0b0110,
            };
            registers.push((address, watch.address));
            registers.push((address + 8, watch.length.trailing_zeros() << 10 | DEBUG_EVENT | matches));
        }
        registers
    }
}

/// Cuts memory into pieces that a comparator can watch each; `None` if that takes more than there are.
fn pieces(asked: u32, length: u32, kind: WatchKind) -> Option<Vec<Watch>> {
    let mut pieces = Vec::new();
    let (mut address, mut left) = (asked, length);
    while left > 0 {
        if pieces.len() == dwt::COMPARATORS {
            return None;
        }
        let length = [4, 2, 1].into_iter().find(|size| address.is_multiple_of(*size) && left >= *size)?;
        pieces.push(Watch { address, length, kind, asked });
        address = address.wrapping_add(length);
        left -= length;
    }
    Some(pieces)
}

impl GdbTarget {
    /// Writes what the comparators are to hold.
    pub(super) fn set_units(&mut self) -> Result<(), GdbError> {
        let registers = self.units.registers();
        self.with_board(|board| {
            for core in CORES {
                for &(address, value) in &registers {
                    board.write(core, address, Size::Word, value)?;
                }
            }
            Ok(())
        })
    }

    /// The watch that a core has met since the last question.
    pub(super) fn take_matched_watch(&mut self, core: u8) -> Option<Watch> {
        let watches = self.units.watches;
        self.with_board(|board| {
            let mut matched = None;
            for (address, watch) in (dwt::DWT_COMP0 + 8..).step_by(16).zip(watches) {
                let function = board.read(core, address, Size::Word).unwrap_or(0);
                if function & MATCHED != 0 {
                    matched = matched.or(watch);
                }
            }
            matched
        })
    }

    fn change_units(&mut self, change: impl FnOnce(&mut Units) -> bool) -> TargetResult<bool, Self> {
        if !change(&mut self.units) {
            return Ok(false);
        }
        self.set_units().map_err(gdbstub::target::TargetError::Fatal)?;
        Ok(true)
    }
}

impl Breakpoints for GdbTarget {
    fn support_sw_breakpoint(&mut self) -> Option<SwBreakpointOps<'_, Self>> {
        Some(self)
    }

    fn support_hw_breakpoint(&mut self) -> Option<HwBreakpointOps<'_, Self>> {
        Some(self)
    }

    fn support_hw_watchpoint(&mut self) -> Option<HwWatchpointOps<'_, Self>> {
        Some(self)
    }
}

impl SwBreakpoint for GdbTarget {
    /// In memory that can be written a BKPT, elsewhere a comparator.
    fn add_sw_breakpoint(&mut self, address: u32, kind: usize) -> TargetResult<bool, Self> {
        if self.patch(address) { Ok(true) } else { self.add_hw_breakpoint(address, kind) }
    }

    fn remove_sw_breakpoint(&mut self, address: u32, kind: usize) -> TargetResult<bool, Self> {
        if self.unpatch(address) { Ok(true) } else { self.remove_hw_breakpoint(address, kind) }
    }
}

impl HwBreakpoint for GdbTarget {
    fn add_hw_breakpoint(&mut self, address: u32, _kind: usize) -> TargetResult<bool, Self> {
        self.change_units(|units| units.set_breakpoint(address & !1))
    }

    fn remove_hw_breakpoint(&mut self, address: u32, _kind: usize) -> TargetResult<bool, Self> {
        self.change_units(|units| units.clear_breakpoint(address & !1))
    }
}

impl HwWatchpoint for GdbTarget {
    fn add_hw_watchpoint(&mut self, address: u32, length: u32, kind: WatchKind) -> TargetResult<bool, Self> {
        let Some(pieces) = pieces(address, length, kind) else { return Ok(false) };
        self.change_units(|units| units.set_watches(&pieces))
    }

    fn remove_hw_watchpoint(
        &mut self,
        address: u32,
        length: u32,
        kind: WatchKind,
    ) -> TargetResult<bool, Self> {
        let Some(pieces) = pieces(address, length, kind) else { return Ok(false) };
        self.change_units(|units| units.clear_watches(&pieces))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_cut_into_aligned_pieces() {
        let lengths = |address, length| {
            let pieces = pieces(address, length, WatchKind::Write)?;
            Some(pieces.iter().map(|piece| piece.length).collect::<Vec<_>>())
        };
        assert_eq!(lengths(0x2000_0000, 4), Some(vec![4]));
        assert_eq!(lengths(0x2000_0001, 4), Some(vec![1, 2, 1]));
        assert_eq!(lengths(0x2000_0000, 16), Some(vec![4; 4]));
        assert_eq!(lengths(0x2000_0000, 17), None);
        assert_eq!(lengths(0x2000_0000, u32::MAX), None);
    }

    #[test]
    fn comparators_are_given_out_and_taken_back() {
        let mut units = Units::default();
        assert!((0..8).all(|index| units.set_breakpoint(0x1000_0000 + 2 * index)));
        assert!(!units.set_breakpoint(0x2000_0000));
        assert!(units.set_breakpoint(0x1000_0000), "there already");
        assert!(units.clear_breakpoint(0x1000_0004) && !units.clear_breakpoint(0x1000_0004));
        assert!(units.set_breakpoint(0x2000_0000) && units.has_breakpoint(0x2000_0000));
        let three = pieces(0x2000_0001, 4, WatchKind::Read).unwrap();
        assert!(units.set_watches(&three) && !units.set_watches(&three));
        assert!(units.clear_watches(&three) && !units.clear_watches(&three));
    }
}
