//! The facts that the tables of instruction kinds state, one row per kind.
//!
//! Operands are named by the fields of [`Operation`](super::Operation) that hold their register numbers. The rules
//! behind the timing columns, and their sources, are in `docs/timing.md` and `docs/timing-fp.md`.

use bitflags::bitflags;

/// Facts of one kind of instruction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    /// Class in profiles.
    pub class: Class,
    /// Operands, by the execute stage that needs them.
    pub reads: Reads,
    /// Core registers written.
    pub writes: Writes,
    /// Results that the instruction issued in the next cycle has to wait for.
    pub late: Late,
    /// Issue cycles.
    pub cost: Cost,
    /// Flags of the APSR written.
    pub flags: FlagEffect,
}

/// Class of an instruction in profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Reads memory: LDR, LDM, POP, VLDR and the like, returns by POP included.
    Load,
    /// Writes memory: STR, STM, PUSH, VSTR and the like.
    Store,
    /// Branches without link: B, BX, CBZ, TBB.
    Branch,
    /// Branches with link: BL and BLX.
    Call,
    /// Integer arithmetic, logic, moves and comparisons.
    Alu,
    /// Floating-point arithmetic and moves.
    Float,
    /// IT, hints, barriers, special registers, coprocessors, undefined instructions.
    Other,
}

bitflags! {
    /// Operands of an instruction.
    ///
    /// An operand of the first execute stage waits for late results of either kind. An operand of the second stage
    /// waits for loaded values only, because results of the second stage are forwarded to it. Addends and data to
    /// store never wait.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) struct Reads: u32 {
        /// rd, in the first stage.
        const RD = 1;
        /// rn, in the first stage.
        const RN = 1 << 1;
        /// rm, in the first stage.
        const RM = 1 << 2;
        /// Registers of the address by the addressing form in rm, in the first stage.
        const ADDRESS = 1 << 3;
        /// N, Z, C or V.
        const FLAGS = 1 << 4;
        /// C, if the shifted operand in imm or its operation uses it.
        const SHIFTED_CARRY = 1 << 5;
        /// The divider, which is busy in the cycle after a division.
        const DIVIDER = 1 << 6;
        /// rn, in the second stage.
        const RN_STAGE2 = 1 << 7;
        /// The register in imm\[3:0\], in the second stage; 15 stands for none.
        const RA_STAGE2 = 1 << 8;
        /// rd as an addend.
        const ADDEND_RD = 1 << 9;
        /// The register in imm\[3:0\] as an addend.
        const ADDEND_RA = 1 << 10;
        /// rd as data to store.
        const STORED_RD = 1 << 11;
        /// rm as data to store.
        const STORED_RM = 1 << 12;
        /// The register in imm\[31:28\] as data to store.
        const STORED_RT = 1 << 13;
        /// The registers listed in imm as data to store.
        const STORED_LIST = 1 << 14;
        /// GE flags, which never come late.
        const GE = 1 << 15;
    }
}

bitflags! {
    /// Core registers that an instruction writes.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) struct Writes: u16 {
        /// rd; 15 stands for none.
        const RD = 1;
        /// rd; 15 stands for the PC.
        const RD_OR_PC = 1 << 13;
        /// rn, as data.
        const RN = 1 << 1;
        /// rm.
        const RM = 1 << 2;
        /// The register in imm\[3:0\].
        const RA = 1 << 3;
        /// The registers listed in imm.
        const LIST = 1 << 4;
        /// rn, the base register.
        const BASE = 1 << 5;
        /// rn, if rd is 1.
        const BASE_IF_RD = 1 << 6;
        /// rn, if the addressing form in rm changes it.
        const BASE_BY_FORM = 1 << 7;
        /// rn, if the addressing form in imm\[17:16\] changes it.
        const BASE_BY_IMM = 1 << 8;
        /// rn, if the parameter of VLDM or VSTM requests writeback.
        const BASE_BY_PARAMETER = 1 << 9;
        /// LR.
        const LR = 1 << 10;
        /// The PC.
        const PC = 1 << 11;
        /// The PC: imm, always or on a condition.
        const TARGET = 1 << 12;
    }
}

/// Results that come late: an instruction issued in the next cycle cannot use them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Late {
    /// None.
    Never,
    /// rd, from the second execute stage.
    Stage2,
    /// rd, if not 15, and the flags, if written, from the second execute stage.
    Stage2Flags,
    /// rd and the register in imm\[3:0\], from the second execute stage.
    Stage2Long,
    /// rd and the divider.
    Divider,
    /// rd, from memory or a coprocessor.
    Load,
    /// rd and rn, from a coprocessor.
    LoadPair,
    /// rm, the second of two loaded words.
    LoadSecond,
    /// The highest register listed in imm, which is loaded last.
    LoadLast,
}

/// Issue cycles, without stalls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cost {
    /// One.
    One,
    /// Two.
    Two,
    /// One for each register listed in imm.
    Words,
    /// One for each of the words that rm counts.
    FpWords,
    /// One, plus one to refill the pipeline if taken; without the first if the branch shares the cycle of the
    /// instruction before.
    Branch,
    /// One, or 0 if it shares the cycle of the instruction before.
    Shared,
}

/// Effect on the flags of the APSR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FlagEffect {
    /// None.
    Kept,
    /// N, Z.
    Nz,
    /// N, Z, C.
    Nzc,
    /// N, Z, C, V.
    Nzcv,
    /// N, Z, C, V if the S bit of the shifted operand in imm is set.
    NzcvIfS,
    /// N, Z, C, V if rm is not 0.
    NzcvIfRm,
    /// N, Z, C, V if rd is 15, which then stands for the APSR.
    NzcvIfPc,
    /// Q.
    Q,
    /// GE.
    Ge,
    /// By the mask of MSR.
    Special,
}

/// Defines an enumeration of instruction kinds, and the table of their facts, from rows
/// `Kind: class, [operands read] -> [registers written], late results, cost, flags;`.
macro_rules! kinds_with_facts {
    ($(#[$attribute:meta])* $name:ident {
        $($(#[doc = $doc:literal])* $kind:ident: $class:ident, [$($read:ident)*] -> [$($write:ident)*],
            $late:ident, $cost:ident, $flags:ident;)*
    }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $name {
            $($(#[doc = $doc])* $kind,)*
        }

        impl $name {
            /// All kinds, by their number.
            pub(in crate::instruction) const ALL: &[$name] = &[$($name::$kind),*];

            /// Returns the facts of this kind.
            pub(crate) const fn facts(self) -> &'static Facts {
                /// By the number of the kind.
                static FACTS: [Facts; $name::ALL.len()] = [$(Facts {
                    class: Class::$class,
                    reads: Reads::empty()$(.union(Reads::$read))*,
                    writes: Writes::empty()$(.union(Writes::$write))*,
                    late: Late::$late,
                    cost: Cost::$cost,
                    flags: FlagEffect::$flags,
                }),*];
                &FACTS[self as usize]
            }
        }
    };
}
pub(super) use kinds_with_facts;
