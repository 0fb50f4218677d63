//! Loads and stores of one register, LDRD and STRD.

use crate::bus::{Bus, Size};
use crate::cpu::Cpu;
use crate::cpu::exit::Trap;
use crate::instruction::{Form, Operation};

/// How a loaded value fills the register.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extend {
    Zero,
    Sign,
}

/// Addressing form of an operation whose kind tells it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Index {
    Offset,
    Register,
    Pre,
    Post,
    Literal,
}

impl Cpu {
    /// Address of the access, and the new base.
    #[inline(always)]
    fn address(&self, op: Operation, index: Index) -> (u32, u32) {
        let base = self.get(op.rn);
        match index {
            Index::Offset | Index::Pre => (base.wrapping_add(op.imm), base.wrapping_add(op.imm)),
            Index::Register => (base.wrapping_add(self.get(op.rm) << (op.imm & 3)), base),
            Index::Post => (base, base.wrapping_add(op.imm)),
            Index::Literal => (op.imm, base),
        }
    }

    /// Checks a base that will be written back: a stack pointer that moves down must stay above its limit.
    #[inline(always)]
    pub(in crate::cpu) fn check_base(&self, rn: u8, new: u32) -> Result<(), Trap> {
        if rn == 13 && new < self.stack_limit() && self.stack_limit_applies() {
            return Err(Trap::StackLimit);
        }
        Ok(())
    }

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
        let raw = self.load(bus, address, size)?;
        let value = match (extend, size) {
            (Extend::Sign, Size::Byte) => raw as i8 as u32,
            (Extend::Sign, Size::Half) => raw as i16 as u32,
            _ => raw,
        };
        if matches!(index, Index::Pre | Index::Post) {
            self.set(op.rn, base);
        }
        self.set(op.rd, value);
        Ok(())
    }

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
        self.store(bus, address, size, self.get(op.rd))?;
        if matches!(index, Index::Pre | Index::Post) {
            self.set(op.rn, base);
        }
        Ok(())
    }

    /// LDRT, LDRBT, LDRHT, LDRSBT, LDRSHT.
    pub(super) fn ldr_user<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let size = Size::from_log2(op.rm & 3);
        let raw = self.load_as_user(bus, self.get(op.rn).wrapping_add(op.imm), size)?;
        self.set(
            op.rd,
            match (op.rm & 4 != 0, size) {
                (true, Size::Byte) => raw as i8 as u32,
                (true, Size::Half) => raw as i16 as u32,
                _ => raw,
            },
        );
        Ok(())
    }

    /// STRT, STRBT, STRHT.
    pub(super) fn str_user<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let address = self.get(op.rn).wrapping_add(op.imm);
        self.store_as_user(bus, address, Size::from_log2(op.rm & 3), self.get(op.rd))
    }

    /// LDR to SP or PC.
    pub(super) fn ldr_special<B: Bus>(&mut self, bus: &mut B, op: Operation, next: u32) -> Result<u32, Trap> {
        let base = self.get(op.rn);
        let moved = base.wrapping_add(op.imm);
        let (address, new_base) = match Form::from_number(u32::from(op.rm)) {
            Form::Offset => (moved, None),
            Form::Pre => (moved, Some(moved)),
            Form::Post => (base, Some(moved)),
            Form::Register => (base.wrapping_add(self.get((op.imm & 0xF) as u8) << (op.imm >> 4)), None),
            Form::Literal => (op.imm, None),
        };
        if let Some(new_base) = new_base {
            self.check_base(op.rn, new_base)?;
        }
        // A PC is loaded from aligned words only.
        let value =
            if op.rd == 15 { self.load_word(bus, address)? } else { self.load(bus, address, Size::Word)? };
        if op.rd == 13 {
            self.set_sp(value)?;
            if let Some(new_base) = new_base {
                self.set(op.rn, new_base);
            }
            self.complete(op);
            return Ok(next);
        }
        if let Some(new_base) = new_base {
            self.set(op.rn, new_base);
        }
        self.branch_loaded(1, value)
    }

    #[inline]
    fn dual(&self, op: Operation) -> (u32, Option<u32>) {
        let base = self.get(op.rn);
        let moved = base.wrapping_add(op.imm as i16 as u32);
        match Form::from_number(op.imm >> 16) {
            Form::Offset => (moved, None),
            Form::Pre => (moved, Some(moved)),
            Form::Post => (base, Some(moved)),
            Form::Register | Form::Literal => unreachable!("LDRD and STRD have no such form"),
        }
    }

    #[inline]
    pub(super) fn ldrd<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let (address, base) = self.dual(op);
        if let Some(base) = base {
            self.check_base(op.rn, base)?;
        }
        let low = self.load_word(bus, address)?;
        let high = self.load_word(bus, address.wrapping_add(4))?;
        if let Some(base) = base {
            self.set(op.rn, base);
        }
        self.set(op.rd, low);
        self.set(op.rm, high);
        Ok(())
    }

    pub(super) fn ldrd_literal<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let low = self.load_word(bus, op.imm)?;
        let high = self.load_word(bus, op.imm.wrapping_add(4))?;
        self.set(op.rd, low);
        self.set(op.rm, high);
        Ok(())
    }

    #[inline]
    pub(super) fn strd<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let (address, base) = self.dual(op);
        if let Some(base) = base {
            self.check_base(op.rn, base)?;
        }
        self.store_word(bus, address, self.get(op.rd))?;
        self.store_word(bus, address.wrapping_add(4), self.get(op.rm))?;
        if let Some(base) = base {
            self.set(op.rn, base);
        }
        Ok(())
    }
}
