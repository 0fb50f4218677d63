//! Memory protection unit of the Secure state: PMSAv8 with eight regions (Armv8-M ARM B9; RP2350 §3.7.2).

/// MPU Type Register.
pub const MPU_TYPE: u32 = 0xE000_ED90;
/// MPU Control Register.
pub const MPU_CTRL: u32 = 0xE000_ED94;
/// MPU Region Number Register.
pub const MPU_RNR: u32 = 0xE000_ED98;
/// MPU Region Base Address Register; its aliases and those of MPU_RLAR follow.
pub const MPU_RBAR: u32 = 0xE000_ED9C;
/// MPU Region Limit Address Register.
pub const MPU_RLAR: u32 = 0xE000_EDA0;
/// Alias 3 of MPU_RLAR.
const MPU_RLAR_A3: u32 = 0xE000_EDB8;
/// MPU Memory Attribute Indirection Register 0.
pub const MPU_MAIR0: u32 = 0xE000_EDC0;
/// MPU Memory Attribute Indirection Register 1.
pub const MPU_MAIR1: u32 = 0xE000_EDC4;

/// Number of regions.
pub const REGIONS: usize = 8;

/// ENABLE of MPU_CTRL.
const ENABLE: u32 = 1;
/// HFNMIENA of MPU_CTRL: the unit is enabled at negative priority.
const HFNMIENA: u32 = 1 << 1;
/// PRIVDEFENA of MPU_CTRL: privileged code has the default memory map as background region.
const PRIVDEFENA: u32 = 1 << 2;
/// XN of MPU_RBAR: execute never.
const XN: u32 = 1;
/// EN of MPU_RLAR.
const REGION_ENABLE: u32 = 1;
/// Fields of MPU_RLAR that are stored; bit 4 is PXN in Armv8.1-M and reserved here.
const RLAR_STORED: u32 = !0x10;

/// Permitted accesses to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    /// Reads are permitted.
    pub read: bool,
    /// Writes are permitted.
    pub write: bool,
    /// Instruction fetches are permitted.
    pub execute: bool,
    /// Region that holds the address, if it is the only one.
    pub region: Option<u8>,
}

impl Permission {
    /// All accesses, outside of any region.
    pub const ALL: Permission = Permission { read: true, write: true, execute: true, region: None };
    const NONE: Permission = Permission { read: false, write: false, execute: false, region: None };
}

/// Returns true if the default memory map does not permit execution: Device memory and the system space (B6.3).
pub const fn execute_never(address: u32) -> bool {
    matches!(address >> 29, 2 | 5..=7)
}

/// Returns the permissions of the default memory map, which are the same for privileged and unprivileged code.
const fn default_map(address: u32) -> Permission {
    Permission { read: true, write: true, execute: !execute_never(address), region: None }
}

/// Memory protection unit of one core.
#[derive(Clone, Debug, Default)]
pub struct Mpu {
    control: u32,
    number: u32,
    base: [u32; REGIONS],
    limit: [u32; REGIONS],
    attributes: [u32; 2],
}

impl Mpu {
    /// Returns true if the unit is enabled (MPU_CTRL.ENABLE).
    #[inline]
    pub fn enabled(&self) -> bool {
        self.control & ENABLE != 0
    }

    /// Returns the permissions of an address outside the private peripheral bus. `negative` is true for an access at
    /// a priority below 0: by HardFault, by NMI, or with FAULTMASK set.
    pub fn look_up(&self, address: u32, privileged: bool, negative: bool) -> Permission {
        if !self.enabled() || negative && self.control & HFNMIENA == 0 {
            return default_map(address);
        }
        let mut hit = None;
        for region in 0..REGIONS {
            let (base, limit) = (self.base[region], self.limit[region]);
            if limit & REGION_ENABLE != 0 && (base & !31..=limit | 31).contains(&address) {
                if hit.is_some() {
                    // Overlapping regions permit no access (B9.2).
                    return Permission::NONE;
                }
                hit = Some(region);
            }
        }
        match hit {
            Some(region) => self.region_permission(region, address, privileged),
            None if privileged && self.control & PRIVDEFENA != 0 => default_map(address),
            None => Permission::NONE,
        }
    }

    fn region_permission(&self, region: usize, address: u32, privileged: bool) -> Permission {
        let base = self.base[region];
        // AP: bit 0 unprivileged access too, bit 1 read-only.
        let (any, read_only) = (base >> 1 & 1 != 0, base >> 2 & 1 != 0);
        let read = privileged || any;
        // No region makes the system space executable.
        let execute = read && base & XN == 0 && address >> 29 != 7;
        Permission { read, write: read && !read_only, execute, region: Some(region as u8) }
    }

    /// Returns the region that MPU_RBAR and MPU_RLAR (`alias` 0) or their aliases 1 to 3 access.
    fn index(&self, alias: u32) -> usize {
        let number = if alias == 0 { self.number } else { self.number & !3 | alias };
        number as usize % REGIONS
    }

    /// Reads a register from MPU_TYPE to MPU_MAIR1; `None` if there is none at the address.
    pub(crate) fn read(&self, address: u32) -> Option<u32> {
        Some(match address {
            // DREGION.
            MPU_TYPE => (REGIONS as u32) << 8,
            MPU_CTRL => self.control,
            MPU_RNR => self.number,
            MPU_RBAR..=MPU_RLAR_A3 => {
                let index = self.index((address - MPU_RBAR) / 8);
                if address & 4 != 0 { self.base[index] } else { self.limit[index] }
            }
            MPU_MAIR0 => self.attributes[0],
            MPU_MAIR1 => self.attributes[1],
            _ => return None,
        })
    }

