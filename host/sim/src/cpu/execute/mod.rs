//! Execution of decoded operations.

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
use super::trap::{Fault, Trap};
use crate::bus::{Bus, Size};
use crate::instruction::{Kind, Operation};
use load_store::{Extend, Index};

impl Cpu {
    /// Executes one operation at the PC and returns the address of the next instruction; `next` is the address that
    /// follows the operation.
    #[inline(always)]
    pub(super) fn execute<B: Bus>(&mut self, bus: &mut B, op: &Operation, next: u32) -> Result<u32, Trap> {
        use Kind::*;
        let registers = &mut self.registers;
        match op.kind {
            Undecoded => unreachable!("the run loop decodes before it executes"),
            Undefined => return Err(self.undefined(*op)),
            RomCall => return Err(Trap::RomCall(op.imm as u16)),
            FpArithmetic => return self.execute_fp_arithmetic(bus, *op).map(|()| next),
            FpTransfer => return self.execute_fp_transfer(bus, *op).map(|()| next),

            MovImm => registers.set(op.rd, op.imm),
            MovsImm => registers.movs_imm(*op),
            MovReg => registers.set(op.rd, registers.get(op.rm)),
            MovsReg => registers.set_nz(op.rd, registers.get(op.rm)),
            MvnReg => registers.set(op.rd, !registers.get(op.rm)),
            MvnsReg => registers.set_nz(op.rd, !registers.get(op.rm)),
            Movt => registers.set(op.rd, registers.get(op.rd) & 0xFFFF | op.imm),

            AndImm => registers.set(op.rd, registers.get(op.rn) & op.imm),
            AndsImm => registers.logic_imm(*op, registers.get(op.rn) & op.imm, true),
            OrrImm => registers.set(op.rd, registers.get(op.rn) | op.imm),
            OrrsImm => registers.logic_imm(*op, registers.get(op.rn) | op.imm, true),
            EorImm => registers.set(op.rd, registers.get(op.rn) ^ op.imm),
            EorsImm => registers.logic_imm(*op, registers.get(op.rn) ^ op.imm, true),
            TstImm => registers.logic_imm(*op, registers.get(op.rn) & op.imm, false),
            TeqImm => registers.logic_imm(*op, registers.get(op.rn) ^ op.imm, false),
            AddImm => registers.set(op.rd, registers.get(op.rn).wrapping_add(op.imm)),
            AddsImm => registers.adds(op.rd, registers.get(op.rn), op.imm),
            SubsImm => registers.subs(op.rd, registers.get(op.rn), op.imm),
            CmpImm => registers.compare(registers.get(op.rn), op.imm),
            CmnImm => registers.compare_negative(registers.get(op.rn), op.imm),
            AdcImm => registers.set(op.rd, registers.sum_with_carry(registers.get(op.rn), op.imm)),
            AdcsImm => registers.adcs(op.rd, registers.get(op.rn), op.imm),
            RsbImm => registers.set(op.rd, op.imm.wrapping_sub(registers.get(op.rn))),
            RsbsImm => registers.subs(op.rd, op.imm, registers.get(op.rn)),

            AndReg => registers.set(op.rd, registers.get(op.rn) & registers.get(op.rm)),
            AndsReg => registers.set_nz(op.rd, registers.get(op.rn) & registers.get(op.rm)),
            OrrReg => registers.set(op.rd, registers.get(op.rn) | registers.get(op.rm)),
            OrrsReg => registers.set_nz(op.rd, registers.get(op.rn) | registers.get(op.rm)),
            EorReg => registers.set(op.rd, registers.get(op.rn) ^ registers.get(op.rm)),
            EorsReg => registers.set_nz(op.rd, registers.get(op.rn) ^ registers.get(op.rm)),
            BicReg => registers.set(op.rd, registers.get(op.rn) & !registers.get(op.rm)),
            BicsReg => registers.set_nz(op.rd, registers.get(op.rn) & !registers.get(op.rm)),
            OrnReg => registers.set(op.rd, registers.get(op.rn) | !registers.get(op.rm)),
            OrnsReg => registers.set_nz(op.rd, registers.get(op.rn) | !registers.get(op.rm)),
            TstReg => registers.flags.set_nz(registers.get(op.rn) & registers.get(op.rm)),
            TeqReg => registers.flags.set_nz(registers.get(op.rn) ^ registers.get(op.rm)),
            AddReg => registers.set(op.rd, registers.get(op.rn).wrapping_add(registers.get(op.rm))),
            AddsReg => registers.adds(op.rd, registers.get(op.rn), registers.get(op.rm)),
            SubReg => registers.set(op.rd, registers.get(op.rn).wrapping_sub(registers.get(op.rm))),
            SubsReg => registers.subs(op.rd, registers.get(op.rn), registers.get(op.rm)),
            CmpReg => registers.compare(registers.get(op.rn), registers.get(op.rm)),
            CmnReg => registers.compare_negative(registers.get(op.rn), registers.get(op.rm)),
            AdcReg => {
                registers.set(op.rd, registers.sum_with_carry(registers.get(op.rn), registers.get(op.rm)))
            }
            AdcsReg => registers.adcs(op.rd, registers.get(op.rn), registers.get(op.rm)),
            SbcReg => {
                registers.set(op.rd, registers.sum_with_carry(registers.get(op.rn), !registers.get(op.rm)))
            }
            SbcsReg => registers.adcs(op.rd, registers.get(op.rn), !registers.get(op.rm)),

            AddLsl => {
                registers.set(op.rd, registers.get(op.rn).wrapping_add(registers.get(op.rm) << (op.imm & 31)))
            }
            Shifted => registers.shifted(*op),

            LslImm => registers.set(op.rd, registers.get(op.rm) << (op.imm & 31)),
            LslsImm => registers.lsls(op.rd, registers.get(op.rm), op.imm),
            LsrImm => registers.set(op.rd, shift::lsr(registers.get(op.rm), op.imm)),
            LsrsImm => registers.lsrs(op.rd, registers.get(op.rm), op.imm),
            AsrImm => registers.set(op.rd, shift::asr(registers.get(op.rm), op.imm)),
            AsrsImm => registers.asrs(op.rd, registers.get(op.rm), op.imm),
            RorImm => registers.set(op.rd, registers.get(op.rm).rotate_right(op.imm & 31)),
            RorsImm => registers.rors(op.rd, registers.get(op.rm), op.imm),
            Rrx => registers.set(op.rd, registers.rrx(op.rm)),
            Rrxs => registers.rrxs(*op),
            LslReg => registers.set(op.rd, shift::lsl(registers.get(op.rn), registers.get(op.rm) & 0xFF)),
            LslsReg => registers.lsls(op.rd, registers.get(op.rn), registers.get(op.rm) & 0xFF),
            LsrReg => registers.set(op.rd, shift::lsr(registers.get(op.rn), registers.get(op.rm) & 0xFF)),
            LsrsReg => registers.lsrs(op.rd, registers.get(op.rn), registers.get(op.rm) & 0xFF),
            AsrReg => registers.set(op.rd, shift::asr(registers.get(op.rn), registers.get(op.rm) & 0xFF)),
            AsrsReg => registers.asrs(op.rd, registers.get(op.rn), registers.get(op.rm) & 0xFF),
            RorReg => registers.set(op.rd, registers.get(op.rn).rotate_right(registers.get(op.rm) & 31)),
            RorsReg => registers.rors(op.rd, registers.get(op.rn), registers.get(op.rm) & 0xFF),

            AddSpImm => self.add_sp_imm(*op)?,
            AddSpReg => self.add_sp_reg(*op)?,
            MovSp => self.set_sp_checked(self.registers.get(op.rm))?,
            MovPc => return self.branch_taken(*op, self.registers.get(op.rm) & !1),
            AddPc => return self.branch_taken(*op, self.registers.get(op.rm).wrapping_add(op.imm) & !1),

            Sxtb => registers.set(op.rd, registers.get(op.rm).rotate_right(op.imm) as i8 as u32),
            Sxth => registers.set(op.rd, registers.get(op.rm).rotate_right(op.imm) as i16 as u32),
            Uxtb => registers.set(op.rd, registers.get(op.rm).rotate_right(op.imm) & 0xFF),
            Uxth => registers.set(op.rd, registers.get(op.rm).rotate_right(op.imm) & 0xFFFF),
            Sxtb16 => registers.set(op.rd, bits::sxtb16(registers.get(op.rm).rotate_right(op.imm))),
            Uxtb16 => registers.set(op.rd, registers.get(op.rm).rotate_right(op.imm) & 0x00FF_00FF),
            Sxtab => registers.extend_add(*op, registers.get(op.rm).rotate_right(op.imm) as i8 as u32),
            Sxtah => registers.extend_add(*op, registers.get(op.rm).rotate_right(op.imm) as i16 as u32),
            Uxtab => registers.extend_add(*op, registers.get(op.rm).rotate_right(op.imm) & 0xFF),
            Uxtah => registers.extend_add(*op, registers.get(op.rm).rotate_right(op.imm) & 0xFFFF),
            Sxtab16 => {
                registers.extend_add_halves(*op, bits::sxtb16(registers.get(op.rm).rotate_right(op.imm)))
            }
            Uxtab16 => {
                registers.extend_add_halves(*op, registers.get(op.rm).rotate_right(op.imm) & 0x00FF_00FF)
            }
            Rev => registers.set(op.rd, registers.get(op.rm).swap_bytes()),
            Rev16 => registers.set(op.rd, registers.get(op.rm).swap_bytes().rotate_right(16)),
            Revsh => registers.set(op.rd, (registers.get(op.rm) as u16).swap_bytes() as i16 as u32),
            Rbit => registers.set(op.rd, registers.get(op.rm).reverse_bits()),
            Clz => registers.set(op.rd, registers.get(op.rm).leading_zeros()),
            Sbfx => registers.sbfx(*op),
            Ubfx => registers.ubfx(*op),
            Bfi => registers.bfi(*op),
            Bfc => registers.set(op.rd, registers.get(op.rd) & op.imm),

            Ssat => registers.ssat(*op),
            Usat => registers.usat(*op),
            Ssat16 => registers.ssat16(*op),
            Usat16 => registers.usat16(*op),
            Qadd => registers.qadd(*op),
            Qsub => registers.qsub(*op),
            Qdadd => registers.qdadd(*op),
            Qdsub => registers.qdsub(*op),
            Parallel => registers.parallel(*op),
            Sel => registers.select(*op),
            Usad8 => registers.usad8(*op),
            Pkh => registers.pack_halves(*op),

            Mul => registers.set(op.rd, registers.get(op.rn).wrapping_mul(registers.get(op.rm))),
            Muls => registers.set_nz(op.rd, registers.get(op.rn).wrapping_mul(registers.get(op.rm))),
            Mla => registers.mla(*op),
            Mls => registers.mls(*op),
            Umull => registers.umull(*op),
            Smull => registers.smull(*op),
            Umlal => registers.umlal(*op),
            Smlal => registers.smlal(*op),
            Umaal => registers.umaal(*op),
            Smulxy => registers.smulxy(*op),
            Smlaxy => registers.smlaxy(*op),
            Smulw => registers.smulw(*op),
            Smlaw => registers.smlaw(*op),
            Smlalxy => registers.smlalxy(*op),
            Smuad => registers.smuad(*op),
            Smlad => registers.smlad(*op),
            Smlald => registers.smlald(*op),
            Smmul => registers.smmul(*op),
            Smmla => registers.smmla(*op),
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
            LdrUser => self.ldr_unprivileged(bus, *op)?,
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

            StrUser => self.str_unprivileged(bus, *op)?,

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
            Clrex => self.exclusive.clear(),

            B => return self.branch_taken(*op, op.imm),
            BEq => return self.branch_if(*op, next, self.registers.flags.holds::<0>()),
            BNe => return self.branch_if(*op, next, self.registers.flags.holds::<1>()),
            BCs => return self.branch_if(*op, next, self.registers.flags.holds::<2>()),
            BCc => return self.branch_if(*op, next, self.registers.flags.holds::<3>()),
            BMi => return self.branch_if(*op, next, self.registers.flags.holds::<4>()),
            BPl => return self.branch_if(*op, next, self.registers.flags.holds::<5>()),
            BVs => return self.branch_if(*op, next, self.registers.flags.holds::<6>()),
            BVc => return self.branch_if(*op, next, self.registers.flags.holds::<7>()),
            BHi => return self.branch_if(*op, next, self.registers.flags.holds::<8>()),
            BLs => return self.branch_if(*op, next, self.registers.flags.holds::<9>()),
            BGe => return self.branch_if(*op, next, self.registers.flags.holds::<10>()),
            BLt => return self.branch_if(*op, next, self.registers.flags.holds::<11>()),
            BGt => return self.branch_if(*op, next, self.registers.flags.holds::<12>()),
            BLe => return self.branch_if(*op, next, self.registers.flags.holds::<13>()),
            Cbz => return self.branch_if(*op, next, self.registers.get(op.rn) == 0),
            Cbnz => return self.branch_if(*op, next, self.registers.get(op.rn) != 0),
            Bl => return self.branch_with_link(*op, next, op.imm),
            Bx => return self.branch_exchange(*op),
            BlxReg => return self.branch_exchange_with_link(*op, next),
            Bxns => return self.branch_non_secure(*op, next),
            Blxns => return self.branch_non_secure(*op, next),
            Tbb => return self.table_branch(bus, *op, Size::Byte),
            Tbh => return self.table_branch(bus, *op, Size::Half),

            Nop => {
                self.pipeline.complete_nop(*op);
                return Ok(next);
            }
            It => {
                registers.it = op.imm as u8;
                self.pipeline.complete_it(*op);
                return Ok(next);
            }
            Wfi => self.wait_for_interrupt(),
            Wfe => self.wait_for_event(),
            Sev => self.send_event(),
            Barrier => {}
            Isb => {}
            Cps => self.change_state(*op),
            Mrs => {
                let value = self.special(op.imm as u8);
                self.registers.set(op.rd, value);
            }
            Msr => self.set_special(op.imm as u8, self.registers.get(op.rn), (op.imm >> 8) as u8),
            Svc => return Err(self.complete_with(*op, next, Trap::SupervisorCall)),
            Bkpt => return Err(Trap::Breakpoint),
            Sg => {}
            Tt => self.test_target(*op),
            Mcr | Mrc | Mcrr | Mrrc | Cdp => self.coprocessor(bus, *op)?,
        }
        self.pipeline.complete(*op);
        Ok(next)
    }

    /// Completes an operation that raises `trap` at its end.
    fn complete_with(&mut self, op: Operation, next: u32, trap: Trap) -> Trap {
        self.pipeline.complete(op);
        self.registers.pc = next;
        trap
    }

    /// Returns the fault of an undefined instruction: NOCP, if it belongs to a coprocessor that is disabled.
    #[cold]
    fn undefined(&self, op: Operation) -> Trap {
        if op.rm == 1 && !self.coprocessor_enabled(op.imm) {
            return Fault::NoCoprocessor.into();
        }
        Fault::Undefined.into()
    }
}
