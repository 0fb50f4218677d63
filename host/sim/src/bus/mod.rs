//! Interface between a core and the rest of the chip.

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
    /// Returns the width of 1 << `log2` bytes; a word for 2 and above.
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

/// Initiator and cycle of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Initiator {
    /// Core number, 0 or 1. An access by the debugger carries the number of the core behind its access port.
    pub core: u8,
    /// System clock cycle in which the transfer starts, counted since power-on.
    pub now: u64,
    /// True for an access by the debugger, which neither disturbs caches nor waits.
    pub debugger: bool,
}

/// Result of a transfer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Transfer {
    /// Zero-extended data of a read; 0 for a write.
    pub value: u32,
    /// Wait states.
    pub wait: u32,
    /// The access may have changed interrupts, events, resets or the next scheduled event: the core must return control
    /// to the board after this instruction.
    pub events_pending: bool,
    /// A write changed code that a core may have decoded; see [`code_watch::CodeWatch`]. The writing core discards it
    /// at once, the other core when it runs next.
    pub stale_code: bool,
}

/// Reason why a transfer failed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum BusFault {
    /// The chip has nothing at the address: the core takes a BusFault.
    #[error("bus error at {address:#010x}")]
    Bus {
        /// Address of the access.
        address: u32,
    },
    /// The chip has something at the address that is not modelled: the board stops.
    #[error("not modelled: {what} at {address:#010x}")]
    Unmodelled {
        /// Address of the access.
        address: u32,
        /// Device and register, as the datasheet names them.
        what: String,
    },
}

/// The chip as a core accesses it, except for the private peripheral bus (0xE000_0000 to 0xE00F_FFFF), which belongs to
/// the core. Implemented by the chip and, for tests, by a flat memory.
pub trait Bus {
    /// Reads data. `address` is aligned to `size`: the core splits unaligned accesses.
    fn read(&mut self, address: u32, size: Size, by: Initiator) -> Result<Transfer, BusFault>;

    /// Writes data. `address` is aligned to `size`; the bits of `value` beyond `size` are ignored.
    fn write(&mut self, address: u32, size: Size, value: u32, by: Initiator) -> Result<Transfer, BusFault>;

    /// Reads the halfword at an even address for the decoder: without timing, and without side effects except that a
    /// memory that can change marks the block in its [`code_watch::CodeWatch`].
    fn code(&mut self, address: u32, core: u8) -> Result<u16, BusFault>;

    /// Appends the start addresses of blocks ([`code_watch::BLOCK`] bytes) of code that changed since the last call for
    /// this core. Called at the start of each run and after a write with [`Transfer::stale_code`].
    fn take_stale_code(&mut self, core: u8, into: &mut Vec<u32>);

    /// Reserves `address` for a load-exclusive of this core (RP2350 §2.1.6: the SRAM has a global monitor). Called
    /// after the core's local monitor is set.
    fn reserve(&mut self, _address: u32, _by: Initiator) {}

    /// Returns true if the reservation of `address` by this core is still valid, so that its store-exclusive succeeds.
    fn is_reserved(&mut self, _address: u32, _by: Initiator) -> bool {
        true
    }

    /// Returns the wait states of a fetch of the aligned 8 bytes around `address`, and updates the XIP cache. Called
    /// whenever execution enters another 8-byte line; 0 for zero-wait memory.
    ///
    /// # Errors
    /// As for a data access: the core takes a BusFault before the instruction, or the board stops. Boxed, so that the
    /// result is returned in registers.
    fn fetch(&mut self, address: u32, by: Initiator) -> Result<u32, Box<BusFault>>;

    /// XIP_CTR_HIT and XIP_CTR_ACC; 0 without an XIP cache.
    fn xip_counters(&self) -> (u32, u32) {
        (0, 0)
    }

    /// Executes a coprocessor instruction: CP0 GPIO, CP4 and CP5 double precision, CP7 redundancy. `None` if it is
    /// UNDEFINED.
    fn coprocessor(&mut self, access: Coprocessor, by: Initiator) -> Option<CoprocessorResult>;
}

/// One decoded coprocessor instruction (Armv8-M ARM C2.4: MCR, MCRR, MRC, MRRC, CDP).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coprocessor {
    /// Coprocessor number, 0 to 7.
    pub number: u8,
    /// Form of the instruction, with the values of its core registers.
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
    /// MRC to APSR_nzcv: only bits 31 to 28 of the result are used.
    pub to_flags: bool,
    /// One of the `2` variants (MCR2, MRC2, …).
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

/// Result of a coprocessor instruction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CoprocessorResult {
    /// Rt and Rt2 of a read; for MRC to r15 the flags are bits 31 to 28 of the first.
    pub values: [u32; 2],
    /// Cycles beyond the first.
    pub wait: u32,
    /// As in [`Transfer::events_pending`].
    pub events_pending: bool,
    /// The coprocessor stalls the instruction forever.
    pub stall: bool,
}
