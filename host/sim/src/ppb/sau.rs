//! Security attribution of addresses: the SAU (Armv8-M ARM B8.3) and the IDAU of RP2350 (§10.2.2).
//!
//! All code is Secure. The SAU can hold the region that the boot ROM sets up, which makes the ROM Non-secure. While
//! it is enabled it refuses regions elsewhere, where Secure code could no longer execute.

/// SAU Control Register.
pub const SAU_CTRL: u32 = 0xE000_EDD0;
/// SAU Type Register.
pub const SAU_TYPE: u32 = 0xE000_EDD4;
/// SAU Region Number Register.
pub const SAU_RNR: u32 = 0xE000_EDD8;
/// SAU Region Base Address Register.
pub const SAU_RBAR: u32 = 0xE000_EDDC;
/// SAU Region Limit Address Register.
pub const SAU_RLAR: u32 = 0xE000_EDE0;

/// Number of regions (RP2350 §3.7.2).
const REGIONS: usize = 8;

/// ENABLE of SAU_CTRL and of SAU_RLAR.
const ENABLE: u32 = 1;
/// ALLNS of SAU_CTRL: without the unit all memory is Non-secure.
const ALLNS: u32 = 2;
/// NSC of SAU_RLAR: the region is Non-secure-callable.
const NON_SECURE_CALLABLE: u32 = 2;

/// Length of the ROM, whose image repeats up to [`ROM_END`].
const ROM_LENGTH: u32 = 0x8000;
/// Offset of the secure gateways at the end of the ROM, which are Secure and Non-secure-callable.
const GATEWAYS: u32 = 0x7E00;
const ROM_END: u32 = 0x1000_0000;

/// Attribution by the IDAU, for loads, stores and TT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum IdauAttribution {
    /// The security state of the access.
    Exempt,
    /// Secure, Non-secure-callable.
    Gateway,
    /// Non-secure, unless the SAU makes it Secure.
    NonSecure,
}

fn idau(address: u32) -> IdauAttribution {
    match address {
        0..ROM_END if address % ROM_LENGTH >= GATEWAYS => IdauAttribution::Gateway,
        0..ROM_END | 0x4000_0000..=0x5FFF_FFFF | 0xD000_0000..=0xDFFF_FFFF => IdauAttribution::Exempt,
        _ if is_private(address) => IdauAttribution::Exempt,
        _ => IdauAttribution::NonSecure,
    }
}

/// Returns true for the registers of the core, which are exempt from attribution (Armv8-M ARM B8.3).
const fn is_private(address: u32) -> bool {
    matches!(
        address,
        0xE000_0000..=0xE000_2FFF
            | 0xE000_E000..=0xE000_EFFF
            | 0xE002_E000..=0xE002_EFFF
            | 0xE004_0000..=0xE004_1FFF
            | 0xE00F_F000..=0xE00F_FFFF
    )
}

/// Security attribution of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The address is Non-secure.
    pub non_secure: bool,
    /// SAU region that holds the address.
    pub region: Option<u8>,
}

/// Registers of the SAU of one core.
#[derive(Clone, Debug, Default)]
pub struct Sau {
    control: u32,
    number: u32,
    base: [u32; REGIONS],
    limit: [u32; REGIONS],
}

impl Sau {
    /// Sets the state that the boot ROM leaves: enabled, region 7 over the whole ROM (§10.2.2).
    pub fn set_up_by_rom(&mut self) {
        self.control = ENABLE;
        self.base[7] = 0;
        self.limit[7] = (ROM_LENGTH - 0x20) | ENABLE;
    }

    fn index(&self) -> usize {
        self.number as usize % REGIONS
    }

    /// Reads a register from SAU_CTRL to SAU_RLAR.
    pub(crate) fn read(&self, address: u32) -> u32 {
        match address {
            SAU_CTRL => self.control,
            SAU_TYPE => REGIONS as u32,
            SAU_RNR => self.number,
            SAU_RBAR => self.base[self.index()],
            _ => self.limit[self.index()],
        }
    }

