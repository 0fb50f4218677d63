//! Data accesses: alignment, the private peripheral bus, waits and faults.

use super::exit::Trap;
use super::{Cpu, StopReason};
use crate::bus::{Bus, BusFault, Initiator, Size, Transfer};
use crate::ppb::dcb::DebugEvent;
use crate::ppb::dwt::DataAccess;

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
            return self.load_private(address, size, self.privileged());
        }
        if self.checks_data {
            return self.load_checked(bus, address, size, self.privileged());
        }
        match bus.read(address, size, self.initiator()) {
            Ok(transfer) => {
                self.settle(transfer);
                Ok(transfer.value)
            }
            Err(fault) => self.failed_load(fault),
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
            return self.store_private(address, size, value, self.privileged());
        }
        if self.checks_data {
            return self.store_checked(bus, address, size, value, self.privileged());
        }
        match bus.write(address, size, value, self.initiator()) {
            Ok(transfer) => {
                self.settle(transfer);
                self.note_stale_code(transfer);
                Ok(())
            }
            Err(fault) => self.failed_store(fault),
        }
    }

    #[inline(always)]
    pub(super) fn note_stale_code(&mut self, transfer: Transfer) {
        if transfer.stale_code {
            self.stale_code = true;
            self.limit = 0;
        }
    }

    #[inline(always)]
    pub(super) fn settle(&mut self, transfer: Transfer) {
        self.cycle += u64::from(transfer.wait);
        if transfer.events_pending {
            self.events_pending = true;
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
        self.load_parts(bus, address, size, Self::load_aligned)
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
        self.store_parts(bus, address, size, value, Self::store_aligned)
    }

    /// Loads aligned parts, each by `load`, and puts them together.
    fn load_parts<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
        load: impl Fn(&mut Self, &mut B, u32, Size) -> Result<u32, Trap>,
    ) -> Result<u32, Trap> {
        self.check_alignment(address, size)?;
        let (mut value, mut done) = (0, 0);
        while done < size.bytes() {
            let at = address.wrapping_add(done);
            let part = part_at(at, size.bytes() - done);
            value |= load(self, bus, at, part)? << (8 * done);
            self.cycle += u64::from(done != 0);
            done += part.bytes();
        }
        Ok(value)
    }

    /// Stores aligned parts, each by `store`.
    fn store_parts<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
        value: u32,
        store: impl Fn(&mut Self, &mut B, u32, Size, u32) -> Result<(), Trap>,
    ) -> Result<(), Trap> {
        self.check_alignment(address, size)?;
        let mut done = 0;
        while done < size.bytes() {
            let at = address.wrapping_add(done);
            let part = part_at(at, size.bytes() - done);
            store(self, bus, at, part, value >> (8 * done))?;
            self.cycle += u64::from(done != 0);
            done += part.bytes();
        }
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn load_private(&mut self, address: u32, size: Size, privileged: bool) -> Result<u32, Trap> {
        if !self.private_access_allowed(address, privileged) {
            return self.failed_load(BusFault::Bus { address });
        }
        let word = self.private_read(address & !3, false).map_err(|fault| self.bus_fault(fault))?;
        Ok(word >> (8 * (address & 3)) & mask(size))
    }

    #[cold]
    #[inline(never)]
    fn store_private(&mut self, address: u32, size: Size, value: u32, privileged: bool) -> Result<(), Trap> {
        if !self.private_access_allowed(address, privileged) {
            return self.failed_store(BusFault::Bus { address });
        }
        self.limit = 0;
        self.private_write(address, size, value, false).map_err(|fault| self.bus_fault(fault))
    }

    /// Unprivileged code reaches only the software trigger register, and that if CCR.USERSETMPEND is set.
    fn private_access_allowed(&self, address: u32, privileged: bool) -> bool {
        privileged || (address & !3 == 0xE000_EF00 && self.scb.user_may_pend())
    }

    /// LDRT and its kin: loads as unprivileged code would.
    pub(super) fn load_as_user<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
    ) -> Result<u32, Trap> {
        self.load_parts(bus, address, size, |cpu, bus, at, part| match at >> 20 {
            PPB => cpu.load_private(at, part, false),
            _ => cpu.load_checked(bus, at, part, false),
        })
    }

    /// STRT and its kin: stores as unprivileged code would.
    pub(super) fn store_as_user<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
        value: u32,
    ) -> Result<(), Trap> {
        self.store_parts(bus, address, size, value, |cpu, bus, at, part, value| match at >> 20 {
            PPB => cpu.store_private(at, part, value, false),
            _ => cpu.store_checked(bus, at, part, value, false),
        })
    }

    fn check_alignment(&self, address: u32, size: Size) -> Result<(), Trap> {
        let aligned = address & (size.bytes() - 1) == 0;
        if aligned || self.unaligned_allowed(address) { Ok(()) } else { Err(Trap::Unaligned) }
    }

    /// A load that the bus refused. With CCR.BFHFNMIGN it is ignored at negative priority: the value is then UNKNOWN,
    /// and 0 here.
    #[cold]
    #[inline(never)]
    pub(super) fn failed_load(&mut self, fault: BusFault) -> Result<u32, Trap> {
        if self.ignores(&fault) { Ok(0) } else { Err(self.bus_fault(fault)) }
    }

    /// As [`Cpu::failed_load`].
    #[cold]
    #[inline(never)]
    pub(super) fn failed_store(&mut self, fault: BusFault) -> Result<(), Trap> {
        if self.ignores(&fault) { Ok(()) } else { Err(self.bus_fault(fault)) }
    }

    fn ignores(&self, fault: &BusFault) -> bool {
        matches!(fault, BusFault::Bus { .. })
            && self.scb.ignores_bus_faults()
            && self.negative_priority_requested()
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
            BusFault::Unmodelled { address, what } => self.not_modelled(format!("{what} at {address:#010x}")),
        }
    }

    /// Stops the board because of `what`.
    #[cold]
    #[inline(never)]
    pub(crate) fn not_modelled(&mut self, what: String) -> Trap {
        self.stop = Some(StopReason { pc: self.pc, what });
        Trap::Stop
    }

    /// Tells the watchpoints of an access.
    pub(super) fn watch(&mut self, access: DataAccess) {
        if self.dwt.watches_data() && self.dwt.check_data_access(&access) {
            self.debug.request_halt(DebugEvent::Watchpoint);
            self.pend_monitor(DebugEvent::Watchpoint);
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
