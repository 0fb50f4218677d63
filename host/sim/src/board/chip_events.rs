//! Effects of the chip on the cores: resets, NMI, mailbox, wake-up.

use super::Board;
use crate::peripheral::Effects;
use crate::ppb::dcb::DebugReset;

impl Board {
    /// Services the pending effects of the chip, after an access of a core or after an event.
    pub(super) fn service_pending(&mut self, core: usize) {
        let pending = self.chip.take_pending();
        let cycle = self.cores[core].cycle().max(self.now);
        if pending.contains(Effects::WATCHDOG) {
            let reset = self.chip.watchdog_reset(cycle);
            for core in (0..2).filter(|core| reset[*core]) {
                self.restart_core(core, DebugReset::Warm);
            }
        }
        if pending.contains(Effects::CORES) {
            for core in 0..2 {
                if self.chip.core_held(core) {
                    self.chip.core_reset(core);
                    self.restart_core(core, DebugReset::Warm);
                }
            }
        }
        if pending.contains(Effects::NMI) {
            for core in 0..2 {
                self.cores[core].set_nmi_line(self.chip.asserts_nmi(core));
                self.wake(core, cycle);
            }
        }
        if pending.contains(Effects::MAILBOX) {
            self.service_launch(cycle);
        }
        // The access may have raised an interrupt line of the other core.
        self.wake(1 - core, cycle);
    }

    /// Sets the event register of a core in a cycle.
    pub(super) fn signal_event(&mut self, core: usize, cycle: u64) {
        self.wake(core, cycle);
        self.cores[core].signal_event();
    }

    /// Lets a sleeping core check for wake-up events in a cycle.
    fn wake(&mut self, core: usize, cycle: u64) {
        if self.cores[core].asleep() {
            self.cores[core].advance_to(cycle);
            self.wake_pending[core] = true;
        }
    }
}
