//! What connects the blocks: the clock tree, ticks, resets and interrupt lines.

use super::address_map::Peripherals;
use crate::devices::ticks::Tick;
use crate::devices::timer::Drive;
use crate::peripheral::pin_mux::{Drives, Inputs};
use crate::peripheral::{Access, Effects, Peripheral};
use crate::time::Frequencies;
use crate::time::{Frequency, Picoseconds};

/// Low-power oscillator: 32.768 kHz nominal (§8.4).
const LPOSC: Frequency = Frequency::hertz(32_768);

impl Peripherals {
    /// Works out every clock from the oscillators on.
    pub fn frequencies(&mut self, now: Picoseconds) -> Frequencies {
        let xosc = self.xosc.frequency(now);
        self.clocks.generate(Frequencies {
            rosc: self.rosc.frequency(),
            xosc,
            lposc: LPOSC,
            pll_sys: self.pll_sys.follow(now, xosc),
            pll_usb: self.pll_usb.follow(now, xosc),
            ..Frequencies::STOPPED
        })
    }

    /// Tells the blocks that count ticks how fast they come.
    pub fn drive_counters(&mut self, now: Picoseconds, clocks: &Frequencies, halted: [bool; 2]) {
        let rate = |tick| self.ticks.rate(tick, clocks.reference);
        let system = clocks.system;
        let (timer0, timer1, watchdog) = (rate(Tick::Timer0), rate(Tick::Timer1), rate(Tick::Watchdog));
        self.timer0.follow(now, Drive { tick: timer0, system, halted });
        self.timer1.follow(now, Drive { tick: timer1, system, halted });
        self.watchdog.follow(now, watchdog, halted);
        self.powman.follow(now, clocks);
    }

    /// Puts every block that is held into its reset state.
    pub fn apply_resets(&mut self) {
        let held = self.resets.held();
        self.for_each(|block, line| {
            if line.is_some_and(|line| held & line.mask() != 0) {
                block.reset();
            }
        });
    }

    /// Brings every block to a time.
    pub fn advance(&mut self, access: &Access) -> Effects {
        let mut effects = Effects::empty();
        self.for_each(|block, _| effects |= block.advance(access));
        effects
    }

    /// When the first block wants to be brought to a time.
    pub fn next_event(&mut self, access: &Access) -> Option<Picoseconds> {
        let mut first: Option<Picoseconds> = None;
        self.for_each(|block, _| {
            if let Some(at) = block.next_event(access) {
                first = Some(first.map_or(at, |first| first.min(at)));
            }
        });
        first
    }

    /// Interrupt lines that are high, by IRQ number. Those of SIO are per core and not among them.
    pub fn interrupts(&mut self) -> u64 {
        let mut lines = 0;
        self.for_each(|block, _| lines |= block.interrupts());
        lines
    }

    /// What every block gives to the pins.
    pub fn drive_pins(&mut self, drives: &mut Drives) {
        self.for_each(|block, _| block.drive_pins(drives));
    }

    /// Tells every block what it gets from the pins.
    pub fn sense_pins(&mut self, inputs: &Inputs, access: &Access) -> Effects {
        let mut effects = Effects::empty();
        self.for_each(|block, _| effects |= block.sense_pins(inputs, access));
        effects
    }

    /// Pins whose edges some block senses in their cycle.
    pub fn watched_pins(&mut self) -> u64 {
        let mut pins = 0;
        self.for_each(|block, _| pins |= block.watches_pins());
        pins
    }

    /// Tells every block which pins are watched.
    pub fn observe_pins(&mut self, observed: u64, access: &Access) {
        self.for_each(|block, _| block.observe_pins(observed, access));
    }

    /// Requests to DMA that are high, by DREQ number.
    pub fn requests(&mut self) -> u64 {
        let mut requests = 0;
        self.for_each(|block, _| requests |= block.requests());
        requests
    }

    /// Tells every block which requests DMA waits for, by DREQ number.
    pub fn observe_requests(&mut self, observed: u64) {
        self.for_each(|block, _| block.observe_requests(observed));
    }

    /// The block that makes a request (§12.6.4.1).
    pub fn requester(&mut self, request: u32) -> Option<&mut dyn Peripheral> {
        let block: &mut dyn Peripheral = match request {
            0..=7 => &mut self.pio0,
            8..=15 => &mut self.pio1,
            16..=23 => &mut self.pio2,
            24 | 25 => &mut self.spi0,
            26 | 27 => &mut self.spi1,
            28 | 29 => &mut self.uart0,
            30 | 31 => &mut self.uart1,
            32..=43 => &mut self.pwm,
            44 | 45 => &mut self.i2c0,
            46 | 47 => &mut self.i2c1,
            48 => &mut self.adc,
            49 => &mut self.xip,
            50 | 51 => &mut self.qmi,
            52 => &mut self.hstx_fifo,
            53 => &mut self.coresight_trace,
            54 => &mut self.sha256,
            _ => return None,
        };
        Some(block)
    }
}
