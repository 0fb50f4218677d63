//! Memory protection of DMA (RP2350 §12.6.6.3): the security level that an address requires.

use crate::peripheral::registers::{RegisterFile, bit, field};

pub(super) const MPU_CTRL: u32 = 0x500;
pub(super) const MPU_BAR0: u32 = 0x504;
pub(super) const MPU_LAR0: u32 = 0x508;
/// Bytes from one region's registers to the next.
const STRIDE: u32 = 8;
const REGIONS: u32 = 8;
/// Address bits that are not compared.
const GRANULE: u32 = 0x1F;

/// Returns the level that an address requires, 0 (Non-secure, unprivileged) to 3 (Secure, privileged): that of the
/// first region that matches, else that of MPU_CTRL.
pub(super) fn level(file: &RegisterFile, address: u32) -> u32 {
    for region in 0..REGIONS {
        let base = file.get(MPU_BAR0 + region * STRIDE);
        let limit = file.get(MPU_LAR0 + region * STRIDE);
        if bit(limit, 0) && (base & !GRANULE..=limit | GRANULE).contains(&address) {
            return field(limit, 1, 2);
        }
    }
    field(file.get(MPU_CTRL), 1, 2)
}
