//! The chip around the cores: memories, register blocks, clocks, and the bus that leads to them.

mod bus;
mod coprocessor;
mod dcp;
mod dma;
mod pio;
mod rcp;
mod reset;
mod stream;
pub mod time;

use crate::bus::{BusFault, Initiator, Size};
use crate::memory::banks::{self, Banks};
use crate::memory::rom::Rom;
use crate::memory::sram::{self, Sram};
use crate::memory::xip::Port;
use crate::peripherals::Blocks;
use crate::peripherals::clocks::Frequencies;
use crate::peripherals::functions::{Drive, Drives, Inputs};
use crate::peripherals::i2c::I2cDevice;
use crate::peripherals::io_bank0::{self, FUNCTION_SIO};
use crate::peripherals::peripheral::{Access, Effects};
use crate::peripherals::pins::{self, EdgeSink, Pins, Recorder};
use crate::peripherals::sio::Sio;
use crate::peripherals::spi::SpiDevice;
use crate::peripherals::syscfg;
use crate::peripherals::ticks::Tick;
use dcp::Dcp;
use dma::Engine;
use pio::PioTime;
use rcp::Rcp;
pub use reset::Reset;
use std::ops::Range;
use time::{Picoseconds, Timeline};

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
    blocks: Blocks,
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
        let mut blocks = Blocks::default();
        let clocks = blocks.frequencies(0);
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
            blocks,
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
        chip.settle(Effects::CLOCKS | Effects::PINS | Effects::EVENTS, 0);
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
            let stirred = self.take_stirred();
            let access = Access { now: self.timeline.time_at(cycle), cycle, core: 0, clocks: &self.clocks };
            self.sio.timer.advance(access.now);
            let effects = self.blocks.advance(&access) | Effects::EVENTS | stirred;
            self.settle(effects, cycle);
        }
        if self.engine.wake != u64::MAX {
            self.serve_dma(cycle);
            self.event_at = self.block_event_at.min(self.engine.wake);
        }
    }

    /// Whether the initiators at the bus get in each other's way: `cores` when both execute. Until the debugger's
    /// access is over, `cycle` is the core's that runs next.
    pub fn share_banks(&mut self, cores: bool, cycle: u64) {
        let shared = cores || self.engine.active || self.stolen_until > cycle || self.blocks.busctrl.counts();
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
        self.blocks.busctrl.core_leads(core)
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
        self.blocks.psm.core_held(core)
    }

    /// A debugger halted or released the cores: timers and watchdog pause.
    pub fn set_halted(&mut self, halted: [bool; 2], cycle: u64) {
        if halted != self.halted {
            self.halted = halted;
            self.settle(Effects::CLOCKS, cycle);
        }
    }

    /// Counters of the XIP cache.
    pub fn xip_counters(&self) -> XipCounters {
        let (hits, accesses) = self.blocks.xip.cache.counters();
        XipCounters { hits, accesses }
    }

    /// Takes what a UART (0 or 1) has sent.
    pub fn take_uart_output(&mut self, number: usize, cycle: u64) -> Vec<u8> {
        let access = Access { now: self.time_at(cycle), cycle, core: 0, clocks: &self.clocks };
        let uart = if number == 0 { &mut self.blocks.uart0 } else { &mut self.blocks.uart1 };
        uart.take_output(&access)
    }

    /// Sends bytes to a UART (0 or 1).
    pub fn send_to_uart(&mut self, number: usize, bytes: &[u8], cycle: u64) {
        let access = Access { now: self.time_at(cycle), cycle, core: 0, clocks: &self.clocks };
        let uart = if number == 0 { &mut self.blocks.uart0 } else { &mut self.blocks.uart1 };
        uart.send(bytes, &access);
        self.settle(Effects::EVENTS, cycle);
    }

    /// Connects a channel of the ADC to a voltage in µV, or with `None` to nothing. Returns false where there is no
    /// such channel.
    pub fn connect_adc(&mut self, channel: usize, microvolts: Option<u32>, cycle: u64) -> bool {
        let access = Access { now: self.time_at(cycle), cycle, core: 0, clocks: &self.clocks };
        self.blocks.adc.connect(channel, microvolts, &access)
    }

    /// Attaches a device to SPI0 (0) or SPI1 (1); `first` is what it sends during the first frame.
    pub fn attach_spi(&mut self, number: usize, device: Box<dyn SpiDevice>, first: u16) {
        let spi = if number == 0 { &mut self.blocks.spi0 } else { &mut self.blocks.spi1 };
        spi.attach(device, first);
    }

    /// Connects a device to the lines of I2C0 (0) or I2C1 (1).
    pub fn attach_i2c(&mut self, number: usize, device: Box<dyn I2cDevice>) {
        let i2c = if number == 0 { &mut self.blocks.i2c0 } else { &mut self.blocks.i2c1 };
        i2c.attach(device);
    }

    /// Drives a pin of bank 0 from outside, or with `None` lets go of it.
    pub fn drive_pin(&mut self, pin: u32, level: Option<bool>, cycle: u64) {
        self.run_pio(cycle);
        self.pins.drive_from_outside(pin, level);
        let effects = self.settle_pins(cycle) | self.take_stirred();
        if effects.any() {
            self.settle(effects, cycle);
        }
    }

    /// Connects two pins of bank 0 by a wire outside the chip.
    pub fn connect_pins(&mut self, first: u32, second: u32, cycle: u64) {
        self.run_pio(cycle);
        self.pins.connect(first, second);
        self.settle(Effects::PINS | Effects::EVENTS, cycle);
    }

    /// Takes all wires between pins off again.
    pub fn disconnect_pins(&mut self, cycle: u64) {
        self.run_pio(cycle);
        self.pins.disconnect();
        self.settle(Effects::PINS | Effects::EVENTS, cycle);
    }

    /// Levels of the pins of bank 0, as far as the PIOs have come.
    pub fn pin_levels(&self) -> u64 {
        self.pins.levels().level
    }

    /// Levels of the pins of bank 0 in a cycle.
    pub fn pin_levels_at(&mut self, cycle: u64) -> u64 {
        self.run_pio(cycle);
        self.pin_levels()
    }

    /// Hands every change of the pins in `pins` to `sink` from a cycle on; with `None` no longer.
    pub fn record_pins(&mut self, pins: u64, sink: Option<Box<dyn EdgeSink>>, cycle: u64) {
        self.run_pio(cycle);
        let (levels, timeline) = (self.pins.levels().level, self.timeline);
        *self.pins.recorder() = sink.map(|sink| Recorder::start(pins, cycle, levels, timeline, sink));
        self.settle(Effects::EVENTS, cycle);
    }

    /// What SIO and the GPIO coprocessor read of the pins in a cycle; a debugger is not that quick, and sees them as
    /// they are.
    fn pins_seen(&mut self, by: Initiator) -> u64 {
        self.run_pio(by.now);
        if by.debugger {
            return self.pins.levels().input;
        }
        self.pins.seen_by_sio(by.now, syscfg::synchroniser_bypass(&self.blocks.syscfg))
    }

    /// Tells stores by the cores to a range of SRAM; see [`Chip::noticed_store`].
    pub fn watch_stores(&mut self, range: Range<u32>) {
        self.sram.watch(range);
    }

    /// Whether there was a store to the watched range.
    pub fn noticed_store(&self) -> bool {
        self.sram.noticed()
    }

    /// The flash's content.
    pub fn flash(&self) -> &[u8] {
        self.blocks.qmi.flash.bytes()
    }

    /// Puts data into the flash as a factory programmer would: erased first where it lies, no time passes.
    pub fn load_flash(&mut self, offset: u32, data: &[u8]) {
        let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
        self.blocks.qmi.flash.erase(offset, length);
        self.blocks.qmi.flash.program(offset, data);
    }

    /// Mail between the cores.
    pub(crate) fn mailbox(&mut self) -> &mut crate::peripherals::sio::Mailbox {
        &mut self.sio.mailbox
    }

    /// The blocks, for the ROM's work.
    pub(crate) fn blocks(&mut self) -> &mut Blocks {
        &mut self.blocks
    }

    /// The RCP's salts are set by the ROM.
    pub(crate) fn start_rcp(&mut self) {
        self.rcp.initialise();
    }

    /// After the ROM's work: everything that may have changed is worked out anew.
    pub(crate) fn refresh(&mut self, cycle: u64) {
        self.blocks.apply_resets();
        self.settle(Effects::CLOCKS | Effects::PINS | Effects::EVENTS, cycle);
    }

    /// A byte of SRAM or flash as the ROM reads it.
    pub(crate) fn peek_byte(&mut self, address: u32) -> Option<u8> {
        let by = Initiator { core: 0, now: 0, debugger: true };
        let memory = matches!(address >> 28, 1 | 2);
        let read = memory.then(|| crate::bus::Bus::read(self, address, Size::Byte, by))?;
        read.ok().map(|read| read.value as u8)
    }

    fn port(&mut self) -> Port<'_> {
        Port { control: &mut self.blocks.xip, qmi: &mut self.blocks.qmi }
    }

    /// Carries effects of an access through the chip. Returns whether the board must look.
    fn settle(&mut self, mut effects: Effects, cycle: u64) -> bool {
        if effects.contains(Effects::RESETS) {
            self.run_pio(cycle);
            self.forget_forecast();
            self.blocks.apply_resets();
            effects |= Effects::CLOCKS | Effects::PINS;
        }
        if effects.contains(Effects::CLOCKS) {
            let now = self.timeline.time_at(cycle);
            self.clocks = self.blocks.frequencies(now);
            if self.clocks.system != self.timeline.frequency() {
                self.run_pio(cycle);
                self.timeline.change(cycle, self.clocks.system);
                if let Some(recorder) = self.pins.recorder() {
                    recorder.follow(self.timeline);
                }
            }
            self.blocks.drive_counters(now, &self.clocks, self.halted);
            let tick = self.blocks.ticks.rate(Tick::Riscv, self.clocks.reference);
            self.sio.timer.follow(now, tick, self.clocks.system, self.halted);
            effects |= Effects::EVENTS;
        }
        if effects.contains(Effects::PINS) {
            // What a block senses may change what it gives to the pins, in the same cycle.
            for _ in 0..PIN_ROUNDS {
                let more = self.settle_all_pins(cycle);
                effects |= more;
                if !more.contains(Effects::PINS) {
                    break;
                }
            }
        }
        if effects.contains(Effects::EVENTS) {
            let access = Access { now: self.timeline.time_at(cycle), cycle, core: 0, clocks: &self.clocks };
            let watched = self.blocks.watched_pins() | self.pins.recorded();
            let watched = self.pins.wiring().connected(watched);
            if watched != self.watched {
                self.watched = watched;
                self.blocks.observe_pins(watched, &access);
            }
            let events = [self.blocks.next_event(&access), self.sio.timer.next_event(access.now)];
            let next = events.into_iter().flatten().min();
            // What is due already happens with the next cycle, so that time always goes on.
            let next = next.map_or(u64::MAX, |time| self.timeline.cycle_at(time));
            let next = next.min(self.pio_event(cycle)).min(self.stream_event());
            self.block_event_at = next.max(cycle.saturating_add(1));
            self.lines = self.blocks.interrupts();
            let pending = self.blocks.io_bank0.pending();
            self.pin_lines = pending.map(|pending| u64::from(pending) << io_bank0::INTERRUPT);
        }
        if effects.contains(Effects::EVENTS) || effects.contains(Effects::REQUESTS) {
            self.rouse_dma(cycle);
            self.event_at = self.block_event_at.min(self.engine.wake);
        }
        for effect in [Effects::CORES, Effects::WATCHDOG, Effects::MAILBOX] {
            if effects.contains(effect) {
                self.pending |= effect;
            }
        }
        self.pending.any() || effects.contains(Effects::EVENTS) || effects.contains(Effects::REQUESTS)
    }

    /// Pins whose SIO output changed get their new levels.
    fn settle_sio_pins(&mut self, changed: u64, cycle: u64) -> Effects {
        self.run_pio(cycle);
        let gpio = self.sio.gpio;
        self.drives.put(FUNCTION_SIO, changed, Drive { enable: gpio.enable, level: gpio.output });
        self.settle_pins(cycle) | self.take_stirred()
    }

    /// What every block gives to the pins is asked anew.
    fn settle_all_pins(&mut self, cycle: u64) -> Effects {
        self.run_pio(cycle);
        let gpio = self.sio.gpio;
        self.drives = Drives::default();
        self.drives.put(FUNCTION_SIO, pins::ALL, Drive { enable: gpio.enable, level: gpio.output });
        self.blocks.drive_pins(&mut self.drives);
        self.pins.rewire(&self.blocks.io_bank0, &self.blocks.pads_bank0);
        let selected = self.blocks.io_bank0.selected();
        let rerouted = selected != self.inputs.selected;
        self.inputs.selected = selected;
        self.forget_forecast();
        let mut effects = self.settle_pins(cycle) | self.take_stirred();
        if rerouted {
            effects |= self.sense_pins(cycle);
        }
        effects
    }

    /// The PIOs have been brought to the cycle; the pins follow what the blocks give.
    fn settle_pins(&mut self, cycle: u64) -> Effects {
        let Chip { pins, blocks, drives, .. } = self;
        let pending = blocks.io_bank0.pending();
        pins.settle(drives, cycle);
        blocks.io_bank0.show(*pins.levels());
        let mut effects = if blocks.io_bank0.pending() == pending { Effects::NONE } else { Effects::EVENTS };
        let level = pins.levels().input;
        if level != self.inputs.level {
            self.inputs.level = level;
            self.forget_forecast();
            effects |= self.sense_pins(cycle);
            if self.watched != 0 {
                // What a state machine does with it may have to be foretold anew.
                effects |= Effects::EVENTS;
            }
        }
        effects
    }

    fn sense_pins(&mut self, cycle: u64) -> Effects {
        let access = Access { now: self.timeline.time_at(cycle), cycle, core: 0, clocks: &self.clocks };
        self.blocks.sense_pins(&self.inputs, &access)
    }
}

#[cfg(test)]
mod tests;
