//! Exceptions: priority, entry, return and faults (Armv8-M ARM B3).

mod entry;
mod exit;
mod fault;
mod frame;

use super::Cpu;
use crate::ppb::nvic::number;

impl Cpu {
    /// Number of the exception being handled, 0 in Thread mode.
    pub fn exception_number(&self) -> u16 {
        self.exception
    }

    /// Sets the level of the interrupt lines 0 to 51; a rising line pends its interrupt.
    #[inline]
    pub fn set_irq_lines(&mut self, lines: u64) {
        self.nvic.set_lines(lines);
        self.limit = 0;
    }

    /// Pends the non-maskable interrupt.
    pub fn pend_nmi(&mut self) {
        self.nvic.pend(number::NMI);
        self.limit = 0;
    }

    /// Sets the level of the non-maskable interrupt: while it is high, the interrupt comes again after each return.
    pub fn set_nmi_line(&mut self, high: bool) {
        if high && !self.nmi_line {
            self.pend_nmi();
        }
        self.nmi_line = high;
    }

    /// Sets the event register, as SEV on the other core does.
    pub fn signal_event(&mut self) {
        self.event = true;
        self.limit = 0;
    }

    /// Cycle at which SysTick raises its exception or the cycle counter matches, if they will.
    pub fn next_wakeup(&self) -> Option<u64> {
        let cycle_match = self.dwt.cycle_match();
        self.systick.next_wakeup().into_iter().chain(cycle_match).min()
    }

    /// AIRCR.VECTCLRACTIVE: no exception is active, and IPSR is 0.
    pub(crate) fn clear_active_exceptions(&mut self) {
        self.nvic.clear_active();
        self.switch_stack(|cpu| cpu.exception = 0);
    }

    /// The part of a priority that preempts, by AIRCR.PRIGROUP.
    fn group(&self, priority: i16) -> i16 {
        if priority < 0 { priority } else { priority & !((2 << self.scb.priority_grouping()) - 1) }
    }

    /// Priority of the most urgent active exception, masks aside; 256 in Thread mode with none active.
    fn active_priority(&self) -> i16 {
        let mut active = self.nvic.active();
        let mut least = 256;
        while active != 0 {
            least = least.min(self.group(self.nvic.priority(active.trailing_zeros() as u16)));
            active &= active - 1;
        }
        least
    }

    /// The priority at which the core executes (ExecutionPriority, Armv8-M ARM B3.10).
    pub fn execution_priority(&self) -> i16 {
        let mut priority = self.active_priority();
        if self.basepri != 0 {
            priority = priority.min(self.group(i16::from(self.basepri)));
        }
        if self.primask {
            priority = priority.min(0);
        }
        if self.faultmask {
            priority = priority.min(-1);
        }
        priority
    }

    /// Whether the present context asks for a priority below 0: HardFault or NMI is active, or FAULTMASK is set
    /// (IsReqExcPriNeg).
    pub(crate) fn negative_priority_requested(&self) -> bool {
        self.faultmask || self.nvic.is_active(number::HARD_FAULT) || self.nvic.is_active(number::NMI)
    }

    /// The most urgent pending and enabled exception.
    pub(crate) fn highest_pending(&self) -> Option<u16> {
        let mut candidates = self.nvic.candidates();
        if self.debug.masks_interrupts() {
            candidates &= 0x3FFF;
        }
        let mut best = None;
        while candidates != 0 {
            let exception = candidates.trailing_zeros() as u16;
            let priority = self.nvic.priority(exception);
            if best.is_none_or(|(least, _)| priority < least) {
                best = Some((priority, exception));
            }
            candidates &= candidates - 1;
        }
        best.map(|(_, exception)| exception)
    }

    /// The exception that preempts now, if any.
    pub(super) fn preempting(&self) -> Option<u16> {
        if self.nvic.candidates() == 0 {
            return None;
        }
        let exception = self.highest_pending()?;
        (self.group(self.nvic.priority(exception)) < self.execution_priority()).then_some(exception)
    }

    /// Whether a pending exception ends WFI: PRIMASK does not count (Armv8-M ARM B3.27).
    pub(super) fn wakes_from_interrupt_wait(&self) -> bool {
        let Some(exception) = self.highest_pending() else {
            return false;
        };
        let mut priority = self.active_priority();
        if self.basepri != 0 {
            priority = priority.min(self.group(i16::from(self.basepri)));
        }
        if self.faultmask {
            priority = priority.min(-1);
        }
        self.group(self.nvic.priority(exception)) < priority
    }
}
