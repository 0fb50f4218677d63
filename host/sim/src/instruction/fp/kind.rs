//! Kinds of floating-point instructions, and their facts: one row per kind.
//!
//! The fields of [`FpOperation`](super::FpOperation) that a kind uses are given as `d`, `n`, `m` (single-precision
//! register numbers unless said otherwise) and `parameter`. The cycles, their sources and the assumptions are listed in
//! `docs/timing-fp.md`.

use crate::instruction::facts::{Class, Cost, Facts, FlagEffect, Late, Reads, Writes, kinds_with_facts};

/// Cycles of an instruction in the unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FpTiming {
    /// Cycles from issue to the use of register d; 0: no register is delivered.
    pub latency: u8,
    /// Cycles from issue to the use of register d as an addend of a multiply-accumulate.
    pub addend_latency: u8,
    /// Cycles from issue until the unit accepts another instruction.
    pub block: u8,
    /// Cycles from issue until FPSCR has the instruction's flags; 0: it sets none.
    pub status: u8,
}

impl FpTiming {
    /// VADD, VSUB, VMUL and conversions.
    const ARITHMETIC: FpTiming = FpTiming { latency: 2, addend_latency: 2, block: 1, status: 2 };
    /// Multiply-accumulates; for two more cycles no other floating-point instruction starts.
    const ACCUMULATE: FpTiming = FpTiming { latency: 4, addend_latency: 3, block: 3, status: 4 };
    /// VDIV and VSQRT, which are not pipelined.
    const DIVIDE: FpTiming = FpTiming { latency: 15, addend_latency: 15, block: 14, status: 15 };
    /// Moves between registers.
    const MOVE: FpTiming = FpTiming { latency: 1, addend_latency: 1, block: 1, status: 0 };
    /// VCMP and VCMPE.
    const COMPARE: FpTiming = FpTiming { latency: 0, addend_latency: 0, block: 1, status: 2 };
}

/// Facts of an arithmetic instruction in the unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FpFacts {
    /// All ones for each operand that must be ready, else zero: d, n, m, and d as the addend of a multiply-accumulate.
    pub operands: [u64; 4],
    /// Cycles from issue to the instruction's effects.
    pub timing: FpTiming,
}

// Operands of the unit, as sets.
const D: u8 = 1;
const N: u8 = 2;
const M: u8 = 4;
const ADDEND: u8 = 8;

/// Returns the masks of a set of operands.
const fn masks(operands: u8) -> [u64; 4] {
    let mut masks = [0; 4];
    let mut operand = 0;
    while operand < masks.len() {
        if operands >> operand & 1 != 0 {
            masks[operand] = u64::MAX;
        }
        operand += 1;
    }
    masks
}

