//! Data accesses: alignment, the private peripheral bus, waits and faults.

use super::exit::Trap;
use super::{Cpu, StopReason};
use crate::bus::{Bus, BusFault, Initiator, Size, Transfer};
use crate::ppb::dcb::DebugEvent;

/// Address bits 31 to 20 of the private peripheral bus.
const PPB: u32 = 0xE00;

impl Cpu {
    #[inline(always)]
    pub(super) fn initiator(&self) -> Initiator {
        Initiator { core: self.core, now: self.cycle, debugger: false }
    }

    /// Loads zero-extended data; waits lengthen the instruction.
    #[inline(always)]
    pub(super) fn load<B: Bus>(&mut self, bus: &mut B, address: u32, size: Size) -> Result<u32, Trap> {
        if address & (size.bytes() - 1) != 0 {
            return self.load_unaligned(bus, address, size);
        }
        self.load_aligned(bus, address, size)
    }

    #[inline(always)]
    fn load_aligned<B: Bus>(&mut self, bus: &mut B, address: u32, size: Size) -> Result<u32, Trap> {
        if address >> 20 == PPB {
            return self.load_private(address, size);
        }
        match bus.read(address, size, self.initiator()) {
            Ok(transfer) => {
                self.settle(transfer);
                if self.dwt.watches_data() {
                    self.watch(address, size, false);
                }
                Ok(transfer.value)
            }
            Err(fault) => Err(self.bus_fault(fault)),
        }
    }

