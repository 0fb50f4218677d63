//! Factory of the probes of simulated boards.

use probe_rs::probe::list::ProbeListItem;
use probe_rs::probe::{
    DebugProbe, DebugProbeError, DebugProbeInfo, DebugProbeSelector, ProbeCreationError, ProbeFactory,
};

use super::driver::SimulatedProbe;
use super::{NAME, PRODUCT_ID, VENDOR_ID};
use crate::registry::{self, FIRST_SERIAL, OpenError};

/// Factory for the registration with probe-rs.
pub(super) static FACTORY: SimulatedProbeFactory = SimulatedProbeFactory;

/// Factory of the probes of simulated boards.
#[derive(Debug)]
pub struct SimulatedProbeFactory;

impl std::fmt::Display for SimulatedProbeFactory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("simulated")
    }
}

impl ProbeFactory for SimulatedProbeFactory {
    /// Opens the board with the serial number of the selector, or `SIM0` if it has none.
    fn open(&self, selector: &DebugProbeSelector) -> Result<Box<dyn DebugProbe>, DebugProbeError> {
        let not_found = DebugProbeError::ProbeCouldNotBeCreated(ProbeCreationError::NotFound);
        let same_probe = (selector.vendor_id, selector.product_id) == (VENDOR_ID, PRODUCT_ID);
        if !same_probe || selector.interface.is_some() {
            return Err(not_found);
        }
        match registry::open(selector.serial_number.as_deref().unwrap_or(FIRST_SERIAL)) {
            Ok(lease) => {
                super::fault_injection::inject_from_environment(lease.handle())?;
                Ok(Box::new(SimulatedProbe::new(lease)))
            }
            Err(OpenError::UnknownSerial { .. }) => Err(not_found),
            Err(error @ OpenError::InUse { .. }) => {
                Err(DebugProbeError::ProbeCouldNotBeCreated(ProbeCreationError::from(error)))
            }
        }
    }

    fn list_probes(&self) -> Vec<ProbeListItem> {
        let item = |serial| {
            let info = DebugProbeInfo::new(NAME, VENDOR_ID, PRODUCT_ID, Some(serial), &FACTORY, None, false);
            ProbeListItem::accessible(info)
        };
        registry::serials().into_iter().map(item).collect()
    }
}
