//! Running, stepping, and why a core stopped.

use gdbstub::common::{Signal, Tid};
use gdbstub::stub::MultiThreadStopReason;
use gdbstub::target::ext::base::multithread::{
    MultiThreadResume, MultiThreadSchedulerLocking, MultiThreadSchedulerLockingOps, MultiThreadSingleStep,
    MultiThreadSingleStepOps,
};

use super::core::{CORES, Core, ResumeMode, halt_all};
use super::target::{GdbError, GdbTarget, core_of, tid};

// DFSR, Armv8-M ARM D1.2.37.
const EVENT_BREAKPOINT: u32 = 1 << 1;
const EVENT_WATCHPOINT: u32 = 1 << 2;

/// A step is waited for this long, in cycles: a function of the ROM may take that.
const LONGEST_STEP: u64 = 1 << 20;

impl MultiThreadResume for GdbTarget {
    /// Cores without an action of their own continue, unless that is locked.
    fn resume(&mut self) -> Result<(), GdbError> {
        if !self.locked {
            self.resume_modes =
                self.resume_modes.map(|resume_modes| resume_modes.or(Some(ResumeMode::Continue)));
        }
        let resume_modes = self.resume_modes;
        let stepped = resume_modes.contains(&Some(ResumeMode::Step));
        self.with_board(|board| {
            for (core, how) in CORES.into_iter().zip(resume_modes) {
                if let Some(how) = how {
                    Core::new(board, core).go(how)?;
                }
            }
            if stepped {
                board.run_ahead(LONGEST_STEP, 0..0);
            }
            Ok(())
        })
    }

    fn clear_resume_actions(&mut self) -> Result<(), GdbError> {
        (self.resume_modes, self.locked) = ([None; 2], false);
        Ok(())
    }

    fn set_resume_action_continue(&mut self, tid: Tid, _signal: Option<Signal>) -> Result<(), GdbError> {
        self.set_going(tid, ResumeMode::Continue);
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
        self.set_going(tid, ResumeMode::Step);
        Ok(())
    }
}

impl MultiThreadSchedulerLocking for GdbTarget {
    fn set_resume_action_scheduler_lock(&mut self) -> Result<(), GdbError> {
        self.locked = true;
        Ok(())
    }
}

impl GdbTarget {
    fn set_going(&mut self, tid: Tid, how: ResumeMode) {
        if let Some(resume_modes) = self.resume_modes.get_mut(usize::from(core_of(tid))) {
            *resume_modes = Some(how);
        }
    }

    /// Why the board has stopped; `None` while it runs. All cores are halted then.
    pub(super) fn stop_reason(&mut self) -> Result<Option<MultiThreadStopReason<u32>>, GdbError> {
        let resume_modes = self.resume_modes;
        let stopped = self.with_board(|board| {
            let gone = CORES.into_iter().zip(resume_modes).filter(|(_, how)| how.is_some());
            let halted = gone.map(|(core, _)| core).find(|&core| Core::new(board, core).halted());
            if halted.is_some() || board.stop_reason().is_some() {
                halt_all(board);
                return Some(halted);
            }
            None
        });
        Ok(match stopped {
            None => None,
            Some(Some(core)) => Some(self.reason_of(core)?),
            // Something that is not modelled; the notice says what.
            Some(None) => {
                Some(MultiThreadStopReason::SignalWithThread { tid: tid(0), signal: Signal::SIGILL })
            }
        })
    }

    fn reason_of(&mut self, core: u8) -> Result<MultiThreadStopReason<u32>, GdbError> {
        let mut events = [0; 2];
        let mut pc = 0;
        for (number, events) in CORES.into_iter().zip(&mut events) {
            *events = self.on_core(number, |core| core.take_events())?;
        }
        let event = if core == 0 { events[0] } else { events[1] };
        if event & EVENT_BREAKPOINT != 0 {
            pc = self.on_core(core, |core| core.pc())?;
        }
        let tid = tid(core);
        Ok(if event & EVENT_WATCHPOINT != 0 {
            match self.take_matched_watch(core) {
                Some(watch) => MultiThreadStopReason::Watch { tid, kind: watch.kind, addr: watch.asked },
                None => MultiThreadStopReason::SignalWithThread { tid, signal: Signal::SIGTRAP },
            }
        } else if event & EVENT_BREAKPOINT != 0 && self.patches.contains_key(&pc) {
            MultiThreadStopReason::SwBreak(tid)
        } else if event & EVENT_BREAKPOINT != 0 && self.units.has_breakpoint(pc) {
            MultiThreadStopReason::HwBreak(tid)
        } else {
            MultiThreadStopReason::SignalWithThread { tid, signal: Signal::SIGTRAP }
        })
    }

    /// GDB's Ctrl-C.
    pub(super) fn interrupt(&mut self) -> Result<MultiThreadStopReason<u32>, GdbError> {
        self.with_board(halt_all);
        self.on_cores(|core| core.take_events().map(|_| ()))?;
        Ok(MultiThreadStopReason::SignalWithThread { tid: tid(0), signal: Signal::SIGINT })
    }
}
