//! The chip around the cores: memories, devices, clocks, and the bus that leads to them.

pub mod address_map;
mod board_requests;
mod bus;
mod clock_domain;
mod coprocessor_access;
mod coprocessors;
mod dma;
mod event_schedule;
mod exclusive_monitor;
mod external;
mod fanout;
mod interrupt_lines;
mod pin_fabric;
mod pio;
mod propagation;
mod register_access;
#[cfg(test)]
pub(crate) mod register_names;
mod reset;
mod sram_arbiter;

use crate::bus::{BusFault, Initiator, Size};
use crate::devices::dma::{run_before, service};
pub use crate::devices::i2c::I2cDevice;
use crate::devices::pio::Schedule;
use crate::devices::sio::{Mailbox, Sio};
pub use crate::devices::spi::SpiDevice;
use crate::devices::xip::Port;
use crate::memory::rom::Rom;
use crate::peripheral::Effects;
use crate::time::{Frequencies, Picoseconds};
use address_map::Peripherals;
use board_requests::BoardRequests;
use clock_domain::ClockDomain;
use coprocessors::Coprocessors;
use event_schedule::EventSchedule;
use exclusive_monitor::ExclusiveMonitor;
use interrupt_lines::InterruptLines;
use pin_fabric::PinFabric;
use sram_arbiter::SramArbiter;
use std::ops::Range;

/// Resets from outside the chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// Power-on reset: SRAM is lost, flash keeps its content.
    Power,
    /// A low pulse on the RUN pin.
    RunPin,
    /// Rescue reset by the debugger: like the RUN pin, but the ROM waits for the debugger.
    Rescue,
}

/// Counters of the XIP cache.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct XipCounters {
    /// XIP_CTR_HIT: accesses that the cache served.
    pub hits: u32,
    /// XIP_CTR_ACC: all accesses.
    pub accesses: u32,
}

/// The RP2350 without its cores, and the flash beside it.
pub struct Chip {
    memory: SramArbiter,
    rom: Rom,
    monitor: ExclusiveMonitor,
    sio: Sio,
    coprocessors: Coprocessors,
    peripherals: Peripherals,
    pio: Schedule,
    pins: PinFabric,
    clocks: ClockDomain,
    interrupts: InterruptLines,
    events: EventSchedule,
    requests: BoardRequests,
}

impl Default for Chip {
    fn default() -> Self {
        let mut peripherals = Peripherals::default();
        let frequencies = peripherals.frequencies(0);
        let mut chip = Chip {
            memory: SramArbiter::default(),
            rom: Rom::default(),
            monitor: ExclusiveMonitor::default(),
            sio: Sio::default(),
            coprocessors: Coprocessors::default(),
            peripherals,
            pio: Schedule::default(),
            pins: PinFabric::default(),
            clocks: ClockDomain::new(frequencies),
            interrupts: InterruptLines::default(),
            events: EventSchedule::default(),
            requests: BoardRequests::default(),
        };
        chip.propagate(Effects::CLOCKS | Effects::PINS | Effects::EVENTS, 0);
        chip
    }
}

impl Chip {
    /// Frequencies of the clocks.
    pub fn clocks(&self) -> &Frequencies {
        self.clocks.frequencies()
    }

    /// Returns the time at which a cycle begins.
    #[inline]
    pub fn time_at(&self, cycle: u64) -> Picoseconds {
        self.clocks.time_at(cycle)
    }

    /// Returns the first cycle that begins at or after a time.
    pub(crate) fn cycle_at(&self, time: Picoseconds) -> u64 {
        self.clocks.cycle_at(time)
    }

    /// Cycle of the next event: an alarm, the end of a character, the lock of a PLL; `u64::MAX` without one.
    #[inline]
    pub fn next_event(&self) -> u64 {
        self.events.next()
    }

    /// Interrupt lines of a core that are high, by IRQ number.
    #[inline]
    pub(crate) fn interrupts(&self, core: usize) -> u64 {
        self.interrupts.of(core) | self.sio.interrupts(core)
    }

    /// Advances the chip to a cycle and services the events that are due.
    #[inline]
    pub fn advance(&mut self, cycle: u64) {
        if cycle >= self.events.next() {
            self.service_events(cycle);
        }
    }

    fn service_events(&mut self, cycle: u64) {
        if self.peripherals.dma.wake() != u64::MAX {
            run_before(self, cycle);
        }
        if self.events.devices_due(cycle) {
            self.run_pio(cycle);
            self.run_stream(cycle);
            let changed = self.pio.take_changed();
            let access = self.clocks.access(cycle);
            self.sio.timer.advance(access.now);
            let effects = self.peripherals.advance(&access) | Effects::EVENTS | changed;
            self.propagate(effects, cycle);
        }
        if self.peripherals.dma.wake() != u64::MAX {
            service(self, cycle);
            self.events.set_dma(self.peripherals.dma.wake());
        }
    }

