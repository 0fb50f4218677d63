//! The chip around the cores: memories, register blocks, clocks, and the bus that leads to them.

pub mod address_map;
mod bus;
mod coprocessor;
mod dma;
mod external;
mod fanout;
mod pio;
mod propagation;
mod reset;
mod stream;

use crate::bus::{BusFault, Initiator, Size};
use crate::devices::dcp::Dcp;
use crate::devices::pins::Pins;
use crate::devices::rcp::Rcp;
use crate::devices::sio::Sio;
use crate::devices::xip::Port;
use crate::memory::banks::{self, Banks};
use crate::memory::rom::Rom;
use crate::memory::sram::{self, Sram};
use crate::peripheral::pin_mux::{Drives, Inputs};
use crate::peripheral::{Access, Effects};
use crate::time::Frequencies;
use crate::time::{Picoseconds, Timeline};
use address_map::Peripherals;
use dma::Engine;
use pio::PioTime;
pub use reset::Reset;
use std::ops::Range;

/// How often the pins are worked out anew in a cycle: enough for a signal to go out and come back over wires a few
/// times. A loop that swings for ever goes on in later cycles.
const PIN_ROUNDS: u32 = 8;

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
    sram: Sram,
    /// Bytes from SRAM's first address on that accesses reach at once: all, or none while they have to claim banks.
    unclaimed: u32,
    banks: Banks,
    /// Line of code that each core fetched last from SRAM while the banks were shared.
    fetched: [u32; 2],
    /// The debugger has a bank before this cycle.
    stolen_until: u64,
    engine: Engine,
    rom: Rom,
    sio: Sio,
    pins: Pins,
    /// What the blocks give to the pins, and what they were last told of them.
    drives: Drives,
    inputs: Inputs,
    /// Pins that the blocks were last told are watched.
    watched: u64,
    peripherals: Peripherals,
    dcp: Dcp,
    pio: PioTime,
    rcp: Rcp,
    clocks: Frequencies,
    timeline: Timeline,
    halted: [bool; 2],
    /// Interrupt lines of the blocks that both cores see.
    lines: u64,
    /// IO_IRQ_BANK0, which each core has its own of.
    pin_lines: [u64; 2],
    /// Cycle of the next event.
    event_at: u64,
    /// Cycle of the next event of a block; DMA may be earlier.
    block_event_at: u64,
    /// Last load-exclusive of each core: the global monitor.
    reservations: [Option<u32>; 2],
    /// What happened that only the board can act on.
    pending: Effects,
    /// Something not modelled that no access reports, for the board to stop at.
    fault: Option<BusFault>,
}

impl Default for Chip {
    fn default() -> Self {
        let mut peripherals = Peripherals::default();
        let clocks = peripherals.frequencies(0);
        let mut chip = Chip {
            sram: Sram::default(),
            unclaimed: sram::LENGTH,
            banks: Banks::default(),
            fetched: [0; 2],
            stolen_until: 0,
            engine: Engine::default(),
            rom: Rom::default(),
            sio: Sio::default(),
            pins: Pins::default(),
            drives: Drives::default(),
            inputs: Inputs::default(),
            watched: 0,
            peripherals,
            dcp: Dcp::default(),
            pio: PioTime::default(),
            rcp: Rcp::default(),
            timeline: Timeline::new(clocks.system),
            clocks,
            halted: [false; 2],
            lines: 0,
            pin_lines: [0; 2],
            event_at: u64::MAX,
            block_event_at: u64::MAX,
            reservations: [None; 2],
            pending: Effects::NONE,
            fault: None,
        };
        chip.propagate(Effects::CLOCKS | Effects::PINS | Effects::EVENTS, 0);
        chip
    }
}

impl Chip {
    /// The clocks as they run now.
    pub fn clocks(&self) -> &Frequencies {
        &self.clocks
    }

    /// Time at which a cycle begins.
    pub fn time_at(&self, cycle: u64) -> Picoseconds {
        self.timeline.time_at(cycle)
    }

    /// Cycle that begins at or after a time.
    pub fn cycle_at(&self, time: Picoseconds) -> u64 {
        self.timeline.cycle_at(time)
    }

    /// Cycle of the next event: an alarm, the end of a character, a lock.
    pub fn next_event(&self) -> u64 {
        self.event_at
    }

    /// Interrupt lines of a core that are high, by IRQ number.
    pub fn interrupts(&self, core: usize) -> u64 {
        self.lines | self.pin_lines[core & 1] | self.sio.interrupts(core)
    }

