//! Kinds of instructions, and their facts: one row per kind.

use super::facts::{Class, Cost, Facts, FlagEffect, Late, Reads, Writes, kinds_with_facts};

#[rustfmt::skip]
kinds_with_facts! {
    /// Kind of an instruction. The fields of [`Operation`](super::Operation) that it uses are given as `rd, rn, rm, imm`.
    ///
    /// Constants that depend on the address (literal addresses, branch targets, reads of the PC) are already resolved
    /// into `imm`.
    ///
    /// If two names differ only by an `s` (`AddImm`, `AddsImm`), the kind with the `s` sets flags: N and Z; shifts and
    /// arithmetic also C; arithmetic also V. Loads and stores have the data type in their name: `b` and `sb` a byte,
    /// `h` and `sh` a halfword, otherwise a word.
    #[expect(missing_docs, reason = "the names follow from the rules above")]
    Kind {
        // Kind     Class   Operands read                    Registers written  Late         Cost    Flags
        /// Empty entry of the decode cache.
        Undecoded:  Other,  []                            -> [],                Never,       One,    Kept;
        /// Undefined, always or on this core: UsageFault UNDEFINSTR. With rm = 1 the encoding belongs to coprocessor imm, and
        /// UsageFault NOCP comes first if that is disabled.
        Undefined:  Other,  []                            -> [],                Never,       One,    Kept;
        /// `udf.w #imm` below 0x8000: a call of the boot ROM, which the board executes.
        RomCall:    Other,  []                            -> [],                Never,       One,    Kept;
        /// Floating-point arithmetic; its facts are in [`super::fp::FpArithmetic`].
        FpArithmetic: Float,  []                            -> [],                Never,       One,    Kept;
        /// Floating-point load, store or move to or from the core; its facts are in [`super::fp::FpTransfer`].
        FpTransfer: Float,  []                            -> [],                Never,       One,    Kept;

        // Moves.
        /// rd = imm (MOV, MVN, MOVW, ADR, MOV rd, pc).
        MovImm:     Alu,    []                            -> [RD],              Never,       One,    Kept;
        /// rd = imm, sets N Z, carry by `rm` (see `CARRY_KEEP`).
        MovsImm:    Alu,    []                            -> [RD],              Never,       One,    Nzc;
        /// rd = rm.
        MovReg:     Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        /// rd = rm, sets N Z.
        MovsReg:    Alu,    [RM]                          -> [RD],              Never,       One,    Nz;
        /// rd = !rm.
        MvnReg:     Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        /// rd = !rm, sets N Z.
        MvnsReg:    Alu,    [RM]                          -> [RD],              Never,       One,    Nz;
        /// rd\[31:16\] = imm.
        Movt:       Alu,    [RD]                          -> [RD],              Never,       One,    Kept;

        // Data processing with a constant; carry by `rm` for the flag-setting logical ones.
        /// rd = rn & imm (also BIC).
        AndImm:     Alu,    [RN]                          -> [RD],              Never,       One,    Kept;
        AndsImm:    Alu,    [RN]                          -> [RD],              Never,       One,    Nzc;
        /// rd = rn | imm (also ORN).
        OrrImm:     Alu,    [RN]                          -> [RD],              Never,       One,    Kept;
        OrrsImm:    Alu,    [RN]                          -> [RD],              Never,       One,    Nzc;
        /// rd = rn ^ imm.
        EorImm:     Alu,    [RN]                          -> [RD],              Never,       One,    Kept;
        EorsImm:    Alu,    [RN]                          -> [RD],              Never,       One,    Nzc;
        /// Flags of rn & imm.
        TstImm:     Alu,    [RN]                          -> [],                Never,       One,    Nzc;
        /// Flags of rn ^ imm.
        TeqImm:     Alu,    [RN]                          -> [],                Never,       One,    Nzc;
        /// rd = rn + imm (also SUB, with the constant negated).
        AddImm:     Alu,    [RN]                          -> [RD],              Never,       One,    Kept;
        /// rd = rn + imm, sets flags.
        AddsImm:    Alu,    [RN]                          -> [RD],              Never,       One,    Nzcv;
        /// rd = rn - imm, sets flags.
        SubsImm:    Alu,    [RN]                          -> [RD],              Never,       One,    Nzcv;
        /// Flags of rn - imm.
        CmpImm:     Alu,    [RN]                          -> [],                Never,       One,    Nzcv;
        /// Flags of rn + imm.
        CmnImm:     Alu,    [RN]                          -> [],                Never,       One,    Nzcv;
        /// rd = rn + imm + C (also SBC, with the constant inverted).
        AdcImm:     Alu,    [RN FLAGS]                    -> [RD],              Never,       One,    Kept;
        AdcsImm:    Alu,    [RN FLAGS]                    -> [RD],              Never,       One,    Nzcv;
        /// rd = imm - rn.
        RsbImm:     Alu,    [RN]                          -> [RD],              Never,       One,    Kept;
        /// rd = imm - rn, sets flags.
        RsbsImm:    Alu,    [RN]                          -> [RD],              Never,       One,    Nzcv;

        // Data processing with a plain register.
        /// rd = rn & rm.
        AndReg:     Alu,    [RN RM]                       -> [RD],              Never,       One,    Kept;
        AndsReg:    Alu,    [RN RM]                       -> [RD],              Never,       One,    Nz;
        /// rd = rn | rm.
        OrrReg:     Alu,    [RN RM]                       -> [RD],              Never,       One,    Kept;
        OrrsReg:    Alu,    [RN RM]                       -> [RD],              Never,       One,    Nz;
        /// rd = rn ^ rm.
        EorReg:     Alu,    [RN RM]                       -> [RD],              Never,       One,    Kept;
        EorsReg:    Alu,    [RN RM]                       -> [RD],              Never,       One,    Nz;
        /// rd = rn & !rm.
        BicReg:     Alu,    [RN RM]                       -> [RD],              Never,       One,    Kept;
        BicsReg:    Alu,    [RN RM]                       -> [RD],              Never,       One,    Nz;
        /// rd = rn | !rm.
        OrnReg:     Alu,    [RN RM]                       -> [RD],              Never,       One,    Kept;
        OrnsReg:    Alu,    [RN RM]                       -> [RD],              Never,       One,    Nz;
        /// Flags of rn & rm.
        TstReg:     Alu,    [RN RM]                       -> [],                Never,       One,    Nz;
        /// Flags of rn ^ rm.
        TeqReg:     Alu,    [RN RM]                       -> [],                Never,       One,    Nz;
        /// rd = rn + rm.
        AddReg:     Alu,    [RN RM]                       -> [RD],              Never,       One,    Kept;
        AddsReg:    Alu,    [RN RM]                       -> [RD],              Never,       One,    Nzcv;
        /// rd = rn - rm.
        SubReg:     Alu,    [RN RM]                       -> [RD],              Never,       One,    Kept;
        SubsReg:    Alu,    [RN RM]                       -> [RD],              Never,       One,    Nzcv;
        /// Flags of rn - rm.
        CmpReg:     Alu,    [RN RM]                       -> [],                Never,       One,    Nzcv;
        /// Flags of rn + rm.
        CmnReg:     Alu,    [RN RM]                       -> [],                Never,       One,    Nzcv;
        /// rd = rn + rm + C.
        AdcReg:     Alu,    [RN RM FLAGS]                 -> [RD],              Never,       One,    Kept;
        AdcsReg:    Alu,    [RN RM FLAGS]                 -> [RD],              Never,       One,    Nzcv;
        /// rd = rn - rm - !C.
        SbcReg:     Alu,    [RN RM FLAGS]                 -> [RD],              Never,       One,    Kept;
        SbcsReg:    Alu,    [RN RM FLAGS]                 -> [RD],              Never,       One,    Nzcv;

        // Data processing with a shifted register; imm as in `ShiftedOperand`.
        /// rd = rn + (rm << imm), the most frequent shifted operand.
        AddLsl:     Alu,    [RN_STAGE2 RM]                -> [RD],              Stage2,      One,    Kept;
        /// Any other shifted operand.
        Shifted:    Alu,    [RN_STAGE2 RM SHIFTED_CARRY]  -> [RD],              Stage2Flags, One,    NzcvIfS;

        // Shifts.
        /// rd = rm << imm, 1 to 31.
        LslImm:     Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        LslsImm:    Alu,    [RM]                          -> [RD],              Never,       One,    Nzc;
        /// rd = rm >> imm, 1 to 32.
        LsrImm:     Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        LsrsImm:    Alu,    [RM]                          -> [RD],              Never,       One,    Nzc;
        /// rd = rm >> imm arithmetically, 1 to 32.
        AsrImm:     Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        AsrsImm:    Alu,    [RM]                          -> [RD],              Never,       One,    Nzc;
        /// rd = rm rotated right by imm, 1 to 31.
        RorImm:     Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        RorsImm:    Alu,    [RM]                          -> [RD],              Never,       One,    Nzc;
        /// rd = rm rotated right by one through the carry.
        Rrx:        Alu,    [RM FLAGS]                    -> [RD],              Never,       One,    Kept;
        Rrxs:       Alu,    [RM FLAGS]                    -> [RD],              Never,       One,    Nzc;
        /// rd = rn << rm\[7:0\].
        LslReg:     Alu,    [RN RM]                       -> [RD],              Never,       One,    Kept;
        LslsReg:    Alu,    [RN RM]                       -> [RD],              Never,       One,    Nzc;
        /// rd = rn >> rm\[7:0\].
        LsrReg:     Alu,    [RN RM]                       -> [RD],              Never,       One,    Kept;
        LsrsReg:    Alu,    [RN RM]                       -> [RD],              Never,       One,    Nzc;
        /// rd = rn >> rm\[7:0\] arithmetically.
        AsrReg:     Alu,    [RN RM]                       -> [RD],              Never,       One,    Kept;
        AsrsReg:    Alu,    [RN RM]                       -> [RD],              Never,       One,    Nzc;
        /// rd = rn rotated right by rm\[7:0\].
        RorReg:     Alu,    [RN RM]                       -> [RD],              Never,       One,    Kept;
        RorsReg:    Alu,    [RN RM]                       -> [RD],              Never,       One,    Nzc;

        // Data processing that writes SP or PC.
        /// sp += imm, with the stack limit check; rm = 1 sets flags as an addition, 2 as a subtraction of -imm.
        AddSpImm:   Alu,    [RN]                          -> [RD],              Never,       One,    NzcvIfRm;
        /// sp = sp ± shifted rm; imm as in `ShiftedOperand`.
        AddSpReg:   Alu,    [RN_STAGE2 RM SHIFTED_CARRY]  -> [RD],              Never,       One,    NzcvIfS;
        /// sp = rm.
        MovSp:      Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        /// pc = rm, without change of state.
        MovPc:      Branch, [RM]                          -> [PC],              Never,       Branch, Kept;
        /// pc = rm + imm, where imm is the PC that the instruction reads.
        AddPc:      Branch, [RM]                          -> [PC],              Never,       Branch, Kept;

        // Extension and bit fields.
        /// Sign-extended byte of rm rotated by imm.
        Sxtb:       Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        /// Sign-extended halfword of rm rotated by imm.
        Sxth:       Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        /// Zero-extended byte of rm rotated by imm.
        Uxtb:       Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        /// Zero-extended halfword of rm rotated by imm.
        Uxth:       Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        /// Two sign-extended bytes of rm rotated by imm.
        Sxtb16:     Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        /// Two zero-extended bytes of rm rotated by imm.
        Uxtb16:     Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        /// rn + sign-extended byte.
        Sxtab:      Alu,    [RN_STAGE2 RM]                -> [RD],              Stage2,      One,    Kept;
        /// rn + sign-extended halfword.
        Sxtah:      Alu,    [RN_STAGE2 RM]                -> [RD],              Stage2,      One,    Kept;
        /// rn + zero-extended byte.
        Uxtab:      Alu,    [RN_STAGE2 RM]                -> [RD],              Stage2,      One,    Kept;
        /// rn + zero-extended halfword.
        Uxtah:      Alu,    [RN_STAGE2 RM]                -> [RD],              Stage2,      One,    Kept;
        /// rn + two sign-extended bytes, by halfwords.
        Sxtab16:    Alu,    [RN_STAGE2 RM]                -> [RD],              Stage2,      One,    Kept;
        /// rn + two zero-extended bytes, by halfwords.
        Uxtab16:    Alu,    [RN_STAGE2 RM]                -> [RD],              Stage2,      One,    Kept;
        /// Bytes of rm reversed.
        Rev:        Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        /// Bytes of each halfword of rm reversed.
        Rev16:      Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        /// Bytes of the low halfword reversed, sign-extended.
        Revsh:      Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        /// Bits of rm reversed.
        Rbit:       Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        /// Leading zeros of rm.
        Clz:        Alu,    [RM]                          -> [RD],              Never,       One,    Kept;
        /// Signed bit field of rn: imm = lsb | (32 - width) << 8.
        Sbfx:       Alu,    [RN]                          -> [RD],              Never,       One,    Kept;
        /// Unsigned bit field of rn: imm = lsb | (32 - width) << 8.
        Ubfx:       Alu,    [RN]                          -> [RD],              Never,       One,    Kept;
        /// Bit field of rn into rd: rm = lsb, imm = mask.
        Bfi:        Alu,    [RD RN]                       -> [RD],              Never,       One,    Kept;
        /// rd = rd & imm.
        Bfc:        Alu,    [RD]                          -> [RD],              Never,       One,    Kept;

        // Saturation and DSP.
        /// Signed saturation of shifted rn to rm bits; imm as in `ShiftedOperand`.
        Ssat:       Alu,    [RN]                          -> [RD],              Stage2,      One,    Q;
        /// Unsigned saturation of shifted rn to rm bits.
        Usat:       Alu,    [RN]                          -> [RD],              Stage2,      One,    Q;
        /// Signed saturation of both halfwords of rn to rm bits.
        Ssat16:     Alu,    [RN]                          -> [RD],              Stage2,      One,    Q;
        /// Unsigned saturation of both halfwords of rn to rm bits.
        Usat16:     Alu,    [RN]                          -> [RD],              Stage2,      One,    Q;
        /// rd = sat(rm + rn).
        Qadd:       Alu,    [RN RM]                       -> [RD],              Stage2,      One,    Q;
        /// rd = sat(rm - rn).
        Qsub:       Alu,    [RN RM]                       -> [RD],              Stage2,      One,    Q;
        /// rd = sat(rm + sat(2 rn)).
        Qdadd:      Alu,    [RN RM]                       -> [RD],              Stage2,      One,    Q;
        /// rd = sat(rm - sat(2 rn)).
        Qdsub:      Alu,    [RN RM]                       -> [RD],              Stage2,      One,    Q;
        /// Parallel addition and subtraction; imm = op1 << 3 | op2 of the encoding.
        Parallel:   Alu,    [RN RM]                       -> [RD],              Stage2,      One,    Ge;
        /// Bytes of rn or rm, selected by GE.
        Sel:        Alu,    [RN RM GE]                    -> [RD],              Stage2,      One,    Kept;
        /// Sum of absolute differences of bytes, added to the register imm if imm < 15.
        Usad8:      Alu,    [RN RM RA_STAGE2]             -> [RD],              Stage2,      One,    Kept;
        /// PKHBT, PKHTB; imm as in `ShiftedOperand`.
        Pkh:        Alu,    [RN RM]                       -> [RD],              Stage2,      One,    Kept;

        // Multiplication and division. The accumulator's register, if any, is in imm\[3:0\].
        /// rd = rn * rm.
        Mul:        Alu,    [RN RM]                       -> [RD],              Stage2,      One,    Kept;
        Muls:       Alu,    [RN RM]                       -> [RD],              Never,       Two,    Nz;
        /// rd = rn * rm + ra.
        Mla:        Alu,    [RN RM ADDEND_RA]             -> [RD],              Stage2,      One,    Kept;
        /// rd = ra - rn * rm.
        Mls:        Alu,    [RN RM ADDEND_RA]             -> [RD],              Stage2,      One,    Kept;
        /// imm:rd = rn * rm, unsigned; the high register is imm.
        Umull:      Alu,    [RN RM]                       -> [RD RA],           Stage2Long,  One,    Kept;
        /// imm:rd = rn * rm, signed.
        Smull:      Alu,    [RN RM]                       -> [RD RA],           Stage2Long,  One,    Kept;
        /// imm:rd += rn * rm, unsigned.
        Umlal:      Alu,    [RN RM ADDEND_RD ADDEND_RA]   -> [RD RA],           Stage2Long,  One,    Kept;
        /// imm:rd += rn * rm, signed.
        Smlal:      Alu,    [RN RM ADDEND_RD ADDEND_RA]   -> [RD RA],           Stage2Long,  One,    Kept;
        /// imm:rd = rn * rm + rd + imm.
        Umaal:      Alu,    [RN RM ADDEND_RD ADDEND_RA]   -> [RD RA],           Stage2Long,  One,    Kept;
        /// SMULxy; imm = xy << 4.
        Smulxy:     Alu,    [RN RM]                       -> [RD],              Stage2,      One,    Kept;
        /// SMLAxy; imm = ra | xy << 4.
        Smlaxy:     Alu,    [RN RM ADDEND_RA]             -> [RD],              Stage2,      One,    Q;
        /// SMULWy; imm = y << 4.
        Smulw:      Alu,    [RN RM]                       -> [RD],              Stage2,      One,    Kept;
        /// SMLAWy; imm = ra | y << 4.
        Smlaw:      Alu,    [RN RM ADDEND_RA]             -> [RD],              Stage2,      One,    Q;
        /// SMLALxy; imm = high register | xy << 4.
        Smlalxy:    Alu,    [RN RM ADDEND_RD ADDEND_RA]   -> [RD RA],           Stage2Long,  One,    Kept;
        /// SMUAD, SMUADX, SMUSD, SMUSDX; imm = X << 4 | subtract << 5.
        Smuad:      Alu,    [RN RM]                       -> [RD],              Stage2,      One,    Q;
        /// SMLAD, SMLADX, SMLSD, SMLSDX; imm = ra | X << 4 | subtract << 5.
        Smlad:      Alu,    [RN RM ADDEND_RA]             -> [RD],              Stage2,      One,    Q;
        /// SMLALD, SMLALDX, SMLSLD, SMLSLDX; imm = high register | X << 4 | subtract << 5.
        Smlald:     Alu,    [RN RM ADDEND_RD ADDEND_RA]   -> [RD RA],           Stage2Long,  One,    Kept;
        /// SMMUL, SMMULR; imm = R << 4.
        Smmul:      Alu,    [RN RM]                       -> [RD],              Stage2,      One,    Kept;
        /// SMMLA, SMMLS and their rounding forms; imm = ra | R << 4 | subtract << 5.
        Smmla:      Alu,    [RN RM ADDEND_RA]             -> [RD],              Stage2,      One,    Kept;
        /// rd = rn / rm, signed.
        Sdiv:       Alu,    [RN RM DIVIDER]               -> [RD],              Divider,     One,    Kept;
        /// rd = rn / rm, unsigned.
        Udiv:       Alu,    [RN RM DIVIDER]               -> [RD],              Divider,     One,    Kept;

        // Loads into rd. Address: `Imm` rn + imm; `Reg` rn + (rm << imm); `Pre` rn += imm, then rn; `Post` rn, then rn += imm;
        // `Lit` imm.
        LdrImm:     Load,   [RN]                          -> [RD],              Load,        One,    Kept;
        LdrReg:     Load,   [RN RM]                       -> [RD],              Load,        One,    Kept;
        LdrPre:     Load,   [RN]                          -> [RD BASE],         Load,        One,    Kept;
        LdrPost:    Load,   [RN]                          -> [RD BASE],         Load,        One,    Kept;
        LdrbImm:    Load,   [RN]                          -> [RD],              Load,        One,    Kept;
        LdrbReg:    Load,   [RN RM]                       -> [RD],              Load,        One,    Kept;
        LdrbPre:    Load,   [RN]                          -> [RD BASE],         Load,        One,    Kept;
        LdrbPost:   Load,   [RN]                          -> [RD BASE],         Load,        One,    Kept;
        LdrhImm:    Load,   [RN]                          -> [RD],              Load,        One,    Kept;
        LdrhReg:    Load,   [RN RM]                       -> [RD],              Load,        One,    Kept;
        LdrhPre:    Load,   [RN]                          -> [RD BASE],         Load,        One,    Kept;
        LdrhPost:   Load,   [RN]                          -> [RD BASE],         Load,        One,    Kept;
        LdrsbImm:   Load,   [RN]                          -> [RD],              Load,        One,    Kept;
        LdrsbReg:   Load,   [RN RM]                       -> [RD],              Load,        One,    Kept;
        LdrsbPre:   Load,   [RN]                          -> [RD BASE],         Load,        One,    Kept;
        LdrsbPost:  Load,   [RN]                          -> [RD BASE],         Load,        One,    Kept;
        LdrshImm:   Load,   [RN]                          -> [RD],              Load,        One,    Kept;
        LdrshReg:   Load,   [RN RM]                       -> [RD],              Load,        One,    Kept;
        LdrshPre:   Load,   [RN]                          -> [RD BASE],         Load,        One,    Kept;
        LdrshPost:  Load,   [RN]                          -> [RD BASE],         Load,        One,    Kept;
        /// Word at the constant address imm.
        LdrLit:     Load,   []                            -> [RD],              Load,        One,    Kept;
        /// Byte at the constant address imm.
        LdrbLit:    Load,   []                            -> [RD],              Load,        One,    Kept;
        /// Halfword at the constant address imm.
        LdrhLit:    Load,   []                            -> [RD],              Load,        One,    Kept;
        /// Signed byte at the constant address imm.
        LdrsbLit:   Load,   []                            -> [RD],              Load,        One,    Kept;
        /// Signed halfword at the constant address imm.
        LdrshLit:   Load,   []                            -> [RD],              Load,        One,    Kept;
        /// LDRT, LDRBT, LDRHT, LDRSBT, LDRSHT: unprivileged; rm = log2 of the bytes, plus 4 if signed.
        LdrUser:    Load,   [RN]                          -> [RD],              Load,        One,    Kept;
        /// Word into rd = SP or PC; `rm` holds the addressing form, see `Form`.
        LdrSpecial: Load,   [ADDRESS]                     -> [RD_OR_PC BASE_BY_FORM], Load,        One,    Kept;

        // Stores of rd.
        StrImm:     Store,  [RN STORED_RD]                -> [],                Never,       One,    Kept;
        StrReg:     Store,  [RN RM STORED_RD]             -> [],                Never,       One,    Kept;
        StrPre:     Store,  [RN STORED_RD]                -> [BASE],            Never,       One,    Kept;
        StrPost:    Store,  [RN STORED_RD]                -> [BASE],            Never,       One,    Kept;
        StrbImm:    Store,  [RN STORED_RD]                -> [],                Never,       One,    Kept;
        StrbReg:    Store,  [RN RM STORED_RD]             -> [],                Never,       One,    Kept;
        StrbPre:    Store,  [RN STORED_RD]                -> [BASE],            Never,       One,    Kept;
        StrbPost:   Store,  [RN STORED_RD]                -> [BASE],            Never,       One,    Kept;
        StrhImm:    Store,  [RN STORED_RD]                -> [],                Never,       One,    Kept;
        StrhReg:    Store,  [RN RM STORED_RD]             -> [],                Never,       One,    Kept;
        StrhPre:    Store,  [RN STORED_RD]                -> [BASE],            Never,       One,    Kept;
        StrhPost:   Store,  [RN STORED_RD]                -> [BASE],            Never,       One,    Kept;
        /// STRT, STRBT, STRHT: unprivileged; rm = log2 of the bytes.
        StrUser:    Store,  [RN STORED_RD]                -> [],                Never,       One,    Kept;

        // Several registers.
        /// rd, rm = two words at rn; imm = signed offset in bits 15 to 0, addressing form in bits 17 and 16.
        Ldrd:       Load,   [RN]                          -> [RD RM BASE_BY_IMM], LoadSecond,  Two,    Kept;
        /// Two words at rn = rd, rm; imm as for `Ldrd`.
        Strd:       Store,  [RN STORED_RD STORED_RM]      -> [BASE_BY_IMM],     Never,       Two,    Kept;
        /// rd, rm = two words at the constant address imm.
        LdrdLit:    Load,   []                            -> [RD RM],           LoadSecond,  Two,    Kept;
        /// Registers of the list imm = words from rn upwards; rd = 1 with writeback.
        Ldmia:      Load,   [RN]                          -> [LIST BASE_IF_RD], LoadLast,    Words,  Kept;
        /// Registers of the list imm = words below rn; rd = 1 with writeback.
        Ldmdb:      Load,   [RN]                          -> [LIST BASE_IF_RD], LoadLast,    Words,  Kept;
        /// Words from rn upwards = registers of the list imm; rd = 1 with writeback.
        Stmia:      Store,  [RN STORED_LIST]              -> [BASE_IF_RD],      Never,       Words,  Kept;
        /// Words below rn = registers of the list imm; rd = 1 with writeback.
        Stmdb:      Store,  [RN STORED_LIST]              -> [BASE_IF_RD],      Never,       Words,  Kept;

        // Exclusive, acquire and release accesses; rm = log2 of the bytes.
        /// rd = \[rn + imm\], sets the local monitor.
        Ldrex:      Load,   [RN]                          -> [RD],              Load,        One,    Kept;
        /// \[rn + imm\] = register imm\[31:28\], rd = status.
        Strex:      Store,  [RN STORED_RT]                -> [RD],              Load,        One,    Kept;
        /// rd = \[rn\] with acquire.
        Lda:        Load,   [RN]                          -> [RD],              Load,        One,    Kept;
        /// \[rn\] = rd with release.
        Stl:        Store,  [RN STORED_RD]                -> [],                Never,       One,    Kept;
        /// Clears the local monitor.
        Clrex:      Other,  []                            -> [],                Never,       One,    Kept;

        // Branches: imm is the target.
        /// Unconditional.
        B:          Branch, []                            -> [TARGET],          Never,       Branch, Kept;
        /// Z set.
        BEq:        Branch, [FLAGS]                       -> [TARGET],          Never,       Branch, Kept;
        /// Z clear.
        BNe:        Branch, [FLAGS]                       -> [TARGET],          Never,       Branch, Kept;
        /// C set.
        BCs:        Branch, [FLAGS]                       -> [TARGET],          Never,       Branch, Kept;
        /// C clear.
        BCc:        Branch, [FLAGS]                       -> [TARGET],          Never,       Branch, Kept;
        /// N set.
        BMi:        Branch, [FLAGS]                       -> [TARGET],          Never,       Branch, Kept;
        /// N clear.
        BPl:        Branch, [FLAGS]                       -> [TARGET],          Never,       Branch, Kept;
        /// V set.
        BVs:        Branch, [FLAGS]                       -> [TARGET],          Never,       Branch, Kept;
        /// V clear.
        BVc:        Branch, [FLAGS]                       -> [TARGET],          Never,       Branch, Kept;
        /// Unsigned higher.
        BHi:        Branch, [FLAGS]                       -> [TARGET],          Never,       Branch, Kept;
        /// Unsigned lower or same.
        BLs:        Branch, [FLAGS]                       -> [TARGET],          Never,       Branch, Kept;
        /// Signed not less.
        BGe:        Branch, [FLAGS]                       -> [TARGET],          Never,       Branch, Kept;
        /// Signed less.
        BLt:        Branch, [FLAGS]                       -> [TARGET],          Never,       Branch, Kept;
        /// Signed greater.
        BGt:        Branch, [FLAGS]                       -> [TARGET],          Never,       Branch, Kept;
        /// Signed not greater.
        BLe:        Branch, [FLAGS]                       -> [TARGET],          Never,       Branch, Kept;
        /// rn is zero.
        Cbz:        Branch, [RN]                          -> [TARGET],          Never,       Branch, Kept;
        /// rn is not zero.
        Cbnz:       Branch, [RN]                          -> [TARGET],          Never,       Branch, Kept;
        /// With link.
        Bl:         Call,   []                            -> [LR TARGET],       Never,       Branch, Kept;
        /// To rm, which may be an EXC_RETURN value.
        Bx:         Branch, [RM]                          -> [PC],              Never,       Branch, Kept;
        /// To rm with link.
        BlxReg:     Call,   [RM]                          -> [LR PC],           Never,       Branch, Kept;
        /// To rm in the Non-secure state.
        Bxns:       Branch, [RM]                          -> [PC],              Never,       Branch, Kept;
        /// To rm with link in the Non-secure state.
        Blxns:      Call,   [RM]                          -> [LR PC],           Never,       Branch, Kept;
        /// Table branch by bytes: base rn (15: the PC in imm), index rm.
        Tbb:        Branch, [RN RM]                       -> [PC],              Never,       Branch, Kept;
        /// Table branch by halfwords.
        Tbh:        Branch, [RN RM]                       -> [PC],              Never,       Branch, Kept;

        // System.
        /// NOP, and the hints that have no effect here.
        Nop:        Other,  []                            -> [],                Never,       Shared, Kept;
        /// IT; imm = ITSTATE.
        It:         Other,  []                            -> [],                Never,       Shared, Kept;
        /// Waits for an interrupt.
        Wfi:        Other,  []                            -> [],                Never,       One,    Kept;
        /// Waits for an event.
        Wfe:        Other,  []                            -> [],                Never,       One,    Kept;
        /// Sends an event.
        Sev:        Other,  []                            -> [],                Never,       One,    Kept;
        /// DMB, DSB.
        Barrier:    Other,  []                            -> [],                Never,       One,    Kept;
        /// ISB.
        Isb:        Other,  []                            -> [],                Never,       Two,    Kept;
        /// CPS; imm = im << 4 | affects PRIMASK << 1 | affects FAULTMASK.
        Cps:        Other,  []                            -> [],                Never,       One,    Kept;
        /// rd = special register imm.
        Mrs:        Other,  [FLAGS]                       -> [RD],              Never,       One,    Kept;
        /// Special register imm\[7:0\] = rn, mask in imm\[11:8\] (bits 11 and 10 of the encoding in 1:0).
        Msr:        Other,  [RN]                          -> [],                Never,       One,    Special;
        /// SVC #imm.
        Svc:        Other,  []                            -> [],                Never,       One,    Kept;
        /// BKPT #imm.
        Bkpt:       Other,  []                            -> [],                Never,       One,    Kept;
        /// SG.
        Sg:         Other,  []                            -> [],                Never,       One,    Kept;
        /// TT, TTT, TTA, TTAT: rd = attributes of the address in rn; imm = A << 1 | T.
        Tt:         Other,  [RN]                          -> [RD],              Never,       One,    Kept;
        /// MCR, MCR2: rd = Rt; imm is the encoding.
        Mcr:        Other,  [RD]                          -> [],                Never,       One,    Kept;
        /// MRC, MRC2.
        Mrc:        Other,  []                            -> [RD],              Load,        One,    NzcvIfPc;
        /// MCRR, MCRR2: rd, rn = Rt, Rt2.
        Mcrr:       Other,  [RD RN]                       -> [],                Never,       One,    Kept;
        /// MRRC, MRRC2.
        Mrrc:       Other,  []                            -> [RD RN],           LoadPair,    One,    Kept;
        /// CDP, CDP2.
        Cdp:        Other,  []                            -> [],                Never,       One,    Kept;
    }
}
