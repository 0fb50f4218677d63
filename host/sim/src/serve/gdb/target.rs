//! Target of gdbstub: the board of the server.

use std::collections::BTreeMap;
use std::sync::Arc;

use gdbstub::common::Tid;
use gdbstub::target::ext::base::BaseOps;
use gdbstub::target::ext::base::multithread::{MultiThreadBase, MultiThreadResumeOps};
use gdbstub::target::ext::base::single_register_access::{SingleRegisterAccess, SingleRegisterAccessOps};
use gdbstub::target::ext::breakpoints::BreakpointsOps;
use gdbstub::target::ext::flash::FlashOps;
use gdbstub::target::ext::memory_map::MemoryMapOps;
use gdbstub::target::ext::monitor_cmd::MonitorCmdOps;
use gdbstub::target::ext::thread_extra_info::{ThreadExtraInfo, ThreadExtraInfoOps};
use gdbstub::target::{Target, TargetError, TargetResult};
use thiserror::Error;

use super::comparators::Comparators;
use super::core_debug::{CORES, CoreDebug, ResumeMode};
use super::registers::{CortexM33, Register, Registers};
use crate::board::Board;
use crate::bus::BusFault;
use crate::serve::shared_board::SharedBoard;

/// Error that ends a session.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(super) enum GdbError {
    /// An access to the debug registers of a core failed.
    #[error("the debug registers of the board do not answer")]
    Debug(#[from] BusFault),
}

/// Error number of GDB's protocol for a bad address.
pub(super) const EFAULT: u8 = 14;

/// Board as a session of GDB accesses it. Dropping it detaches: the session's changes are undone and the board runs.
pub(super) struct GdbTarget {
    board: Arc<SharedBoard>,
    /// Modes in which the cores resume; `None` for a core that stays halted.
    pub(super) resume_modes: [Option<ResumeMode>; 2],
    /// Cores without a resume action stay halted.
    pub(super) scheduler_locked: bool,
    /// Addresses of software breakpoints, and the halfwords that they replace.
    pub(super) software_breakpoints: BTreeMap<u32, u16>,
    pub(super) comparators: Comparators,
}

/// Returns the thread of a core.
pub(super) fn tid_of(core: u8) -> Tid {
    Tid::MIN.saturating_add(usize::from(core))
}

/// Returns the core of a thread.
pub(super) fn core_of(tid: Tid) -> u8 {
    u8::from(tid != Tid::MIN)
}

impl GdbTarget {
    /// Halts the board for a new session.
    pub(super) fn attach(board: Arc<SharedBoard>) -> Result<Self, GdbError> {
        let mut target = Self {
            board,
            resume_modes: [None; 2],
            scheduler_locked: false,
            software_breakpoints: BTreeMap::new(),
            comparators: Comparators::default(),
        };
        target.board.set_halts_together(true);
        target.on_cores(|core| {
            core.halt()?;
            core.take_events().map(|_| ())
        })?;
        target.write_comparators()?;
        Ok(target)
    }

    fn detach(&mut self) -> Result<(), GdbError> {
        self.board.set_halts_together(false);
        self.remove_software_breakpoints();
        self.comparators = Comparators::default();
        self.write_comparators()?;
        self.on_cores(|core| core.release())
    }

    /// Calls `work` for each core.
    pub(super) fn on_cores(
        &mut self,
        mut work: impl FnMut(&mut CoreDebug<'_>) -> Result<(), BusFault>,
    ) -> Result<(), GdbError> {
        for number in CORES {
            self.on_core(number, &mut work)?;
        }
        Ok(())
    }

    /// Calls `work` for one core.
    pub(super) fn on_core<R>(
        &self,
        number: u8,
        work: impl FnOnce(&mut CoreDebug<'_>) -> Result<R, BusFault>,
    ) -> Result<R, GdbError> {
        self.with_board(|board| Ok(work(&mut CoreDebug::new(board, number))?))
    }

    /// Calls `work` with the board.
    pub(super) fn with_board<R>(&self, work: impl FnOnce(&mut Board) -> R) -> R {
        self.board.with(|target| work(&mut target.board))
    }

    /// Returns the error of a failed access. An unmodelled access is also shown to the user.
    pub(super) fn access_error(&self, fault: &BusFault) -> TargetError<GdbError> {
        if let BusFault::Unmodelled { .. } = fault {
            self.board.notice(&format!("GDB: {fault}"));
        }
        TargetError::Errno(EFAULT)
    }
}

impl Drop for GdbTarget {
    fn drop(&mut self) {
        if let Err(error) = self.detach() {
            self.board.notice(&format!("GDB: cannot detach: {error}"));
        }
    }
}

impl Target for GdbTarget {
    type Arch = CortexM33;
    type Error = GdbError;

    fn base_ops(&mut self) -> BaseOps<'_, CortexM33, GdbError> {
        BaseOps::MultiThread(self)
    }

    fn support_breakpoints(&mut self) -> Option<BreakpointsOps<'_, Self>> {
        Some(self)
    }