/// Defines [`FpArithmetic`] and the tables of its facts from rows
/// `Kind: timing, [operands in the unit], [operands of the core];`.
macro_rules! arithmetic {
    ($($(#[doc = $doc:literal])* $kind:ident: $timing:ident, [$($operand:ident)*], [$($read:ident)*];)*) => {
        /// Kind of an instruction that computes in the unit; named as in the Armv8-M ARM, C2.4.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum FpArithmetic {
            $($(#[doc = $doc])* $kind,)*
        }

        impl FpArithmetic {
            /// All kinds, by their number.
            pub(super) const ALL: &[FpArithmetic] = &[$(FpArithmetic::$kind),*];
        }

        /// The facts of every kind in the unit, by its number.
        static FP_FACTS: [FpFacts; FpArithmetic::ALL.len()] = [$(FpFacts {
            operands: masks(0 $(| $operand)*),
            timing: FpTiming::$timing,
        }),*];

        /// The facts of every kind in the core, by its number.
        static ARITHMETIC_FACTS: [Facts; FpArithmetic::ALL.len()] = [$(Facts {
            class: Class::Float,
            reads: Reads::empty()$(.union(Reads::$read))*,
            writes: Writes::empty(),
            late: Late::Never,
            cost: Cost::One,
            flags: FlagEffect::Kept,
        }),*];
    };
}

#[rustfmt::skip]
arithmetic! {
    // Kind          Timing      In the unit   Of the core
    /// d = d + n * m, rounded twice.
    Vmla:            ACCUMULATE, [ADDEND N M], [];
    /// d = d - n * m, rounded twice.
    Vmls:            ACCUMULATE, [ADDEND N M], [];
    /// d = -d - n * m, rounded twice.
    Vnmla:           ACCUMULATE, [ADDEND N M], [];
    /// d = -d + n * m, rounded twice.
    Vnmls:           ACCUMULATE, [ADDEND N M], [];
    /// d = n * m.
    Vmul:            ARITHMETIC, [N M],        [];
    /// d = -(n * m).
    Vnmul:           ARITHMETIC, [N M],        [];
    /// d = n + m.
    Vadd:            ARITHMETIC, [N M],        [];
    /// d = n - m.
    Vsub:            ARITHMETIC, [N M],        [];
    /// d = n / m.
    Vdiv:            DIVIDE,     [N M],        [];
    /// d = d + n * m, rounded once.
    Vfma:            ACCUMULATE, [ADDEND N M], [];
    /// d = d - n * m, rounded once.
    Vfms:            ACCUMULATE, [ADDEND N M], [];
    /// d = -d - n * m, rounded once.
    Vfnma:           ACCUMULATE, [ADDEND N M], [];
    /// d = -d + n * m, rounded once.
    Vfnms:           ACCUMULATE, [ADDEND N M], [];
    /// d = the constant with the modified-immediate byte `parameter`.
    VmovImmediate:   MOVE,       [],           [];
    /// d = m.
    VmovRegister:    MOVE,       [M],          [];
    /// d = |m|.
    Vabs:            MOVE,       [M],          [];
    /// d = -m.
    Vneg:            MOVE,       [M],          [];
    /// d = square root of m.
    Vsqrt:           DIVIDE,     [M],          [];
    /// d = half precision in m; the top halfword if `parameter` is 1.
    VcvtFromHalf:    ARITHMETIC, [M],          [];
    /// Half of d = m; the top halfword if `parameter` is 1.
    VcvtToHalf:      ARITHMETIC, [D M],        [];
    /// Compares d with m; with `parameter` 1 quiet NaNs are invalid.
    Vcmp:            COMPARE,    [D M],        [];
    /// Compares d with zero; `parameter` as for `Vcmp`.
    VcmpZero:        COMPARE,    [D],          [];
    /// d = m rounded to an integral number; `parameter` is a [`RoundingField`](super::RoundingField).
    Vrint:           ARITHMETIC, [M],          [];
    /// As `Vrint` in the mode of FPSCR, raising inexact.
    Vrintx:          ARITHMETIC, [M],          [];
    /// d = integer m; signed if `parameter` is 1. Rounds by FPSCR.
    VcvtFromInteger: ARITHMETIC, [M],          [];
    /// Integer d = m; `parameter` is a [`RoundingField`](super::RoundingField), and bit 3 for signed.
    VcvtToInteger:   ARITHMETIC, [M],          [];
    /// d = fixed-point d; `parameter` is fraction bits | signed << 6 | 32-bit << 7.
    VcvtFromFixed:   ARITHMETIC, [D],          [];
    /// Fixed-point d = d; `parameter` as for `VcvtFromFixed`.
    VcvtToFixed:     ARITHMETIC, [D],          [];
    /// d = n if the condition (`parameter` 0 EQ, 1 VS, 2 GE, 3 GT) holds, else m.
    Vsel:            MOVE,       [N M],        [FLAGS];
    /// d = the larger of n and m.
    Vmaxnm:          ARITHMETIC, [N M],        [];
    /// d = the smaller of n and m.
    Vminnm:          ARITHMETIC, [N M],        [];
}

#[rustfmt::skip]
kinds_with_facts! {
    /// Kind of an instruction that moves data between the unit and the core or memory. Core registers are d, n, m as in
    /// rd, rn, rm.
    FpTransfer {
        // Kind          Class  Operands   Registers written       Late    Cost     Flags
        /// d = core register n. A half of a double-word register is a single-precision register too.
        VmovFromCore:    Float, [RN]    -> [],                     Never,  One,     Kept;
        /// Core register d = n.
        VmovToCore:      Float, []      -> [RD],                   Stage2, One,     Kept;
        /// d, d + 1 = core registers n, m.
        VmovFromTwoCore: Float, [RN RM] -> [],                     Never,  One,     Kept;
        /// Core registers d, m = n, n + 1.
        VmovToTwoCore:   Float, []      -> [RD RM],                Never,  Two,     Kept;
        /// FPSCR = core register n.
        Vmsr:            Float, [RN]    -> [],                     Never,  One,     Kept;
        /// Core register d = FPSCR; d = 15 stands for the condition flags of APSR.
        Vmrs:            Float, []      -> [RD],                   Never,  One,     NzcvIfPc;
        /// d (and d + 1 if m is 2) = memory at core register n + `parameter`; n = 15 is the literal form.
        Vldr:            Load,  [RN]    -> [],                     Never,  FpWords, Kept;
        /// Memory at core register n + `parameter` = d (and d + 1 if m is 2).
        Vstr:            Store, [RN]    -> [],                     Never,  FpWords, Kept;
        /// m registers from d on = memory at core register n; `parameter` is a
        /// [`MultipleAddressing`](super::MultipleAddressing).
        Vldm:            Load,  [RN]    -> [BASE_BY_PARAMETER],    Never,  FpWords, Kept;
        /// Memory at core register n = m registers from d on; `parameter` is a
        /// [`MultipleAddressing`](super::MultipleAddressing).
        Vstm:            Store, [RN]    -> [BASE_BY_PARAMETER],    Never,  FpWords, Kept;
        /// Lazy load of the whole state from core register n.
        Vlldm:           Load,  [RN]    -> [],                     Never,  One,     Kept;
        /// Lazy store of the whole state to core register n.
        Vlstm:           Store, [RN]    -> [],                     Never,  One,     Kept;
    }
}

impl FpArithmetic {
    /// Returns the facts of this kind in the unit.
    #[inline(always)]
    pub(crate) fn unit_facts(self) -> &'static FpFacts {
        &FP_FACTS[self as usize]
    }

    /// Returns the facts of this kind in the core.
    pub(crate) fn facts(self) -> &'static Facts {
        &ARITHMETIC_FACTS[self as usize]
    }
}
