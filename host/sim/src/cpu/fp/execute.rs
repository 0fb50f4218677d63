//! Execution of decoded floating-point instructions on the core.

use super::scoreboard::Issue;
use crate::bus::Bus;
use crate::cpu::Cpu;
use crate::cpu::exit::Trap;
use crate::instruction::Operation;
use crate::instruction::fp::{FpOperation, FpTransfer, Multiple};

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
        let Issue { issue, start } = self.fp.scoreboard.issue(instruction, self.cycle);
        self.cycle = issue;
        let flags = self.flags;
        self.fp.registers.compute(instruction, || flags.apsr());
        self.complete(op);
        self.fp.scoreboard.note(instruction, start);
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
        let start = self.fp.scoreboard.issue_transfer(instruction, self.cycle);
        self.cycle = start;
        self.transfer(bus, instruction)?;
        self.complete(op);
        self.fp.scoreboard.note_transfer(instruction, start, self.cycle);
        Ok(())
    }

    /// Moves between floating-point registers and core or memory.
    fn transfer<B: Bus>(&mut self, bus: &mut B, instruction: FpOperation<FpTransfer>) -> Result<(), Trap> {
        let FpOperation { kind, d, n, m, parameter } = instruction;
        match kind {
            FpTransfer::VmovFromCore => self.fp.set_single(d, self.get(n)),
            FpTransfer::VmovToCore => self.set(d, self.fp.single(n)),
            FpTransfer::VmovFromTwoCore => {
                self.fp.set_single(d, self.get(n));
                self.fp.set_single(d + 1, self.get(m));
            }
            FpTransfer::VmovToTwoCore => {
                self.set(d, self.fp.single(n));
                self.set(m, self.fp.single(n + 1));
            }
            FpTransfer::Vmsr => self.fp.set_fpscr(self.get(n)),
            FpTransfer::Vmrs if d == 15 => self.flags.set_nzcv(self.fp.fpscr()),
            FpTransfer::Vmrs => self.set(d, self.fp.fpscr()),
            FpTransfer::Vldr => {
                let base = if n == 15 { self.pc.wrapping_add(4) & !3 } else { self.get(n) };
                self.load_singles(bus, d, m, base.wrapping_add_signed(parameter))?;
            }
            FpTransfer::Vstr => self.store_singles(bus, d, m, self.get(n).wrapping_add_signed(parameter))?,
            FpTransfer::Vldm => {
                let (address, end) = self.multiple_range(n, parameter)?;
                self.load_singles(bus, d, m, address)?;
                self.set(n, end);
            }
            FpTransfer::Vstm => {
                let (address, end) = self.multiple_range(n, parameter)?;
                self.store_singles(bus, d, m, address)?;
                self.set(n, end);
            }
            FpTransfer::Vlldm => self.lazy_load_multiple(bus, self.get(n))?,
            FpTransfer::Vlstm => self.lazy_store_multiple(bus, self.get(n))?,
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
}
