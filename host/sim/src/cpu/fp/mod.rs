//! Floating-point unit: FPv5, single precision, sixteen double-word registers (Armv8-M ARM B5 and C2.4).

mod arithmetic;
mod compare;
mod context;
#[cfg(test)]
mod context_tests;
mod execute;
mod fixed;
mod fpscr;
mod fused;
mod half;
mod nan;
mod number;
mod registers;
mod scoreboard;
#[cfg(test)]
mod timing_tests;

pub use fpscr::{Fpscr, Rounding};
pub use registers::FpRegisters;

/// State of the floating-point unit.
#[derive(Clone, Debug, Default)]
pub struct FpState {
    /// S registers and FPSCR.
    pub registers: FpRegisters,
    scoreboard: scoreboard::Scoreboard,
}

impl FpState {
    fn single(&self, register: u8) -> u32 {
        self.registers.single[usize::from(register & 31)]
    }

    fn set_single(&mut self, register: u8, value: u32) {
        self.registers.single[usize::from(register & 31)] = value;
    }

    fn fpscr(&self) -> u32 {
        self.registers.fpscr.bits()
    }

    fn set_fpscr(&mut self, value: u32) {
        self.registers.fpscr = Fpscr::from_bits(value);
    }
}
