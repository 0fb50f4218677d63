//! What a decoded instruction does.

/// What an instruction does. The fields of [`super::op::Op`] it uses are given as `rd, rn, rm, imm`.
///
/// Constants that depend on the address (literal addresses, branch targets, reads of the PC) are already
/// resolved into `imm`.
///
/// Where two names differ by an `s` (`AddImm`, `AddsImm`), that one sets flags too: N and Z; arithmetic and shifts C; and
/// arithmetic V. Loads and stores say their data in their name: `b` and `sb` a byte, `h` and `sh` a halfword, else a word.
#[expect(missing_docs, reason = "the names of families say the rest")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Not decoded yet: the run loop decodes, stores and retries.
    Undecoded,
    /// Permanently or in this implementation undefined: UsageFault UNDEFINSTR. With rm = 1 it stands in the space of
    /// coprocessor imm, and NOCP comes first if that is off.
    Undefined,
    /// `udf.w #imm` below 0x8000: the board does the ROM function's work.
    RomCall,
    /// Floating-point, decoded and executed by [`super::fp`].
    Fp,

    // Moves.
    /// rd = imm (MOV, MVN, MOVW, ADR, MOV rd, pc).
    MovImm,
    /// rd = imm, sets N Z, carry by `rm` (see [`super::op::CARRY_KEEP`]).
    MovsImm,
    /// rd = rm.
    MovReg,
    /// rd = rm, sets N Z.
    MovsReg,
    /// rd = !rm.
    MvnReg,
    /// rd = !rm, sets N Z.
    MvnsReg,
    /// rd\[31:16\] = imm.
    Movt,

    // Data processing with a constant; carry by `rm` for the flag-setting logical ones.
    /// rd = rn & imm (also BIC).
    AndImm,
    AndsImm,
    /// rd = rn | imm (also ORN).
    OrrImm,
    OrrsImm,
    /// rd = rn ^ imm.
    EorImm,
    EorsImm,
    /// Flags of rn & imm.
    TstImm,
    /// Flags of rn ^ imm.
    TeqImm,
    /// rd = rn + imm (also SUB, with the constant negated).
    AddImm,
    /// rd = rn + imm, sets flags.
    AddsImm,
    /// rd = rn - imm, sets flags.
    SubsImm,
    /// Flags of rn - imm.
    CmpImm,
    /// Flags of rn + imm.
    CmnImm,
    /// rd = rn + imm + C (also SBC, with the constant inverted).
    AdcImm,
    AdcsImm,
    /// rd = imm - rn.
    RsbImm,
    /// rd = imm - rn, sets flags.
    RsbsImm,

    // Data processing with a plain register.
    /// rd = rn & rm.
    AndReg,
    AndsReg,
    /// rd = rn | rm.
    OrrReg,
    OrrsReg,
    /// rd = rn ^ rm.
    EorReg,
    EorsReg,
    /// rd = rn & !rm.
    BicReg,
    BicsReg,
    /// rd = rn | !rm.
    OrnReg,
    OrnsReg,
    /// Flags of rn & rm.
    TstReg,
    /// Flags of rn ^ rm.
    TeqReg,
    /// rd = rn + rm.
    AddReg,
    AddsReg,
    /// rd = rn - rm.
    SubReg,
    SubsReg,
    /// Flags of rn - rm.
    CmpReg,
    /// Flags of rn + rm.
    CmnReg,
    /// rd = rn + rm + C.
    AdcReg,
    AdcsReg,
    /// rd = rn - rm - !C.
    SbcReg,
    SbcsReg,

    // Data processing with a shifted register; imm as in [`super::op::ShiftedOperand`].
    /// rd = rn + (rm << imm): the commonest shifted operand.
    AddLsl,
    /// Any other.
    Shifted,

    // Shifts.
    /// rd = rm << imm, 1 to 31.
    LslImm,
    LslsImm,
    /// rd = rm >> imm, 1 to 32.
    LsrImm,
    LsrsImm,
    /// rd = rm >> imm arithmetically, 1 to 32.
    AsrImm,
    AsrsImm,
    /// rd = rm rotated right by imm, 1 to 31.
    RorImm,
    RorsImm,
    /// rd = rm rotated right by one through the carry.
    Rrx,
    Rrxs,
    /// rd = rn << rm\[7:0\].
    LslReg,
    LslsReg,
    /// rd = rn >> rm\[7:0\].
    LsrReg,
    LsrsReg,
    /// rd = rn >> rm\[7:0\] arithmetically.
    AsrReg,
    AsrsReg,
    /// rd = rn rotated right by rm\[7:0\].
    RorReg,
    RorsReg,

    // Writes of SP and PC by data processing.
    /// sp += imm, with the stack limit check; rm = 1 sets flags as an addition, 2 as a subtraction of -imm.
    AddSpImm,
    /// sp = sp ± shifted rm; imm as in [`super::op::ShiftedOperand`].
    AddSpReg,
    /// sp = rm.
    MovSp,
    /// pc = rm, without change of state.
    MovPc,
    /// pc = rm + imm, where imm is the PC that the instruction reads.
    AddPc,

    // Bits.
    /// Sign-extended byte of rm rotated by imm.
    Sxtb,
    /// Sign-extended halfword of rm rotated by imm.
    Sxth,
    /// Zero-extended byte of rm rotated by imm.
    Uxtb,
    /// Zero-extended halfword of rm rotated by imm.
    Uxth,
    /// Two sign-extended bytes of rm rotated by imm.
    Sxtb16,
    /// Two zero-extended bytes of rm rotated by imm.
    Uxtb16,
    /// rn + sign-extended byte.
    Sxtab,
    /// rn + sign-extended halfword.
    Sxtah,
    /// rn + zero-extended byte.
    Uxtab,
    /// rn + zero-extended halfword.
    Uxtah,
    /// rn + two sign-extended bytes, by halfwords.
    Sxtab16,
    /// rn + two zero-extended bytes, by halfwords.
    Uxtab16,
    /// Bytes of rm reversed.
    Rev,
    /// Bytes of each halfword of rm reversed.
    Rev16,
    /// Bytes of the low halfword reversed, sign-extended.
    Revsh,
    /// Bits of rm reversed.
    Rbit,
    /// Leading zeros of rm.
    Clz,
    /// Signed bit field of rn: imm = lsb | (32 - width) << 8.
    Sbfx,
    /// Unsigned bit field of rn: imm = lsb | (32 - width) << 8.
    Ubfx,
    /// Bit field of rn into rd: rm = lsb, imm = mask.
    Bfi,
    /// rd = rd & imm.
    Bfc,

    // Saturation and DSP.
    /// Signed saturation of shifted rn to rm bits; imm as in [`super::op::ShiftedOperand`].
    Ssat,
    /// Unsigned saturation of shifted rn to rm bits.
    Usat,
    /// Signed saturation of both halfwords of rn to rm bits.
    Ssat16,
    /// Unsigned saturation of both halfwords of rn to rm bits.
    Usat16,
    /// rd = sat(rm + rn).
    Qadd,
    /// rd = sat(rm - rn).
    Qsub,
    /// rd = sat(rm + sat(2 rn)).
    Qdadd,
    /// rd = sat(rm - sat(2 rn)).
    Qdsub,
    /// Parallel addition and subtraction; imm = op1 << 3 | op2 of the encoding.
    Parallel,
    /// Bytes of rn or rm by GE.
    Sel,
    /// Sum of absolute differences of bytes; accumulates `imm` register when imm < 15.
    Usad8,
    /// PKHBT, PKHTB; imm as in [`super::op::ShiftedOperand`].
    Pkh,

    // Multiply; the accumulator's register, where there is one, is in imm\[3:0\].
    /// rd = rn * rm.
    Mul,
    Muls,
    /// rd = rn * rm + ra.
    Mla,
    /// rd = ra - rn * rm.
    Mls,
    /// imm:rd = rn * rm, unsigned; the high register is imm.
    Umull,
    /// imm:rd = rn * rm, signed.
    Smull,
    /// imm:rd += rn * rm, unsigned.
    Umlal,
    /// imm:rd += rn * rm, signed.
    Smlal,
    /// imm:rd = rn * rm + rd + imm.
    Umaal,
    /// SMULxy; imm = xy << 4.
    Smulxy,
    /// SMLAxy; imm = ra | xy << 4.
    Smlaxy,
    /// SMULWy; imm = y << 4.
    Smulw,
    /// SMLAWy; imm = ra | y << 4.
    Smlaw,
    /// SMLALxy; imm = high register | xy << 4.
    Smlalxy,
    /// SMUAD, SMUADX, SMUSD, SMUSDX; imm = X << 4 | subtract << 5.
    Smuad,
    /// SMLAD, SMLADX, SMLSD, SMLSDX; imm = ra | X << 4 | subtract << 5.
    Smlad,
    /// SMLALD, SMLALDX, SMLSLD, SMLSLDX; imm = high register | X << 4 | subtract << 5.
    Smlald,
    /// SMMUL, SMMULR; imm = R << 4.
    Smmul,
    /// SMMLA, SMMLS and their rounding forms; imm = ra | R << 4 | subtract << 5.
    Smmla,
    /// rd = rn / rm, signed.
    Sdiv,
    /// rd = rn / rm, unsigned.
    Udiv,

    // Loads: `Imm` rn + imm; `Reg` rn + (rm << imm); `Pre` rn += imm, then load; `Post` load, then rn += imm.
    LdrImm,
    LdrReg,
    LdrPre,
    LdrPost,
    LdrbImm,
    LdrbReg,
    LdrbPre,
    LdrbPost,
    LdrhImm,
    LdrhReg,
    LdrhPre,
    LdrhPost,
    LdrsbImm,
    LdrsbReg,
    LdrsbPre,
    LdrsbPost,
    LdrshImm,
    LdrshReg,
    LdrshPre,
    LdrshPost,
    /// Word at the constant address imm.
    LdrLit,
    /// Byte at the constant address imm.
    LdrbLit,
    /// Halfword at the constant address imm.
    LdrhLit,
    /// Signed byte at the constant address imm.
    LdrsbLit,
    /// Signed halfword at the constant address imm.
    LdrshLit,
    /// LDRT and its kin: as unprivileged code; rm = log2 of the bytes, and 4 with sign.
    LdrUser,
    /// Word into rd = SP or PC; `rm` holds the addressing form, see [`super::op::Form`].
    LdrSpecial,

    // Stores of rd.
    StrImm,
    StrReg,
    StrPre,
    StrPost,
    StrbImm,
    StrbReg,
    StrbPre,
    StrbPost,
    StrhImm,
    StrhReg,
    StrhPre,
    StrhPost,

    /// STRT and its kin: as unprivileged code; rm = log2 of the bytes.
    StrUser,

    // Several registers. LDRD, STRD: rd, rm are the registers; imm = offset in bits 15 to 0 (signed), form in 17:16.
    /// Two words.
    Ldrd,
    /// Two words.
    Strd,
    /// Two words at the constant address imm.
    LdrdLit,
    /// rn upwards; imm = list, rd = 1 with writeback.
    Ldmia,
    /// rn downwards; imm = list, rd = 1 with writeback.
    Ldmdb,
    /// rn upwards; imm = list, rd = 1 with writeback.
    Stmia,
    /// rn downwards; imm = list, rd = 1 with writeback.
    Stmdb,

    // Exclusive, acquire and release. rm = log2 of the bytes.
    /// rd = \[rn + imm\], sets the monitor.
    Ldrex,
    /// \[rn + imm\] = register imm\[31:28\], rd = status.
    Strex,
    /// rd = \[rn\] with acquire.
    Lda,
    /// \[rn\] = rd with release.
    Stl,
    /// Clears the local monitor.
    Clrex,

    // Branches: imm is the target.
    /// Unconditional.
    B,
    /// Z set.
    BEq,
    /// Z clear.
    BNe,
    /// C set.
    BCs,
    /// C clear.
    BCc,
    /// N set.
    BMi,
    /// N clear.
    BPl,
    /// V set.
    BVs,
    /// V clear.
    BVc,
    /// Unsigned higher.
    BHi,
    /// Unsigned lower or same.
    BLs,
    /// Signed not less.
    BGe,
    /// Signed less.
    BLt,
    /// Signed greater.
    BGt,
    /// Signed not greater.
    BLe,
    /// If rn is zero.
    Cbz,
    /// If rn is not zero.
    Cbnz,
    /// With link.
    Bl,
    /// To rm, which may be an EXC_RETURN value.
    Bx,
    /// To rm with link.
    BlxReg,
    /// To rm in the Non-secure state.
    Bxns,
    /// To rm with link in the Non-secure state.
    Blxns,
    /// Table branch by bytes: base rn (15: the PC in imm), index rm.
    Tbb,
    /// Table branch by halfwords.
    Tbh,

    // System.
    /// NOP and the hints without effect here.
    Nop,
    /// IT; imm = ITSTATE.
    It,
    /// WFI.
    Wfi,
    /// WFE.
    Wfe,
    /// SEV.
    Sev,
    /// DMB, DSB and their kin.
    Barrier,
    /// ISB.
    Isb,
    /// CPS; imm = im << 4 | affects PRIMASK << 1 | affects FAULTMASK.
    Cps,
    /// rd = special register imm.
    Mrs,
    /// Special register imm\[7:0\] = rn, mask in imm\[11:8\] (bits 11 and 10 of the encoding in 1:0).
    Msr,
    /// SVC #imm.
    Svc,
    /// BKPT #imm.
    Bkpt,
    /// SG.
    Sg,
    /// TT, TTT, TTA, TTAT: rd = attributes of the address in rn; imm = A << 1 | T.
    Tt,
    /// MCR, MCR2: rd = Rt; imm is the encoding.
    Mcr,
    /// MRC, MRC2.
    Mrc,
    /// MCRR, MCRR2: rd, rn = Rt, Rt2.
    Mcrr,
    /// MRRC, MRRC2.
    Mrrc,
    /// CDP, CDP2.
    Cdp,
}
