//! PWM (RP2350 §12.5): twelve slices with two outputs each.
//!
//! Slices are computed, not stepped: they advance to a cycle on an access, when an interrupt or request is due, and at
//! an edge of a pin that has one of them selected.

mod slice;

use crate::peripheral::pin_mux::{Drives, Inputs, PINS};
use crate::peripheral::registers::{Register, RegisterFile, Write, bit};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::Picoseconds;
use slice::{Count, Slice};

const SLICES: usize = 12;
const STRIDE: u32 = 0x14;
const CSR: u32 = 0x00;
const DIV: u32 = 0x04;
const CTR: u32 = 0x08;
const CC: u32 = 0x0C;
const TOP: u32 = 0x10;
const EN: u32 = 0xF0;
const INTR: u32 = 0xF4;
const IRQ0_INTE: u32 = 0xF8;
const IRQ0_INTF: u32 = 0xFC;
const IRQ0_INTS: u32 = 0x100;
const IRQ1_INTE: u32 = 0x104;
const IRQ1_INTF: u32 = 0x108;
const IRQ1_INTS: u32 = 0x10C;

const PH_RET: u32 = 6;
const PH_ADV: u32 = 7;
const ALL: u32 = (1 << SLICES) - 1;

/// FUNCSEL of the PWM (§9.4).
const FUNCTION: u32 = 4;
/// First IRQ (§3.2) and first DREQ (§12.6.4.1).
const IRQ: u32 = 8;
const DREQ: u32 = 32;
/// Maximum number of pending requests that a DMA channel counts (§12.6.8, CHx_DBG_CTDREQ has 6 bits).
const MOST_CREDITS: u32 = 63;

static REGISTERS: [Register; 13] = [
    Register::live(CSR, "CH#_CSR", 0, 0x3F).array(12, STRIDE),
    Register::live(DIV, "CH#_DIV", 0x10, 0xFFF).array(12, STRIDE),
    Register::live(CTR, "CH#_CTR", 0, 0xFFFF).array(12, STRIDE),
    Register::live(CC, "CH#_CC", 0, u32::MAX).array(12, STRIDE),
    Register::live(TOP, "CH#_TOP", 0xFFFF, 0xFFFF).array(12, STRIDE),
    Register::live(EN, "EN", 0, ALL),
    Register::live(INTR, "INTR", 0, 0),
    Register::live(IRQ0_INTE, "IRQ0_INTE", 0, ALL),
    Register::live(IRQ0_INTF, "IRQ0_INTF", 0, ALL),
    Register::live(IRQ0_INTS, "IRQ0_INTS", 0, 0),
    Register::live(IRQ1_INTE, "IRQ1_INTE", 0, ALL),
    Register::live(IRQ1_INTF, "IRQ1_INTF", 0, ALL),
    Register::live(IRQ1_INTS, "IRQ1_INTS", 0, 0),
];

/// Slice of a pin; even pins are output A, odd ones B (§12.5.2).
const fn slice_of(pin: u32) -> usize {
    (if pin < 32 { pin >> 1 & 7 } else { 8 + (pin >> 1 & 3) }) as usize
}

/// Pins of a slice.
fn pins_of(slice: usize) -> u64 {
    (0..PINS).filter(|pin| slice_of(*pin) == slice).fold(0, |pins, pin| pins | 1 << pin)
}

const B_PINS: u64 = 0xAAAA_AAAA_AAAA;

/// The PWM block.
#[derive(Clone, Debug)]
pub(crate) struct Pwm {
    file: RegisterFile,
    slices: [Slice; SLICES],
    /// Pins of each slice, and the pins with the PWM selected.
    pins: [u64; SLICES],
    selected: u64,
    /// Cycle up to which the slices are computed.
    cycle: u64,
    /// Requests with a waiting DMA channel, and transfers that each slice has requested since.
    observed: u64,
    credits: [u32; SLICES],
}

impl Default for Pwm {
    fn default() -> Self {
        Pwm {
            file: RegisterFile::new("PWM", &REGISTERS),
            slices: [Slice::default(); SLICES],
            pins: std::array::from_fn(pins_of),
            selected: 0,
            cycle: 0,
            observed: 0,
            credits: [0; SLICES],
        }
    }
}

