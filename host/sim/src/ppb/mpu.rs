//! Memory protection unit of the Secure state: PMSAv8 with eight regions (Armv8-M ARM B9; RP2350 §3.7.2).

/// Regions.
pub const REGIONS: usize = 8;

/// MPU_CTRL bits.
const ENABLE: u32 = 1;
const HFNMIENA: u32 = 1 << 1;
const PRIVDEFENA: u32 = 1 << 2;
/// MPU_RBAR.XN: execute never.
const XN: u32 = 1;
/// MPU_RLAR.EN.
const REGION_ENABLE: u32 = 1;
/// MPU_RLAR bit 4 is PXN in Armv8.1-M and reserved here.
const RLAR_WRITABLE: u32 = !0x10;

/// What an access may do at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    /// Reads are allowed.
    pub read: bool,
    /// Writes are allowed.
    pub write: bool,
    /// Instructions may be fetched.
    pub execute: bool,
    /// The only region that holds the address.
    pub region: Option<u8>,
}

impl Permission {
    /// Everything, outside of any region.
    pub const ALL: Permission = Permission { read: true, write: true, execute: true, region: None };
    const NONE: Permission = Permission { read: false, write: false, execute: false, region: None };
}

/// Execution is never allowed here by the default memory map: Device memory and the system space (B6.3).
pub const fn execute_never(address: u32) -> bool {
    matches!(address >> 29, 2 | 5..=7)
}

/// What the default memory map allows, privileged code or not.
const fn default_map(address: u32) -> Permission {
    Permission { read: true, write: true, execute: !execute_never(address), region: None }
}

/// The unit.
#[derive(Clone, Debug, Default)]
pub struct Mpu {
    control: u32,
    number: u32,
    base: [u32; REGIONS],
    limit: [u32; REGIONS],
    attributes: [u32; 2],
}

impl Mpu {
    /// MPU_CTRL.ENABLE.
    #[inline]
    pub fn enabled(&self) -> bool {
        self.control & ENABLE != 0
    }

    /// What an access outside the private peripheral bus may do. `negative` says that it is made at a priority below
    /// 0: by HardFault, NMI, or with FAULTMASK set.
    pub fn look_up(&self, address: u32, privileged: bool, negative: bool) -> Permission {
        if !self.enabled() || negative && self.control & HFNMIENA == 0 {
            return default_map(address);
        }
        let mut hit = None;
        for region in 0..REGIONS {
            let (base, limit) = (self.base[region], self.limit[region]);
            if limit & REGION_ENABLE != 0 && (base & !31..=limit | 31).contains(&address) {
                if hit.is_some() {
                    // Regions that overlap: no access at all (B9.2).
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
        // AP: bit 0 any privilege, bit 1 read-only.
        let (any, read_only) = (base >> 1 & 1 != 0, base >> 2 & 1 != 0);
        let read = privileged || any;
        // No region makes the system space executable.
        let execute = read && base & XN == 0 && address >> 29 != 7;
        Permission { read, write: read && !read_only, execute, region: Some(region as u8) }
    }

    /// Region that MPU_RBAR and MPU_RLAR, or with `alias` 1 to 3 their aliases, mean.
    fn index(&self, alias: u32) -> usize {
        let number = if alias == 0 { self.number } else { self.number & !3 | alias };
        number as usize % REGIONS
    }

    /// Reads offset 0xD90 to 0xDC4 of the system control space; `None` where there is no register.
    pub(super) fn read(&self, offset: u32) -> Option<u32> {
        Some(match offset {
            0xD90 => (REGIONS as u32) << 8,
            0xD94 => self.control,
            0xD98 => self.number,
            0xD9C..=0xDB8 => {
                let index = self.index((offset - 0xD9C) / 8);
                if offset & 4 != 0 { self.base[index] } else { self.limit[index] }
            }
            0xDC0 => self.attributes[0],
            0xDC4 => self.attributes[1],
            _ => return None,
        })
    }

    /// Writes as [`Mpu::read`] reads; false where there is no register.
    pub(super) fn write(&mut self, offset: u32, value: u32) -> bool {
        match offset {
            0xD90 => {}
            0xD94 => self.control = value & (ENABLE | HFNMIENA | PRIVDEFENA),
            // REGION has as many bits as the regions need.
            0xD98 => self.number = value & (REGIONS as u32 - 1),
            0xD9C..=0xDB8 => {
                let index = self.index((offset - 0xD9C) / 8);
                if offset & 4 != 0 {
                    self.base[index] = value;
                } else {
                    self.limit[index] = value & RLAR_WRITABLE;
                }
            }
            0xDC0 => self.attributes[0] = value,
            0xDC4 => self.attributes[1] = value,
            _ => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RBAR: u32 = 0xD9C;
    const RLAR: u32 = 0xDA0;

    /// A unit with these regions: base register, limit register.
    fn unit(control: u32, regions: &[(u32, u32)]) -> Mpu {
        let mut mpu = Mpu::default();
        for (number, &(base, limit)) in regions.iter().enumerate() {
            assert!(mpu.write(0xD98, number as u32));
            assert!(mpu.write(RBAR, base));
            assert!(mpu.write(RLAR, limit));
        }
        assert!(mpu.write(0xD94, control));
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
        assert!(mpu.write(0xD98, 5));
        for alias in 0..4 {
            assert!(mpu.write(RBAR + 8 * alias, 0x2000_0000 + 0x100 * alias));
        }
        let base = |mpu: &mut Mpu, number| {
            assert!(mpu.write(0xD98, number));
            mpu.read(RBAR)
        };
        // The alias 1 writes region 5 as MPU_RBAR did.
        assert_eq!(
            [4, 5, 6, 7].map(|number| base(&mut mpu, number)),
            [Some(0), Some(0x2000_0100), Some(0x2000_0200), Some(0x2000_0300)]
        );
        assert!(mpu.write(RLAR, u32::MAX));
        assert_eq!(mpu.read(RLAR), Some(0xFFFF_FFEF));
        assert_eq!(mpu.read(0xDBC), None);
    }
}
