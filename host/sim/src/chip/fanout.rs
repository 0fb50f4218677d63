//! Signals between the devices on the APB and AHB: clocks, ticks, resets, interrupt lines, pins, data requests.

use super::address_map::Peripherals;
use crate::devices::ticks::Tick;
use crate::devices::timer::TimerInputs;
use crate::peripheral::pin_mux::{Drives, Inputs};
use crate::peripheral::{Access, Effects, Peripheral};
use crate::time::Frequencies;
use crate::time::{Frequency, Picoseconds};

/// Low-power oscillator (§8.4), at its nominal frequency.
const LPOSC: Frequency = Frequency::hertz(32_768);

impl Peripherals {
    /// Computes the frequencies of all clocks from the oscillators.
    pub(crate) fn frequencies(&mut self, now: Picoseconds) -> Frequencies {
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

    /// Passes the rates of the ticks to the devices that count them.
    pub(crate) fn drive_counters(&mut self, now: Picoseconds, clocks: &Frequencies, halted: [bool; 2]) {
        let rate = |tick| self.ticks.rate(tick, clocks.reference);
        let system = clocks.system;
        let (timer0, timer1, watchdog) = (rate(Tick::Timer0), rate(Tick::Timer1), rate(Tick::Watchdog));
        self.timer0.follow(now, TimerInputs { tick: timer0, system, halted });
        self.timer1.follow(now, TimerInputs { tick: timer1, system, halted });
        self.watchdog.follow(now, watchdog, halted);
        self.powman.follow(now, clocks);
    }

    /// Resets every device that RESETS holds.
    pub(crate) fn apply_resets(&mut self) {
        let held = self.resets.held();
        self.for_each(|device, line| {
            if line.is_some_and(|line| held & line.mask() != 0) {
                device.reset();
            }
        });
    }

    /// Advances every device to a time.
    pub fn advance(&mut self, access: &Access) -> Effects {
        let mut effects = Effects::empty();
        self.for_each(|device, _| effects |= device.advance(access));
        effects
    }

    /// Time of the first of the devices' next events.
    pub fn next_event(&mut self, access: &Access) -> Option<Picoseconds> {
        let mut first: Option<Picoseconds> = None;
        self.for_each(|device, _| {
            if let Some(at) = device.next_event(access) {
                first = Some(first.map_or(at, |first| first.min(at)));
            }
        });
        first
    }

    /// Interrupt lines that are high, by IRQ number.
    pub(crate) fn interrupts(&mut self) -> u64 {
        let mut lines = 0;
        self.for_each(|device, _| lines |= device.interrupts());
        lines
    }

    /// Collects the outputs of every device to the pins.
    pub(crate) fn drive_pins(&mut self, drives: &mut Drives) {
        self.for_each(|device, _| device.drive_pins(drives));
    }

    /// Passes the inputs of the pins to every device.
    pub(crate) fn sense_pins(&mut self, inputs: &Inputs, access: &Access) -> Effects {
        let mut effects = Effects::empty();
        self.for_each(|device, _| effects |= device.sense_pins(inputs, access));
        effects
    }

    /// Pins whose edges a device must sense in their cycle.
    pub(crate) fn watched_pins(&mut self) -> u64 {
        let mut pins = 0;
        self.for_each(|device, _| pins |= device.watches_pins());
        pins
    }

    /// Passes the observed pins to every device.
    pub(crate) fn observe_pins(&mut self, observed: u64, access: &Access) {
        self.for_each(|device, _| device.observe_pins(observed, access));
    }

    /// Passes the data requests that DMA waits for to every device, by DREQ number.
    pub(crate) fn observe_requests(&mut self, observed: u64) {
        self.for_each(|device, _| device.observe_requests(observed));
    }

    /// Returns the device that makes a data request (§12.6.4.1).
    pub(crate) fn requester(&mut self, request: u32) -> Option<&mut dyn Peripheral> {
        let device: &mut dyn Peripheral = match request {
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
        Some(device)
    }
}
