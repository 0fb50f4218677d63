//! The bus fabric (RP2350 §2.1): where each address leads, and how long that takes.

use super::address_map::{Location, Peripherals, UNMODELLED};
use super::stream;
use super::{Chip, pio};
use crate::bus::{Bus, BusFault, Coprocessor, CoprocessorResult, Initiator, Size, Transfer};
use crate::devices::xip;
use crate::memory::banks;
use crate::memory::rom;
use crate::memory::sram::{self, Sram};
use crate::peripheral::registers::{Alias, Write};
use crate::peripheral::{self, Access, Effects, Unmodelled};

/// SIO, on each core's own path.
const SIO: u32 = 0xD000_0000;
const SIO_LENGTH: u32 = 0x200;
/// GPIO_IN and GPIO_HI_IN.
const SIO_INPUTS: [u32; 2] = [4, 8];
/// Those of the platform timer.
const SIO_TIMER: std::ops::RangeInclusive<u32> = 0x1A4..=0x1BC;

/// Whose registers tell of pins that PIOs drive.
const IO_BANK0: u32 = 0x4002_8000;

/// An APB read takes 3 cycles at least and a write 4 (§2.1).
const APB_READ_WAIT: u32 = 2;
const APB_WRITE_WAIT: u32 = 3;
/// BUSCTRL, whose counters are told what happened at the banks.
const BUSCTRL: u32 = 0x4006_8000;
/// Peripherals on the AHB answer without waiting.
const AHB: u32 = 0x5000_0000;

impl Chip {
    /// Everything but SRAM and the flash windows, and SRAM when its banks are shared.
    #[cold]
    fn read_elsewhere(&mut self, address: u32, size: Size, by: Initiator) -> Result<Transfer, BusFault> {
        if Sram::contains(address) {
            let wait = self.claim_bank(address, by);
            return Ok(Transfer { value: self.sram.read(address, size)?, wait, ..Transfer::default() });
        }
        if address < rom::LENGTH {
            return Ok(Transfer { value: self.rom.read(address, size)?, ..Transfer::default() });
        }
        let caught_up = self.catch_up_dma(by.now);
        let word = address & !3;
        let (value, effects, wait) = if word.wrapping_sub(SIO) < SIO_LENGTH {
            self.bring_timer(word - SIO, by.now);
            let input = if SIO_INPUTS.contains(&(word - SIO)) { self.pins_seen(by) } else { 0 };
            let (value, effects) =
                self.sio.read(word - SIO, by.core, input).map_err(|what| missing(address, what))?;
            (value, effects, 0)
        } else {
            let register = stream::behind_aux(address);
            let location = self.locate(register)?;
            self.prepare_stream(register, by.now);
            let cycle = self.prepare_access(address, by.now);
            let access =
                Access { now: self.timeline.time_at(by.now), cycle, core: by.core, clocks: &self.clocks };
            let block = self.peripherals.get_mut(location.block).ok_or(BusFault::Bus { address })?;
            let (value, effects) = peripheral::read(block, location.offset & 0xFFC, &access)
                .map_err(|what| missing(address, what))?;
            if effects.any() && pio::number_at(address).is_some() {
                self.forget_prediction();
            }
            let effects = effects | self.take_changed();
            (value, effects, if address >= AHB { 0 } else { APB_READ_WAIT })
        };
        let attention = effects.any() && self.propagate(effects, by.now) || caught_up;
        let wait = if by.debugger { 0 } else { wait };
        Ok(Transfer { value: lane(value, address, size), wait, attention, ..Transfer::default() })
    }

