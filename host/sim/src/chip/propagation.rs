//! Propagation of a change through the chip: resets, clocks, pins, events, requests.

use super::Chip;
use crate::bus::Initiator;
use crate::devices::ticks::Tick;
use crate::devices::{dma, syscfg};
use crate::peripheral::Effects;

/// Updates of the pins in one cycle: enough for a signal to pass a few devices and external wires. A loop that
/// oscillates continues in later cycles.
const PIN_UPDATES: u32 = 8;

impl Chip {
    /// Returns the inputs of the pins that SIO and the GPIO coprocessor read in a cycle. The debugger reads them without
    /// the delay of the synchroniser.
    pub(super) fn read_pins(&mut self, by: Initiator) -> u64 {
        self.run_pio(by.now);
        if by.debugger {
            return self.pins.pins.levels().input;
        }
        self.pins.pins.read_by_sio(by.now, syscfg::synchroniser_bypass(&self.peripherals.syscfg))
    }

    /// Propagates the effects of an access through the chip. Returns true if the board must service events.
    pub(super) fn propagate(&mut self, mut effects: Effects, cycle: u64) -> bool {
        if effects.contains(Effects::RESETS) {
            self.run_pio(cycle);
            self.pio.invalidate();
            self.peripherals.apply_resets();
            effects |= Effects::CLOCKS | Effects::PINS;
        }
        if effects.contains(Effects::CLOCKS) {
            self.update_clocks(cycle);
            effects |= Effects::EVENTS;
        }
        if effects.contains(Effects::PINS) {
            // An input may change the output of a device in the same cycle.
            for _ in 0..PIN_UPDATES {
                let more = self.update_all_pins(cycle);
                effects |= more;
                if !more.contains(Effects::PINS) {
                    break;
                }
            }
        }
        if effects.contains(Effects::EVENTS) {
            self.update_events(cycle);
        }
        if effects.intersects(Effects::EVENTS | Effects::REQUESTS) {
            dma::wake(self, cycle);
            self.events.set_dma(self.peripherals.dma.wake());
        }
        self.requests.add(effects);
        self.requests.pending() || effects.intersects(Effects::EVENTS | Effects::REQUESTS)
    }

    fn update_clocks(&mut self, cycle: u64) {
        let now = self.clocks.time_at(cycle);
        self.clocks.set_frequencies(self.peripherals.frequencies(now));
        if self.clocks.system_clock_changed() {
            self.run_pio(cycle);
            self.clocks.change_timeline(cycle);
            if let Some(recorder) = self.pins.pins.recorder() {
                recorder.set_timeline(self.clocks.timeline());
            }
        }
        let (frequencies, halted) = (self.clocks.frequencies(), self.clocks.halted);
        self.peripherals.drive_counters(now, frequencies, halted);
        let tick = self.peripherals.ticks.rate(Tick::Riscv, frequencies.reference);
        self.sio.timer.follow(now, tick, frequencies.system, halted);
    }

    /// Schedules the next event of the devices and updates the interrupt lines.
    fn update_events(&mut self, cycle: u64) {
        let access = self.clocks.access(cycle);
        if let Some(observed) = self.pins.observe(self.peripherals.watched_pins()) {
            self.peripherals.observe_pins(observed, &access);
        }
        let events = [self.peripherals.next_event(&access), self.sio.timer.next_event(access.now)];
        let next = events.into_iter().flatten().min();
        let next = next.map_or(u64::MAX, |time| self.clocks.cycle_at(time));
        let next = next.min(self.next_pio_event(cycle)).min(self.xip().next_stream_event());
        // Events that are due already happen in the next cycle, so that time always advances.
        self.events.set_devices(next.max(cycle.saturating_add(1)));
        let shared = self.peripherals.interrupts();
        self.interrupts.set(shared, self.peripherals.io_bank0.pending());
    }

    /// Updates the levels of pins whose SIO output changed.
    pub(super) fn update_sio_pins(&mut self, changed: u64, cycle: u64) -> Effects {
        self.run_pio(cycle);
        self.pins.drive_sio(changed, &self.sio.gpio);
        self.update_pins(cycle) | self.pio.take_changed()
    }

    /// Collects the outputs of every device and updates the levels of all pins.
    fn update_all_pins(&mut self, cycle: u64) -> Effects {
        self.run_pio(cycle);
        self.pins.restart_drives(&self.sio.gpio);
        self.peripherals.drive_pins(&mut self.pins.drives);
        let rerouted = self.pins.rewire(&self.peripherals.io_bank0, &self.peripherals.pads_bank0);
        self.pio.invalidate();
        let mut effects = self.update_pins(cycle) | self.pio.take_changed();
        if rerouted {
            effects |= self.sense_pins(cycle);
        }
        effects
    }

    /// Updates the levels of the pins in a cycle, to which the PIOs have been advanced.
    pub(super) fn update_pins(&mut self, cycle: u64) -> Effects {
        let changes = self.pins.update(&mut self.peripherals.io_bank0, cycle);
        let mut effects = if changes.interrupts { Effects::EVENTS } else { Effects::empty() };
        if changes.inputs {
            self.pio.invalidate();
            effects |= self.sense_pins(cycle);
            if self.pins.observes_any() {
                // The next event of a state machine may depend on the input.
                effects |= Effects::EVENTS;
            }
        }
        effects
    }

    /// Passes the inputs of the pins to the devices.
    pub(super) fn sense_pins(&mut self, cycle: u64) -> Effects {
        self.peripherals.sense_pins(&self.pins.inputs, &self.clocks.access(cycle))
    }
}
