//! Requests of the chip to the board.

use crate::bus::BusFault;
use crate::peripheral::Effects;

/// Effects that only the board can carry out, and the first access to something that is not modelled.
#[derive(Debug, Default)]
pub(super) struct BoardRequests {
    effects: Effects,
    fault: Option<BusFault>,
}

impl BoardRequests {
    /// Effects that the board carries out.
    const EFFECTS: Effects =
        Effects::CORES.union(Effects::WATCHDOG).union(Effects::MAILBOX).union(Effects::NMI);

    /// Adds effects that the board carries out; the others are ignored.
    #[inline]
    pub(super) fn add(&mut self, effects: Effects) {
        self.effects |= effects & Self::EFFECTS;
    }

    /// Stops the board at an access that is not modelled. Only the first stop is reported; an address of 0 is left out.
    pub(super) fn stop(&mut self, address: u32, what: String) {
        self.stop_at(BusFault::Unmodelled { address, what });
    }

    /// Stops the board at a fault that no access reports. Only the first stop is reported.
    pub(super) fn stop_at(&mut self, fault: BusFault) {
        self.fault.get_or_insert(fault);
    }

    /// Returns true if effects are pending.
    #[inline]
    pub(super) fn pending(&self) -> bool {
        !self.effects.is_empty()
    }

    /// Takes the pending effects.
    #[inline]
    pub(super) fn take_effects(&mut self) -> Effects {
        std::mem::take(&mut self.effects)
    }

    /// Takes the stop.
    #[inline]
    pub(super) fn take_fault(&mut self) -> Option<BusFault> {
        self.fault.take()
    }
}