    fn support_memory_map(&mut self) -> Option<MemoryMapOps<'_, Self>> {
        Some(self)
    }

    fn support_flash_operations(&mut self) -> Option<FlashOps<'_, Self>> {
        Some(self)
    }

    fn support_monitor_cmd(&mut self) -> Option<MonitorCmdOps<'_, Self>> {
        Some(self)
    }
}

impl MultiThreadBase for GdbTarget {
    fn read_registers(&mut self, registers: &mut Registers, tid: Tid) -> TargetResult<(), Self> {
        self.on_core(core_of(tid), |core| {
            Register::all().try_for_each(|register| {
                registers.set(register, core.register(register)?);
                Ok(())
            })
        })
        .map_err(TargetError::Fatal)
    }

    fn write_registers(&mut self, registers: &Registers, tid: Tid) -> TargetResult<(), Self> {
        self.on_core(core_of(tid), |core| {
            Register::all().try_for_each(|register| core.set_register(register, registers.get(register)))
        })
        .map_err(TargetError::Fatal)
    }

    fn support_single_register_access(&mut self) -> Option<SingleRegisterAccessOps<'_, Tid, Self>> {
        Some(self)
    }

    fn read_addrs(&mut self, start: u32, data: &mut [u8], tid: Tid) -> TargetResult<usize, Self> {
        self.read_memory(core_of(tid), start, data).map_err(|fault| self.access_error(&fault))
    }

    fn write_addrs(&mut self, start: u32, data: &[u8], tid: Tid) -> TargetResult<(), Self> {
        self.write_memory(core_of(tid), start, data).map_err(|fault| self.access_error(&fault))
    }

    fn list_active_threads(&mut self, active: &mut dyn FnMut(Tid)) -> Result<(), GdbError> {
        CORES.into_iter().map(tid_of).for_each(active);
        Ok(())
    }

    fn support_resume(&mut self) -> Option<MultiThreadResumeOps<'_, Self>> {
        Some(self)
    }

    fn support_thread_extra_info(&mut self) -> Option<ThreadExtraInfoOps<'_, Self>> {
        Some(self)
    }
}

impl SingleRegisterAccess<Tid> for GdbTarget {
    fn read_register(
        &mut self,
        tid: Tid,
        register: Register,
        buffer: &mut [u8],
    ) -> TargetResult<usize, Self> {
        let value = self.on_core(core_of(tid), |core| core.register(register)).map_err(TargetError::Fatal)?;
        Ok(copy_to(buffer, value.to_le_bytes().get(..register.size()).unwrap_or_default()))
    }

    fn write_register(&mut self, tid: Tid, register: Register, value: &[u8]) -> TargetResult<(), Self> {
        if value.len() != register.size() {
            return Err(TargetError::NonFatal);
        }
        let value = value.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte));
        self.on_core(core_of(tid), |core| core.set_register(register, value)).map_err(TargetError::Fatal)
    }
}

impl ThreadExtraInfo for GdbTarget {
    fn thread_extra_info(&self, tid: Tid, buffer: &mut [u8]) -> Result<usize, GdbError> {
        Ok(copy_to(buffer, format!("core {}", core_of(tid)).as_bytes()))
    }
}

/// Copies as many bytes as fit into a buffer, and returns their number.
pub(super) fn copy_to(buffer: &mut [u8], bytes: &[u8]) -> usize {
    let size = bytes.len().min(buffer.len());
    for (target, source) in buffer.iter_mut().zip(bytes) {
        *target = *source;
    }
    size
}
