//! When a state machine is clocked: enabling, restarts, its divider, and what wakes it (RP2350 §11.2, §11.5.5).

use super::divider::Divider;
use super::fifo::Fifo;
use super::latch::Held;
use super::machine::Machine;
use super::settings::Settings;
use super::shift::Shift;

impl Machine {
    /// SM_ENABLE is written.
    pub(super) fn enable(&mut self, enabled: bool, cycle: u64) {
        match (self.enabled, enabled) {
            (false, true) => self.ready = self.divider.after(cycle, self.paused),
            (true, false) => self.paused = self.divider.between(cycle, self.ready),
            _ => {}
        }
        self.enabled = enabled;
        self.look(cycle);
    }

    /// SM_RESTART (register description of CTRL).
    pub(super) fn restart(&mut self, cycle: u64) {
        self.input = Shift::EMPTY_INPUT;
        self.output.count = 32;
        self.injected = None;
        self.raised = false;
        self.held = Held::default();
        self.paused = 0;
        self.ready = self.divider.first_at(cycle);
        self.stall = None;
        self.look(cycle);
    }

    /// CLKDIV_RESTART.
    pub(super) fn restart_divider(&mut self, cycle: u64) {
        self.change_divider(cycle, |divider| divider.restart(cycle));
    }

    /// SMx_CLKDIV is written.
    pub(super) fn divide(&mut self, register: u32, cycle: u64) {
        self.change_divider(cycle, |divider| divider.set(register, cycle));
    }

    fn change_divider(&mut self, cycle: u64, change: impl FnOnce(&mut Divider)) {
        let left = self.divider.between(cycle, self.ready);
        change(&mut self.divider);
        self.ready = self.divider.after(cycle, left);
        self.look(cycle);
    }

    /// EXECCTRL, SHIFTCTRL or PINCTRL is written. Another use of the FIFO storage empties it.
    pub(super) fn set(&mut self, settings: Settings, cycle: u64) {
        if settings.joins != self.settings.joins {
            let (tx, rx) = settings.joins.depths();
            (self.tx, self.rx) = (Fifo::new(tx), Fifo::new(rx));
        }
        self.settings = settings;
        if !settings.sticky {
            self.held = Held::default();
        }
        self.look(cycle);
    }

    /// Something that it may wait for has changed: it looks again at its next tick.
    pub(super) fn look(&mut self, cycle: u64) {
        self.due = if self.exec_stalled() {
            cycle
        } else if self.enabled {
            self.divider.first_at(cycle)
        } else {
            u64::MAX
        };
    }
}