    /// Shares the SRAM banks if several initiators use the bus, in a cycle of the core that runs next; `both_cores` if
    /// both execute.
    #[inline]
    pub(crate) fn share_banks(&mut self, both_cores: bool, cycle: u64) {
        let shared = both_cores
            || self.peripherals.dma.active()
            || self.memory.debugger_until() > cycle
            || self.peripherals.busctrl.counting();
        self.memory.set_shared(shared);
    }

    /// Claims the bank of an address in SRAM for a cycle of a debugger's access.
    pub(crate) fn claim_for_debugger(&mut self, address: u32, cycle: u64) {
        self.memory.claim_for_debugger(address, cycle);
    }

    /// First cycle in which no access of the debugger to SRAM is in progress.
    #[inline]
    pub(crate) fn debugger_until(&self) -> u64 {
        self.memory.debugger_until()
    }

    /// Returns true if a core has priority over the other one at the bus.
    #[inline]
    pub(crate) fn core_has_priority(&self, core: usize) -> bool {
        self.peripherals.busctrl.core_has_priority(core)
    }

    /// Takes the effects that only the board can carry out: resets, cores forced off, mail between the cores.
    #[inline]
    pub(crate) fn take_pending(&mut self) -> Effects {
        self.requests.take_effects()
    }

    /// Takes the first use of something that is not modelled and that no access reported.
    #[inline]
    pub fn take_fault(&mut self) -> Option<BusFault> {
        self.requests.take_fault()
    }

    /// Returns true if the power-on state machine forces a core off.
    #[inline]
    pub(crate) fn core_held(&self, core: usize) -> bool {
        self.peripherals.psm.core_held(core)
    }

    /// Returns true if the redundancy coprocessor asserts the NMI of a core.
    pub(crate) fn asserts_nmi(&self, core: usize) -> bool {
        self.coprocessors.asserts_nmi(core)
    }

    /// Sets the cores that a debugger halts: timers and watchdog may pause.
    pub(crate) fn set_halted(&mut self, halted: [bool; 2], cycle: u64) {
        if halted != self.clocks.halted {
            self.clocks.halted = halted;
            self.propagate(Effects::CLOCKS, cycle);
        }
    }

    /// Counters of the XIP cache.
    pub(crate) fn xip_counters(&self) -> XipCounters {
        let (hits, accesses) = self.peripherals.xip.cache.counters();
        XipCounters { hits, accesses }
    }

    /// Watches a range of SRAM for stores by the cores; see [`Chip::noticed_store`].
    pub(crate) fn watch_stores(&mut self, range: Range<u32>) {
        self.memory.sram.watch(range);
    }

    /// Returns true if there was a store to the watched range.
    #[inline]
    pub(crate) fn noticed_store(&self) -> bool {
        self.memory.sram.noticed()
    }

    /// FIFOs between the cores.
    pub(crate) fn mailbox(&mut self) -> &mut Mailbox {
        &mut self.sio.mailbox
    }

    /// The devices on the buses. [`Chip::refresh`] must follow a change.
    pub(crate) fn peripherals(&mut self) -> &mut Peripherals {
        &mut self.peripherals
    }

    /// Sets the salts of the redundancy coprocessor, as the ROM does.
    pub(crate) fn set_salts(&mut self) {
        self.coprocessors.set_salts();
    }

    /// Updates the whole chip after changes that bypassed the bus, as those of the ROM's functions.
    pub(crate) fn refresh(&mut self, cycle: u64) {
        self.peripherals.apply_resets();
        self.propagate(Effects::CLOCKS | Effects::PINS | Effects::EVENTS, cycle);
    }

    /// Returns a byte of SRAM or flash, without side effects.
    pub(crate) fn peek_byte(&mut self, address: u32) -> Option<u8> {
        let by = Initiator { core: 0, now: 0, debugger: true };
        let memory = matches!(address >> 28, 1 | 2);
        let read = memory.then(|| crate::bus::Bus::read(self, address, Size::Byte, by))?;
        read.ok().map(|read| read.value as u8)
    }

    #[inline(always)]
    fn xip(&mut self) -> Port<'_> {
        Port { control: &mut self.peripherals.xip, qmi: &mut self.peripherals.qmi }
    }

    /// Lets the stream of XIP read until a cycle.
    fn run_stream(&mut self, cycle: u64) {
        if let Err(fault) = self.xip().run_stream(cycle) {
            self.requests.stop_at(fault);
        }
    }
}

#[cfg(test)]
mod tests;
