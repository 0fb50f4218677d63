//! Execution of decoded operations: the dispatch, and what every operation does at its end.

mod arithmetic;
mod bits;
mod branch;
mod coprocessor;
mod divide;
mod exclusive;
mod load_store;
mod logic;
mod multiple;
mod multiply;
mod parallel;
mod saturate;
mod shift;
mod shifted;
mod stack_pointer;
mod system;

use super::Cpu;
use super::exit::Trap;
use crate::bus::{Bus, Size};
use crate::instruction::{Attributes, Kind, Operation, PREPARATION};
use load_store::{Extend, Index};

impl Cpu {
    /// Executes one operation at `pc`, `next` being the address behind it. Returns where execution goes on.
    #[inline(always)]
    pub(super) fn execute<B: Bus>(&mut self, bus: &mut B, op: &Operation, next: u32) -> Result<u32, Trap> {
        use Kind::*;
        match op.kind {
            Undecoded => return Err(Trap::Undecoded),
            Undefined => return Err(self.undefined(*op)),
            RomCall => return Err(Trap::RomCall(op.imm as u16)),
            FpArithmetic => return self.execute_fp_arithmetic(bus, *op).map(|()| next),
            FpTransfer => return self.execute_fp_transfer(bus, *op).map(|()| next),

            MovImm => self.set(op.rd, op.imm),
            MovsImm => self.movs_imm(*op),
            MovReg => self.set(op.rd, self.get(op.rm)),
            MovsReg => self.set_nz(op.rd, self.get(op.rm)),
            MvnReg => self.set(op.rd, !self.get(op.rm)),
            MvnsReg => self.set_nz(op.rd, !self.get(op.rm)),
            Movt => self.set(op.rd, self.get(op.rd) & 0xFFFF | op.imm),

            AndImm => self.set(op.rd, self.get(op.rn) & op.imm),
            AndsImm => self.logic_imm(*op, self.get(op.rn) & op.imm, true),
            OrrImm => self.set(op.rd, self.get(op.rn) | op.imm),
            OrrsImm => self.logic_imm(*op, self.get(op.rn) | op.imm, true),
            EorImm => self.set(op.rd, self.get(op.rn) ^ op.imm),
            EorsImm => self.logic_imm(*op, self.get(op.rn) ^ op.imm, true),
            TstImm => self.logic_imm(*op, self.get(op.rn) & op.imm, false),
            TeqImm => self.logic_imm(*op, self.get(op.rn) ^ op.imm, false),
            AddImm => self.set(op.rd, self.get(op.rn).wrapping_add(op.imm)),
            AddsImm => self.adds(op.rd, self.get(op.rn), op.imm),
            SubsImm => self.subs(op.rd, self.get(op.rn), op.imm),
            CmpImm => self.compare(self.get(op.rn), op.imm),
            CmnImm => self.compare_negative(self.get(op.rn), op.imm),
            AdcImm => self.set(op.rd, self.sum_with_carry(self.get(op.rn), op.imm)),
            AdcsImm => self.adcs(op.rd, self.get(op.rn), op.imm),
            RsbImm => self.set(op.rd, op.imm.wrapping_sub(self.get(op.rn))),
            RsbsImm => self.subs(op.rd, op.imm, self.get(op.rn)),

            AndReg => self.set(op.rd, self.get(op.rn) & self.get(op.rm)),
            AndsReg => self.set_nz(op.rd, self.get(op.rn) & self.get(op.rm)),
            OrrReg => self.set(op.rd, self.get(op.rn) | self.get(op.rm)),
            OrrsReg => self.set_nz(op.rd, self.get(op.rn) | self.get(op.rm)),
            EorReg => self.set(op.rd, self.get(op.rn) ^ self.get(op.rm)),
            EorsReg => self.set_nz(op.rd, self.get(op.rn) ^ self.get(op.rm)),
            BicReg => self.set(op.rd, self.get(op.rn) & !self.get(op.rm)),
            BicsReg => self.set_nz(op.rd, self.get(op.rn) & !self.get(op.rm)),
            OrnReg => self.set(op.rd, self.get(op.rn) | !self.get(op.rm)),
            OrnsReg => self.set_nz(op.rd, self.get(op.rn) | !self.get(op.rm)),
            TstReg => self.flags.set_nz(self.get(op.rn) & self.get(op.rm)),
            TeqReg => self.flags.set_nz(self.get(op.rn) ^ self.get(op.rm)),
            AddReg => self.set(op.rd, self.get(op.rn).wrapping_add(self.get(op.rm))),
            AddsReg => self.adds(op.rd, self.get(op.rn), self.get(op.rm)),
            SubReg => self.set(op.rd, self.get(op.rn).wrapping_sub(self.get(op.rm))),
            SubsReg => self.subs(op.rd, self.get(op.rn), self.get(op.rm)),
            CmpReg => self.compare(self.get(op.rn), self.get(op.rm)),
            CmnReg => self.compare_negative(self.get(op.rn), self.get(op.rm)),
            AdcReg => self.set(op.rd, self.sum_with_carry(self.get(op.rn), self.get(op.rm))),
            AdcsReg => self.adcs(op.rd, self.get(op.rn), self.get(op.rm)),
            SbcReg => self.set(op.rd, self.sum_with_carry(self.get(op.rn), !self.get(op.rm))),
            SbcsReg => self.adcs(op.rd, self.get(op.rn), !self.get(op.rm)),

            AddLsl => self.set(op.rd, self.get(op.rn).wrapping_add(self.get(op.rm) << (op.imm & 31))),
            Shifted => self.shifted(*op),

            LslImm => self.set(op.rd, self.get(op.rm) << (op.imm & 31)),
            LslsImm => self.lsls(op.rd, self.get(op.rm), op.imm),
            LsrImm => self.set(op.rd, shift::lsr(self.get(op.rm), op.imm)),
            LsrsImm => self.lsrs(op.rd, self.get(op.rm), op.imm),
            AsrImm => self.set(op.rd, shift::asr(self.get(op.rm), op.imm)),
            AsrsImm => self.asrs(op.rd, self.get(op.rm), op.imm),
            RorImm => self.set(op.rd, self.get(op.rm).rotate_right(op.imm & 31)),
            RorsImm => self.rors(op.rd, self.get(op.rm), op.imm),
            Rrx => self.set(op.rd, self.rrx(op.rm)),
            Rrxs => self.rrxs(*op),
            LslReg => self.set(op.rd, shift::lsl(self.get(op.rn), self.get(op.rm) & 0xFF)),
            LslsReg => self.lsls(op.rd, self.get(op.rn), self.get(op.rm) & 0xFF),
            LsrReg => self.set(op.rd, shift::lsr(self.get(op.rn), self.get(op.rm) & 0xFF)),
            LsrsReg => self.lsrs(op.rd, self.get(op.rn), self.get(op.rm) & 0xFF),
            AsrReg => self.set(op.rd, shift::asr(self.get(op.rn), self.get(op.rm) & 0xFF)),
            AsrsReg => self.asrs(op.rd, self.get(op.rn), self.get(op.rm) & 0xFF),
            RorReg => self.set(op.rd, self.get(op.rn).rotate_right(self.get(op.rm) & 31)),
            RorsReg => self.rors(op.rd, self.get(op.rn), self.get(op.rm) & 0xFF),

            AddSpImm => self.add_sp_imm(*op)?,
            AddSpReg => self.add_sp_reg(*op)?,
            MovSp => self.set_sp(self.get(op.rm))?,
            MovPc => return self.branch_taken(*op, self.get(op.rm) & !1),
            AddPc => return self.branch_taken(*op, self.get(op.rm).wrapping_add(op.imm) & !1),

            Sxtb => self.set(op.rd, self.get(op.rm).rotate_right(op.imm) as i8 as u32),
            Sxth => self.set(op.rd, self.get(op.rm).rotate_right(op.imm) as i16 as u32),
            Uxtb => self.set(op.rd, self.get(op.rm).rotate_right(op.imm) & 0xFF),
            Uxth => self.set(op.rd, self.get(op.rm).rotate_right(op.imm) & 0xFFFF),
            Sxtb16 => self.set(op.rd, bits::sxtb16(self.get(op.rm).rotate_right(op.imm))),
            Uxtb16 => self.set(op.rd, self.get(op.rm).rotate_right(op.imm) & 0x00FF_00FF),
            Sxtab => self.extend_add(*op, self.get(op.rm).rotate_right(op.imm) as i8 as u32),
            Sxtah => self.extend_add(*op, self.get(op.rm).rotate_right(op.imm) as i16 as u32),
            Uxtab => self.extend_add(*op, self.get(op.rm).rotate_right(op.imm) & 0xFF),
            Uxtah => self.extend_add(*op, self.get(op.rm).rotate_right(op.imm) & 0xFFFF),
            Sxtab16 => self.extend_add_halves(*op, bits::sxtb16(self.get(op.rm).rotate_right(op.imm))),
            Uxtab16 => self.extend_add_halves(*op, self.get(op.rm).rotate_right(op.imm) & 0x00FF_00FF),
            Rev => self.set(op.rd, self.get(op.rm).swap_bytes()),
            Rev16 => self.set(op.rd, self.get(op.rm).swap_bytes().rotate_right(16)),
            Revsh => self.set(op.rd, (self.get(op.rm) as u16).swap_bytes() as i16 as u32),
            Rbit => self.set(op.rd, self.get(op.rm).reverse_bits()),
            Clz => self.set(op.rd, self.get(op.rm).leading_zeros()),
            Sbfx => self.sbfx(*op),
            Ubfx => self.ubfx(*op),
            Bfi => self.bfi(*op),
            Bfc => self.set(op.rd, self.get(op.rd) & op.imm),

            Ssat => self.ssat(*op),
            Usat => self.usat(*op),
            Ssat16 => self.ssat16(*op),
            Usat16 => self.usat16(*op),
            Qadd => self.qadd(*op),
            Qsub => self.qsub(*op),
            Qdadd => self.qdadd(*op),
            Qdsub => self.qdsub(*op),
            Parallel => self.parallel(*op),
            Sel => self.select(*op),
            Usad8 => self.usad8(*op),
            Pkh => self.pack_halves(*op),

            Mul => self.set(op.rd, self.get(op.rn).wrapping_mul(self.get(op.rm))),
            Muls => self.set_nz(op.rd, self.get(op.rn).wrapping_mul(self.get(op.rm))),
            Mla => self.mla(*op),
            Mls => self.mls(*op),
            Umull => self.umull(*op),
            Smull => self.smull(*op),
            Umlal => self.umlal(*op),
            Smlal => self.smlal(*op),
            Umaal => self.umaal(*op),
            Smulxy => self.smulxy(*op),
            Smlaxy => self.smlaxy(*op),
            Smulw => self.smulw(*op),
            Smlaw => self.smlaw(*op),
            Smlalxy => self.smlalxy(*op),
            Smuad => self.smuad(*op),
            Smlad => self.smlad(*op),
            Smlald => self.smlald(*op),
            Smmul => self.smmul(*op),
            Smmla => self.smmla(*op),
            Sdiv => self.sdiv(*op)?,
            Udiv => self.udiv(*op)?,

            LdrImm => self.ldr(bus, *op, Size::Word, Extend::Zero, Index::Offset)?,
            LdrReg => self.ldr(bus, *op, Size::Word, Extend::Zero, Index::Register)?,
            LdrPre => self.ldr(bus, *op, Size::Word, Extend::Zero, Index::Pre)?,
            LdrPost => self.ldr(bus, *op, Size::Word, Extend::Zero, Index::Post)?,
            LdrbImm => self.ldr(bus, *op, Size::Byte, Extend::Zero, Index::Offset)?,
            LdrbReg => self.ldr(bus, *op, Size::Byte, Extend::Zero, Index::Register)?,
            LdrbPre => self.ldr(bus, *op, Size::Byte, Extend::Zero, Index::Pre)?,
            LdrbPost => self.ldr(bus, *op, Size::Byte, Extend::Zero, Index::Post)?,
            LdrhImm => self.ldr(bus, *op, Size::Half, Extend::Zero, Index::Offset)?,
            LdrhReg => self.ldr(bus, *op, Size::Half, Extend::Zero, Index::Register)?,
            LdrhPre => self.ldr(bus, *op, Size::Half, Extend::Zero, Index::Pre)?,
            LdrhPost => self.ldr(bus, *op, Size::Half, Extend::Zero, Index::Post)?,
            LdrsbImm => self.ldr(bus, *op, Size::Byte, Extend::Sign, Index::Offset)?,
            LdrsbReg => self.ldr(bus, *op, Size::Byte, Extend::Sign, Index::Register)?,
            LdrsbPre => self.ldr(bus, *op, Size::Byte, Extend::Sign, Index::Pre)?,
            LdrsbPost => self.ldr(bus, *op, Size::Byte, Extend::Sign, Index::Post)?,
            LdrshImm => self.ldr(bus, *op, Size::Half, Extend::Sign, Index::Offset)?,
            LdrshReg => self.ldr(bus, *op, Size::Half, Extend::Sign, Index::Register)?,
            LdrshPre => self.ldr(bus, *op, Size::Half, Extend::Sign, Index::Pre)?,
            LdrshPost => self.ldr(bus, *op, Size::Half, Extend::Sign, Index::Post)?,
            LdrLit => self.ldr(bus, *op, Size::Word, Extend::Zero, Index::Literal)?,
            LdrbLit => self.ldr(bus, *op, Size::Byte, Extend::Zero, Index::Literal)?,
            LdrhLit => self.ldr(bus, *op, Size::Half, Extend::Zero, Index::Literal)?,
            LdrsbLit => self.ldr(bus, *op, Size::Byte, Extend::Sign, Index::Literal)?,
            LdrshLit => self.ldr(bus, *op, Size::Half, Extend::Sign, Index::Literal)?,
            LdrUser => self.ldr_user(bus, *op)?,
            LdrSpecial => return self.ldr_special(bus, *op, next),

            StrImm => self.str(bus, *op, Size::Word, Index::Offset)?,
            StrReg => self.str(bus, *op, Size::Word, Index::Register)?,
            StrPre => self.str(bus, *op, Size::Word, Index::Pre)?,
            StrPost => self.str(bus, *op, Size::Word, Index::Post)?,
            StrbImm => self.str(bus, *op, Size::Byte, Index::Offset)?,
            StrbReg => self.str(bus, *op, Size::Byte, Index::Register)?,
            StrbPre => self.str(bus, *op, Size::Byte, Index::Pre)?,
            StrbPost => self.str(bus, *op, Size::Byte, Index::Post)?,
            StrhImm => self.str(bus, *op, Size::Half, Index::Offset)?,
            StrhReg => self.str(bus, *op, Size::Half, Index::Register)?,
            StrhPre => self.str(bus, *op, Size::Half, Index::Pre)?,
            StrhPost => self.str(bus, *op, Size::Half, Index::Post)?,

            StrUser => self.str_user(bus, *op)?,

            Ldrd => self.ldrd(bus, *op)?,
            Strd => self.strd(bus, *op)?,
            LdrdLit => self.ldrd_literal(bus, *op)?,
            Ldmia => return self.ldm(bus, *op, next, true),
            Ldmdb => return self.ldm(bus, *op, next, false),
            Stmia => self.stm(bus, *op, true)?,
            Stmdb => self.stm(bus, *op, false)?,

            Ldrex => self.ldrex(bus, *op)?,
            Strex => self.strex(bus, *op)?,
            Lda => self.lda(bus, *op)?,
            Stl => self.stl(bus, *op)?,
            Clrex => self.monitor = None,

            B => return self.branch_taken(*op, op.imm),
            BEq => return self.branch_if(*op, next, self.flags.holds::<0>()),
            BNe => return self.branch_if(*op, next, self.flags.holds::<1>()),
            BCs => return self.branch_if(*op, next, self.flags.holds::<2>()),
            BCc => return self.branch_if(*op, next, self.flags.holds::<3>()),
            BMi => return self.branch_if(*op, next, self.flags.holds::<4>()),
            BPl => return self.branch_if(*op, next, self.flags.holds::<5>()),
            BVs => return self.branch_if(*op, next, self.flags.holds::<6>()),
            BVc => return self.branch_if(*op, next, self.flags.holds::<7>()),
            BHi => return self.branch_if(*op, next, self.flags.holds::<8>()),
            BLs => return self.branch_if(*op, next, self.flags.holds::<9>()),
            BGe => return self.branch_if(*op, next, self.flags.holds::<10>()),
            BLt => return self.branch_if(*op, next, self.flags.holds::<11>()),
            BGt => return self.branch_if(*op, next, self.flags.holds::<12>()),
            BLe => return self.branch_if(*op, next, self.flags.holds::<13>()),
            Cbz => return self.branch_if(*op, next, self.get(op.rn) == 0),
            Cbnz => return self.branch_if(*op, next, self.get(op.rn) != 0),
            Bl => return self.branch_with_link(*op, next, op.imm),
            Bx => return self.branch_exchange(*op),
            BlxReg => return self.branch_exchange_with_link(*op, next),
            Bxns => return self.branch_non_secure(*op, next),
            Blxns => return self.branch_non_secure(*op, next),
            Tbb => return self.table_branch(bus, *op, Size::Byte),
            Tbh => return self.table_branch(bus, *op, Size::Half),

            Nop => {
                self.nop(*op);
                return Ok(next);
            }
            It => {
                self.if_then(*op);
                return Ok(next);
            }
            Wfi => self.wait_for_interrupt(),
            Wfe => self.wait_for_event(),
            Sev => self.send_event(),
            Barrier => {}
            Isb => {}
            Cps => self.change_state(*op),
            Mrs => self.set(op.rd, self.special(op.imm as u8)),
            Msr => self.set_special(op.imm as u8, self.get(op.rn), (op.imm >> 8) as u8),
            Svc => return Err(self.finish_with(*op, next, Trap::SupervisorCall)),
            Bkpt => return Err(Trap::Breakpoint),
            Sg => {}
            Tt => self.test_target(*op),
            Mcr | Mrc | Mcrr | Mrrc | Cdp => self.coprocessor(bus, *op)?,
        }
        self.complete(*op);
        Ok(next)
    }