    /// Brings everything to a cycle: what is due happens.
    pub fn advance(&mut self, cycle: u64) {
        if cycle < self.event_at {
            return;
        }
        if self.engine.wake != u64::MAX {
            self.run_dma(cycle, false);
        }
        if cycle >= self.block_event_at {
            self.run_pio(cycle);
            self.run_stream(cycle);
            let changed = self.take_changed();
            let access = Access { now: self.timeline.time_at(cycle), cycle, core: 0, clocks: &self.clocks };
            self.sio.timer.advance(access.now);
            let effects = self.peripherals.advance(&access) | Effects::EVENTS | changed;
            self.propagate(effects, cycle);
        }
        if self.engine.wake != u64::MAX {
            self.serve_dma(cycle);
            self.event_at = self.block_event_at.min(self.engine.wake);
        }
    }

    /// Whether the initiators at the bus get in each other's way: `cores` when both execute. Until the debugger's
    /// access is over, `cycle` is the core's that runs next.
    pub fn share_banks(&mut self, cores: bool, cycle: u64) {
        let shared =
            cores || self.engine.active || self.stolen_until > cycle || self.peripherals.busctrl.counts();
        self.unclaimed = if shared { 0 } else { sram::LENGTH };
    }

    /// The debugger takes the bank of an address in SRAM for a cycle.
    pub fn steal_bank(&mut self, address: u32, cycle: u64) {
        if Sram::contains(address) {
            let wait = self.banks.claim(address, cycle, banks::Port::Debugger);
            self.stolen_until = cycle.saturating_add(u64::from(wait) + 1);
        }
    }

    /// First cycle in which no access of the debugger is under way.
    pub fn stolen_until(&self) -> u64 {
        self.stolen_until
    }

    /// Whether a core has priority over the other one at the bus.
    pub fn core_leads(&self, core: usize) -> bool {
        self.peripherals.busctrl.core_leads(core)
    }

    /// Takes what only the board can act on: resets, cores forced off, mail between the cores.
    pub fn take_pending(&mut self) -> Effects {
        std::mem::take(&mut self.pending)
    }

    /// Takes what a coprocessor instruction asked for and is not modelled.
    pub fn take_fault(&mut self) -> Option<BusFault> {
        self.fault.take()
    }

    /// Whether a core is forced off by the power-on state machine.
    pub fn core_held(&self, core: usize) -> bool {
        self.peripherals.psm.core_held(core)
    }

    /// A debugger halted or released the cores: timers and watchdog pause.
    pub fn set_halted(&mut self, halted: [bool; 2], cycle: u64) {
        if halted != self.halted {
            self.halted = halted;
            self.propagate(Effects::CLOCKS, cycle);
        }
    }

    /// Counters of the XIP cache.
    pub fn xip_counters(&self) -> XipCounters {
        let (hits, accesses) = self.peripherals.xip.cache.counters();
        XipCounters { hits, accesses }
    }

    /// Tells stores by the cores to a range of SRAM; see [`Chip::noticed_store`].
    pub fn watch_stores(&mut self, range: Range<u32>) {
        self.sram.watch(range);
    }

    /// Whether there was a store to the watched range.
    pub fn noticed_store(&self) -> bool {
        self.sram.noticed()
    }

    /// Mail between the cores.
    pub(crate) fn mailbox(&mut self) -> &mut crate::devices::sio::Mailbox {
        &mut self.sio.mailbox
    }

    /// The blocks, for the ROM's work.
    pub(crate) fn peripherals(&mut self) -> &mut Peripherals {
        &mut self.peripherals
    }

    /// The RCP's salts are set by the ROM.
    pub(crate) fn start_rcp(&mut self) {
        self.rcp.initialise();
    }

    /// After the ROM's work: everything that may have changed is worked out anew.
    pub(crate) fn refresh(&mut self, cycle: u64) {
        self.peripherals.apply_resets();
        self.propagate(Effects::CLOCKS | Effects::PINS | Effects::EVENTS, cycle);
    }

    /// A byte of SRAM or flash as the ROM reads it.
    pub(crate) fn peek_byte(&mut self, address: u32) -> Option<u8> {
        let by = Initiator { core: 0, now: 0, debugger: true };
        let memory = matches!(address >> 28, 1 | 2);
        let read = memory.then(|| crate::bus::Bus::read(self, address, Size::Byte, by))?;
        read.ok().map(|read| read.value as u8)
    }

    fn port(&mut self) -> Port<'_> {
        Port { control: &mut self.peripherals.xip, qmi: &mut self.peripherals.qmi }
    }
}

#[cfg(test)]
mod tests;