    /// Stores the low bits of `value`.
    #[inline(always)]
    pub(super) fn store<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
        value: u32,
    ) -> Result<(), Trap> {
        if address & (size.bytes() - 1) != 0 {
            return self.store_unaligned(bus, address, size, value);
        }
        self.store_aligned(bus, address, size, value)
    }

    #[inline(always)]
    fn store_aligned<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
        value: u32,
    ) -> Result<(), Trap> {
        if address >> 20 == PPB {
            return self.store_private(address, size, value);
        }
        match bus.write(address, size, value, self.initiator()) {
            Ok(transfer) => {
                self.settle(transfer);
                if transfer.stale_code {
                    self.stale_code = true;
                    self.limit = 0;
                }
                if self.dwt.watches_data() {
                    self.watch(address, size, true);
                }
                Ok(())
            }
            Err(fault) => Err(self.bus_fault(fault)),
        }
    }

    #[inline(always)]
    fn settle(&mut self, transfer: Transfer) {
        self.cycle += u64::from(transfer.wait);
        if transfer.attention {
            self.attention = true;
            self.limit = 0;
        }
    }

    /// Word access that must be aligned whatever CCR says: LDM, LDRD, exclusives, stacking.
    #[inline(always)]
    pub(super) fn load_word<B: Bus>(&mut self, bus: &mut B, address: u32) -> Result<u32, Trap> {
        if address & 3 != 0 {
            return Err(Trap::Unaligned);
        }
        self.load_aligned(bus, address, Size::Word)
    }

    /// As [`Cpu::load_word`].
    #[inline(always)]
    pub(super) fn store_word<B: Bus>(&mut self, bus: &mut B, address: u32, value: u32) -> Result<(), Trap> {
        if address & 3 != 0 {
            return Err(Trap::Unaligned);
        }
        self.store_aligned(bus, address, Size::Word, value)
    }

    /// Unaligned accesses are split into aligned ones, each costing a cycle more. They fault in Device memory
    /// (Armv8-M ARM B6.6) and when CCR.UNALIGN_TRP is set.
    fn unaligned_allowed(&self, address: u32) -> bool {
        !self.scb.trap_unaligned() && !matches!(address >> 29, 2 | 5 | 6 | 7)
    }

    #[cold]
    #[inline(never)]
    fn load_unaligned<B: Bus>(&mut self, bus: &mut B, address: u32, size: Size) -> Result<u32, Trap> {
        if !self.unaligned_allowed(address) {
            return Err(Trap::Unaligned);
        }
        let (mut value, mut done) = (0, 0);
        while done < size.bytes() {
            let part = part_at(address.wrapping_add(done), size.bytes() - done);
            value |= self.load_aligned(bus, address.wrapping_add(done), part)? << (8 * done);
            self.cycle += u64::from(done != 0);
            done += part.bytes();
        }
        Ok(value)
    }

    #[cold]
    #[inline(never)]
    fn store_unaligned<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
        value: u32,
    ) -> Result<(), Trap> {
        if !self.unaligned_allowed(address) {
            return Err(Trap::Unaligned);
        }
        let mut done = 0;
        while done < size.bytes() {
            let part = part_at(address.wrapping_add(done), size.bytes() - done);
            self.store_aligned(bus, address.wrapping_add(done), part, value >> (8 * done))?;
            self.cycle += u64::from(done != 0);
            done += part.bytes();
        }
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn load_private(&mut self, address: u32, size: Size) -> Result<u32, Trap> {
        if !self.private_access_allowed(address) {
            self.fault_address = address;
            return Err(Trap::DataBus);
        }
        let word = self.private_read(address & !3, false).map_err(|fault| self.bus_fault(fault))?;
        Ok(word >> (8 * (address & 3)) & mask(size))
    }

    #[cold]
    #[inline(never)]
    fn store_private(&mut self, address: u32, size: Size, value: u32) -> Result<(), Trap> {
        if !self.private_access_allowed(address) {
            self.fault_address = address;
            return Err(Trap::DataBus);
        }
        self.limit = 0;
        self.private_write(address, size, value, false).map_err(|fault| self.bus_fault(fault))
    }

    /// Unprivileged code reaches only the software trigger register, and that if CCR.USERSETMPEND is set.
    fn private_access_allowed(&self, address: u32) -> bool {
        self.privileged() || (address & !3 == 0xE000_EF00 && self.scb.user_may_pend())
    }

    /// Records what a trap for `fault` has to know.
    #[cold]
    #[inline(never)]
    pub(super) fn bus_fault(&mut self, fault: BusFault) -> Trap {
        match fault {
            BusFault::Bus { address } => {
                self.fault_address = address;
                Trap::DataBus
            }
            BusFault::NotModelled { address, what } => {
                self.not_modelled(format!("{what} at {address:#010x}"))
            }
        }
    }

    /// Stops the board because of `what`.
    #[cold]
    #[inline(never)]
    pub(crate) fn not_modelled(&mut self, what: String) -> Trap {
        self.stop = Some(StopReason { pc: self.pc, what });
        Trap::Stop
    }

    #[cold]
    #[inline(never)]
    fn watch(&mut self, address: u32, size: Size, write: bool) {
        if self.dwt.data_access(address, size, write) {
            self.debug.request_halt(DebugEvent::Watchpoint);
            self.limit = 0;
        }
    }

    /// Drops what was decoded from code that has changed since.
    #[cold]
    #[inline(never)]
    pub(super) fn forget_stale_code<B: Bus>(&mut self, bus: &mut B) {
        let mut blocks = Vec::new();
        bus.take_stale_code(self.core, &mut blocks);
        for address in blocks {
            self.cache.forget(address, crate::bus::code_watch::BLOCK);
            self.it_cache.forget(address, crate::bus::code_watch::BLOCK);
        }
    }
}

/// The largest aligned access at `address` within `left` bytes.
fn part_at(address: u32, left: u32) -> Size {
    match (address & 3, left) {
        (0, 4..) => Size::Word,
        (0 | 2, 2..) => Size::Half,
        _ => Size::Byte,
    }
}

fn mask(size: Size) -> u32 {
    match size {
        Size::Byte => 0xFF,
        Size::Half => 0xFFFF,
        Size::Word => 0xFFFF_FFFF,
    }
}
