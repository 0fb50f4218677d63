//! Priority of exceptions, and preemption (Armv8-M ARM B3.10).

use crate::cpu::Cpu;
use crate::ppb::nvic::number;

/// Bits of the exceptions below 14: all but PendSV, SysTick and interrupts.
const NOT_MASKED_BY_DEBUGGER: u128 = 0x3FFF;

impl Cpu {
    /// Returns the number of the exception being handled, 0 in Thread mode.
    pub fn exception_number(&self) -> u16 {
        self.registers.exception
    }

    /// Returns true while HardFault or NMI is handled.
    pub fn in_hard_fault(&self) -> bool {
        matches!(self.registers.exception, number::NMI | number::HARD_FAULT)
    }

    /// Sets the level of the interrupt lines 0 to 51; a rising line pends its interrupt.
    #[inline]
    pub fn set_irq_lines(&mut self, lines: u64) {
        self.nvic.set_lines(lines);
        self.request_service();
    }

    /// Pends the non-maskable interrupt.
    pub fn pend_nmi(&mut self) {
        self.nvic.pend(number::NMI);
        self.request_service();
    }

    /// Sets the level of the non-maskable interrupt. While it is high, the interrupt is pended again after each return.
    pub fn set_nmi_line(&mut self, high: bool) {
        if high && !self.nmi_line {
            self.pend_nmi();
        }
        self.nmi_line = high;
    }

    /// Returns the cycle in which SysTick raises its exception or the cycle counter matches; `None` if neither will.
    pub fn next_wakeup(&self) -> Option<u64> {
        let cycle_match = self.dwt.cycle_match();
        self.systick.next_wakeup().into_iter().chain(cycle_match).min()
    }

    /// Deactivates all exceptions and clears IPSR, for AIRCR.VECTCLRACTIVE.
    pub(crate) fn clear_active_exceptions(&mut self) {
        self.nvic.clear_active();
        self.registers.set_exception(0);
    }

    /// Returns the group priority of a priority, by AIRCR.PRIGROUP: the part that decides on preemption.
    fn group(&self, priority: i16) -> i16 {
        if priority < 0 { priority } else { priority & !((2 << self.scb.priority_grouping()) - 1) }
    }

    /// Returns the highest group priority of the active exceptions, without the masks; 256 if none is active.
    pub(super) fn active_priority(&self) -> i16 {
        let mut active = self.nvic.active();
        let mut highest = 256;
        while active != 0 {
            highest = highest.min(self.group(self.nvic.priority(active.trailing_zeros() as u16)));
            active &= active - 1;
        }
        highest
    }

    /// Returns the priority at which the core executes (ExecutionPriority, Armv8-M ARM B3.10).
    pub fn execution_priority(&self) -> i16 {
        let priority = self.priority_without_primask();
        if self.registers.primask { priority.min(0) } else { priority }
    }

    fn priority_without_primask(&self) -> i16 {
        let mut priority = self.active_priority();
        if self.registers.basepri != 0 {
            priority = priority.min(self.group(i16::from(self.registers.basepri)));
        }
        if self.registers.faultmask {
            priority = priority.min(-1);
        }
        priority
    }

    /// Returns true if the current context requests a priority below 0: HardFault or NMI is active, or FAULTMASK is set
    /// (IsReqExcPriNeg).
    pub(crate) fn negative_priority_requested(&self) -> bool {
        self.registers.faultmask
            || self.nvic.is_active(number::HARD_FAULT)
            || self.nvic.is_active(number::NMI)
    }

    /// Returns the pending and enabled exception of the highest priority.
    pub(crate) fn highest_pending(&self) -> Option<u16> {
        let mut candidates = self.nvic.candidates();
        if self.debug.masks_interrupts() {
            candidates &= NOT_MASKED_BY_DEBUGGER;
        }
        let mut best = None;
        while candidates != 0 {
            let exception = candidates.trailing_zeros() as u16;
            let priority = self.nvic.priority(exception);
            if best.is_none_or(|(highest, _)| priority < highest) {
                best = Some((priority, exception));
            }
            candidates &= candidates - 1;
        }
        best.map(|(_, exception)| exception)
    }

    /// Returns the exception that preempts now, if there is one.
    pub(in crate::cpu) fn preempting(&self) -> Option<u16> {
        if self.nvic.candidates() == 0 {
            return None;
        }
        let exception = self.highest_pending()?;
        (self.group(self.nvic.priority(exception)) < self.execution_priority()).then_some(exception)
    }

    /// Returns true if a synchronous exception would be taken as `exception`, and not escalate to HardFault.
    pub(in crate::cpu) fn could_take(&self, exception: u16) -> bool {
        self.nvic.is_enabled(exception)
            && self.group(self.nvic.priority(exception)) < self.execution_priority()
    }

    /// Returns true if a pending exception ends WFI; PRIMASK does not count (Armv8-M ARM B3.27).
    pub(in crate::cpu) fn wakes_from_interrupt_wait(&self) -> bool {
        self.highest_pending().is_some_and(|exception| {
            self.group(self.nvic.priority(exception)) < self.priority_without_primask()
        })
    }
}