impl Pwm {
    fn configure(&mut self, slice: usize) {
        let base = slice as u32 * STRIDE;
        let value = |offset| self.file.get(base + offset);
        self.slices[slice].configure(value(CSR), value(DIV), value(TOP), value(CC));
        let enabled = u32::from(self.slices[slice].enabled()) << slice;
        self.file.set(EN, self.file.get(EN) & !(1 << slice) | enabled);
    }

    fn pending(&self, enable: u32, force: u32) -> u32 {
        self.file.get(INTR) & self.file.get(enable) | self.file.get(force)
    }

    fn requested(&self, slice: usize) -> bool {
        self.observed >> (DREQ + slice as u32) & 1 == 1
    }

    /// Raises a slice's interrupt after wraps, and one DMA request for each.
    fn wrap(&mut self, slice: usize, wraps: u64) -> Effects {
        self.file.set(INTR, self.file.get(INTR) | 1 << slice);
        if !self.requested(slice) {
            return Effects::EVENTS;
        }
        let wraps = u32::try_from(wraps).unwrap_or(MOST_CREDITS);
        self.credits[slice] = self.credits[slice].saturating_add(wraps).min(MOST_CREDITS);
        Effects::EVENTS | Effects::REQUESTS
    }

    /// Advances a slice. Returns the effects.
    fn run(&mut self, slice: usize, inputs: u64) -> Effects {
        let before = self.slices[slice].outputs();
        let wraps = self.slices[slice].run(inputs);
        let effects = if wraps == 0 { Effects::empty() } else { self.wrap(slice, wraps) };
        effects
            | if self.slices[slice].outputs() == before {
                Effects::empty()
            } else {
                Effects::PINS | Effects::EVENTS
            }
    }

    fn advance_to(&mut self, cycle: u64) -> Effects {
        let Some(passed) = cycle.checked_sub(self.cycle).filter(|passed| *passed > 0) else {
            return Effects::empty();
        };
        self.cycle = cycle;
        let mut effects = Effects::empty();
        if self.file.get(EN) == 0 {
            return effects;
        }
        for slice in 0..SLICES {
            let counts = self.slices[slice].counts();
            if counts == Count::Cycles || counts == Count::WhileHigh && self.slices[slice].input {
                effects |= self.run(slice, passed);
            }
        }
        effects
    }

    fn write_control(&mut self, slice: usize, write: Write) -> Effects {
        let base = slice as u32 * STRIDE;
        let asked = write.applied_to(0);
        self.file.write(base + CSR, write);
        self.configure(slice);
        if bit(asked, PH_RET) {
            self.slices[slice].retard_phase();
        }
        if bit(asked, PH_ADV) && self.slices[slice].advance_phase() {
            return self.wrap(slice, 1);
        }
        Effects::empty()
    }

    /// Cycle of a slice's next event with a consumer.
    fn awaited(&self, slice: usize) -> Option<u64> {
        let unit = &self.slices[slice];
        let by_cycles = match unit.counts() {
            Count::Cycles => true,
            Count::WhileHigh => unit.input,
            Count::Rising | Count::Falling => false,
        };
        if !unit.enabled() || !by_cycles {
            return None;
        }
        let interrupts = (self.file.get(IRQ0_INTE) | self.file.get(IRQ1_INTE)) & !self.file.get(INTR);
        let ahead = if self.selected & self.pins[slice] != 0 {
            unit.until_edge()
        } else if bit(interrupts, slice as u32) || self.requested(slice) {
            unit.until_wrap()
        } else {
            return None;
        };
        Some(self.cycle.saturating_add(ahead))
    }
}

