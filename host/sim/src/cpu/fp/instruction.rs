//! A decoded floating-point instruction.

/// What an instruction does; named as in the Armv8-M ARM, C2.4. The fields of [`FpInstruction`] it uses are
/// given as `d`, `n`, `m` (single-precision register numbers unless said otherwise) and `parameter`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Operation {
    /// d = d + n * m, rounded twice.
    Vmla,
    /// d = d - n * m, rounded twice.
    Vmls,
    /// d = -d - n * m, rounded twice.
    Vnmla,
    /// d = -d + n * m, rounded twice.
    Vnmls,
    /// d = n * m.
    Vmul,
    /// d = -(n * m).
    Vnmul,
    /// d = n + m.
    Vadd,
    /// d = n - m.
    Vsub,
    /// d = n / m.
    Vdiv,
    /// d = d + n * m, rounded once.
    Vfma,
    /// d = d - n * m, rounded once.
    Vfms,
    /// d = -d - n * m, rounded once.
    Vfnma,
    /// d = -d + n * m, rounded once.
    Vfnms,
    /// d = the constant with the modified-immediate byte `parameter`.
    VmovImmediate,
    /// d = m.
    VmovRegister,
    /// d = |m|.
    Vabs,
    /// d = -m.
    Vneg,
    /// d = square root of m.
    Vsqrt,
    /// d = half precision in m; the top halfword if `parameter` is 1.
    VcvtFromHalf,
    /// Half of d = m; the top halfword if `parameter` is 1.
    VcvtToHalf,
    /// Compares d with m; `parameter` 1 makes quiet NaNs invalid.
    Vcmp,
    /// Compares d with zero; `parameter` as for [`Operation::Vcmp`].
    VcmpZero,
    /// d = m rounded to an integral number; `parameter` is a [`RoundingField`].
    Vrint,
    /// As [`Operation::Vrint`] in the mode of FPSCR, raising inexact.
    Vrintx,
    /// d = integer m; signed if `parameter` is 1. Rounds as FPSCR says.
    VcvtFromInteger,
    /// Integer d = m; `parameter` is a [`RoundingField`] and bit 3 for signed.
    VcvtToInteger,
    /// d = fixed-point d; `parameter` is fraction bits | signed << 6 | 32-bit << 7.
    VcvtFromFixed,
    /// Fixed-point d = d; `parameter` as for [`Operation::VcvtFromFixed`].
    VcvtToFixed,
    /// d = n if the condition (`parameter` 0 EQ, 1 VS, 2 GE, 3 GT) holds, else m.
    Vsel,
    /// d = the larger of n and m.
    Vmaxnm,
    /// d = the smaller of n and m.
    Vminnm,

    // Transfers from here on.
    /// d = core register n. A half of a double-word register is a single-precision register too.
    VmovFromCore,
    /// Core register d = n.
    VmovToCore,
    /// d, d + 1 = core registers n, m.
    VmovFromTwoCore,
    /// Core registers d, m = n, n + 1.
    VmovToTwoCore,
    /// FPSCR = core register n.
    Vmsr,
    /// Core register d = FPSCR; d = 15 names the condition flags of APSR.
    Vmrs,
    /// d (and d + 1 if m is 2) = memory at core register n + `parameter`; n = 15 is the literal form.
    Vldr,
    /// Memory at core register n + `parameter` = d (and d + 1 if m is 2).
    Vstr,
    /// m registers from d on = memory at core register n; `parameter` is a [`Multiple`].
    Vldm,
    /// Memory at core register n = m registers from d on; `parameter` is a [`Multiple`].
    Vstm,
    /// Lazy load of the whole state from core register n.
    Vlldm,
    /// Lazy store of the whole state to core register n.
    Vlstm,
}

impl Operation {
    /// Whether it moves data between the unit and the core or memory.
    pub const fn is_transfer(self) -> bool {
        self as u8 >= Operation::VmovFromCore as u8
    }
}

/// Rounding mode named in an instruction, as a field of three bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundingField(pub u32);

impl RoundingField {
    /// To the nearest, ties away (the A forms).
    pub const AWAY: Self = Self(0);
    /// To the nearest, ties to even (the N forms).
    pub const NEAREST: Self = Self(1);
    /// Towards plus infinity (the P forms).
    pub const UP: Self = Self(2);
    /// Towards minus infinity (the M forms).
    pub const DOWN: Self = Self(3);
    /// Towards zero.
    pub const ZERO: Self = Self(4);
    /// As FPSCR says (the R forms).
    pub const FPSCR: Self = Self(5);
}

/// Addressing of VLDM and VSTM in the `parameter` field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Multiple {
    /// Words by which the base moves: one more than are transferred in the FLDMX and FSTMX forms.
    pub words: u32,
    /// Downwards from the base (DB).
    pub decrement: bool,
    /// The base register is changed.
    pub writeback: bool,
}

impl Multiple {
    /// The packed field.
    pub const fn pack(self) -> i32 {
        (self.words | (self.decrement as u32) << 8 | (self.writeback as u32) << 9) as i32
    }

    /// The field taken apart.
    pub const fn unpack(parameter: i32) -> Self {
        Self {
            words: parameter as u32 & 0xFF,
            decrement: parameter & 0x100 != 0,
            writeback: parameter & 0x200 != 0,
        }
    }
}

/// A decoded instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FpInstruction {
    /// What to do.
    pub operation: Operation,
    /// Destination (of a store, the data).
    pub d: u8,
    /// First operand, or base.
    pub n: u8,
    /// Second operand, or count.
    pub m: u8,
    /// Constant or packed fields; fits in 24 bits with its sign.
    pub parameter: i32,
}

impl FpInstruction {
    /// An instruction of registers only.
    pub const fn new(operation: Operation, d: u8, n: u8, m: u8) -> Self {
        Self { operation, d, n, m, parameter: 0 }
    }

    /// The instruction with `parameter`.
    pub const fn with(self, parameter: i32) -> Self {
        Self { parameter, ..self }
    }
}
