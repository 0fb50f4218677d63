//! Accesses to registers: SIO, and the devices on the APB and AHB (RP2350 §2.1).

use super::address_map::{Location, Peripherals, UNMODELLED};
use super::{Chip, pio};
use crate::bus::{BusFault, Initiator, Size, Transfer};
use crate::devices::xip::aux_port;
use crate::devices::{dma, sio};
use crate::peripheral::registers::{Alias, Write};
use crate::peripheral::{self, Access, Effects, Unmodelled};

/// Wait states of an APB read and write: 3 cycles at least and 4 (§2.1).
const APB_READ_WAIT: u32 = 2;
const APB_WRITE_WAIT: u32 = 3;
/// First address of the AHB, whose devices answer without wait states.
const AHB: u32 = 0x5000_0000;

/// IO_BANK0, which shows pins that PIOs drive.
const IO_BANK0: u32 = 0x4002_8000;
/// BUSCTRL, which counts events of the SRAM banks.
const BUSCTRL: u32 = 0x4006_8000;
/// XIP_CTRL, which shows the progress of the stream.
const XIP_CTRL: u32 = 0x400C_8000;

/// Bytes of a device with its register aliases, as far as these checks need them.
const fn is_in(address: u32, base: u32, span: u32) -> bool {
    address & !(span - 1) == base
}

impl Chip {
    /// Reads a register.
    pub(super) fn read_register(
        &mut self,
        address: u32,
        size: Size,
        by: Initiator,
    ) -> Result<Transfer, BusFault> {
        let pending = dma::catch_up(self, by.now);
        let word = address & !3;
        let (value, effects, wait) = if sio::contains(word) {
            self.advance_platform_timer(word - sio::BASE, by.now);
            let input = if sio::reads_pins(word - sio::BASE) { self.read_pins(by) } else { 0 };
            let (value, effects) =
                self.sio.read(word - sio::BASE, by.core, input).map_err(|what| unmodelled(address, what))?;
            (value, effects, 0)
        } else {
            let register = aux_port::target(address);
            let location = self.locate(register)?;
            let cycle = self.prepare_access(address, register, by.now);
            let access = Access { cycle, core: by.core, ..self.clocks.access(by.now) };
            let device = self.peripherals.get_mut(location.device).ok_or(BusFault::Bus { address })?;
            let (value, effects) = peripheral::read(device, location.offset & 0xFFC, &access)
                .map_err(|what| unmodelled(address, what))?;
            if !effects.is_empty() && pio::number_at(address).is_some() {
                self.pio.invalidate();
            }
            let effects = effects | self.pio.take_changed();
            (value, effects, if address >= AHB { 0 } else { APB_READ_WAIT })
        };
        let events_pending = !effects.is_empty() && self.propagate(effects, by.now) || pending;
        let wait = if by.debugger { 0 } else { wait };
        Ok(Transfer { value: lane(value, address, size), wait, events_pending, ..Transfer::default() })
    }

    /// Writes a register.
    pub(super) fn write_register(
        &mut self,
        address: u32,
        size: Size,
        value: u32,
        by: Initiator,
    ) -> Result<Transfer, BusFault> {
        let pending = dma::catch_up(self, by.now);
        let data = replicate(value, size);
        let word = address & !3;
        let (effects, wait) = if sio::contains(word) {
            self.advance_platform_timer(word - sio::BASE, by.now);
            let effects =
                self.sio.write(word - sio::BASE, data, by.core).map_err(|what| unmodelled(address, what))?;
            if effects == Effects::PINS {
                let changed = self.sio.gpio.take_changed();
                (self.update_sio_pins(changed, by.now), 0)
            } else {
                (effects, 0)
            }
        } else {
            let register = aux_port::target(address);
            let location = self.locate(register)?;
            let cycle = self.prepare_access(address, register, by.now);
            let access = Access { cycle, core: by.core, ..self.clocks.access(by.now) };
            let device = self.peripherals.get_mut(location.device).ok_or(BusFault::Bus { address })?;
            let write = Write { data, alias: Alias::of(location.offset), size };
            let mut effects = peripheral::write(device, location.offset & 0xFFC, write, &access)
                .map_err(|what| unmodelled(address, what))?;
            if let Some(number) = pio::number_at(address) {
                effects |= self.complete_pio_write(number, cycle);
            }
            effects |= self.pio.take_changed();
            (effects, if address >= AHB { 0 } else { APB_WRITE_WAIT })
        };
        let events_pending = !effects.is_empty() && self.propagate(effects, by.now) || pending;
        let wait = if by.debugger { 0 } else { wait };
        Ok(Transfer { wait, events_pending, ..Transfer::default() })
    }

    /// Advances the devices that an access observes. Returns the cycle of the access, or the later one to which the PIOs
    /// have been advanced for the other core.
    fn prepare_access(&mut self, address: u32, register: u32, cycle: u64) -> u64 {
        if is_in(register, XIP_CTRL, 0x4000) {
            self.run_stream(cycle);
        }
        if pio::number_at(address).is_some() {
            self.run_pio(cycle);
            return cycle.max(self.pio.cycle());
        }
        if is_in(address, IO_BANK0, 0x8000) {
            self.run_pio(cycle);
        }
        cycle
    }

    fn advance_platform_timer(&mut self, offset: u32, cycle: u64) {
        if sio::is_platform_timer(offset) {
            self.sio.timer.advance(self.clocks.time_at(cycle));
        }
    }

    /// Returns the device at an address, unless it is held in reset.
    fn locate(&mut self, address: u32) -> Result<Location, BusFault> {
        if let Some((_, _, name)) =
            UNMODELLED.iter().find(|(first, length, _)| address.wrapping_sub(*first) < *length)
        {
            return Err(BusFault::Unmodelled { address, what: (*name).into() });
        }
        let location = Peripherals::locate(address).ok_or(BusFault::Bus { address })?;
        if is_in(address, BUSCTRL, 0x8000) {
            self.peripherals.busctrl.events = self.memory.events();
        }
        let held = self.peripherals.resets.held();
        match (Peripherals::reset_line(location.device), self.peripherals.get_mut(location.device)) {
            (Some(line), Some(device)) if held & line.mask() != 0 => {
                let name = device.file().name(location.offset & 0xFFC);
                Err(BusFault::Unmodelled { address, what: format!("{name} while RESETS holds it in reset") })
            }
            _ => Ok(location),
        }
    }
}

#[cold]
fn unmodelled(address: u32, what: Unmodelled) -> BusFault {
    BusFault::Unmodelled { address, what: what.0 }
}

/// Returns the bytes of a register that a narrow read takes.
fn lane(value: u32, address: u32, size: Size) -> u32 {
    let shifted = value >> (8 * (address & 3));
    match size {
        Size::Byte => shifted & 0xFF,
        Size::Half => shifted & 0xFFFF,
        Size::Word => shifted,
    }
}

/// Repeats the data of a narrow write over the register, all of which it writes (§2.1.4).
fn replicate(value: u32, size: Size) -> u32 {
    match size {
        Size::Byte => (value & 0xFF) * 0x0101_0101,
        Size::Half => (value & 0xFFFF) * 0x0001_0001,
        Size::Word => value,
    }
}
