//! Simulated boards as debug probes of probe-rs.
//!
//! After [`register`] they are listed and opened like any probe, for example as `1209:0001:SIM0`. The USB identifiers
//! are the first test pair of <https://pid.codes>, which no product uses.

mod detection;
mod driver;
mod factory;
mod fault_injection;

use std::sync::Once;

use probe_rs::plugin::{Plugin, register_plugin};

pub use factory::SimulatedProbeFactory;

/// USB vendor identifier.
pub const VENDOR_ID: u16 = 0x1209;
/// USB product identifier.
pub const PRODUCT_ID: u16 = 0x0001;
/// Product name in lists of probes.
pub const NAME: &str = "Simulated Pico 2";

/// Registers the simulated boards with probe-rs. Further calls do nothing.
///
/// It also registers the detection of an RP2350 with its Arm cores (`TargetSelector::Auto`), for hardware as well as
/// for simulated boards: probe-rs 0.32 finds two targets for it, Arm and RISC-V, and returns an error.
pub fn register() {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(|| {
        register_plugin(Plugin {
            vendors: &[&detection::Rp2350Detection],
            probe_drivers: &[&factory::FACTORY],
            ..Plugin::default()
        });
    });
}
