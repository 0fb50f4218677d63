//! What an instruction costs: the part of the timing model that is known when it is decoded.
//!
//! The core issues in order, one instruction a cycle, and has two execute stages. A result of the second stage, or a
//! loaded value, reaches the next instruction a cycle late, except where the consumer itself takes the operand in its
//! second stage. So an operation needs to carry only the set of registers it waits for ([`Op::reads`]) and the set it
//! delivers late ([`Op::late`]). The rules, their sources and the choices are listed in `docs/timing.md`.

use super::decode::is_long;
use super::op::{
    Kind, META_LATE_LOAD, META_LONG, META_OPEN, META_OPEN_NOP, META_OPEN_TAKEN, Op, ShiftedOperand,
};

/// Bit of the condition flags in [`Op::reads`] and [`Op::late`].
pub const FLAGS: u32 = 1 << 15;

/// Stands for the divider: in the place of SP, which is never a result of the second stage.
const DIVIDER: u32 = 1 << 13;

/// What [`super::Cpu`] holds as late when nothing is: a bit that operations standing in two lines of code "read", so
/// that one test finds both kinds of delay.
pub const NOTHING_LATE: u32 = 1 << 31;

/// Waits for late results of either kind in register `r`.
pub const fn either(r: u8) -> u32 {
    match r {
        // SP is never a result of the second stage.
        13 => load_only(r),
        15.. => 0,
        _ => 0x1_0001 << r,
    }
}

/// Waits only for a late load of register `r`: results of the second stage are forwarded to it.
pub const fn load_only(r: u8) -> u32 {
    if r < 15 { 0x1_0000 << r } else { 0 }
}

/// Late result in register `r`.
const fn result(r: u8) -> u16 {
    if r < 15 { 1 << r } else { 0 }
}

/// Fills in the timing of a decoded operation other than [`Kind::Fp`].
pub fn annotate(op: &mut Op, first: u16, second: u16) {
    op.reads |= reads(op);
    let shifted_constant =
        is_shifted_constant(first, second) && !matches!(op.kind, Kind::MovImm | Kind::MovsImm);
    if shifted_constant {
        if sets_flags(op) {
            op.cost = 2;
        } else {
            op.late = result(op.rd);
        }
        // The constant is shifted in the first stage; the other operand meets it in the second.
        op.reads = op.reads & !either(op.rn) | load_only(op.rn);
    } else {
        (op.late, op.cost) = late_and_cost(op);
    }
    if loads(op.kind) {
        op.meta |= META_LATE_LOAD;
    }
    if op.meta & META_LONG == 0 {
        op.meta |= META_OPEN;
        if !sets_flags(op) {
            op.meta |= META_OPEN_TAKEN;
        }
        if op.kind != Kind::It {
            op.meta |= META_OPEN_NOP;
        }
    }
}

/// A modified immediate constant made by rotation.
fn is_shifted_constant(first: u16, second: u16) -> bool {
    is_long(first)
        && first & 0xFA00 == 0xF000
        && second & 0x8000 == 0
        && (first & 0x400 != 0 || second & 0x4000 != 0)
}

/// Whether the operation writes condition flags.
fn sets_flags(op: &Op) -> bool {
    use Kind::*;
    match op.kind {
        MovsImm | MovsReg | MvnsReg | AndsImm | OrrsImm | EorsImm | TstImm | TeqImm | AddsImm | SubsImm
        | CmpImm | CmnImm | AdcsImm | RsbsImm | AndsReg | OrrsReg | EorsReg | BicsReg | OrnsReg | TstReg
        | TeqReg | AddsReg | SubsReg | CmpReg | CmnReg | AdcsReg | SbcsReg | LslsImm | LsrsImm | AsrsImm
        | RorsImm | Rrxs | LslsReg | LsrsReg | AsrsReg | RorsReg | Muls | Msr => true,
        AddSpImm => op.rm != 0,
        Shifted | AddSpReg => op.imm & ShiftedOperand::pack(0, 0, 0, true) != 0,
        _ => false,
    }
}

