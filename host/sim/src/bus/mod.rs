//! The seam between a core and the rest of the chip.

pub mod code_watch;
pub mod flat;

use thiserror::Error;

/// Width of one data transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 8 bits.
    Byte,
    /// 16 bits.
    Half,
    /// 32 bits.
    Word,
}

impl Size {
    /// The width of 1 << `log2` bytes; a word for everything above.
    pub const fn from_log2(log2: u8) -> Self {
        match log2 {
            0 => Size::Byte,
            1 => Size::Half,
            _ => Size::Word,
        }
    }

    /// Width in bytes: 1, 2 or 4.
    pub const fn bytes(self) -> u32 {
        match self {
            Size::Byte => 1,
            Size::Half => 2,
            Size::Word => 4,
        }
    }
}

/// Who starts a transfer, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Initiator {
    /// Core number, 0 or 1; a debugger's access carries the number of the core behind its access port.
    pub core: u8,
    /// System clock cycle in which the transfer starts, counted since power-on.
    pub now: u64,
    /// True for an access by the debugger, which must not disturb caches or wait.
    pub debugger: bool,
}

/// Outcome of a transfer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Transfer {
    /// Zero-extended data of a read; 0 for a write.
    pub value: u32,
    /// Cycles beyond those of a zero-wait access.
    pub wait: u32,
    /// The access may have changed interrupts, events, resets or the next scheduled event:
    /// the core must give control back to the board after this instruction.
    pub events_pending: bool,
    /// A write changed code that a core may have decoded; see [`code_watch::CodeWatch`]. The writing core forgets at
    /// once, the other one when it runs next.
    pub stale_code: bool,
}

/// Why a transfer failed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum BusFault {
    /// Nothing answers there on the real chip either: the core takes a BusFault.
    #[error("bus error at {address:#010x}")]
    Bus {
        /// Address of the access.
        address: u32,
    },
    /// The chip has something there that this model lacks: the board stops.
    #[error("not modelled: {what} at {address:#010x}")]
    Unmodelled {
        /// Address of the access.
        address: u32,
        /// Block and register, as the datasheet names them.
        what: String,
    },
}

/// What a core sees of the chip outside its private peripheral bus (0xE000_0000 to 0xE00F_FFFF, which the core
/// answers itself). Implemented by the chip and, for tests, by a flat memory.
pub trait Bus {
    /// Data read. `address` is aligned to `size`: the core splits unaligned accesses.
    fn read(&mut self, address: u32, size: Size, by: Initiator) -> Result<Transfer, BusFault>;

    /// Data write, aligned; the upper bits of `value` beyond `size` are ignored.
    fn write(&mut self, address: u32, size: Size, value: u32, by: Initiator) -> Result<Transfer, BusFault>;

    /// The halfword at an even address for the decoder: no timing, no side effect but that a memory that can change
    /// marks the block in its [`code_watch::CodeWatch`].
    fn code(&mut self, address: u32, core: u8) -> Result<u16, BusFault>;

    /// Appends the start addresses of blocks ([`code_watch::BLOCK`] bytes) of code that changed since the last call
    /// for this core. Called at the start of each run and after a write with [`Transfer::stale_code`].
    fn take_stale_code(&mut self, core: u8, into: &mut Vec<u32>);

    /// A load-exclusive by this core at `address` (RP2350 §2.1.6: the SRAM has a global monitor). Called after the
    /// core's local monitor is set.
    fn reserve(&mut self, _address: u32, _by: Initiator) {}

    /// Whether the reservation that this core made at `address` still holds, so that its store-exclusive may go on.
    fn reserved(&mut self, _address: u32, _by: Initiator) -> bool {
        true
    }

    /// Cycles that the fetch of the aligned 8 bytes around `address` waits, with its effect on the XIP cache.
    /// Called once whenever execution enters another 8-byte line; 0 for zero-wait memory.
    ///
    /// # Errors
    /// As a data access: the core takes a BusFault before the instruction, or the board stops. Boxed, so that the
    /// outcome travels in registers.
    fn fetch(&mut self, address: u32, by: Initiator) -> Result<u32, Box<BusFault>>;

    /// XIP_CTR_HIT and XIP_CTR_ACC as they stand now; of no interest where there is no XIP cache.
    fn xip_counters(&self) -> (u32, u32) {
        (0, 0)
    }

    /// Coprocessor transfer: (`CP0` GPIO, `CP4`/`CP5` double precision, `CP7` RCP). `None`: the access is UNDEFINED.
    fn coprocessor(&mut self, access: Coprocessor, by: Initiator) -> Option<CoprocessorResult>;
}

/// One coprocessor instruction, decoded. See Armv8-M ARM, C2.4 (MCR, MCRR, MRC, MRRC, CDP).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coprocessor {
    /// Coprocessor number, 0 to 7.
    pub number: u8,
    /// Form of the instruction, with the core register values that it carries.
    pub form: CoprocessorForm,
    /// First opcode field.
    pub opc1: u8,
    /// Second opcode field; 0 for MCRR and MRRC.
    pub opc2: u8,
    /// CRn field; 0 for MCRR and MRRC.
    pub crn: u8,
    /// CRm field.
    pub crm: u8,
    /// CRd field of CDP; 0 for the others.
    pub crd: u8,
    /// MRC to APSR_nzcv: only bits 31 to 28 of the answer are used.
    pub to_flags: bool,
    /// The `2` variants (MCR2, MRC2, …).
    pub second: bool,
}

/// Form of a coprocessor instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoprocessorForm {
    /// MCR: one register to the coprocessor.
    Write(u32),
    /// MCRR: two registers (Rt, Rt2) to the coprocessor.
    WriteTwo(u32, u32),
    /// MRC: one register from the coprocessor.
    Read,
    /// MRRC: two registers from the coprocessor.
    ReadTwo,
    /// CDP.
    Operation,
}

/// Answer of a coprocessor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CoprocessorResult {
    /// Rt and Rt2 of a read; for MRC to r15 the flags are bits 31 to 28 of the first.
    pub values: [u32; 2],
    /// Cycles beyond one.
    pub wait: u32,
    /// As in [`Transfer::events_pending`].
    pub events_pending: bool,
    /// The coprocessor does not let the instruction end.
    pub stall: bool,
}
