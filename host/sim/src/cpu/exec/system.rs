//! Hints, sleep, masks and TT.

use crate::cpu::{Cpu, Sleep};
use crate::instruction::Operation;
use crate::ppb::mpu::Permission;

/// Address bits 31 to 20 of the private peripheral bus, which the MPU leaves alone.
const PRIVATE: u32 = 0xE00;

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
    pub(super) fn change_state(&mut self, op: Operation) {
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

    /// TT, TTT, TTA, TTAT (TTResp): what an access to the address may do, and what SAU and IDAU say of it. IRVALID is
    /// clear: how RP2350 numbers the IDAU's regions is not documented. The A forms ask for Non-secure code, whose MPU is
    /// never enabled.
    pub(super) fn test_target(&mut self, op: Operation) {
        const REGION_VALID: u32 = 1 << 16;
        const SECURITY_REGION_VALID: u32 = 1 << 17;
        const READABLE: u32 = 1 << 18;
        const WRITABLE: u32 = 1 << 19;
        const NON_SECURE_READABLE: u32 = 1 << 20;
        const NON_SECURE_WRITABLE: u32 = 1 << 21;
        const SECURE: u32 = 1 << 22;
        let (unprivileged, alternate) = (op.imm & 1 != 0, op.imm & 2 != 0);
        let address = self.get(op.rn);
        let privileged = !unprivileged && self.privileged();
        let attribution = self.scb.sau.attribution(address, !alternate);
        let permission = if alternate || address >> 20 == PRIVATE {
            Permission::ALL
        } else {
            self.permission(address, privileged)
        };
        let mut response =
            attribution.region.map_or(0, |region| SECURITY_REGION_VALID | u32::from(region) << 8);
        response |= match attribution.non_secure {
            true => {
                let readable = if permission.read { NON_SECURE_READABLE } else { 0 };
                readable | if permission.write { NON_SECURE_WRITABLE } else { 0 }
            }
            false => SECURE,
        };
        // Of its own MPU unprivileged code learns nothing.
        if alternate || self.privileged() {
            response |= permission.region.map_or(0, |region| REGION_VALID | u32::from(region));
            response |= if permission.read { READABLE } else { 0 };
            response |= if permission.write { WRITABLE } else { 0 };
        }
        self.set(op.rd, response);
    }

    /// Has the run loop look for exceptions and other news before the next instruction.
    #[inline(always)]
    pub(crate) fn look_up_soon(&mut self) {
        self.limit = 0;
    }
}