    /// Writes a register from MPU_TYPE to MPU_MAIR1; returns false if there is none at the address.
    pub(crate) fn write(&mut self, address: u32, value: u32) -> bool {
        match address {
            // Read-only.
            MPU_TYPE => {}
            MPU_CTRL => self.control = value & (ENABLE | HFNMIENA | PRIVDEFENA),
            // REGION has as many bits as the regions need.
            MPU_RNR => self.number = value & (REGIONS as u32 - 1),
            MPU_RBAR..=MPU_RLAR_A3 => {
                let index = self.index((address - MPU_RBAR) / 8);
                if address & 4 != 0 {
                    self.base[index] = value;
                } else {
                    self.limit[index] = value & RLAR_STORED;
                }
            }
            MPU_MAIR0 => self.attributes[0] = value,
            MPU_MAIR1 => self.attributes[1] = value,
            _ => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a unit with regions, each the values of MPU_RBAR and MPU_RLAR.
    fn unit(control: u32, regions: &[(u32, u32)]) -> Mpu {
        let mut mpu = Mpu::default();
        for (number, &(base, limit)) in regions.iter().enumerate() {
            assert!(mpu.write(MPU_RNR, number as u32));
            assert!(mpu.write(MPU_RBAR, base));
            assert!(mpu.write(MPU_RLAR, limit));
        }
        assert!(mpu.write(MPU_CTRL, control));
        mpu
    }

    fn permission(read: bool, write: bool, execute: bool, region: Option<u8>) -> Permission {
        Permission { read, write, execute, region }
    }

    #[test]
    fn a_disabled_unit_leaves_the_default_map() {
        let mpu = unit(0, &[(0x2000_0001, 0x2000_0FE1)]);
        assert_eq!(mpu.look_up(0x2000_0000, false, false), permission(true, true, true, None));
        assert_eq!(mpu.look_up(0x4000_0000, false, false), permission(true, true, false, None));
    }

    #[test]
    fn access_permissions_follow_privilege() {
        for (ap, user_read, user_write, write) in [
            (0, false, false, true),
            (1, true, true, true),
            (2, false, false, false),
            (3, true, false, false),
        ] {
            let mpu = unit(ENABLE, &[(0x2000_0000 | ap << 1, 0x2000_0FE1)]);
            assert_eq!(mpu.look_up(0x2000_0800, true, false), permission(true, write, true, Some(0)));
            let user = mpu.look_up(0x2000_0800, false, false);
            assert_eq!(user, permission(user_read, user_write, user_read, Some(0)), "AP {ap}");
        }
    }

    #[test]
    fn regions_reach_from_base_to_limit_in_32_bytes() {
        let mpu = unit(ENABLE, &[(0x2000_0020, 0x2000_0041)]);
        let inside = |address| mpu.look_up(address, true, false).read;
        assert_eq!(
            [0x2000_001F, 0x2000_0020, 0x2000_005F, 0x2000_0060].map(inside),
            [false, true, true, false]
        );
    }

    #[test]
    fn overlapping_regions_allow_nothing() {
        let mpu = unit(ENABLE | PRIVDEFENA, &[(0x2000_0000, 0x2000_0041), (0x2000_0040, 0x2000_0081)]);
        assert_eq!(mpu.look_up(0x2000_0040, true, false), Permission::NONE);
        assert_eq!(mpu.look_up(0x2000_0060, true, false).region, Some(1));
    }

    #[test]
    fn the_background_is_for_privileged_code_if_enabled() {
        let mpu = unit(ENABLE | PRIVDEFENA, &[]);
        assert!(mpu.look_up(0x2000_0000, true, false).write);
        assert_eq!(mpu.look_up(0x2000_0000, false, false), Permission::NONE);
        assert_eq!(unit(ENABLE, &[]).look_up(0x2000_0000, true, false), Permission::NONE);
    }

    #[test]
    fn negative_priority_is_checked_with_hfnmiena_only() {
        assert!(unit(ENABLE, &[]).look_up(0x2000_0000, true, true).write);
        assert_eq!(unit(ENABLE | HFNMIENA, &[]).look_up(0x2000_0000, true, true), Permission::NONE);
    }

    #[test]
    fn execution_needs_a_readable_region_outside_the_system_space() {
        let mpu =
            unit(ENABLE, &[(0x2000_0001, 0x2000_0FE1), (0x4000_0000, 0x4000_0FE1), (0xF000_0000, !0x1E)]);
        assert!(!mpu.look_up(0x2000_0000, true, false).execute);
        assert!(mpu.look_up(0x4000_0000, true, false).execute);
        assert!(!mpu.look_up(0xF000_0000, true, false).execute);
    }

    #[test]
    fn aliases_reach_the_other_regions_of_four() {
        let mut mpu = Mpu::default();
        assert!(mpu.write(MPU_RNR, 5));
        for alias in 0..4 {
            assert!(mpu.write(MPU_RBAR + 8 * alias, 0x2000_0000 + 0x100 * alias));
        }
        let base = |mpu: &mut Mpu, number| {
            assert!(mpu.write(MPU_RNR, number));
            mpu.read(MPU_RBAR)
        };
        // MPU_RBAR_A1 writes region 5, as MPU_RBAR did.
        assert_eq!(
            [4, 5, 6, 7].map(|number| base(&mut mpu, number)),
            [Some(0), Some(0x2000_0100), Some(0x2000_0200), Some(0x2000_0300)]
        );
        assert!(mpu.write(MPU_RLAR, u32::MAX));
        assert_eq!(mpu.read(MPU_RLAR), Some(0xFFFF_FFEF));
        assert_eq!(mpu.read(MPU_RLAR_A3 + 4), None);
    }
}
