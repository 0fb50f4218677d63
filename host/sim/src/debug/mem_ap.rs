//! MEM-AP: a core's bus as the debugger sees it. ADIv6, C2; AHB5 with extended HPROT, CoreSight SoC-600.

use crate::bus::{BusFault, Size};

use super::target::DebugTarget;
use crate::coresight::{ARM, Component};

/// Addresses of the ports of core 0 and core 1. RP2350 datasheet §3.5, figure 10.
pub const BASES: [u32; 2] = [0x2000, 0x4000];

/// CSW, Control/Status Word.
pub const CSW: u32 = 0xD00;
/// TAR, Transfer Address Register.
pub const TAR: u32 = 0xD04;
/// DRW, Data Read/Write register.
pub const DRW: u32 = 0xD0C;
/// TRR, Transfer Response Register.
pub const TRR: u32 = 0xD24;

const TAR2: u32 = 0xD08;
const BD0: u32 = 0xD10;
const BD3: u32 = 0xD1C;
const MBT: u32 = 0xD20;
const BASE2: u32 = 0xDF0;
const CFG: u32 = 0xDF4;
const BASE: u32 = 0xDF8;
const IDR: u32 = 0xDFC;
/// Last of the Direct Access Registers, which start at 0.
const DAR_LAST: u32 = 0x3FF;

const SIZE: u32 = 0x7;
const ADDR_INC: u32 = 0b11 << 4;
const ADDR_INC_SINGLE: u32 = 0b01 << 4;
const DEVICE_EN: u32 = 1 << 6;
const ERRNPASS: u32 = 1 << 16;
const ERRSTOP: u32 = 1 << 17;
const SDEVICE_EN: u32 = 1 << 23;
const HNONSEC: u32 = 1 << 30;
/// CSW fields that are stored: Prot and DbgSwEnable (31:24, with HNONSEC), HPROT\[6\] (15), ERRSTOP, ERRNPASS,
/// AddrInc, Size.
const CSW_STORED: u32 = 0xFF00_8000 | ERRSTOP | ERRNPASS | ADDR_INC | SIZE;
/// Word size, privileged data access, Non-secure.
const CSW_RESET: u32 = HNONSEC | 0b11 << 24 | 0b010;

/// TARINC: increment within 10 bits; ERR: ERRNPASS, ERRSTOP and TRR exist; DARSIZE: 1 KB of direct access.
const CFG_VALUE: u32 = 0x0001_01A0;
/// The processor's ROM table; format and present bits.
const BASE_VALUE: u32 = crate::ppb::rom_table::ROM_TABLE | 0b11;
/// MEM-AP by Arm, class 8, AHB5 with extended HPROT, revision 3.
const IDR_VALUE: u32 = 0x3477_0008;
const COMPONENT: Component = Component::coresight(ARM, 0x9E3).devarch(0x4770_0A17).revision(3);

/// Bits of the address that auto-increment changes.
const INCREMENT_MASK: u32 = 0x3FF;

/// What an access to the port's registers leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A register of the port itself.
    Register,
    /// A transfer on the bus of the core.
    Transfer {
        /// Address on the bus.
        address: u32,
        /// Width; data lies in its byte lanes.
        size: Size,
        /// The transfer address moves on afterwards.
        increment: bool,
    },
}

/// One memory access port.
#[derive(Clone, Debug)]
pub struct MemAp {
    core: u8,
    csw: u32,
    tar: u32,
    error: bool,
}

impl MemAp {
    /// The port of `core` after power-on.
    pub fn new(core: u8) -> Self {
        Self { core, csw: CSW_RESET, tar: 0, error: false }
    }

    /// Where an access to the register at `offset` goes.
    ///
    /// # Errors
    /// `Bus` where the port answers with an error by itself, `Unmodelled` for Non-secure transfers.
    pub fn target(&self, offset: u32) -> Result<Target, BusFault> {
        let (address, size, increment) = match offset {
            DRW => (self.tar, self.size(), self.csw & ADDR_INC == ADDR_INC_SINGLE),
            BD0..=BD3 => (self.tar & !0xF | offset & 0xC, Size::Word, false),
            0..=DAR_LAST => (self.tar & !INCREMENT_MASK | offset, Size::Word, false),
            _ => return Ok(Target::Register),
        };
        if self.csw & HNONSEC != 0 {
            let what = "Non-secure access by the debugger (CSW.HNONSEC)".to_owned();
            return Err(BusFault::Unmodelled { address, what });
        }
        let blocked = self.error && self.csw & ERRSTOP != 0;
        if blocked || !address.is_multiple_of(size.bytes()) {
            return Err(BusFault::Bus { address });
        }
        Ok(Target::Transfer { address, size, increment })
    }

    /// Reads a register of the port.
    pub fn read_register(&self, offset: u32) -> u32 {
        match offset {
            CSW => self.csw | DEVICE_EN | SDEVICE_EN,
            TAR => self.tar,
            TRR => u32::from(self.error),
            // No large addresses, no barriers.
            TAR2 | MBT | BASE2 => 0,
            CFG => CFG_VALUE,
            BASE => BASE_VALUE,
            IDR => IDR_VALUE,
            _ => COMPONENT.register(offset).unwrap_or(0),
        }
    }

    /// Writes a register of the port; read-only ones ignore it.
    pub fn write_register(&mut self, offset: u32, value: u32) {
        match offset {
            CSW => {
                let mut csw = value & CSW_STORED;
                // Only bytes, halfwords and words exist: other sizes leave the field as it was.
                if csw & SIZE > 2 {
                    csw = csw & !SIZE | self.csw & SIZE;
                }
                self.csw = csw;
            }
            TAR => self.tar = value,
            TRR if value & 1 != 0 => self.error = false,
            _ => {}
        }
    }

    /// Reads from the bus into the byte lanes of a word.
    ///
    /// # Errors
    /// As the bus.
    pub fn read_bus<T: DebugTarget>(
        &mut self,
        target: &mut T,
        address: u32,
        size: Size,
    ) -> Result<u32, BusFault> {
        let value = target.read(self.core, address, size)?;
        Ok(value << lane(address))
    }

    /// Writes the byte lanes of a word to the bus.
    ///
    /// # Errors
    /// As the bus.
    pub fn write_bus<T: DebugTarget>(
        &mut self,
        target: &mut T,
        address: u32,
        size: Size,
        value: u32,
    ) -> Result<(), BusFault> {
        let data = value >> lane(address);
        let data = match size {
            Size::Byte => data & 0xFF,
            Size::Half => data & 0xFFFF,
            Size::Word => data,
        };
        target.write(self.core, address, size, data)
    }

    /// Moves the transfer address on by one transfer, within its 1 KB.
    pub fn increment(&mut self) {
        let next = self.tar.wrapping_add(self.size().bytes());
        self.tar = self.tar & !INCREMENT_MASK | next & INCREMENT_MASK;
    }

    /// Notes that a transfer failed; true if the debug port is to be told (CSW.ERRNPASS clear).
    pub fn note_error(&mut self) -> bool {
        self.error = true;
        self.csw & ERRNPASS == 0
    }

    fn size(&self) -> Size {
        match self.csw & SIZE {
            0 => Size::Byte,
            1 => Size::Half,
            _ => Size::Word,
        }
    }
}

/// Bit position of the byte lane of an address.
const fn lane(address: u32) -> u32 {
    (address & 3) * 8
}