    #[cold]
    fn write_elsewhere(
        &mut self,
        address: u32,
        size: Size,
        value: u32,
        by: Initiator,
    ) -> Result<Transfer, BusFault> {
        if Sram::contains(address) {
            let wait = self.claim_bank(address, by);
            return Ok(Transfer { wait, ..self.write_sram(address, size, value, by)? });
        }
        if address < rom::LENGTH {
            return Err(BusFault::Bus { address });
        }
        let caught_up = self.catch_up_dma(by.now);
        let data = replicated(value, size);
        let word = address & !3;
        let (mut effects, wait) = if word.wrapping_sub(SIO) < SIO_LENGTH {
            self.bring_timer(word - SIO, by.now);
            (self.sio.write(word - SIO, data, by.core).map_err(|what| missing(address, what))?, 0)
        } else {
            let register = stream::behind_aux(address);
            let location = self.locate(register)?;
            self.prepare_stream(register, by.now);
            let cycle = self.prepare_access(address, by.now);
            let access =
                Access { now: self.timeline.time_at(by.now), cycle, core: by.core, clocks: &self.clocks };
            let block = self.peripherals.get_mut(location.block).ok_or(BusFault::Bus { address })?;
            let write = Write { data, alias: Alias::of(location.offset), size };
            let mut effects = peripheral::write(block, location.offset & 0xFFC, write, &access)
                .map_err(|what| missing(address, what))?;
            if let Some(number) = pio::number_at(address) {
                effects |= self.finish_pio_write(number, cycle);
            }
            effects |= self.take_changed();
            (effects, if address >= AHB { 0 } else { APB_WRITE_WAIT })
        };
        if effects == Effects::PINS && word.wrapping_sub(SIO) < SIO_LENGTH {
            let changed = self.sio.gpio.take_changed();
            effects = self.update_sio_pins(changed, by.now);
        }
        let attention = effects.any() && self.propagate(effects, by.now) || caught_up;
        let wait = if by.debugger { 0 } else { wait };
        Ok(Transfer { wait, attention, ..Transfer::default() })
    }

    /// What an access to PIO and pins finds is brought to its cycle. Returns that, or the later one that the PIOs have
    /// come to for the other core.
    fn prepare_access(&mut self, address: u32, cycle: u64) -> u64 {
        match pio::number_at(address) {
            Some(_) => {
                self.run_pio(cycle);
                cycle.max(self.pio_cycle())
            }
            None => {
                if address & !0x7FFF == IO_BANK0 {
                    self.run_pio(cycle);
                }
                cycle
            }
        }
    }

    /// The platform timer answers as of the cycle of the access.
    fn bring_timer(&mut self, offset: u32, cycle: u64) {
        if SIO_TIMER.contains(&offset) {
            self.sio.timer.advance(self.timeline.time_at(cycle));
        }
    }

    /// The block at an address, unless it is held in reset.
    fn locate(&mut self, address: u32) -> Result<Location, BusFault> {
        if let Some((_, _, name)) =
            UNMODELLED.iter().find(|(first, length, _)| address.wrapping_sub(*first) < *length)
        {
            return Err(BusFault::NotModelled { address, what: (*name).into() });
        }
        let location = Peripherals::locate(address).ok_or(BusFault::Bus { address })?;
        if address & !0x7FFF == BUSCTRL {
            self.peripherals.busctrl.events = self.banks.events;
        }
        let held = self.peripherals.resets.held();
        match (Peripherals::reset_line(location.block), self.peripherals.get_mut(location.block)) {
            (Some(line), Some(block)) if held & line.mask() != 0 => {
                let name = block.file().name(location.offset & 0xFFC);
                Err(BusFault::NotModelled { address, what: format!("{name} while RESETS holds it in reset") })
            }
            _ => Ok(location),
        }
    }
}

#[cold]
fn missing(address: u32, what: Unmodelled) -> BusFault {
    BusFault::NotModelled { address, what: what.0 }
}

/// The bytes of a register that a narrow read gets.
fn lane(value: u32, address: u32, size: Size) -> u32 {
    let shifted = value >> (8 * (address & 3));
    match size {
        Size::Byte => shifted & 0xFF,
        Size::Half => shifted & 0xFFFF,
        Size::Word => shifted,
    }
}

/// A narrow write to a register writes all of it, with the data repeated (§2.1.4).
fn replicated(value: u32, size: Size) -> u32 {
    match size {
        Size::Byte => (value & 0xFF) * 0x0101_0101,
        Size::Half => (value & 0xFFFF) * 0x0001_0001,
        Size::Word => value,
    }
}

impl Bus for Chip {
    #[inline(always)]
    fn read(&mut self, address: u32, size: Size, by: Initiator) -> Result<Transfer, BusFault> {
        if address.wrapping_sub(sram::BASE) < self.unclaimed {
            return Ok(Transfer { value: self.sram.read(address, size)?, ..Transfer::default() });
        }
        if address >> 28 == xip::BASE >> 28 {
            return self.port().read(address, size, by);
        }
        self.read_elsewhere(address, size, by)
    }

