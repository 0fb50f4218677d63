//! Resuming and stepping of the cores, and the reasons of their stops.

use gdbstub::common::{Signal, Tid};
use gdbstub::stub::MultiThreadStopReason;
use gdbstub::target::ext::base::multithread::{
    MultiThreadResume, MultiThreadSchedulerLocking, MultiThreadSchedulerLockingOps, MultiThreadSingleStep,
    MultiThreadSingleStepOps,
};

use super::core_debug::{CORES, CoreDebug, ResumeMode, halt_all};
use super::target::{GdbError, GdbTarget, core_of, tid_of};
use crate::ppb::dcb::Dfsr;

/// Maximum duration of a step, in cycles. A ROM function can take that long.
const MAX_STEP_CYCLES: u64 = 1 << 20;

impl MultiThreadResume for GdbTarget {
    /// Resumes the cores. Those without a resume action continue, unless the scheduler is locked.
    fn resume(&mut self) -> Result<(), GdbError> {
        if !self.scheduler_locked {
            self.resume_modes = self.resume_modes.map(|mode| mode.or(Some(ResumeMode::Continue)));
        }
        let modes = self.resume_modes;
        let steps = modes.contains(&Some(ResumeMode::Step));
        self.with_board(|board| {
            for (core, mode) in CORES.into_iter().zip(modes) {
                if let Some(mode) = mode {
                    CoreDebug::new(board, core).resume(mode)?;
                }
            }
            if steps {
                board.run_ahead(MAX_STEP_CYCLES, 0..0);
            }
            Ok(())
        })
    }

    fn clear_resume_actions(&mut self) -> Result<(), GdbError> {
        self.resume_modes = [None; 2];
        self.scheduler_locked = false;
        Ok(())
    }

    fn set_resume_action_continue(&mut self, tid: Tid, _signal: Option<Signal>) -> Result<(), GdbError> {
        self.set_resume_mode(tid, ResumeMode::Continue);
        Ok(())
    }

    fn support_single_step(&mut self) -> Option<MultiThreadSingleStepOps<'_, Self>> {
        Some(self)
    }

    fn support_scheduler_locking(&mut self) -> Option<MultiThreadSchedulerLockingOps<'_, Self>> {
        Some(self)
    }
}

impl MultiThreadSingleStep for GdbTarget {
    fn set_resume_action_step(&mut self, tid: Tid, _signal: Option<Signal>) -> Result<(), GdbError> {
        self.set_resume_mode(tid, ResumeMode::Step);
        Ok(())
    }
}

impl MultiThreadSchedulerLocking for GdbTarget {
    fn set_resume_action_scheduler_lock(&mut self) -> Result<(), GdbError> {
        self.scheduler_locked = true;
        Ok(())
    }
}

impl GdbTarget {
    fn set_resume_mode(&mut self, tid: Tid, mode: ResumeMode) {
        if let Some(resume_mode) = self.resume_modes.get_mut(usize::from(core_of(tid))) {
            *resume_mode = Some(mode);
        }
    }

    /// Returns the reason of a stop, after which both cores are halted; `None` while the board runs.
    pub(super) fn stop_reason(&mut self) -> Result<Option<MultiThreadStopReason<u32>>, GdbError> {
        let modes = self.resume_modes;
        let halted_core = self.with_board(|board| {
            let mut resumed =
                CORES.into_iter().zip(modes).filter(|(_, mode)| mode.is_some()).map(|(core, _)| core);
            let halted = resumed.find(|&core| CoreDebug::new(board, core).halted());
            let stopped = halted.is_some() || board.stop_reason().is_some();
            if stopped {
                halt_all(board);
            }
            stopped.then_some(halted)
        });
        match halted_core {
            None => Ok(None),
            Some(Some(core)) => self.halt_reason(core).map(Some),
            // The board has stopped. The clock reports what is not modelled.
            Some(None) => {
                Ok(Some(MultiThreadStopReason::SignalWithThread { tid: tid_of(0), signal: Signal::SIGILL }))
            }
        }
    }

    /// Returns the reason why a core halted, and clears the reasons of both cores.
    fn halt_reason(&mut self, core: u8) -> Result<MultiThreadStopReason<u32>, GdbError> {
        let mut events = Dfsr::empty();
        for number in CORES {
            let taken = self.on_core(number, |core| core.take_events())?;
            if number == core {
                events = taken;
            }
        }
        let tid = tid_of(core);
        if events.contains(Dfsr::DWTTRAP)
            && let Some(watch) = self.take_matched_watch(core)
        {
            return Ok(MultiThreadStopReason::Watch { tid, kind: watch.kind, addr: watch.requested });
        }
        if events.contains(Dfsr::BKPT) && !events.contains(Dfsr::DWTTRAP) {
            let pc = self.on_core(core, |core| core.pc())?;
            if self.software_breakpoints.contains_key(&pc) {
                return Ok(MultiThreadStopReason::SwBreak(tid));
            }
            if self.comparators.has_breakpoint(pc) {
                return Ok(MultiThreadStopReason::HwBreak(tid));
            }
        }
        Ok(MultiThreadStopReason::SignalWithThread { tid, signal: Signal::SIGTRAP })
    }

    /// Halts both cores for an interrupt by GDB (Ctrl-C).
    pub(super) fn interrupt(&mut self) -> Result<MultiThreadStopReason<u32>, GdbError> {
        self.with_board(halt_all);
        self.on_cores(|core| core.take_events().map(|_| ()))?;
        Ok(MultiThreadStopReason::SignalWithThread { tid: tid_of(0), signal: Signal::SIGINT })
    }
}
