//! How a change goes through the chip: clocks, pins, events, requests.

use super::{Chip, PIN_ROUNDS};
use crate::bus::Initiator;
use crate::devices::pins::io_bank0::{self, FUNCTION_SIO};
use crate::devices::ticks::Tick;
use crate::devices::{pins, syscfg};
use crate::peripheral::pin_mux::{Drive, Drives};
use crate::peripheral::{Access, Effects};

impl Chip {
    /// What SIO and the GPIO coprocessor read of the pins in a cycle; a debugger is not that quick, and sees them as
    /// they are.
    pub(super) fn pins_seen(&mut self, by: Initiator) -> u64 {
        self.run_pio(by.now);
        if by.debugger {
            return self.pins.levels().input;
        }
        self.pins.seen_by_sio(by.now, syscfg::synchroniser_bypass(&self.peripherals.syscfg))
    }

    /// Carries effects of an access through the chip. Returns whether the board must look.
    pub(super) fn propagate(&mut self, mut effects: Effects, cycle: u64) -> bool {
        if effects.contains(Effects::RESETS) {
            self.run_pio(cycle);
            self.forget_prediction();
            self.peripherals.apply_resets();
            effects |= Effects::CLOCKS | Effects::PINS;
        }
        if effects.contains(Effects::CLOCKS) {
            let now = self.timeline.time_at(cycle);
            self.clocks = self.peripherals.frequencies(now);
            if self.clocks.system != self.timeline.frequency() {
                self.run_pio(cycle);
                self.timeline.change(cycle, self.clocks.system);
                if let Some(recorder) = self.pins.recorder() {
                    recorder.follow(self.timeline);
                }
            }
            self.peripherals.drive_counters(now, &self.clocks, self.halted);
            let tick = self.peripherals.ticks.rate(Tick::Riscv, self.clocks.reference);
            self.sio.timer.follow(now, tick, self.clocks.system, self.halted);
            effects |= Effects::EVENTS;
        }
        if effects.contains(Effects::PINS) {
            // What a block senses may change what it gives to the pins, in the same cycle.
            for _ in 0..PIN_ROUNDS {
                let more = self.update_all_pins(cycle);
                effects |= more;
                if !more.contains(Effects::PINS) {
                    break;
                }
            }
        }
        if effects.contains(Effects::EVENTS) {
            let access = Access { now: self.timeline.time_at(cycle), cycle, core: 0, clocks: &self.clocks };
            let watched = self.peripherals.watched_pins() | self.pins.recorded();
            let watched = self.pins.wiring().connected(watched);
            if watched != self.watched {
                self.watched = watched;
                self.peripherals.observe_pins(watched, &access);
            }
            let events = [self.peripherals.next_event(&access), self.sio.timer.next_event(access.now)];
            let next = events.into_iter().flatten().min();
            // What is due already happens with the next cycle, so that time always goes on.
            let next = next.map_or(u64::MAX, |time| self.timeline.cycle_at(time));
            let next = next.min(self.pio_event(cycle)).min(self.stream_event());
            self.block_event_at = next.max(cycle.saturating_add(1));
            self.lines = self.peripherals.interrupts();
            let pending = self.peripherals.io_bank0.pending();
            self.pin_lines = pending.map(|pending| u64::from(pending) << io_bank0::INTERRUPT);
        }
        if effects.contains(Effects::EVENTS) || effects.contains(Effects::REQUESTS) {
            self.wake_dma(cycle);
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
    pub(super) fn update_sio_pins(&mut self, changed: u64, cycle: u64) -> Effects {
        self.run_pio(cycle);
        let gpio = self.sio.gpio;
        self.drives.put(FUNCTION_SIO, changed, Drive { enable: gpio.enable, level: gpio.output });
        self.update_pins(cycle) | self.take_changed()
    }

    /// What every block gives to the pins is asked anew.
    fn update_all_pins(&mut self, cycle: u64) -> Effects {
        self.run_pio(cycle);
        let gpio = self.sio.gpio;
        self.drives = Drives::default();
        self.drives.put(FUNCTION_SIO, pins::ALL, Drive { enable: gpio.enable, level: gpio.output });
        self.peripherals.drive_pins(&mut self.drives);
        self.pins.rewire(&self.peripherals.io_bank0, &self.peripherals.pads_bank0);
        let selected = self.peripherals.io_bank0.selected();
        let rerouted = selected != self.inputs.selected;
        self.inputs.selected = selected;
        self.forget_prediction();
        let mut effects = self.update_pins(cycle) | self.take_changed();
        if rerouted {
            effects |= self.sense_pins(cycle);
        }
        effects
    }

    /// The PIOs have been brought to the cycle; the pins follow what the peripherals give.
    pub(super) fn update_pins(&mut self, cycle: u64) -> Effects {
        let Chip { pins, peripherals, drives, .. } = self;
        let pending = peripherals.io_bank0.pending();
        pins.update(drives, cycle);
        peripherals.io_bank0.show(*pins.levels());
        let mut effects =
            if peripherals.io_bank0.pending() == pending { Effects::NONE } else { Effects::EVENTS };
        let level = pins.levels().input;
        if level != self.inputs.level {
            self.inputs.level = level;
            self.forget_prediction();
            effects |= self.sense_pins(cycle);
            if self.watched != 0 {
                // What a state machine does with it may have to be foretold anew.
                effects |= Effects::EVENTS;
            }
        }
        effects
    }

    pub(super) fn sense_pins(&mut self, cycle: u64) -> Effects {
        let access = Access { now: self.timeline.time_at(cycle), cycle, core: 0, clocks: &self.clocks };
        self.peripherals.sense_pins(&self.inputs, &access)
    }
}
