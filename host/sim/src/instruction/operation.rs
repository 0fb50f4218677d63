//! The decoded form of an instruction: written once by the decoder, executed many times by the core.

use bitflags::bitflags;

use super::facts::{Cost, Facts, FlagEffect, Late, Reads, Writes};
pub(crate) use super::kind::Kind;
use super::multiple_addressing::MultipleAddressing;

/// `rm` of a flag-setting logical operation with a constant: C keeps its value.
pub(crate) const CARRY_KEEP: u8 = 0;
/// C becomes 0.
pub(crate) const CARRY_CLEAR: u8 = 1;
/// C becomes 1.
pub(crate) const CARRY_SET: u8 = 2;

/// Addressing form of a load or store whose kind does not imply it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Form {
    /// Base plus constant.
    Offset = 0,
    /// Base plus constant; the base changes first.
    Pre = 1,
    /// Base; then the constant is added to it.
    Post = 2,
    /// Base plus shifted register; `imm` is rm | shift << 4.
    Register = 3,
    /// Constant address.
    Literal = 4,
}

impl Form {
    /// Returns the form with this number.
    ///
    /// # Panics
    /// Panics if there is none. Only the decoder writes the numbers, so that this does not occur.
    #[inline(always)]
    pub(crate) const fn from_number(number: u32) -> Form {
        match number {
            0 => Form::Offset,
            1 => Form::Pre,
            2 => Form::Post,
            3 => Form::Register,
            4 => Form::Literal,
            _ => unreachable!(),
        }
    }

    /// Returns true if the base register changes.
    const fn writes_back(self) -> bool {
        match self {
            Form::Pre | Form::Post => true,
            Form::Offset | Form::Register | Form::Literal => false,
        }
    }
}

/// Shift of a register operand (SRType of the Armv8-M ARM).
pub(crate) mod shift {
    /// Logical left.
    pub(crate) const LSL: u32 = 0;
    /// Logical right.
    pub(crate) const LSR: u32 = 1;
    /// Arithmetic right.
    pub(crate) const ASR: u32 = 2;
    /// Rotation right.
    pub(crate) const ROR: u32 = 3;
    /// Rotation right by one through the carry.
    pub(crate) const RRX: u32 = 4;
}

/// `op` field of the 32-bit data-processing encodings.
pub(crate) mod data_processing {
    pub(crate) const AND: u32 = 0;
    pub(crate) const BIC: u32 = 1;
    pub(crate) const ORR: u32 = 2;
    pub(crate) const ORN: u32 = 3;
    pub(crate) const EOR: u32 = 4;
    pub(crate) const PKH: u32 = 6;
    pub(crate) const ADD: u32 = 8;
    pub(crate) const ADC: u32 = 10;
    pub(crate) const SBC: u32 = 11;
    pub(crate) const SUB: u32 = 13;
    pub(crate) const RSB: u32 = 14;
}

/// Layout of `imm` for operations with a shifted register operand: amount, 0 to 32, in bits 7 to 0; [`shift`] in 10
/// to 8; [`data_processing`] operation in 15 to 12; S in bit 16.
#[derive(Clone, Copy)]
pub(crate) struct ShiftedOperand(pub u32);

impl ShiftedOperand {
    /// Packs the fields into `imm`.
    pub(crate) const fn pack(amount: u32, shift: u32, operation: u32, sets_flags: bool) -> u32 {
        amount | shift << 8 | operation << 12 | (sets_flags as u32) << 16
    }

    /// Amount of the shift.
    #[inline(always)]
    pub(crate) const fn amount(self) -> u32 {
        self.0 & 0xFF
    }

    /// Returns the type of the shift, a number of [`shift`].
    #[inline(always)]
    pub(crate) const fn shift(self) -> u32 {
        self.0 >> 8 & 7
    }

    /// Returns the operation, a number of [`data_processing`].
    #[inline(always)]
    pub(crate) const fn operation(self) -> u32 {
        self.0 >> 12 & 0xF
    }

