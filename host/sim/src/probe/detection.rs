//! Detection of the RP2350.

use probe_rs::Error;
use probe_rs::architecture::arm::dp::{DpAddress, DpRegister, TARGETID};
use probe_rs::architecture::arm::{ArmChipInfo, ArmDebugInterface};
use probe_rs::config::{Chip, DebugSequence, Registry};
use probe_rs::vendor::Vendor;

/// Part number of the ROM table of a Cortex-M33.
const CORTEX_M33_TABLE: u16 = 0x4C9;
/// TARGETID of RP2350 without its revision field.
const RP2350: u32 = 0x0004_0927;
const WITHOUT_REVISION: u32 = 0x0FFF_FFFF;

/// Name of the RP2350 with its Arm cores in the registry of probe-rs.
const TARGET: &str = "RP235x";

/// Detection of an RP2350 by the TARGETID of its debug port.
#[derive(Debug)]
pub(super) struct Rp2350Detection;

impl std::fmt::Display for Rp2350Detection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RP2350 detection")
    }
}

impl Vendor for Rp2350Detection {
    fn try_create_debug_sequence(&self, _chip: &Chip) -> Option<DebugSequence> {
        None
    }

    fn try_detect_arm_chip(
        &self,
        _registry: &Registry,
        interface: &mut dyn ArmDebugInterface,
        chip: ArmChipInfo,
    ) -> Result<Option<String>, Error> {
        if chip.part != CORTEX_M33_TABLE {
            return Ok(None);
        }
        let target_id = interface.read_raw_dp_register(DpAddress::Default, TARGETID::ADDRESS)?;
        Ok((target_id & WITHOUT_REVISION == RP2350).then(|| TARGET.to_owned()))
    }
}