    /// Cycles, late results and pairing of an operation without branch.
    #[inline(always)]
    pub(super) fn complete(&mut self, op: Operation) {
        self.cycle += u64::from(op.cost);
        self.late_next(op.late_bits());
        self.slot = op.attributes.intersection(Attributes::SECOND_SLOT);
    }

    /// Another cycle of instructions begins, for which `late` is late.
    #[inline(always)]
    pub(super) fn late_next(&mut self, late: u32) {
        self.late = self.late << 32 | u64::from(late | PREPARATION);
    }

    /// Completes an operation whose effect is a trap taken after it.
    fn finish_with(&mut self, op: Operation, next: u32, trap: Trap) -> Trap {
        self.complete(op);
        self.pc = next;
        trap
    }

    /// NOP, and an instruction skipped in an IT block: may share the cycle of the 16-bit instruction before.
    #[inline(always)]
    pub(super) fn nop(&mut self, op: Operation) {
        if self.slot.contains(Attributes::PAIRS_WITH_NOP) && op.length() == 2 {
            self.slot = Attributes::empty();
        } else {
            self.cycle += 1;
            self.late_next(0);
            self.slot = op.attributes.intersection(Attributes::SECOND_SLOT);
        }
    }

    #[inline(always)]
    fn if_then(&mut self, op: Operation) {
        self.it = op.imm as u8;
        if self.slot.contains(Attributes::PAIRS_WITH_UNTAKEN) {
            self.slot = Attributes::empty();
        } else {
            self.cycle += 1;
            self.late_next(0);
            self.slot = op.attributes.intersection(Attributes::SECOND_SLOT);
        }
    }

    /// Register `r`, 0 to 14.
    #[inline(always)]
    pub(super) fn get(&self, r: u8) -> u32 {
        self.r[usize::from(r & 15)]
    }

    /// Sets register `r`, 0 to 12 or 14.
    #[inline(always)]
    pub(super) fn set(&mut self, r: u8, value: u32) {
        self.r[usize::from(r & 15)] = value;
    }

    #[inline(always)]
    fn set_nz(&mut self, r: u8, value: u32) {
        self.set(r, value);
        self.flags.set_nz(value);
    }

    #[cold]
    fn undefined(&self, op: Operation) -> Trap {
        if op.rm == 1 && !self.coprocessor_enabled(op.imm) {
            return Trap::NoCoprocessor;
        }
        Trap::Undefined
    }
}