    #[inline(always)]
    fn write(&mut self, address: u32, size: Size, value: u32, by: Initiator) -> Result<Transfer, BusFault> {
        if address.wrapping_sub(sram::BASE) < self.unclaimed {
            return self.write_sram(address, size, value, by);
        }
        if address >> 28 == xip::BASE >> 28 {
            return self.port().write(address, size, value, by);
        }
        self.write_elsewhere(address, size, value, by)
    }

    fn xip_counters(&self) -> (u32, u32) {
        self.peripherals.xip.cache.counters()
    }

    fn code(&mut self, address: u32, _core: u8) -> Result<u16, BusFault> {
        match address {
            0..rom::LENGTH => Ok(self.rom.read(address, Size::Half)? as u16),
            _ if Sram::contains(address) => self.sram.code(address),
            _ if address >> 28 == xip::BASE >> 28 => self.port().code(address),
            _ => Err(BusFault::Bus { address }),
        }
    }

    fn take_stale_code(&mut self, core: u8, into: &mut Vec<u32>) {
        self.sram.take_stale_code(core, into);
        self.port().take_stale_code(core, into);
    }

    fn reserve(&mut self, address: u32, by: Initiator) {
        self.reservations[usize::from(by.core & 1)] = Some(address & !3);
    }

    fn reserved(&mut self, address: u32, by: Initiator) -> bool {
        self.reservations[usize::from(by.core & 1)] == Some(address & !3)
    }

    #[inline(always)]
    fn fetch(&mut self, address: u32, by: Initiator) -> Result<u32, Box<BusFault>> {
        if address >> 28 != xip::BASE >> 28 {
            return Ok(if self.unclaimed == 0 { self.fetch_from_bank(address, by) } else { 0 });
        }
        if self.peripherals.xip.cached_code(address) {
            return Ok(0);
        }
        self.fetch_past_cache(address, by)
    }

    fn coprocessor(&mut self, access: Coprocessor, by: Initiator) -> Option<CoprocessorResult> {
        self.coprocessor_access(access, by)
    }
}

impl Chip {
    /// Code that the cache does not hold.
    #[cold]
    #[inline(never)]
    fn fetch_past_cache(&mut self, address: u32, by: Initiator) -> Result<u32, Box<BusFault>> {
        self.port().fetch(address, by.now).map_err(Box::new)
    }

    #[inline(always)]
    fn write_sram(
        &mut self,
        address: u32,
        size: Size,
        value: u32,
        by: Initiator,
    ) -> Result<Transfer, BusFault> {
        let (stale_code, watched) = self.sram.write(address, size, value)?;
        self.break_reservation(address, by);
        Ok(Transfer { stale_code, attention: watched && !by.debugger, ..Transfer::default() })
    }

    /// Waits for the bank of an address while others use the banks too. The debugger's accesses have claimed theirs.
    fn claim_bank(&mut self, address: u32, by: Initiator) -> u32 {
        if by.debugger { 0 } else { self.banks.claim(address, by.now, banks::Port::of_core(by.core)) }
    }

    /// Code in SRAM, while others use the banks too: the words of the line are fetched in successive cycles. What
    /// execution comes to in sequence was asked for two cycles ago (choice).
    #[cold]
    #[inline(never)]
    fn fetch_from_bank(&mut self, address: u32, by: Initiator) -> u32 {
        const AHEAD: u32 = 2;
        if !Sram::contains(address) {
            return 0;
        }
        let core = usize::from(by.core & 1);
        let port = banks::Port::of_core(by.core);
        let words = 2 - (address >> 2 & 1);
        let waits = (0..words)
            .map(|word| self.banks.claim(address.wrapping_add(4 * word), by.now + u64::from(word), port));
        let wait = waits.max().unwrap_or(0);
        let line = address & !7;
        let sequential = std::mem::replace(&mut self.fetched[core], line).wrapping_add(8) == line;
        if sequential { wait.saturating_sub(AHEAD) } else { wait }
    }

    /// A store takes the other core's reservation of the same word away (§2.1.6).
    #[inline(always)]
    fn break_reservation(&mut self, address: u32, by: Initiator) {
        let other = &mut self.reservations[usize::from(1 - (by.core & 1))];
        if other.is_some_and(|reserved| reserved == address & !3) {
            *other = None;
        }
    }
}
