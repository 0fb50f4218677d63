//! Exclusive, acquire and release accesses. The core executes in order, so that acquire and release add no ordering.

use crate::bus::{Bus, Size};
use crate::cpu::Cpu;
use crate::cpu::trap::{Fault, Trap};
use crate::instruction::Operation;

fn size(op: Operation) -> Size {
    Size::from_log2(op.rm)
}

impl Cpu {
    /// Checks the alignment, which these accesses need regardless of CCR.
    fn require_alignment(&self, address: u32, size: Size) -> Result<(), Trap> {
        if address & (size.bytes() - 1) == 0 { Ok(()) } else { Err(Fault::Unaligned.into()) }
    }

    /// LDREX, LDAEX.
    pub(super) fn ldrex<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let address = self.registers.get(op.rn).wrapping_add(op.imm);
        self.require_alignment(address, size(op))?;
        let value = self.load(bus, address, size(op))?;
        self.exclusive.set();
        bus.reserve(address, self.initiator());
        self.registers.set(op.rd, value);
        Ok(())
    }

    /// STREX, STLEX.
    pub(super) fn strex<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let address = self.registers.get(op.rn).wrapping_add(op.imm & 0xFFF);
        self.require_alignment(address, size(op))?;
        let succeeds = self.exclusive.take() && bus.is_reserved(address, self.initiator());
        if succeeds {
            self.store(bus, address, size(op), self.registers.get((op.imm >> 28) as u8))?;
        }
        self.registers.set(op.rd, u32::from(!succeeds));
        Ok(())
    }

    /// LDA.
    pub(super) fn lda<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let address = self.registers.get(op.rn);
        self.require_alignment(address, size(op))?;
        let value = self.load(bus, address, size(op))?;
        self.registers.set(op.rd, value);
        Ok(())
    }

    /// STL.
    pub(super) fn stl<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let address = self.registers.get(op.rn);
        self.require_alignment(address, size(op))?;
        self.store(bus, address, size(op), self.registers.get(op.rd))
    }
}
