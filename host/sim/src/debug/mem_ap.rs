//! MEM-AP: access to the bus of one core. ADIv6, C2; AHB5 with extended HPROT, CoreSight SoC-600.

use bitflags::bitflags;

use crate::bus::{BusFault, Size};
use crate::coresight::{ARM, Component};

use super::debug_target::DebugTarget;

/// Base addresses of the ports of core 0 and core 1. RP2350 datasheet §3.5, figure 10.
pub(super) const BASES: [u32; 2] = [0x2000, 0x4000];

/// Control/Status Word.
pub(super) const CSW: u32 = 0xD00;
/// Transfer Address Register.
pub(super) const TAR: u32 = 0xD04;
/// Transfer Address Register, upper word.
const TAR2: u32 = 0xD08;
/// Data Read/Write register.
pub(super) const DRW: u32 = 0xD0C;
/// Banked Data register 0.
pub(super) const BD0: u32 = 0xD10;
/// Banked Data register 3.
const BD3: u32 = 0xD1C;
/// Memory Barrier Transfer register.
const MBT: u32 = 0xD20;
/// Transfer Response Register.
pub(super) const TRR: u32 = 0xD24;
/// Debug Base Address register, upper word.
const BASE2: u32 = 0xDF0;
/// Configuration register.
pub(super) const CFG: u32 = 0xDF4;
/// Debug Base Address register.
pub(super) const BASE: u32 = 0xDF8;
/// Identification Register.
pub(super) const IDR: u32 = 0xDFC;
/// Last of the Direct Access Registers, which start at 0.
const DAR_LAST: u32 = 0x3FF;

bitflags! {
    /// Fields of CSW.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Csw: u32 {
        /// Size: bytes if clear, unless another size is set.
        const SIZE_HALFWORD = 0b001;
        /// Size: words.
        const SIZE_WORD = 0b010;
        /// AddrInc: single transfers.
        const INCREMENT_SINGLE = 0b01 << 4;
        /// AddrInc: packed transfers.
        const INCREMENT_PACKED = 0b10 << 4;
        /// Accesses are enabled; always set.
        const DEVICE_EN = 1 << 6;
        /// Prot, HPROT\[6\]: storage.
        const HPROT6 = 1 << 15;
        /// Errors are not passed to the debug port.
        const ERRNPASS = 1 << 16;
        /// Errors stop further accesses.
        const ERRSTOP = 1 << 17;
        /// Secure accesses are enabled; always set.
        const SDEVICE_EN = 1 << 23;
        /// Prot, HPROT\[0\]: data access.
        const DATA = 1 << 24;
        /// Prot, HPROT\[1\]: privileged access.
        const PRIVILEGED = 1 << 25;
        /// Prot, HPROT\[5:2\]: storage.
        const HPROT5_2 = 0b1111 << 26;
        /// Prot, HNONSEC: Non-secure access.
        const HNONSEC = 1 << 30;
        /// DbgSwEnable: storage.
        const DBG_SW_ENABLE = 1 << 31;
    }
}

impl Csw {
    const SIZE: Self = Self::from_bits_retain(0b111);
    const ADDR_INC: Self = Self::INCREMENT_SINGLE.union(Self::INCREMENT_PACKED);
    const READ_ONLY: Self = Self::DEVICE_EN.union(Self::SDEVICE_EN);
    const RESET: Self = Self::HNONSEC.union(Self::PRIVILEGED).union(Self::DATA).union(Self::SIZE_WORD);

    fn size(self) -> Size {
        match self & Self::SIZE {
            Self::SIZE_WORD => Size::Word,
            Self::SIZE_HALFWORD => Size::Half,
            _ => Size::Byte,
        }
    }

    /// Returns the value after a write. Sizes other than bytes, halfwords and words, and the reserved AddrInc, do not
    /// exist: such a field keeps its value.
    fn written(self, value: u32) -> Self {
        let mut new = Self::from_bits_retain(value & (Self::all() | Self::SIZE).bits()) - Self::READ_ONLY;
        for (field, exists) in [
            (Self::SIZE, (new & Self::SIZE).bits() <= Self::SIZE_WORD.bits()),
            (Self::ADDR_INC, new & Self::ADDR_INC != Self::ADDR_INC),
        ] {
            if !exists {
                new = (new - field) | (self & field);
            }
        }
        new
    }
}

/// CFG: TARINC, TAR increments within 10 bits; ERR, ERRNPASS, ERRSTOP and TRR exist; DARSIZE, 1 KB of direct access.
const CFG_VALUE: u32 = 0x0001_01A0;
/// ROM table of the processor; format and present bits.
const BASE_VALUE: u32 = crate::ppb::rom_table::ROM_TABLE | 0b11;
/// MEM-AP by Arm, class 8, AHB5 with extended HPROT, revision 3.
const IDR_VALUE: u32 = 0x3477_0008;
const COMPONENT: Component = Component::coresight(ARM, 0x9E3).devarch(0x4770_0A17).revision(3);

/// Bits of TAR that increment.
const INCREMENT_MASK: u32 = 0x3FF;

