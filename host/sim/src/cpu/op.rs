//! The decoded form of an instruction: what the decoder writes once and the run loop executes many times.

pub use super::kind::Kind;

/// `rm` of a flag-setting logical operation with a constant: leave C alone.
pub const CARRY_KEEP: u8 = 0;
/// C becomes 0.
pub const CARRY_CLEAR: u8 = 1;
/// C becomes 1.
pub const CARRY_SET: u8 = 2;

/// Addressing form of a load or store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Form {
    /// Base plus constant.
    Offset = 0,
    /// Base changes first.
    Pre = 1,
    /// Base changes afterwards.
    Post = 2,
    /// Base plus shifted register (`imm` = rm | shift << 4), or for a literal the constant address.
    Register = 3,
    /// Constant address.
    Literal = 4,
}

/// Layout of `imm` for operations with a shifted register operand.
pub struct ShiftedOperand;

impl ShiftedOperand {
    /// Amount, 0 to 32, in bits 7 to 0; type (0 LSL, 1 LSR, 2 ASR, 3 ROR, 4 RRX) in 10 to 8;
    /// operation (the `op` field of the T32 encoding) in 15 to 12; S in bit 16.
    pub const fn pack(amount: u32, kind: u32, operation: u32, flags: bool) -> u32 {
        amount | kind << 8 | operation << 12 | (flags as u32) << 16
    }
}

/// One decoded instruction: 16 bytes, so that four share a cache line of the host.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Op {
    /// What to do.
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
    /// flags), bits 30 to 16 against loaded values. See [`super::pipeline`].
    pub reads: u32,
    /// Registers (bit 15: flags) whose new value comes a cycle late.
    pub late: u16,
    /// Issue cycles without waits.
    pub cost: u8,
    /// Length and pairing bits, `META_*`.
    pub meta: u8,
}

/// 32-bit encoding: two bytes more than a 16-bit one.
pub const META_LONG: u8 = 2;
/// The second slot stays open for an `it` or a not-taken branch.
pub const META_OPEN: u8 = 1;
/// The second slot stays open for a taken branch.
pub const META_OPEN_TAKEN: u8 = 4;
/// The late results come from memory, not from the second execute stage.
pub const META_LATE_LOAD: u8 = 8;
/// The second slot stays open for a `nop` or an instruction skipped in an IT block.
pub const META_OPEN_NOP: u8 = 16;
/// All bits that tell what may share the cycle.
pub const META_SLOT: u8 = META_OPEN | META_OPEN_TAKEN | META_OPEN_NOP;

impl Op {
    /// An operation with timing not yet filled in.
    pub const fn new(kind: Kind, rd: u8, rn: u8, rm: u8, imm: u32) -> Self {
        Op { kind, rd, rn, rm, imm, reads: 0, late: 0, cost: 1, meta: 0 }
    }

    /// The table's initial content.
    pub const UNDECODED: Op = Op::new(Kind::Undecoded, 0, 0, 0, 0);

    /// Encoding length in bytes: 2 or 4.
    pub const fn length(self) -> u32 {
        2 + (self.meta & META_LONG) as u32
    }
}
