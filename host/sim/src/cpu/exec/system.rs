//! Hints, sleep, masks and TT.

use crate::cpu::op::Op;
use crate::cpu::{Cpu, Sleep};

impl Cpu {
    pub(super) fn wait_for_interrupt(&mut self) {
        self.sleep = Sleep::Interrupt;
        self.look_up_soon();
    }

    pub(super) fn wait_for_event(&mut self) {
        if !std::mem::take(&mut self.event) {
            self.sleep = Sleep::Event;
            self.look_up_soon();
        }
    }

    pub(super) fn send_event(&mut self) {
        self.event = true;
        self.event_sent = true;
        self.look_up_soon();
    }

    /// CPS: without privilege it does nothing.
    pub(super) fn change_state(&mut self, op: Op) {
        if !self.privileged() {
            return;
        }
        let mask = op.imm >> 4 & 1 != 0;
        if op.imm & 2 != 0 {
            self.primask = mask;
        }
        if op.imm & 1 != 0 && (!mask || self.execution_priority() > -1) {
            self.faultmask = mask;
        }
        self.look_up_soon();
    }

    /// TT: everything is Secure, readable and writable, and in no region (MREGION, SREGION and IREGION not valid).
    /// The A variants look from the Non-secure state, which may access nothing.
    pub(super) fn test_target(&mut self, op: Op) {
        const READABLE: u32 = 1 << 18;
        const WRITABLE: u32 = 1 << 19;
        const SECURE: u32 = 1 << 22;
        let alternate = op.imm & 1 << 1 != 0;
        self.set(op.rd, if alternate { SECURE } else { SECURE | READABLE | WRITABLE });
    }

    /// Has the run loop look for exceptions and other news before the next instruction.
    #[inline(always)]
    pub(crate) fn look_up_soon(&mut self) {
        self.limit = 0;
    }
}
