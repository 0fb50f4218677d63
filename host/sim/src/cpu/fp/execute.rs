//! Execution of decoded floating-point instructions on the core.

use super::scoreboard::Issue;
use crate::bus::Bus;
use crate::cpu::Cpu;
use crate::cpu::trap::Trap;
use crate::instruction::Operation;
use crate::instruction::fp::{FpOperation, FpTransfer, MultipleAddressing};

impl Cpu {
    /// Executes an operation that computes in the unit.
    ///
    /// # Errors
    /// The unit is disabled, or its lazily stacked context could not be stored.
    #[inline]
    pub(in crate::cpu) fn execute_fp_arithmetic<B: Bus>(
        &mut self,
        bus: &mut B,
        op: Operation,
    ) -> Result<(), Trap> {
        let instruction = op.fp_arithmetic();
        self.use_fp_context(bus)?;
        let Issue { issue, start } = self.fp.scoreboard.issue(instruction, self.pipeline.cycle);
        self.pipeline.cycle = issue;
        let flags = self.registers.flags;
        self.fp.registers.compute(instruction, || flags.apsr());
        self.pipeline.complete(op);
        self.fp.scoreboard.record(instruction, start);
        Ok(())
    }

    /// Executes an operation that moves data between the unit and the core or memory.
    ///
    /// # Errors
    /// The unit is disabled, or a memory access failed.
    #[inline(never)]
    pub(in crate::cpu) fn execute_fp_transfer<B: Bus>(
        &mut self,
        bus: &mut B,
        op: Operation,
    ) -> Result<(), Trap> {
        let instruction = op.fp_transfer();
        // VLLDM and VLSTM manage the context themselves.
        if !matches!(instruction.kind, FpTransfer::Vlldm | FpTransfer::Vlstm) {
            self.use_fp_context(bus)?;
        }
        let start = self.fp.scoreboard.issue_transfer(instruction, self.pipeline.cycle);
        self.pipeline.cycle = start;
        self.transfer(bus, instruction)?;
        self.pipeline.complete(op);
        self.fp.scoreboard.record_transfer(instruction, start, self.pipeline.cycle);
        Ok(())
    }

    /// Moves between floating-point registers and core or memory.
    fn transfer<B: Bus>(&mut self, bus: &mut B, instruction: FpOperation<FpTransfer>) -> Result<(), Trap> {
        let FpOperation { kind, d, n, m, parameter } = instruction;
        match kind {
            FpTransfer::VmovFromCore => self.fp.set_single(d, self.registers.get(n)),
            FpTransfer::VmovToCore => self.registers.set(d, self.fp.single(n)),
            FpTransfer::VmovFromTwoCore => {
                self.fp.set_single(d, self.registers.get(n));
                self.fp.set_single(d + 1, self.registers.get(m));
            }
            FpTransfer::VmovToTwoCore => {
                self.registers.set(d, self.fp.single(n));
                self.registers.set(m, self.fp.single(n + 1));
            }
            FpTransfer::Vmsr => self.fp.set_fpscr(self.registers.get(n)),
            FpTransfer::Vmrs if d == 15 => self.registers.flags.set_nzcv(self.fp.fpscr()),
            FpTransfer::Vmrs => self.registers.set(d, self.fp.fpscr()),
            FpTransfer::Vldr => {
                let base =
                    if n == 15 { self.registers.pc.wrapping_add(4) & !3 } else { self.registers.get(n) };
                self.load_singles(bus, d, m, base.wrapping_add_signed(parameter))?;
            }
            FpTransfer::Vstr => {
                self.store_singles(bus, d, m, self.registers.get(n).wrapping_add_signed(parameter))?
            }
            FpTransfer::Vldm => {
                let (address, end) = self.multiple_range(n, parameter)?;
                self.load_singles(bus, d, m, address)?;
                self.registers.set(n, end);
            }
            FpTransfer::Vstm => {
                let (address, end) = self.multiple_range(n, parameter)?;
                self.store_singles(bus, d, m, address)?;
                self.registers.set(n, end);
            }
            FpTransfer::Vlldm => self.lazy_load_multiple(bus, self.registers.get(n))?,
            FpTransfer::Vlstm => self.lazy_store_multiple(bus, self.registers.get(n))?,
        }
        Ok(())
    }

    /// Returns the lowest address of VLDM or VSTM, and the base register after it.
    fn multiple_range(&self, base: u8, parameter: i32) -> Result<(u32, u32), Trap> {
        let MultipleAddressing { words, decrement, writeback } = MultipleAddressing::unpack(parameter);
        let start = self.registers.get(base);
        let end = if decrement { start.wrapping_sub(4 * words) } else { start.wrapping_add(4 * words) };
        if writeback {
            self.check_base(base, end)?;
        }
        Ok((if decrement { end } else { start }, if writeback { end } else { start }))
    }

    /// Loads `count` registers from `first` on. If an access fails, the registers before it have changed.
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
}