    /// Returns true if the operation sets flags.
    #[inline(always)]
    pub(crate) const fn sets_flags(self) -> bool {
        self.0 & 1 << 16 != 0
    }

    /// Returns true if the shift or the operation uses C.
    const fn uses_carry(self) -> bool {
        self.shift() == shift::RRX || matches!(self.operation(), data_processing::ADC | data_processing::SBC)
    }
}

bitflags! {
    /// Length of the encoding, origin of late results, and instructions that may share the cycle (see
    /// `docs/timing.md`).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) struct Attributes: u8 {
        /// The second slot stays open for an `it` or a branch that is not taken.
        const PAIRS_WITH_UNTAKEN = 1;
        /// 32-bit encoding. Its value is the number of bytes by which it is longer.
        const WIDE = 2;
        /// The second slot stays open for a taken branch.
        const PAIRS_WITH_TAKEN = 4;
        /// Late results come from memory, not from the second execute stage.
        const LATE_LOAD = 8;
        /// The second slot stays open for a `nop` or an instruction skipped in an IT block.
        const PAIRS_WITH_NOP = 16;
        /// All bits of the second slot.
        const SECOND_SLOT =
            Self::PAIRS_WITH_UNTAKEN.bits() | Self::PAIRS_WITH_TAKEN.bits() | Self::PAIRS_WITH_NOP.bits();
    }
}

/// Bit of the flags in [`Operation::waits_for`] and [`Operation::late`].
pub(crate) const FLAGS: u32 = 1 << 15;

/// Bit of the divider in [`Operation::waits_for`] and [`Operation::late`], in the position of SP.
const DIVIDER: u32 = 1 << 13;

/// Bit of [`Operation::waits_for`] that always counts as late. It marks operations that the run loop must prepare
/// before it executes them: those that are not decoded yet, and those that span two lines of code. A single test thus
/// finds every delay.
pub(crate) const PREPARATION: u32 = 1 << 31;

/// Shift of the bits of loaded values in [`Operation::waits_for`].
const LOADED: u32 = 16;

/// A decoded instruction: 16 bytes, so that four share a cache line of the host.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Operation {
    /// Kind, which determines the use of the other fields.
    pub kind: Kind,
    /// Destination, or data of a store.
    pub rd: u8,
    /// First operand, or base.
    pub rn: u8,
    /// Second operand, or index.
    pub rm: u8,
    /// Constant, target, or packed fields.
    pub imm: u32,
    /// Registers the operation waits for: bits 14 to 0 against results of the second execute stage (bit 15: the
    /// flags), bits 30 to 16 against loaded values. Bit 31 is [`PREPARATION`].
    pub(crate) waits_for: u32,
    /// Registers (bit 15: flags) whose new value comes a cycle late.
    pub(crate) late: u16,
    /// Issue cycles without stalls.
    pub(crate) cost: u8,
    /// Length and pairing.
    pub(crate) attributes: Attributes,
}

impl Operation {
    /// Empty entry of the decode cache.
    pub(crate) const UNDECODED: Operation = Operation {
        waits_for: PREPARATION,
        ..Operation::new(Kind::Undecoded, Kind::Undecoded.facts(), [0; 3], 0, Attributes::empty())
    };

    /// Returns the operation of a 16-bit encoding.
    pub(super) const fn narrow(kind: Kind, rd: u8, rn: u8, rm: u8, imm: u32) -> Self {
        Self::new(kind, kind.facts(), [rd, rn, rm], imm, Attributes::empty())
    }

    /// Returns the operation of a 32-bit encoding.
    pub(super) const fn wide(kind: Kind, rd: u8, rn: u8, rm: u8, imm: u32) -> Self {
        Self::new(kind, kind.facts(), [rd, rn, rm], imm, Attributes::WIDE)
    }

