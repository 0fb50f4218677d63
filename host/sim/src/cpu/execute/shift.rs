//! Shifts (LSL_C and related functions of the Armv8-M ARM pseudocode). An amount of 0 keeps the carry.

use crate::cpu::core_registers::CoreRegisters;
use crate::instruction::Operation;

/// `value << amount`; 0 for amounts of 32 and more.
#[inline(always)]
pub(super) fn lsl(value: u32, amount: u32) -> u32 {
    value.checked_shl(amount).unwrap_or(0)
}

/// `value >> amount`; 0 for amounts of 32 and more.
#[inline(always)]
pub(super) fn lsr(value: u32, amount: u32) -> u32 {
    value.checked_shr(amount).unwrap_or(0)
}

/// Arithmetic `value >> amount`; the sign for amounts of 32 and more.
#[inline(always)]
pub(super) fn asr(value: u32, amount: u32) -> u32 {
    ((value as i32) >> amount.min(31)) as u32
}

impl CoreRegisters {
    #[inline(always)]
    fn set_nzc(&mut self, rd: u8, result: u32, carry: bool) {
        self.set(rd, result);
        self.flags.set_nz(result);
        self.flags.c = carry;
    }

    #[inline(always)]
    pub(super) fn lsls(&mut self, rd: u8, value: u32, amount: u32) {
        let carry = if amount == 0 { self.flags.c } else { lsl(value, amount - 1) >> 31 != 0 };
        self.set_nzc(rd, lsl(value, amount), carry);
    }

    #[inline(always)]
    pub(super) fn lsrs(&mut self, rd: u8, value: u32, amount: u32) {
        let carry = if amount == 0 { self.flags.c } else { lsr(value, amount - 1) & 1 != 0 };
        self.set_nzc(rd, lsr(value, amount), carry);
    }

    #[inline(always)]
    pub(super) fn asrs(&mut self, rd: u8, value: u32, amount: u32) {
        let carry = if amount == 0 { self.flags.c } else { asr(value, amount - 1) & 1 != 0 };
        self.set_nzc(rd, asr(value, amount), carry);
    }

    #[inline(always)]
    pub(super) fn rors(&mut self, rd: u8, value: u32, amount: u32) {
        let result = value.rotate_right(amount & 31);
        let carry = if amount == 0 { self.flags.c } else { result >> 31 != 0 };
        self.set_nzc(rd, result, carry);
    }

    #[inline(always)]
    pub(super) fn rrx(&self, rm: u8) -> u32 {
        self.get(rm) >> 1 | u32::from(self.flags.c) << 31
    }

    #[inline(always)]
    pub(super) fn rrxs(&mut self, op: Operation) {
        let (result, carry) = (self.rrx(op.rm), self.get(op.rm) & 1 != 0);
        self.set_nzc(op.rd, result, carry);
    }
}
