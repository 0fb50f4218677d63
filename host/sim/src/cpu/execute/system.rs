//! Hints, sleep, masks and TT.

use crate::cpu::Cpu;
use crate::cpu::data_access::PRIVATE_BUS;
use crate::cpu::execution_state::Activity;
use crate::instruction::Operation;
use crate::ppb::mpu::Permission;

impl Cpu {
    /// WFI.
    pub(super) fn wait_for_interrupt(&mut self) {
        self.state.activity = Activity::WaitingForInterrupt;
        self.request_service();
    }

    /// WFE.
    pub(super) fn wait_for_event(&mut self) {
        if !std::mem::take(&mut self.state.event_register) {
            self.state.activity = Activity::WaitingForEvent;
            self.request_service();
        }
    }

    /// SEV.
    pub(super) fn send_event(&mut self) {
        self.state.event_register = true;
        self.run_control.event_sent = true;
        self.request_service();
    }

    /// CPS, which has no effect without privilege.
    pub(super) fn change_state(&mut self, op: Operation) {
        if !self.registers.privileged() {
            return;
        }
        let mask = op.imm >> 4 & 1 != 0;
        if op.imm & 2 != 0 {
            self.registers.primask = mask;
        }
        if op.imm & 1 != 0 && (!mask || self.execution_priority() > -1) {
            self.registers.faultmask = mask;
        }
        self.request_service();
    }

    /// TT, TTT, TTA, TTAT (TTResp): permissions and security of an address. IRVALID is clear, because the numbers of
    /// RP2350's IDAU regions are not documented. The A forms answer for Non-secure code, whose MPU is never enabled.
    pub(super) fn test_target(&mut self, op: Operation) {
        const REGION_VALID: u32 = 1 << 16;
        const SECURITY_REGION_VALID: u32 = 1 << 17;
        const READABLE: u32 = 1 << 18;
        const WRITABLE: u32 = 1 << 19;
        const NON_SECURE_READABLE: u32 = 1 << 20;
        const NON_SECURE_WRITABLE: u32 = 1 << 21;
        const SECURE: u32 = 1 << 22;
        let (unprivileged, alternate) = (op.imm & 1 != 0, op.imm & 2 != 0);
        let address = self.registers.get(op.rn);
        let privileged = !unprivileged && self.registers.privileged();
        let attribution = self.scb.sau.attribution(address, !alternate);
        let permission = if alternate || address >> 20 == PRIVATE_BUS {
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
        // Unprivileged code cannot read the permissions of the MPU of its own state.
        if alternate || self.registers.privileged() {
            response |= permission.region.map_or(0, |region| REGION_VALID | u32::from(region));
            response |= if permission.read { READABLE } else { 0 };
            response |= if permission.write { WRITABLE } else { 0 };
        }
        self.registers.set(op.rd, response);
    }
}
