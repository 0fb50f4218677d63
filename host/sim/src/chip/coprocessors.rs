//! Coprocessors with own state (RP2350 §3.6): CP4 and CP5 double precision, CP7 redundancy.

use crate::devices::dcp::Dcp;
use crate::devices::rcp::Rcp;

/// The coprocessors of both cores.
#[derive(Debug, Default)]
pub(super) struct Coprocessors {
    pub(super) dcp: Dcp,
    pub(super) rcp: Rcp,
}

impl Coprocessors {
    /// Resets the coprocessors of a core.
    pub(super) fn reset(&mut self, core: usize) {
        self.dcp.reset(core);
        self.rcp.reset(core);
    }

    /// Sets the salts of the redundancy coprocessor, as the ROM does.
    pub(super) fn set_salts(&mut self) {
        self.rcp.initialise();
    }

    /// Returns true if the redundancy coprocessor asserts the NMI of a core.
    pub(super) fn asserts_nmi(&self, core: usize) -> bool {
        self.rcp.fault(core)
    }
}
