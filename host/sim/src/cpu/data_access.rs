//! Data accesses: alignment, the private peripheral bus, protection, wait states and faults.

use super::Cpu;
use super::exit::StopReason;
use super::trap::{Fault, Trap};
use crate::bus::{Bus, BusFault, Size, Transfer};
use crate::ppb::dwt::DataAccess;
use crate::ppb::scb::STIR;

/// Address bits 31 to 20 of the private peripheral bus.
pub(super) const PRIVATE_BUS: u32 = 0xE00;

/// Aligned part of an unaligned access.
struct Part {
    address: u32,
    size: Size,
    /// Position of the part in the data, in bits.
    shift: u32,
}

impl Cpu {
    /// Loads zero-extended data. Wait states lengthen the instruction.
    #[inline(always)]
    pub(super) fn load<B: Bus>(&mut self, bus: &mut B, address: u32, size: Size) -> Result<u32, Trap> {
        if !is_aligned(address, size) {
            return self.load_unaligned(bus, address, size);
        }
        self.load_aligned(bus, address, size)
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
        if !is_aligned(address, size) {
            return self.store_unaligned(bus, address, size, value);
        }
        self.store_aligned(bus, address, size, value)
    }

    /// Loads a word that must be aligned regardless of CCR: LDM, LDRD, exclusives, stacking.
    #[inline(always)]
    pub(super) fn load_word<B: Bus>(&mut self, bus: &mut B, address: u32) -> Result<u32, Trap> {
        if !is_aligned(address, Size::Word) {
            return Err(Fault::Unaligned.into());
        }
        self.load_aligned(bus, address, Size::Word)
    }

    /// Stores a word, as [`Cpu::load_word`].
    #[inline(always)]
    pub(super) fn store_word<B: Bus>(&mut self, bus: &mut B, address: u32, value: u32) -> Result<(), Trap> {
        if !is_aligned(address, Size::Word) {
            return Err(Fault::Unaligned.into());
        }
        self.store_aligned(bus, address, Size::Word, value)
    }