fn loads(kind: Kind) -> bool {
    use Kind::*;
    matches!(
        kind,
        LdrImm
            | LdrReg
            | LdrPre
            | LdrPost
            | LdrbImm
            | LdrbReg
            | LdrbPre
            | LdrbPost
            | LdrhImm
            | LdrhReg
            | LdrhPre
            | LdrhPost
            | LdrsbImm
            | LdrsbReg
            | LdrsbPre
            | LdrsbPost
            | LdrshImm
            | LdrshReg
            | LdrshPre
            | LdrshPost
            | LdrLit
            | LdrbLit
            | LdrhLit
            | LdrsbLit
            | LdrshLit
            | LdrUser
            | LdrSpecial
            | Ldrd
            | LdrdLit
            | Ldmia
            | Ldmdb
            | Ldrex
            | Lda
            | Strex
            | Mrc
            | Mrrc
    )
}

/// Registers and flags that the operation waits for.
fn reads(op: &Op) -> u32 {
    use Kind::*;
    let (rd, rn, rm) = (op.rd, op.rn, op.rm);
    let accumulator = (op.imm & 0xF) as u8;
    match op.kind {
        Undecoded | Undefined | RomCall | Fp => 0,
        MovImm | MovsImm | LdrLit | LdrbLit | LdrhLit | LdrsbLit | LdrshLit | LdrdLit => 0,
        B | Bl | Nop | It | Wfi | Wfe | Sev | Barrier | Isb | Cps | Svc | Bkpt | Sg | Clrex | Cdp => 0,
        Mrs | BEq | BNe | BCs | BCc | BMi | BPl | BVs | BVc | BHi | BLs | BGe | BLt | BGt | BLe => FLAGS,
        Movt | Bfc => either(rd),
        AdcImm | AdcsImm => either(rn) | FLAGS,
        AndImm | AndsImm | OrrImm | OrrsImm | EorImm | EorsImm | TstImm | TeqImm | AddImm | AddsImm
        | SubsImm | CmpImm | CmnImm | RsbImm | RsbsImm | AddSpImm => either(rn),
        AdcReg | AdcsReg | SbcReg | SbcsReg => either(rn) | either(rm) | FLAGS,
        Rrx | Rrxs => either(rm) | FLAGS,
        MovReg | MovsReg | MvnReg | MvnsReg | LslImm | LslsImm | LsrImm | LsrsImm | AsrImm | AsrsImm
        | RorImm | RorsImm | MovSp | MovPc | AddPc | Sxtb | Sxth | Uxtb | Uxth | Sxtb16 | Uxtb16 | Rev
        | Rev16 | Revsh | Rbit | Clz | Bx | BlxReg | Bxns | Blxns => either(rm),
        AddLsl | Shifted | AddSpReg => {
            let carry = if op.imm >> 8 & 7 == 4 || matches!(op.imm >> 12 & 0xF, 10 | 11) { FLAGS } else { 0 };
            load_only(rn) | either(rm) | if op.kind == AddLsl { 0 } else { carry }
        }
        Sxtab | Sxtah | Uxtab | Uxtah | Sxtab16 | Uxtab16 => load_only(rn) | either(rm),
        Bfi => either(rd) | either(rn),
        Sbfx | Ubfx | Ssat | Usat | Ssat16 | Usat16 | Cbz | Cbnz | Msr | Tt => either(rn),
        // The accumulator is taken in the second stage, from there or from memory.
        Mla | Mls | Umlal | Smlal | Umaal | Smlaxy | Smlaw | Smlalxy | Smlad | Smlald | Smmla => {
            either(rn) | either(rm)
        }
        Usad8 => either(rn) | either(rm) | if accumulator < 15 { load_only(accumulator) } else { 0 },
        // Data of a store is taken in the second stage too.
        StrImm | StrPre | StrPost | StrbImm | StrbPre | StrbPost | StrhImm | StrhPre | StrhPost | StrUser
        | Strd | Stmia | Stmdb | Strex | Stl => either(rn),
        LdrSpecial if op.rm == super::op::Form::Register as u8 => either(rn) | either(accumulator),
        LdrSpecial if op.rm == super::op::Form::Literal as u8 => 0,
        LdrSpecial | LdrUser | LdrImm | LdrPre | LdrPost | LdrbImm | LdrbPre | LdrbPost | LdrhImm
        | LdrhPre | LdrhPost | LdrsbImm | LdrsbPre | LdrsbPost | LdrshImm | LdrshPre | LdrshPost | Ldrd
        | Ldmia | Ldmdb | Ldrex | Lda => either(rn),
        Mcr | Mrc => {
            if op.kind == Mcr {
                either(rd)
            } else {
                0
            }
        }
        Sdiv | Udiv => either(rn) | either(rm) | DIVIDER,
        Mcrr => either(rd) | either(rn),
        Mrrc => 0,
        AndReg | AndsReg | OrrReg | OrrsReg | EorReg | EorsReg | BicReg | BicsReg | OrnReg | OrnsReg
        | TstReg | TeqReg | AddReg | AddsReg | SubReg | SubsReg | CmpReg | CmnReg | LslReg | LslsReg
        | LsrReg | LsrsReg | AsrReg | AsrsReg | RorReg | RorsReg | Qadd | Qsub | Qdadd | Qdsub | Parallel
        | Sel | Pkh | Mul | Muls | Umull | Smull | Smulxy | Smulw | Smuad | Smmul | LdrReg | LdrbReg
        | LdrhReg | LdrsbReg | LdrshReg | StrReg | StrbReg | StrhReg | Tbb | Tbh => either(rn) | either(rm),
    }
}