    /// Operation with its timing, which the facts of its kind and its operands determine.
    pub(super) const fn new(
        kind: Kind,
        facts: &Facts,
        [rd, rn, rm]: [u8; 3],
        imm: u32,
        attributes: Attributes,
    ) -> Self {
        let mut operation = Operation { kind, rd, rn, rm, imm, waits_for: 0, late: 0, cost: 0, attributes };
        operation.waits_for = operation.waits(facts.reads);
        operation.late = operation.late_results(facts.late, facts.flags);
        operation.cost = operation.issue_cycles(facts.cost);
        operation.attributes = attributes.union(operation.pairing(facts)).union(origin(facts.late));
        operation
    }

    /// Returns the operation for a constant that the core shifts in its first execute stage: the other operand is
    /// needed in the second stage, which delivers the result. An operation that sets flags occupies both stages.
    pub(super) const fn with_shifted_constant(self) -> Self {
        let waits_for = self.waits_for & !first_stage(self.rn) | second_stage(self.rn);
        if self.sets_conditions(self.kind.facts().flags) {
            Operation { waits_for, cost: 2, ..self }
        } else {
            Operation { waits_for, late: self.late_results(Late::Stage2, FlagEffect::Kept), ..self }
        }
    }

    /// Returns the facts of the operation's kind.
    pub(crate) fn facts(self) -> &'static Facts {
        match self.kind {
            Kind::FpArithmetic => self.fp_arithmetic().kind.facts(),
            Kind::FpTransfer => self.fp_transfer().kind.facts(),
            kind => kind.facts(),
        }
    }

    /// Returns the late results as bits of [`Operation::waits_for`].
    #[inline(always)]
    pub(crate) const fn late_bits(self) -> u32 {
        // Late loads are shifted by LOADED, which is the value of their attribute times two.
        const { assert!((Attributes::LATE_LOAD.bits() as u32) << 1 == LOADED) };
        (self.late as u32) << ((self.attributes.bits() & Attributes::LATE_LOAD.bits()) << 1)
    }

    /// Length of the encoding in bytes: 2 or 4.
    #[inline(always)]
    pub const fn length(self) -> u32 {
        2 + (self.attributes.bits() & Attributes::WIDE.bits()) as u32
    }

    /// Returns the bits of [`Operation::waits_for`] for these operands.
    const fn waits(&self, reads: Reads) -> u32 {
        let ra = (self.imm & 0xF) as u8;
        let operands = [
            (Reads::RD, first_stage(self.rd)),
            (Reads::RN, first_stage(self.rn)),
            (Reads::RM, first_stage(self.rm)),
            (Reads::FLAGS, FLAGS),
            (Reads::DIVIDER, DIVIDER),
            (Reads::RN_STAGE2, second_stage(self.rn)),
            (Reads::RA_STAGE2, second_stage(ra)),
            (Reads::SHIFTED_CARRY, if ShiftedOperand(self.imm).uses_carry() { FLAGS } else { 0 }),
        ];
        let (mut waits, mut index) = (0, 0);
        while index < operands.len() {
            let (operand, registers) = operands[index];
            if reads.contains(operand) {
                waits |= registers;
            }
            index += 1;
        }
        if reads.contains(Reads::ADDRESS) {
            waits |= match Form::from_number(self.rm as u32) {
                Form::Offset | Form::Pre | Form::Post => first_stage(self.rn),
                Form::Register => first_stage(self.rn) | first_stage(ra),
                Form::Literal => 0,
            };
        }
        waits
    }

    /// Returns the bits of [`Operation::late`].
    const fn late_results(&self, late: Late, flags: FlagEffect) -> u16 {
        let ra = (self.imm & 0xF) as u8;
        match late {
            Late::Never => 0,
            Late::Stage2 | Late::Load => result(self.rd),
            Late::Stage2Flags => result(self.rd) | if self.sets_conditions(flags) { FLAGS as u16 } else { 0 },
            Late::Stage2Long => result(self.rd) | result(ra),
            Late::Divider => result(self.rd) | DIVIDER as u16,
            Late::LoadPair => result(self.rd) | result(self.rn),
            Late::LoadSecond => result(self.rm),
            Late::LoadLast => result((31 - (self.imm & 0xFFFF | 1).leading_zeros()) as u8),
        }
    }

    const fn issue_cycles(&self, cost: Cost) -> u8 {
        match cost {
            Cost::One | Cost::Branch | Cost::Shared => 1,
            Cost::Two => 2,
            Cost::Words => (self.imm & 0xFFFF).count_ones() as u8,
            Cost::FpWords => self.rm,
        }
    }

    /// Returns the instructions that may share the cycle of this operation: none, if it has 32 bits.
    const fn pairing(&self, facts: &Facts) -> Attributes {
        if self.attributes.contains(Attributes::WIDE) {
            return Attributes::empty();
        }
        let mut pairing = Attributes::PAIRS_WITH_UNTAKEN;
        if !self.sets_conditions(facts.flags) {
            pairing = pairing.union(Attributes::PAIRS_WITH_TAKEN);
        }
        if !matches!(self.kind, Kind::It) {
            pairing = pairing.union(Attributes::PAIRS_WITH_NOP);
        }
        pairing
    }

    /// Returns true if the operation writes N, Z, C or V.
    const fn sets_conditions(&self, flags: FlagEffect) -> bool {
        match flags {
            FlagEffect::Nz | FlagEffect::Nzc | FlagEffect::Nzcv | FlagEffect::Special => true,
            FlagEffect::NzcvIfS => ShiftedOperand(self.imm).sets_flags(),
            FlagEffect::NzcvIfRm => self.rm != 0,
            FlagEffect::NzcvIfPc => self.rd == 15,
            FlagEffect::Kept | FlagEffect::Q | FlagEffect::Ge => false,
        }
    }

    /// Returns the core registers that the operation writes, by bit; bit 15 is the PC.
    pub(crate) fn registers_written(&self, writes: Writes) -> u32 {
        let form = |number: u32| Form::from_number(number).writes_back();
        let has = |part: Writes| writes.contains(part);
        let registers = [
            (has(Writes::RD) && self.rd != 15 || has(Writes::RD_OR_PC), 1 << self.rd),
            (has(Writes::RN) || has(Writes::BASE), 1 << self.rn),
            (has(Writes::RM), 1 << self.rm),
            (has(Writes::RA), 1 << (self.imm & 0xF)),
            (has(Writes::LIST), self.imm & 0xFFFF),
            (has(Writes::BASE_IF_RD) && self.rd == 1, 1 << self.rn),
            (has(Writes::BASE_BY_FORM) && form(self.rm.into()), 1 << self.rn),
            (has(Writes::BASE_BY_IMM) && form(self.imm >> 16), 1 << self.rn),
            (
                has(Writes::BASE_BY_PARAMETER) && MultipleAddressing::unpack(self.imm as i32 >> 8).writeback,
                1 << self.rn,
            ),
            (has(Writes::LR), 1 << 14),
            (has(Writes::PC) || has(Writes::TARGET), 1 << 15),
        ];
        registers.into_iter().filter(|(written, _)| *written).fold(0, |set, (_, register)| set | register)
    }
}

/// Returns the bits that wait for late results of either kind in register `r`. SP is never a result of the second
/// stage.
const fn first_stage(r: u8) -> u32 {
    match r {
        13 => second_stage(r),
        15.. => 0,
        _ => 1 << r | 1 << r << LOADED,
    }
}

/// Returns the bits that wait for a late load of register `r`. Results of the second stage are forwarded without a wait.
const fn second_stage(r: u8) -> u32 {
    if r < 15 { 1 << r << LOADED } else { 0 }
}

/// Returns the late result in register `r`; 15 stands for none.
const fn result(r: u8) -> u16 {
    if r < 15 { 1 << r } else { 0 }
}

/// Returns the attribute that distinguishes late loads from late results of the second stage.
const fn origin(late: Late) -> Attributes {
    match late {
        Late::Load | Late::LoadPair | Late::LoadSecond | Late::LoadLast => Attributes::LATE_LOAD,
        Late::Never | Late::Stage2 | Late::Stage2Flags | Late::Stage2Long | Late::Divider => {
            Attributes::empty()
        }
    }
}