    /// Loads as unprivileged code does: LDRT, LDRBT, LDRHT.
    pub(super) fn load_unprivileged<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
    ) -> Result<u32, Trap> {
        let mut value = 0;
        self.access_in_parts(bus, address, size, |cpu, bus, part| {
            value |= cpu.load_checked(bus, part.address, part.size, false)? << part.shift;
            Ok(())
        })?;
        Ok(value)
    }

    /// Stores as unprivileged code does: STRT, STRBT, STRHT.
    pub(super) fn store_unprivileged<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
        value: u32,
    ) -> Result<(), Trap> {
        self.access_in_parts(bus, address, size, |cpu, bus, part| {
            cpu.store_checked(bus, part.address, part.size, value >> part.shift, false)
        })
    }

    #[cold]
    #[inline(never)]
    fn load_unaligned<B: Bus>(&mut self, bus: &mut B, address: u32, size: Size) -> Result<u32, Trap> {
        let mut value = 0;
        self.access_in_parts(bus, address, size, |cpu, bus, part| {
            value |= cpu.load_aligned(bus, part.address, part.size)? << part.shift;
            Ok(())
        })?;
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
        self.access_in_parts(bus, address, size, |cpu, bus, part| {
            cpu.store_aligned(bus, part.address, part.size, value >> part.shift)
        })
    }

    /// Splits an access into aligned parts, each a cycle after the one before. An unaligned access faults in Device
    /// memory (Armv8-M ARM B6.6) and if CCR.UNALIGN_TRP is set.
    fn access_in_parts<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
        mut access: impl FnMut(&mut Self, &mut B, Part) -> Result<(), Trap>,
    ) -> Result<(), Trap> {
        let device_memory = matches!(address >> 29, 2 | 5 | 6 | 7);
        if !is_aligned(address, size) && (device_memory || self.scb.trap_unaligned()) {
            return Err(Fault::Unaligned.into());
        }
        let mut done = 0;
        while done < size.bytes() {
            let at = address.wrapping_add(done);
            let part = part_size(at, size.bytes() - done);
            access(self, bus, Part { address: at, size: part, shift: 8 * done })?;
            self.pipeline.lengthen(u64::from(done != 0));
            done += part.bytes();
        }
        Ok(())
    }

    #[inline(always)]
    fn load_aligned<B: Bus>(&mut self, bus: &mut B, address: u32, size: Size) -> Result<u32, Trap> {
        if address >> 20 == PRIVATE_BUS || self.access_check.enabled {
            return self.load_checked(bus, address, size, self.registers.privileged());
        }
        match bus.read(address, size, self.initiator()) {
            Ok(transfer) => {
                self.finish_transfer(transfer);
                Ok(transfer.value)
            }
            Err(fault) => self.failed_access(fault).map(|()| 0),
        }
    }

    #[inline(always)]
    fn store_aligned<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
        value: u32,
    ) -> Result<(), Trap> {
        if address >> 20 == PRIVATE_BUS || self.access_check.enabled {
            return self.store_checked(bus, address, size, value, self.registers.privileged());
        }
        match bus.write(address, size, value, self.initiator()) {
            Ok(transfer) => {
                self.finish_store(transfer);
                Ok(())
            }
            Err(fault) => self.failed_access(fault),
        }
    }

    /// Loads from the private peripheral bus, or under the checks of MPU and watchpoints.
    #[cold]
    #[inline(never)]
    fn load_checked<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
        privileged: bool,
    ) -> Result<u32, Trap> {
        if address >> 20 == PRIVATE_BUS {
            return self.load_private(address, size, privileged);
        }
        if !self.permission(address, privileged).read {
            return Err(Fault::DataProtection { address }.into());
        }
        match bus.read(address, size, self.initiator()) {
            Ok(transfer) => {
                self.finish_transfer(transfer);
                self.watch(DataAccess { address, size, write: false, value: transfer.value });
                Ok(transfer.value)
            }
            Err(fault) => self.failed_access(fault).map(|()| 0),
        }
    }

    /// Stores to the private peripheral bus, or under the checks of MPU and watchpoints.
    #[cold]
    #[inline(never)]
    fn store_checked<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        size: Size,
        value: u32,
        privileged: bool,
    ) -> Result<(), Trap> {
        if address >> 20 == PRIVATE_BUS {
            return self.store_private(address, size, value, privileged);
        }
        if !self.permission(address, privileged).write {
            return Err(Fault::DataProtection { address }.into());
        }
        match bus.write(address, size, value, self.initiator()) {
            Ok(transfer) => {
                self.finish_store(transfer);
                self.watch(DataAccess { address, size, write: true, value });
                Ok(())
            }
            Err(fault) => self.failed_access(fault),
        }
    }

    /// Stores an aligned word for which the caller has checked the permission.
    pub(super) fn store_word_permitted<B: Bus>(
        &mut self,
        bus: &mut B,
        address: u32,
        value: u32,
    ) -> Result<(), Trap> {
        match bus.write(address, Size::Word, value, self.initiator()) {
            Ok(transfer) => {
                self.finish_store(transfer);
                self.watch(DataAccess { address, size: Size::Word, write: true, value });
                Ok(())
            }
            Err(fault) => Err(self.bus_fault(fault)),
        }
    }

    fn load_private(&mut self, address: u32, size: Size, privileged: bool) -> Result<u32, Trap> {
        if !self.private_access_permitted(address, privileged) {
            return self.failed_access(BusFault::Bus { address }).map(|()| 0);
        }
        let word = self.private_read(address & !3, false).map_err(|fault| self.bus_fault(fault))?;
        Ok(word >> (8 * (address & 3)) & mask(size))
    }

    fn store_private(&mut self, address: u32, size: Size, value: u32, privileged: bool) -> Result<(), Trap> {
        if !self.private_access_permitted(address, privileged) {
            return self.failed_access(BusFault::Bus { address });
        }
        self.request_service();
        self.private_write(address, size, value, false).map_err(|fault| self.bus_fault(fault))
    }

    /// Returns true if code may access `address` on the private peripheral bus: unprivileged code only the software
    /// trigger register, and that only with CCR.USERSETMPEND.
    fn private_access_permitted(&self, address: u32, privileged: bool) -> bool {
        privileged || (address & !3 == STIR && self.scb.user_may_pend())
    }

    /// Applies the side effects of a transfer: wait states and events.
    #[inline(always)]
    pub(super) fn finish_transfer(&mut self, transfer: Transfer) {
        self.pipeline.lengthen(u64::from(transfer.wait));
        if transfer.events_pending {
            self.run_control.events_pending = true;
            self.request_service();
        }
    }

    /// Applies the side effects of a store.
    #[inline(always)]
    fn finish_store(&mut self, transfer: Transfer) {
        self.finish_transfer(transfer);
        if transfer.stale_code {
            self.decoded.mark_stale();
            self.request_service();
        }
    }

    /// Ends an access that failed on the bus. With CCR.BFHFNMIGN it is ignored at negative priority; a load then returns
    /// an UNKNOWN value, here 0.
    #[cold]
    #[inline(never)]
    fn failed_access(&mut self, fault: BusFault) -> Result<(), Trap> {
        let ignored = matches!(fault, BusFault::Bus { .. })
            && self.scb.ignores_bus_faults()
            && self.negative_priority_requested();
        if ignored { Ok(()) } else { Err(self.bus_fault(fault)) }
    }

    /// Returns the trap for `fault`.
    #[cold]
    #[inline(never)]
    pub(super) fn bus_fault(&mut self, fault: BusFault) -> Trap {
        match fault {
            BusFault::Bus { address } => Fault::DataBus { address }.into(),
            BusFault::Unmodelled { address, what } => self.unmodelled(format!("{what} at {address:#010x}")),
        }
    }

    /// Stops the board because `what` is not modelled.
    #[cold]
    #[inline(never)]
    pub(crate) fn unmodelled(&mut self, what: String) -> Trap {
        self.run_control.stop = Some(StopReason { pc: self.registers.pc, what });
        Trap::Unmodelled
    }
}

#[inline(always)]
fn is_aligned(address: u32, size: Size) -> bool {
    address & (size.bytes() - 1) == 0
}

/// Returns the largest aligned access at `address` within `left` bytes.
fn part_size(address: u32, left: u32) -> Size {
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