/// Late results, and issue cycles.
fn late_and_cost(op: &Op) -> (u16, u8) {
    use Kind::*;
    let list = op.imm & 0xFFFF;
    match op.kind {
        // With its flags a 16-bit multiply holds both stages.
        Muls => (0, 2),
        AddLsl => (result(op.rd), 1),
        // Flags of a shifted operand come late as well; comparisons have no other result.
        Shifted => {
            let compares = op.rd == 15;
            let flags = if op.imm & ShiftedOperand::pack(0, 0, 0, true) != 0 { FLAGS as u16 } else { 0 };
            (flags | if compares { 0 } else { result(op.rd) }, 1)
        }
        Mul | Mla | Mls | Smulxy | Smlaxy | Smulw | Smlaw | Smuad | Smlad | Smmul | Smmla | Ssat | Usat
        | Ssat16 | Usat16 | Qadd | Qsub | Qdadd | Qdsub | Parallel | Sel | Usad8 | Pkh | Sxtab | Sxtah
        | Uxtab | Uxtah | Sxtab16 | Uxtab16 | Strex => (result(op.rd), 1),
        Sdiv | Udiv => (result(op.rd) | DIVIDER as u16, 1),
        Umull | Smull | Umlal | Smlal | Umaal | Smlalxy | Smlald => {
            (result(op.rd) | result((op.imm & 0xF) as u8), 1)
        }
        Ldrd | LdrdLit => (result(op.rm), 2),
        Strd => (0, 2),
        Ldmia | Ldmdb => {
            let last = 31 - (list | 1).leading_zeros();
            (result(last as u8), list.count_ones() as u8)
        }
        Stmia | Stmdb => (0, list.count_ones() as u8),
        // The refill of the pipeline.
        Isb => (0, 2),
        Mrrc => (result(op.rd) | result(op.rn), 1),
        kind if loads(kind) => (result(op.rd), 1),
        _ => (0, 1),
    }
}
