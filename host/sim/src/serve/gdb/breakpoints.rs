//! Breakpoints and watchpoints. They are set on both cores, because those of GDB apply to all threads.

use gdbstub::target::TargetResult;
use gdbstub::target::ext::breakpoints::{
    Breakpoints, HwBreakpoint, HwBreakpointOps, HwWatchpoint, HwWatchpointOps, SwBreakpoint, SwBreakpointOps,
    WatchKind,
};

use super::comparators::{Comparators, Watch, dwt_register, split_watch};
use super::core_debug::CORES;
use super::target::{GdbError, GdbTarget};
use crate::bus::Size;
use crate::debug::DebugTarget;
use crate::ppb::dwt::{self, DWT_FUNCTION0};

impl GdbTarget {
    /// Writes the comparators of both cores.
    pub(super) fn write_comparators(&mut self) -> Result<(), GdbError> {
        let registers = self.comparators.registers();
        self.with_board(|board| {
            for core in CORES {
                for &(address, value) in &registers {
                    board.write(core, address, Size::Word, value)?;
                }
            }
            Ok(())
        })
    }

    /// Returns the first watch that has matched on a core since the last call.
    pub(super) fn take_matched_watch(&mut self, core: u8) -> Option<Watch> {
        let watches = self.comparators.watches;
        self.with_board(|board| {
            let mut matched = None;
            for (index, watch) in watches.into_iter().enumerate() {
                let register = dwt_register(DWT_FUNCTION0, index);
                // The read clears MATCHED.
                let function = board.read(core, register, Size::Word).unwrap_or(0);
                if dwt::function_matched(function) {
                    matched = matched.or(watch);
                }
            }
            matched
        })
    }

    /// Makes a change and writes the comparators; returns false if the change cannot be made.
    fn change_comparators(
        &mut self,
        change: impl FnOnce(&mut Comparators) -> bool,
    ) -> TargetResult<bool, Self> {
        if !change(&mut self.comparators) {
            return Ok(false);
        }
        self.write_comparators().map_err(gdbstub::target::TargetError::Fatal)?;
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
    /// Writes a BKPT to memory that can be written; elsewhere it uses a comparator.
    fn add_sw_breakpoint(&mut self, address: u32, kind: usize) -> TargetResult<bool, Self> {
        if self.set_software_breakpoint(address) { Ok(true) } else { self.add_hw_breakpoint(address, kind) }
    }

    fn remove_sw_breakpoint(&mut self, address: u32, kind: usize) -> TargetResult<bool, Self> {
        if self.remove_software_breakpoint(address) {
            Ok(true)
        } else {
            self.remove_hw_breakpoint(address, kind)
        }
    }
}

impl HwBreakpoint for GdbTarget {
    fn add_hw_breakpoint(&mut self, address: u32, _kind: usize) -> TargetResult<bool, Self> {
        self.change_comparators(|comparators| comparators.set_breakpoint(address & !1))
    }

    fn remove_hw_breakpoint(&mut self, address: u32, _kind: usize) -> TargetResult<bool, Self> {
        self.change_comparators(|comparators| comparators.clear_breakpoint(address & !1))
    }
}

impl HwWatchpoint for GdbTarget {
    fn add_hw_watchpoint(&mut self, address: u32, length: u32, kind: WatchKind) -> TargetResult<bool, Self> {
        let Some(watches) = split_watch(address, length, kind) else { return Ok(false) };
        self.change_comparators(|comparators| comparators.set_watches(&watches))
    }

    fn remove_hw_watchpoint(
        &mut self,
        address: u32,
        length: u32,
        kind: WatchKind,
    ) -> TargetResult<bool, Self> {
        let Some(watches) = split_watch(address, length, kind) else { return Ok(false) };
        self.change_comparators(|comparators| comparators.clear_watches(&watches))
    }
}