    /// Writes a register from SAU_CTRL to SAU_RLAR; returns false if the value makes memory outside the ROM
    /// Non-secure.
    pub(crate) fn write(&mut self, address: u32, value: u32) -> bool {
        let index = self.index();
        match address {
            SAU_CTRL => self.control = value & (ENABLE | ALLNS),
            SAU_RNR => self.number = value & 0xFF,
            SAU_RBAR => self.base[index] = value & !0x1F,
            SAU_RLAR => self.limit[index] = value & !0x1C,
            _ => {}
        }
        match self.control {
            0 => true,
            ALLNS => false,
            _ => self.limit.iter().all(|limit| limit & ENABLE == 0 || *limit < ROM_LENGTH),
        }
    }

    /// Returns the attribution of an address for an access in the Secure or the Non-secure state.
    pub fn attribution(&self, address: u32, secure: bool) -> Attribution {
        let idau = idau(address);
        if idau == IdauAttribution::Exempt {
            return Attribution { non_secure: !secure, region: None };
        }
        let mut matching = (0..8u8).filter(|region| {
            let (base, limit) = (self.base[usize::from(*region)], self.limit[usize::from(*region)]);
            let range = base..=(limit | 0x1F);
            self.control & ENABLE != 0 && limit & ENABLE != 0 && range.contains(&address)
        });
        // An address in several regions is in none, and Secure.
        let region = matching.next().filter(|_| matching.next().is_none());
        let callable =
            region.is_some_and(|region| self.limit[usize::from(region)] & NON_SECURE_CALLABLE != 0);
        let by_sau = match region {
            Some(_) => !callable,
            None => self.control == ALLNS,
        };
        Attribution { non_secure: by_sau && idau == IdauAttribution::NonSecure, region }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_the_rom_the_gateways_alone_are_in_a_region() {
        let mut sau = Sau::default();
        let secure = |region| Attribution { non_secure: false, region };
        assert_eq!(sau.attribution(0x7E00, true), secure(None));
        sau.set_up_by_rom();
        assert_eq!([SAU_CTRL, SAU_TYPE].map(|address| sau.read(address)), [1, 8]);
        assert!(sau.write(SAU_RNR, 7));
        assert_eq!([SAU_RBAR, SAU_RLAR].map(|address| sau.read(address)), [0, 0x7FE1]);
        for address in [0, 0x7DFF, 0x1000_0000, 0x2000_0000, 0x4000_0000, 0xD000_0000, 0xE000_ED00] {
            assert_eq!(sau.attribution(address, true), secure(None), "{address:#x}");
        }
        assert_eq!(sau.attribution(0x7E00, true), secure(Some(7)));
        assert_eq!(sau.attribution(0x7FFF, false), secure(Some(7)));
        // Exempt addresses have the security state of the access.
        for address in [0, 0x7DFF, 0x0001_0000, 0x4000_0000, 0x5FFF_FFFF, 0xD000_0000, 0xE000_ED00] {
            assert!(sau.attribution(address, false).non_secure, "{address:#x}");
        }
        assert!(!sau.attribution(0x2000_0000, false).non_secure);
    }

    #[test]
    fn memory_that_would_become_non_secure_is_refused() {
        let mut sau = Sau::default();
        for (address, value) in [(SAU_RNR, 0), (SAU_RBAR, 0x2000_0000), (SAU_RLAR, 0x2007_FFE1)] {
            assert!(sau.write(address, value), "a region of a disabled unit");
        }
        assert!(!sau.write(SAU_CTRL, ENABLE));
        assert!(sau.write(SAU_CTRL, 0));
        assert!(sau.write(SAU_RLAR, 0));
        assert!(sau.write(SAU_CTRL, ENABLE));
        assert!(!sau.write(SAU_RLAR, 0x2007_FFE3));
        assert!(!Sau::default().write(SAU_CTRL, ALLNS));
    }
}
