//! Security attribution of addresses: the SAU (Armv8-M ARM B8.3), and the IDAU of RP2350 (§10.2.2).
//!
//! Nothing Non-secure runs here. So the SAU may say what it does after the boot ROM, that the ROM is Non-secure, but
//! regions elsewhere, where Secure code could no longer execute, are refused while it is enabled.

const ENABLE: u32 = 1;
const ALLNS: u32 = 2;
const NON_SECURE_CALLABLE: u32 = 2;

/// The ROM, whose last bytes are Secure and Non-secure-callable. Its map is repeated up to [`ROM_END`].
const ROM_LENGTH: u32 = 0x8000;
const GATEWAYS: u32 = 0x7E00;
const ROM_END: u32 = 0x1000_0000;

/// What the IDAU says of an address for loads and stores, and for TT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fixed {
    /// As secure as who asks.
    Exempt,
    /// Secure, Non-secure-callable.
    Gateway,
    /// What the SAU makes of it.
    NonSecure,
}

fn fixed(address: u32) -> Fixed {
    match address {
        0..ROM_END if address % ROM_LENGTH >= GATEWAYS => Fixed::Gateway,
        0..ROM_END | 0x4000_0000..=0x5FFF_FFFF | 0xD000_0000..=0xDFFF_FFFF => Fixed::Exempt,
        _ if is_private(address) => Fixed::Exempt,
        _ => Fixed::NonSecure,
    }
}

/// The registers of the core itself are exempt (Armv8-M ARM B8.3).
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

/// What is said of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// It is Non-secure.
    pub non_secure: bool,
    /// The region of the SAU that it is in.
    pub region: Option<u8>,
}

/// Its registers.
#[derive(Clone, Debug, Default)]
pub struct Sau {
    control: u32,
    number: u32,
    base: [u32; 8],
    limit: [u32; 8],
}

impl Sau {
    /// As the boot ROM leaves it: enabled, region 7 over the whole ROM (§10.2.2).
    pub fn set_up_by_rom(&mut self) {
        self.control = ENABLE;
        self.base[7] = 0;
        self.limit[7] = (ROM_LENGTH - 0x20) | ENABLE;
    }

    fn index(&self) -> usize {
        (self.number & 7) as usize
    }

    /// Reads SAU_CTRL to SAU_RLAR by their offset in the system control space.
    pub fn read(&self, offset: u32) -> u32 {
        match offset {
            0xDD0 => self.control,
            // Eight regions (RP2350 §3.7.2).
            0xDD4 => 8,
            0xDD8 => self.number,
            0xDDC => self.base[self.index()],
            _ => self.limit[self.index()],
        }
    }

    /// Writes one of them; false when memory would become Non-secure by it.
    pub fn write(&mut self, offset: u32, value: u32) -> bool {
        let index = self.index();
        match offset {
            0xDD0 => self.control = value & (ENABLE | ALLNS),
            0xDD8 => self.number = value & 0xFF,
            0xDDC => self.base[index] = value & !0x1F,
            0xDE0 => self.limit[index] = value & !0x1C,
            _ => {}
        }
        match self.control {
            0 => true,
            ALLNS => false,
            _ => self.limit.iter().all(|limit| limit & ENABLE == 0 || *limit < ROM_LENGTH),
        }
    }

    /// What is said of an address to Secure or to Non-secure code.
    pub fn attribution(&self, address: u32, secure: bool) -> Attribution {
        let fixed = fixed(address);
        if fixed == Fixed::Exempt {
            return Attribution { non_secure: !secure, region: None };
        }
        let mut matching = (0..8u8).filter(|region| {
            let (base, limit) = (self.base[usize::from(*region)], self.limit[usize::from(*region)]);
            let range = base..=(limit | 0x1F);
            self.control & ENABLE != 0 && limit & ENABLE != 0 && range.contains(&address)
        });
        // An address in several regions counts as in none, and Secure.
        let region = matching.next().filter(|_| matching.next().is_none());
        let callable =
            region.is_some_and(|region| self.limit[usize::from(region)] & NON_SECURE_CALLABLE != 0);
        let said = match region {
            Some(_) => !callable,
            None => self.control == ALLNS,
        };
        Attribution { non_secure: said && fixed == Fixed::NonSecure, region }
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
        assert_eq!([0xDD0, 0xDD4].map(|offset| sau.read(offset)), [1, 8]);
        assert!(sau.write(0xDD8, 7));
        assert_eq!([0xDDC, 0xDE0].map(|offset| sau.read(offset)), [0, 0x7FE1]);
        for address in [0, 0x7DFF, 0x1000_0000, 0x2000_0000, 0x4000_0000, 0xD000_0000, 0xE000_ED00] {
            assert_eq!(sau.attribution(address, true), secure(None), "{address:#x}");
        }
        assert_eq!(sau.attribution(0x7E00, true), secure(Some(7)));
        assert_eq!(sau.attribution(0x7FFF, false), secure(Some(7)));
        // Exempt ones are as secure as who asks.
        for address in [0, 0x7DFF, 0x0001_0000, 0x4000_0000, 0x5FFF_FFFF, 0xD000_0000, 0xE000_ED00] {
            assert!(sau.attribution(address, false).non_secure, "{address:#x}");
        }
        assert!(!sau.attribution(0x2000_0000, false).non_secure);
    }

    #[test]
    fn memory_that_would_become_non_secure_is_refused() {
        let mut sau = Sau::default();
        for (offset, value) in [(0xDD8, 0), (0xDDC, 0x2000_0000), (0xDE0, 0x2007_FFE1)] {
            assert!(sau.write(offset, value), "a region of a disabled unit");
        }
        assert!(!sau.write(0xDD0, ENABLE));
        assert!(sau.write(0xDD0, 0));
        assert!(sau.write(0xDE0, 0));
        assert!(sau.write(0xDD0, ENABLE));
        assert!(!sau.write(0xDE0, 0x2007_FFE3));
        assert!(!Sau::default().write(0xDD0, ALLNS));
    }
}