/// Access that a register of the port causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RegisterAccess {
    /// Access to a register of the port.
    Register,
    /// Transfers on the bus of the core.
    Memory(Transfers),
}

/// Transfers of one access. The first one is at `address`; TAR has the addresses of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Transfers {
    /// Address on the bus, aligned to `size`.
    pub address: u32,
    /// Width. Each transfer uses the byte lanes of its address.
    pub size: Size,
    /// Number of transfers: several if they are packed.
    pub count: u32,
    /// TAR increments after each transfer.
    pub increment: bool,
}

/// Memory access port of one core.
#[derive(Clone, Debug)]
pub(super) struct MemAp {
    core: u8,
    csw: Csw,
    tar: u32,
    /// A transfer has failed since TRR was cleared.
    error: bool,
}

impl MemAp {
    /// Returns the port of a core (0 or 1) after power-on.
    pub(super) fn new(core: u8) -> Self {
        Self { core, csw: Csw::RESET, tar: 0, error: false }
    }

    /// Returns the access that the register at `offset` causes.
    ///
    /// # Errors
    /// Returns [`BusFault::Bus`] if the address is not aligned or CSW.ERRSTOP stops the access, and
    /// [`BusFault::Unmodelled`] for a Non-secure access.
    pub(super) fn register_access(&self, offset: u32) -> Result<RegisterAccess, BusFault> {
        let single = |address| Transfers { address, size: Size::Word, count: 1, increment: false };
        let transfers = match offset {
            DRW => self.data_transfers(),
            BD0..=BD3 => single(self.tar & !0xF | offset & 0xC),
            0..=DAR_LAST => single(self.tar & !INCREMENT_MASK | offset),
            _ => return Ok(RegisterAccess::Register),
        };
        let Transfers { address, size, .. } = transfers;
        if self.csw.contains(Csw::HNONSEC) {
            let what = "Non-secure access by the debugger (CSW.HNONSEC)".to_owned();
            return Err(BusFault::Unmodelled { address, what });
        }
        if self.stopped() || !address.is_multiple_of(size.bytes()) {
            return Err(BusFault::Bus { address });
        }
        Ok(RegisterAccess::Memory(transfers))
    }

    /// Returns the transfers of an access to DRW. Packed transfers move a word in units of CSW.Size (ADIv6, C2.2.7).
    fn data_transfers(&self) -> Transfers {
        let size = self.csw.size();
        let packed = self.csw & Csw::ADDR_INC == Csw::INCREMENT_PACKED;
        Transfers {
            address: self.tar,
            size,
            count: if packed { Size::Word.bytes() / size.bytes() } else { 1 },
            increment: self.csw.intersects(Csw::ADDR_INC),
        }
    }

    /// Returns true if an error stops further transfers (CSW.ERRSTOP).
    pub(super) fn stopped(&self) -> bool {
        self.error && self.csw.contains(Csw::ERRSTOP)
    }

    /// Returns TAR.
    pub(super) fn address(&self) -> u32 {
        self.tar
    }

    /// Reads a register of the port.
    pub(super) fn read_register(&self, offset: u32) -> u32 {
        match offset {
            CSW => (self.csw | Csw::READ_ONLY).bits(),
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

    /// Writes a register of the port; read-only ones ignore the write.
    pub(super) fn write_register(&mut self, offset: u32, value: u32) {
        match offset {
            CSW => self.csw = self.csw.written(value),
            TAR => self.tar = value,
            TRR if value & 1 != 0 => self.error = false,
            _ => {}
        }
    }

    /// Reads from the bus. The data is in the byte lanes of the address.
    ///
    /// # Errors
    /// Returns the fault of the bus.
    pub(super) fn read_bus<T: DebugTarget>(
        &self,
        target: &mut T,
        address: u32,
        size: Size,
    ) -> Result<u32, BusFault> {
        let value = target.read(self.core, address, size)?;
        Ok(value << lane_shift(address))
    }

    /// Writes the byte lanes of the address to the bus.
    ///
    /// # Errors
    /// Returns the fault of the bus.
    pub(super) fn write_bus<T: DebugTarget>(
        &self,
        target: &mut T,
        address: u32,
        size: Size,
        value: u32,
    ) -> Result<(), BusFault> {
        let data = value >> lane_shift(address);
        let data = match size {
            Size::Byte => data & 0xFF,
            Size::Half => data & 0xFFFF,
            Size::Word => data,
        };
        target.write(self.core, address, size, data)
    }

    /// Increments TAR by one transfer, within its 1 KB.
    pub(super) fn increment(&mut self) {
        let next = self.tar.wrapping_add(self.csw.size().bytes());
        self.tar = self.tar & !INCREMENT_MASK | next & INCREMENT_MASK;
    }

    /// Records a failed transfer; returns true if the error is passed to the debug port (CSW.ERRNPASS clear).
    pub(super) fn record_error(&mut self) -> bool {
        self.error = true;
        !self.csw.contains(Csw::ERRNPASS)
    }
}

/// Returns the position of the first byte lane of an address.
const fn lane_shift(address: u32) -> u32 {
    (address & 3) * 8
}
