//! Loads and stores of one register, LDRD and STRD.

use crate::bus::{Bus, Size};
use crate::cpu::Cpu;
use crate::cpu::trap::{Fault, Trap};
use crate::instruction::{Form, Operation};

/// Extension of a loaded value to the register.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extend {
    Zero,
    Sign,
}

impl Extend {
    /// Extends the zero-extended `value` of `size`.
    #[inline(always)]
    fn apply(self, value: u32, size: Size) -> u32 {
        match (self, size) {
            (Extend::Sign, Size::Byte) => value as i8 as u32,
            (Extend::Sign, Size::Half) => value as i16 as u32,
            (Extend::Sign, Size::Word) | (Extend::Zero, _) => value,
        }
    }
}

/// Addressing form that is part of the operation's kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Index {
    Offset,
    Register,
    Pre,
    Post,
    Literal,
}

impl Cpu {
    /// Returns the address of the access, and the new base.
    #[inline(always)]
    fn address(&self, op: Operation, index: Index) -> (u32, u32) {
        let base = self.registers.get(op.rn);
        match index {
            Index::Offset | Index::Pre => (base.wrapping_add(op.imm), base.wrapping_add(op.imm)),
            Index::Register => (base.wrapping_add(self.registers.get(op.rm) << (op.imm & 3)), base),
            Index::Post => (base, base.wrapping_add(op.imm)),
            Index::Literal => (op.imm, base),
        }
    }

    /// Checks a base before it is written back: a stack pointer must not be below its limit.
    #[inline(always)]
    pub(in crate::cpu) fn check_base(&self, rn: u8, new: u32) -> Result<(), Trap> {
        if rn == 13 && new < self.registers.stack_limit() && self.stack_limit_applies() {
            return Err(Fault::StackLimit.into());
        }
        Ok(())
    }

    /// LDR, LDRB, LDRH, LDRSB, LDRSH.
    #[inline(always)]
    pub(super) fn ldr<B: Bus>(
        &mut self,
        bus: &mut B,
        op: Operation,
        size: Size,
        extend: Extend,
        index: Index,
    ) -> Result<(), Trap> {
        let (address, base) = self.address(op, index);
        if matches!(index, Index::Pre | Index::Post) {
            self.check_base(op.rn, base)?;
        }
        let value = extend.apply(self.load(bus, address, size)?, size);
        if matches!(index, Index::Pre | Index::Post) {
            self.registers.set(op.rn, base);
        }
        self.registers.set(op.rd, value);
        Ok(())
    }

    /// STR, STRB, STRH.
    #[inline(always)]
    pub(super) fn str<B: Bus>(
        &mut self,
        bus: &mut B,
        op: Operation,
        size: Size,
        index: Index,
    ) -> Result<(), Trap> {
        let (address, base) = self.address(op, index);
        if matches!(index, Index::Pre | Index::Post) {
            self.check_base(op.rn, base)?;
        }
        self.store(bus, address, size, self.registers.get(op.rd))?;
        if matches!(index, Index::Pre | Index::Post) {
            self.registers.set(op.rn, base);
        }
        Ok(())
    }

    /// LDRT, LDRBT, LDRHT, LDRSBT, LDRSHT.
    pub(super) fn ldr_unprivileged<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let size = Size::from_log2(op.rm & 3);
        let raw = self.load_unprivileged(bus, self.registers.get(op.rn).wrapping_add(op.imm), size)?;
        let extend = if op.rm & 4 != 0 { Extend::Sign } else { Extend::Zero };
        self.registers.set(op.rd, extend.apply(raw, size));
        Ok(())
    }

    /// STRT, STRBT, STRHT.
    pub(super) fn str_unprivileged<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let address = self.registers.get(op.rn).wrapping_add(op.imm);
        self.store_unprivileged(bus, address, Size::from_log2(op.rm & 3), self.registers.get(op.rd))
    }

    /// LDR to SP or PC.
    pub(super) fn ldr_special<B: Bus>(&mut self, bus: &mut B, op: Operation, next: u32) -> Result<u32, Trap> {
        let base = self.registers.get(op.rn);
        let moved = base.wrapping_add(op.imm);
        let (address, new_base) = match Form::from_number(u32::from(op.rm)) {
            Form::Offset => (moved, None),
            Form::Pre => (moved, Some(moved)),
            Form::Post => (base, Some(moved)),
            Form::Register => {
                (base.wrapping_add(self.registers.get((op.imm & 0xF) as u8) << (op.imm >> 4)), None)
            }
            Form::Literal => (op.imm, None),
        };
        if let Some(new_base) = new_base {
            self.check_base(op.rn, new_base)?;
        }
        // A load of the PC must be aligned.
        let value =
            if op.rd == 15 { self.load_word(bus, address)? } else { self.load(bus, address, Size::Word)? };
        if op.rd == 13 {
            self.set_sp_checked(value)?;
            if let Some(new_base) = new_base {
                self.registers.set(op.rn, new_base);
            }
            self.pipeline.complete(op);
            return Ok(next);
        }
        if let Some(new_base) = new_base {
            self.registers.set(op.rn, new_base);
        }
        self.branch_loaded(1, value)
    }

    /// Returns the address of LDRD or STRD, and the new base if it changes.
    #[inline]
    fn dual(&self, op: Operation) -> (u32, Option<u32>) {
        let base = self.registers.get(op.rn);
        let moved = base.wrapping_add(op.imm as i16 as u32);
        match Form::from_number(op.imm >> 16) {
            Form::Offset => (moved, None),
            Form::Pre => (moved, Some(moved)),
            Form::Post => (base, Some(moved)),
            Form::Register | Form::Literal => unreachable!("LDRD and STRD have no such form"),
        }
    }

    /// LDRD.
    #[inline]
    pub(super) fn ldrd<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let (address, base) = self.dual(op);
        if let Some(base) = base {
            self.check_base(op.rn, base)?;
        }
        let low = self.load_word(bus, address)?;
        let high = self.load_word(bus, address.wrapping_add(4))?;
        if let Some(base) = base {
            self.registers.set(op.rn, base);
        }
        self.registers.set(op.rd, low);
        self.registers.set(op.rm, high);
        Ok(())
    }

    /// LDRD (literal).
    pub(super) fn ldrd_literal<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let low = self.load_word(bus, op.imm)?;
        let high = self.load_word(bus, op.imm.wrapping_add(4))?;
        self.registers.set(op.rd, low);
        self.registers.set(op.rm, high);
        Ok(())
    }

    /// STRD.
    #[inline]
    pub(super) fn strd<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let (address, base) = self.dual(op);
        if let Some(base) = base {
            self.check_base(op.rn, base)?;
        }
        self.store_word(bus, address, self.registers.get(op.rd))?;
        self.store_word(bus, address.wrapping_add(4), self.registers.get(op.rm))?;
        if let Some(base) = base {
            self.registers.set(op.rn, base);
        }
        Ok(())
    }
}
