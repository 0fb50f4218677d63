//! Execution of decoded floating-point instructions on the core.

use super::instruction::{FpInstruction, Multiple, Operation};
use super::op::unpack;
use super::pipeline::Issue;
use crate::bus::Bus;
use crate::cpu::Cpu;
use crate::cpu::exit::Trap;
use crate::cpu::op::Op;

/// Executes one operation.
///
/// # Errors
/// The unit is disabled, or a memory access failed.
#[inline]
pub(in crate::cpu) fn execute<B: Bus>(cpu: &mut Cpu, bus: &mut B, op: Op) -> Result<(), Trap> {
    let instruction = unpack(op);
    if instruction.operation.is_transfer() {
        return cpu.execute_transfer(bus, op, instruction);
    }
    cpu.use_fp_context(bus)?;
    let Issue { issue, start } = cpu.fp.scoreboard.issue(instruction, cpu.cycle);
    cpu.cycle = issue;
    let flags = cpu.flags;
    cpu.fp.registers.compute(instruction, || flags.apsr());
    cpu.complete(op);
    cpu.fp.scoreboard.note(instruction, start);
    Ok(())
}

impl Cpu {
    /// An instruction that moves data between the unit and core or memory.
    #[inline(never)]
    fn execute_transfer<B: Bus>(
        &mut self,
        bus: &mut B,
        op: Op,
        instruction: FpInstruction,
    ) -> Result<(), Trap> {
        if matches!(instruction.operation, Operation::Vlldm | Operation::Vlstm) {
            return self.transfer_whole_state(bus, op, instruction);
        }
        self.use_fp_context(bus)?;
        let start = self.fp.scoreboard.issue_transfer(instruction, self.cycle);
        self.cycle = start;
        self.transfer(bus, instruction)?;
        self.complete(op);
        self.fp.scoreboard.note_transfer(instruction, start, self.cycle);
        Ok(())
    }

    /// Moves between floating-point registers and core or memory.
    fn transfer<B: Bus>(&mut self, bus: &mut B, instruction: FpInstruction) -> Result<(), Trap> {
        let FpInstruction { operation, d, n, m, parameter } = instruction;
        match operation {
            Operation::VmovFromCore => self.fp.set_single(d, self.get(n)),
            Operation::VmovToCore => self.set(d, self.fp.single(n)),
            Operation::VmovFromTwoCore => {
                self.fp.set_single(d, self.get(n));
                self.fp.set_single(d + 1, self.get(m));
            }
            Operation::VmovToTwoCore => {
                self.set(d, self.fp.single(n));
                self.set(m, self.fp.single(n + 1));
            }
            Operation::Vmsr => self.fp.set_fpscr(self.get(n)),
            Operation::Vmrs if d == 15 => self.flags.set_nzcv(self.fp.fpscr()),
            Operation::Vmrs => self.set(d, self.fp.fpscr()),
            Operation::Vldr => {
                let base = if n == 15 { self.pc.wrapping_add(4) & !3 } else { self.get(n) };
                self.load_singles(bus, d, m, base.wrapping_add_signed(parameter))?;
            }
            Operation::Vstr => self.store_singles(bus, d, m, self.get(n).wrapping_add_signed(parameter))?,
            Operation::Vldm => {
                let (address, end) = self.multiple_range(n, parameter)?;
                self.load_singles(bus, d, m, address)?;
                self.set(n, end);
            }
            Operation::Vstm => {
                let (address, end) = self.multiple_range(n, parameter)?;
                self.store_singles(bus, d, m, address)?;
                self.set(n, end);
            }
            _ => {}
        }
        Ok(())
    }

    /// Lowest address of VLDM or VSTM, and the base register afterwards.
    fn multiple_range(&self, base: u8, parameter: i32) -> Result<(u32, u32), Trap> {
        let Multiple { words, decrement, writeback } = Multiple::unpack(parameter);
        let start = self.get(base);
        let end = if decrement { start.wrapping_sub(4 * words) } else { start.wrapping_add(4 * words) };
        if writeback {
            self.check_base(base, end)?;
        }
        Ok((if decrement { end } else { start }, if writeback { end } else { start }))
    }

    /// Loads `count` registers from `first` on. Registers change only as far as the accesses succeed.
    pub(super) fn load_singles<B: Bus>(
        &mut self,
        bus: &mut B,
        first: u8,
        count: u8,
        mut address: u32,
    ) -> Result<(), Trap> {
        for register in first..first + count {
            let value = self.load_word(bus, address)?;
            self.fp.set_single(register, value);
            address = address.wrapping_add(4);
        }
        Ok(())
    }

    /// Stores `count` registers from `first` on.
    pub(super) fn store_singles<B: Bus>(
        &mut self,
        bus: &mut B,
        first: u8,
        count: u8,
        mut address: u32,
    ) -> Result<(), Trap> {
        for register in first..first + count {
            self.store_word(bus, address, self.fp.single(register))?;
            address = address.wrapping_add(4);
        }
        Ok(())
    }

    /// VLLDM and VLSTM.
    #[cold]
    fn transfer_whole_state<B: Bus>(
        &mut self,
        bus: &mut B,
        op: Op,
        instruction: FpInstruction,
    ) -> Result<(), Trap> {
        self.cycle = self.fp.scoreboard.issue_transfer(instruction, self.cycle);
        let address = self.get(instruction.n);
        if instruction.operation == Operation::Vlldm {
            self.lazy_load_multiple(bus, address)?;
        } else {
            self.lazy_store_multiple(bus, address)?;
        }
        self.complete(op);
        Ok(())
    }
}
