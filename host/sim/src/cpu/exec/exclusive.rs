//! Exclusive, acquire and release accesses. The core is in order, so acquire and release order nothing more.

use crate::bus::{Bus, Size};
use crate::cpu::Cpu;
use crate::cpu::exit::Trap;
use crate::instruction::Operation;

fn size(op: Operation) -> Size {
    Size::from_log2(op.rm)
}

impl Cpu {
    /// These accesses must be aligned whatever CCR says.
    fn aligned(&self, address: u32, size: Size) -> Result<(), Trap> {
        if address & (size.bytes() - 1) == 0 { Ok(()) } else { Err(Trap::Unaligned) }
    }

    pub(super) fn ldrex<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let address = self.get(op.rn).wrapping_add(op.imm);
        self.aligned(address, size(op))?;
        let value = self.load(bus, address, size(op))?;
        self.monitor = Some(address);
        bus.reserve(address, self.initiator());
        self.set(op.rd, value);
        Ok(())
    }

    pub(super) fn strex<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let address = self.get(op.rn).wrapping_add(op.imm & 0xFFF);
        self.aligned(address, size(op))?;
        // The local monitor's granule is the whole memory (Cortex-M33 TRM, "Exclusive monitor"); the global one knows
        // the address.
        let marked = self.monitor.take().is_some() && bus.is_reserved(address, self.initiator());
        if marked {
            self.store(bus, address, size(op), self.get((op.imm >> 28) as u8))?;
        }
        self.set(op.rd, u32::from(!marked));
        Ok(())
    }

    pub(super) fn lda<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let address = self.get(op.rn);
        self.aligned(address, size(op))?;
        let value = self.load(bus, address, size(op))?;
        self.set(op.rd, value);
        Ok(())
    }

    pub(super) fn stl<B: Bus>(&mut self, bus: &mut B, op: Operation) -> Result<(), Trap> {
        let address = self.get(op.rn);
        self.aligned(address, size(op))?;
        self.store(bus, address, size(op), self.get(op.rd))
    }
}
