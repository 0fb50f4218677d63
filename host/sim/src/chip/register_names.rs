//! Addresses of registers by their names in the datasheet, for tests.

use super::address_map::{MAP, Peripherals};
use crate::devices::sio;
use crate::peripheral::registers::RegisterFile;
use std::collections::HashMap;
use std::sync::LazyLock;

static ADDRESSES: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let mut peripherals = Peripherals::default();
    let mut addresses = HashMap::new();
    let mut add = |base: u32, file: &RegisterFile| {
        for offset in (0..0x1000).step_by(4).filter(|offset| file.register(*offset).is_some()) {
            addresses.insert(file.name(offset), base + offset);
        }
    };
    for (device, (base, _)) in MAP.iter().enumerate() {
        if let Some(device) = peripherals.get_mut(device) {
            add(*base, device.file());
        }
    }
    add(sio::BASE, &RegisterFile::new("SIO", &sio::REGISTERS));
    addresses
});

/// An address, or the name of a register.
pub(crate) trait Address {
    /// Returns the address.
    fn address(self) -> u32;
}

impl Address for u32 {
    fn address(self) -> u32 {
        self
    }
}

impl Address for &str {
    fn address(self) -> u32 {
        *ADDRESSES.get(self).unwrap_or_else(|| panic!("there is no register {self}"))
    }
}

impl Address for String {
    fn address(self) -> u32 {
        self.as_str().address()
    }
}

/// Returns the address of a register, as `UART0.UARTIBRD`.
pub(crate) fn address_of(register: &str) -> u32 {
    register.address()
}