impl Peripheral for Pwm {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let effects = self.advance_to(access.cycle);
        let (slice, register) = ((offset / STRIDE) as usize, offset % STRIDE);
        let value = match offset {
            IRQ0_INTS => self.pending(IRQ0_INTE, IRQ0_INTF),
            IRQ1_INTS => self.pending(IRQ1_INTE, IRQ1_INTF),
            EN.. => self.file.get(offset),
            _ if register == CTR => self.slices[slice].counter(),
            _ if register == CSR => {
                self.file.get(offset) | u32::from(self.slices[slice].retarding()) << PH_RET
            }
            _ => self.file.get(offset),
        };
        Ok((value, effects))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        let mut effects = self.advance_to(access.cycle) | Effects::EVENTS;
        let (slice, register) = ((offset / STRIDE) as usize, offset % STRIDE);
        match offset {
            EN => {
                let enabled = self.file.write(EN, write);
                for slice in 0..SLICES {
                    let control = slice as u32 * STRIDE + CSR;
                    let on = enabled >> slice & 1;
                    self.file.set(control, self.file.get(control) & !1 | on);
                    self.configure(slice);
                }
                effects |= Effects::PINS;
            }
            INTR => self.file.clear_ones(INTR, ALL, write),
            IRQ0_INTE.. => {
                self.file.write(offset, write);
            }
            _ if register == CSR => effects |= self.write_control(slice, write) | Effects::PINS,
            _ if register == CTR => {
                let counter = write.applied_to(self.slices[slice].counter());
                self.slices[slice].set_counter(counter);
                effects |= Effects::PINS;
            }
            _ => {
                self.file.write(offset, write);
                self.configure(slice);
                effects |= Effects::PINS;
            }
        }
        Ok(effects)
    }

    fn reset(&mut self) {
        let (selected, cycle, observed) = (self.selected, self.cycle, self.observed);
        let inputs = self.slices.map(|slice| slice.input);
        *self = Pwm { selected, cycle, observed, ..Pwm::default() };
        for (slice, input) in self.slices.iter_mut().zip(inputs) {
            slice.input = input;
        }
    }

    fn advance(&mut self, access: &Access) -> Effects {
        self.advance_to(access.cycle)
    }

    fn next_event(&self, access: &Access) -> Option<Picoseconds> {
        if self.file.get(EN) == 0 {
            return None;
        }
        let cycle = (0..SLICES).filter_map(|slice| self.awaited(slice)).min()?;
        let ahead = access.clocks.system.time_of(cycle.saturating_sub(access.cycle))?;
        Some(access.now.saturating_add(ahead))
    }

    fn interrupts(&self) -> u64 {
        let line = |enable, force| u64::from(self.pending(enable, force) != 0);
        (line(IRQ0_INTE, IRQ0_INTF) | line(IRQ1_INTE, IRQ1_INTF) << 1) << IRQ
    }

    fn requests(&self) -> u64 {
        let asked = |slice: &usize| self.credits[*slice] != 0;
        (0..SLICES).filter(asked).fold(0, |requests, slice| requests | 1 << (DREQ + slice as u32))
    }

    fn observe_requests(&mut self, observed: u64) {
        for slice in 0..SLICES {
            // Requests without a waiting channel are dropped.
            if !self.requested(slice) {
                self.credits[slice] = 0;
            }
        }
        self.observed = observed;
    }

    fn credits(&self, request: u32) -> u32 {
        let slice = request.checked_sub(DREQ);
        slice.and_then(|slice| self.credits.get(slice as usize)).copied().unwrap_or(0)
    }

    fn take_credit(&mut self, request: u32) {
        let slice = request.checked_sub(DREQ);
        if let Some(credits) = slice.and_then(|slice| self.credits.get_mut(slice as usize)) {
            *credits = credits.saturating_sub(1);
        }
    }

    fn drive_pins(&self, drives: &mut Drives) {
        for pin in 0..PINS {
            let slice = &self.slices[slice_of(pin)];
            let is_b = pin & 1 == 1;
            drives.set(FUNCTION, pin, !is_b || slice.drives_b(), slice.outputs()[usize::from(is_b)]);
        }
    }

    fn sense_pins(&mut self, inputs: &Inputs, access: &Access) -> Effects {
        let selected = inputs.selected[FUNCTION as usize];
        if selected == 0 && self.selected == 0 {
            return Effects::empty();
        }
        let mut effects = self.advance_to(access.cycle);
        if std::mem::replace(&mut self.selected, selected) != selected {
            effects |= Effects::EVENTS;
        }
        for slice in 0..SLICES {
            let level = inputs.any_high(FUNCTION, self.pins[slice] & B_PINS);
            if std::mem::replace(&mut self.slices[slice].input, level) == level {
                continue;
            }
            match self.slices[slice].counts() {
                Count::Cycles => {}
                Count::WhileHigh => effects |= Effects::EVENTS,
                Count::Rising if level => effects |= self.run(slice, 1),
                Count::Falling if !level => effects |= self.run(slice, 1),
                Count::Rising | Count::Falling => {}
            }
        }
        effects
    }
}
