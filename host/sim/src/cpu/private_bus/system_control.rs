//! System control registers that combine state of the interrupt controller and of the core: ICSR, SHCSR, AIRCR
//! (Armv8-M ARM D1.2).

use crate::cpu::Cpu;
use crate::ppb::identification;
use crate::ppb::mpu::{MPU_MAIR1, MPU_TYPE};
use crate::ppb::nvic::number;
use crate::ppb::sau::{SAU_CTRL, SAU_RLAR};
use crate::ppb::scb::{
    AIRCR, AIRCR_BFHFNMINS, AIRCR_SYSRESETREQ, AIRCR_VECTCLRACTIVE, AIRCR_VECTKEY, ICSR, SHCSR, SHPR1, SHPR3,
    STIR,
};

/// Position of VECTPENDING in ICSR.
const VECTPENDING_SHIFT: u32 = 12;
/// RETTOBASE of ICSR: no other exception is active.
const RETTOBASE: u32 = 1 << 11;
/// ISRPENDING of ICSR: an external interrupt is pending.
const ISRPENDING: u32 = 1 << 22;
/// SET and CLR bits of ICSR and their exceptions. A pending exception reads as its SET bit.
const PENDING_CONTROLS: [(u32, u32, u16); 3] = [
    (1 << 31, 1 << 30, number::NMI),
    (1 << 28, 1 << 27, number::PEND_SV),
    (1 << 26, 1 << 25, number::SYS_TICK),
];

/// State of an exception that a bit of SHCSR shows.
#[derive(Clone, Copy)]
enum HandlerState {
    Active,
    Pending,
    Enabled,
}

/// Bits of SHCSR: position, exception and state.
const HANDLER_BITS: [(u32, u16, HandlerState); 20] = [
    (0, number::MEM_MANAGE, HandlerState::Active),
    (1, number::BUS_FAULT, HandlerState::Active),
    (2, number::HARD_FAULT, HandlerState::Active),
    (3, number::USAGE_FAULT, HandlerState::Active),
    (4, number::SECURE_FAULT, HandlerState::Active),
    (5, number::NMI, HandlerState::Active),
    (7, number::SV_CALL, HandlerState::Active),
    (8, number::DEBUG_MONITOR, HandlerState::Active),
    (10, number::PEND_SV, HandlerState::Active),
    (11, number::SYS_TICK, HandlerState::Active),
    (12, number::USAGE_FAULT, HandlerState::Pending),
    (13, number::MEM_MANAGE, HandlerState::Pending),
    (14, number::BUS_FAULT, HandlerState::Pending),
    (15, number::SV_CALL, HandlerState::Pending),
    (16, number::MEM_MANAGE, HandlerState::Enabled),
    (17, number::BUS_FAULT, HandlerState::Enabled),
    (18, number::USAGE_FAULT, HandlerState::Enabled),
    (19, number::SECURE_FAULT, HandlerState::Enabled),
    (20, number::SECURE_FAULT, HandlerState::Pending),
    (21, number::HARD_FAULT, HandlerState::Pending),
];

impl Cpu {
    /// Reads a register of the system control space; `None` if none is modelled at the address.
    pub(super) fn read_system_control(&self, address: u32) -> Option<u32> {
        match address {
            ICSR => Some(self.icsr()),
            SHPR1..=SHPR3 => Some(self.nvic.system_priorities((address - SHPR1) / 4)),
            SHCSR => Some(self.shcsr()),
            MPU_TYPE..=MPU_MAIR1 => self.scb.mpu.read(address),
            SAU_CTRL..=SAU_RLAR => Some(self.scb.sau.read(address)),
            _ => self.scb.read(address).or_else(|| identification::read(address)),
        }
    }

    /// Writes a register of the system control space; returns false if none is modelled at the address, or if the
    /// effect of the value is not modelled.
    pub(super) fn write_system_control(&mut self, address: u32, value: u32) -> bool {
        match address {
            ICSR => self.write_icsr(value),
            AIRCR => return self.write_aircr(value),
            SHCSR => self.write_shcsr(value),
            STIR => self.nvic.trigger(value & 0x1FF),
            MPU_TYPE..=MPU_MAIR1 => {
                let known = self.scb.mpu.write(address, value);
                self.refresh_checks();
                return known;
            }
            SAU_CTRL..=SAU_RLAR => return self.scb.sau.write(address, value),
            _ => return self.scb.write(address, value) || identification::read(address).is_some(),
        }
        true
    }

    fn icsr(&self) -> u32 {
        let nvic = &self.nvic;
        let mut value = u32::from(self.exception_number())
            | u32::from(self.highest_pending().unwrap_or(0)) << VECTPENDING_SHIFT;
        if nvic.active() & !(1 << self.exception_number()) == 0 {
            value |= RETTOBASE;
        }
        if nvic.pending() >> 16 != 0 {
            value |= ISRPENDING;
        }
        for (set, _, exception) in PENDING_CONTROLS {
            if nvic.is_pending(exception) {
                value |= set;
            }
        }
        value
    }

    fn write_icsr(&mut self, value: u32) {
        for (set, clear, exception) in PENDING_CONTROLS {
            if value & set != 0 {
                self.nvic.pend(exception);
            } else if value & clear != 0 {
                self.nvic.unpend(exception);
            }
        }
    }

    /// Writes AIRCR; returns false if BFHFNMINS is set, which is not modelled.
    fn write_aircr(&mut self, value: u32) -> bool {
        if value & 0xFFFF_0000 != AIRCR_VECTKEY {
            return true;
        }
        if value & AIRCR_SYSRESETREQ != 0 {
            self.request_reset();
        }
        // Without effect unless the core is in Debug state.
        if value & AIRCR_VECTCLRACTIVE != 0 && self.debug.halted() {
            self.clear_active_exceptions();
        }
        self.scb.set_aircr(value);
        value & AIRCR_BFHFNMINS == 0
    }

    fn shcsr(&self) -> u32 {
        HANDLER_BITS.into_iter().fold(0, |value, (bit, exception, state)| {
            let set = match state {
                HandlerState::Active => self.nvic.is_active(exception),
                HandlerState::Pending => self.nvic.is_pending(exception),
                HandlerState::Enabled => self.nvic.is_enabled(exception),
            };
            value | u32::from(set) << bit
        })
    }

    fn write_shcsr(&mut self, value: u32) {
        for (bit, exception, state) in HANDLER_BITS {
            let set = value >> bit & 1 != 0;
            match state {
                // NMIACT and HARDFAULTACT are read-only in effect.
                HandlerState::Active if matches!(exception, number::NMI | number::HARD_FAULT) => {}
                HandlerState::Active => self.nvic.set_active(exception, set),
                HandlerState::Pending if set => self.nvic.pend(exception),
                HandlerState::Pending => self.nvic.unpend(exception),
                HandlerState::Enabled => self.nvic.set_enabled(exception, set),
            }
        }
    }
}
