//! Clocking of a state machine: enable, restart, divider, and scheduling after a change (RP2350 §11.2, §11.5.5).

use super::divider::Divider;
use super::fifo::Fifo;
use super::latch::Held;
use super::machine::Machine;
use super::settings::Settings;
use super::shift::Shift;

impl Machine {
    /// Writes SM_ENABLE.
    pub(super) fn enable(&mut self, enabled: bool, cycle: u64) {
        match (self.enabled, enabled) {
            (false, true) => self.ready = self.divider.tick_after(cycle, self.paused),
            (true, false) => self.paused = self.divider.ticks_between(cycle, self.ready),
            _ => {}
        }
        self.enabled = enabled;
        self.recheck(cycle);
    }

    /// Restarts the state machine by SM_RESTART (register description of CTRL).
    pub(super) fn restart(&mut self, cycle: u64) {
        self.input = Shift::EMPTY_INPUT;
        self.output.count = 32;
        self.injected = None;
        self.raised = false;
        self.held = Held::default();
        self.paused = 0;
        self.ready = self.divider.first_tick_at(cycle);
        self.stall = None;
        self.recheck(cycle);
    }

    /// Restarts the divider by CLKDIV_RESTART.
    pub(super) fn restart_divider(&mut self, cycle: u64) {
        self.change_divider(cycle, |divider| divider.restart(cycle));
    }

    /// Writes SMx_CLKDIV.
    pub(super) fn write_divider(&mut self, register: u32, cycle: u64) {
        self.change_divider(cycle, |divider| divider.set(register, cycle));
    }

    fn change_divider(&mut self, cycle: u64, change: impl FnOnce(&mut Divider)) {
        let left = self.divider.ticks_between(cycle, self.ready);
        change(&mut self.divider);
        self.ready = self.divider.tick_after(cycle, left);
        self.recheck(cycle);
    }

    /// Applies EXECCTRL, SHIFTCTRL and PINCTRL. A change of the FIFO joins empties the FIFOs.
    pub(super) fn apply_settings(&mut self, settings: Settings, cycle: u64) {
        if settings.joins != self.settings.joins {
            let (tx, rx) = settings.joins.depths();
            (self.tx, self.rx) = (Fifo::new(tx), Fifo::new(rx));
        }
        self.settings = settings;
        if !settings.sticky {
            self.held = Held::default();
        }
        self.recheck(cycle);
    }

    /// Schedules the state machine for its next tick, to check again what it waits for.
    pub(super) fn recheck(&mut self, cycle: u64) {
        self.due = if self.exec_stalled() {
            cycle
        } else if self.enabled {
            self.divider.first_tick_at(cycle)
        } else {
            u64::MAX
        };
    }
}
