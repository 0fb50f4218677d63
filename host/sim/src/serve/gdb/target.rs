//! The board as gdbstub sees it.

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

use super::arch::{CortexM33, Register, Registers};
use super::breakpoints::Units;
use super::core::{CORES, Core, ResumeMode};
use crate::board::Board;
use crate::bus::BusFault;
use crate::serve::shared::Shared;

/// What ends a session.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum GdbError {
    /// The debug registers of a core refuse.
    #[error("the debug registers of the board do not answer")]
    Debug(#[from] BusFault),
}

/// Bad address.
pub const EFAULT: u8 = 14;

/// One GDB's view of the board.
pub struct GdbTarget {
    pub(super) shared: Arc<Shared>,
    /// How each core goes on with the next resumption; `None`: not at all.
    pub(super) resume_modes: [Option<ResumeMode>; 2],
    /// A core without an action of its own stays halted.
    pub(super) locked: bool,
    /// Breakpoints in memory: what stood there.
    pub(super) patches: BTreeMap<u32, u16>,
    /// Breakpoints and watchpoints in the cores' comparators.
    pub(super) units: Units,
}

/// Thread of a core.
pub fn tid(core: u8) -> Tid {
    Tid::MIN.saturating_add(usize::from(core))
}

/// Core of a thread.
pub fn core_of(tid: Tid) -> u8 {
    u8::from(tid != Tid::MIN)
}

impl GdbTarget {
    /// Halts the board for a new session.
    pub fn attach(shared: Arc<Shared>) -> Result<Self, GdbError> {
        let mut target = Self {
            shared,
            resume_modes: [None; 2],
            locked: false,
            patches: BTreeMap::new(),
            units: Units::default(),
        };
        target.shared.set_halts_together(true);
        target.on_cores(|core| {
            core.halt()?;
            core.take_events().map(|_| ())
        })?;
        target.set_units()?;
        Ok(target)
    }

    /// Takes everything back that the session has set, and lets the board run on.
    pub fn detach(&mut self) -> Result<(), GdbError> {
        self.shared.set_halts_together(false);
        self.remove_patches();
        self.units = Units::default();
        self.set_units()?;
        self.on_cores(|core| core.release())
    }

    /// The same work on both cores.
    pub(super) fn on_cores(
        &mut self,
        mut work: impl FnMut(&mut Core<'_>) -> Result<(), BusFault>,
    ) -> Result<(), GdbError> {
        for number in CORES {
            self.on_core(number, &mut work)?;
        }
        Ok(())
    }

    /// Work on one core.
    pub(super) fn on_core<R>(
        &self,
        number: u8,
        work: impl FnOnce(&mut Core<'_>) -> Result<R, BusFault>,
    ) -> Result<R, GdbError> {
        self.with_board(|board| Ok(work(&mut Core::new(board, number))?))
    }

    /// Work on the board.
    pub(super) fn with_board<R>(&self, work: impl FnOnce(&mut Board) -> R) -> R {
        self.shared.with(|target| work(&mut target.board))
    }

    /// An access that failed: GDB hears of a bad address, the user of what is not modelled.
    pub(super) fn refused(&self, fault: &BusFault) -> TargetError<GdbError> {
        if let BusFault::Unmodelled { .. } = fault {
            self.shared.notice(&format!("GDB: {fault}"));
        }
        TargetError::Errno(EFAULT)
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
        self.read_memory(core_of(tid), start, data).map_err(|fault| self.refused(&fault))
    }

    fn write_addrs(&mut self, start: u32, data: &[u8], tid: Tid) -> TargetResult<(), Self> {
        self.write_memory(core_of(tid), start, data).map_err(|fault| self.refused(&fault))
    }

    fn list_active_threads(&mut self, active: &mut dyn FnMut(Tid)) -> Result<(), GdbError> {
        CORES.into_iter().map(tid).for_each(active);
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
        let size = register.size().min(buffer.len());
        for (place, byte) in buffer.iter_mut().zip(value.to_le_bytes()).take(size) {
            *place = byte;
        }
        Ok(size)
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
        let text = format!("core {}", core_of(tid));
        let size = text.len().min(buffer.len());
        for (place, byte) in buffer.iter_mut().zip(text.bytes()) {
            *place = byte;
        }
        Ok(size)
    }
}
