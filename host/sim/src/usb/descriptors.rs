//! Descriptors of devices, written by field (USB 2.0, 9.6).

use super::control::DescriptorType;

/// Bytes of a device descriptor.
const DEVICE_LENGTH: u8 = 18;
/// Bytes of a configuration descriptor without what follows it.
const CONFIGURATION_LENGTH: u8 = 9;
/// Bytes of an interface descriptor.
const INTERFACE_LENGTH: u8 = 9;
/// Bytes of an endpoint descriptor.
const ENDPOINT_LENGTH: u8 = 7;
/// USB 2.0 in binary-coded decimal.
const USB_VERSION: [u8; 2] = [0x00, 0x02];
/// Current that a device may draw, in units of 2 mA: 100 mA.
const MAX_POWER: u8 = 50;

/// Class, subclass and protocol of a device or an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    /// Class code.
    pub class: u8,
    /// Subclass code.
    pub subclass: u8,
    /// Protocol code.
    pub protocol: u8,
}

impl Class {
    /// A device whose functions span interfaces, joined by interface association descriptors.
    pub const COMPOSITE: Self = Self { class: 0xEF, subclass: 2, protocol: 1 };
    /// An interface that the vendor defines.
    pub const VENDOR: Self = Self { class: 0xFF, subclass: 0, protocol: 0 };
    /// Communication interface of a serial port (CDC 1.2, abstract control model).
    pub const CDC_CONTROL: Self = Self { class: 2, subclass: 2, protocol: 0 };
    /// Data interface of a serial port.
    pub const CDC_DATA: Self = Self { class: 0x0A, subclass: 0, protocol: 0 };
}

/// Identity of a device for its host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Vendor id.
    pub vendor: u16,
    /// Product id.
    pub product: u16,
    /// Release of the device in binary-coded decimal: 0x0221 is 2.2.1.
    pub release: u16,
}

/// The device descriptor. Strings 1, 2 and 3 are manufacturer, product and serial number.
pub fn device(identity: Identity, class: Class) -> Vec<u8> {
    let mut bytes = vec![DEVICE_LENGTH, DescriptorType::Device as u8];
    bytes.extend(USB_VERSION);
    bytes.extend([class.class, class.subclass, class.protocol, super::device::BULK_PACKET as u8]);
    bytes.extend(identity.vendor.to_le_bytes());
    bytes.extend(identity.product.to_le_bytes());
    bytes.extend(identity.release.to_le_bytes());
    bytes.extend([1, 2, 3, 1]);
    bytes
}

/// Transfer types of endpoints (USB 2.0, table 9-13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum TransferType {
    /// Bulk.
    Bulk = 2,
    /// Interrupt.
    Interrupt = 3,
}

/// A configuration descriptor under construction.
#[derive(Debug, Default)]
pub struct Configuration {
    interfaces: u8,
    bytes: Vec<u8>,
}

impl Configuration {
    /// Appends an interface with `endpoints` endpoints; `string` is the index of its name, 0 for none.
    pub fn interface(&mut self, class: Class, endpoints: u8, string: u8) -> &mut Self {
        let number = self.interfaces;
        self.interfaces += 1;
        self.bytes.extend([INTERFACE_LENGTH, DescriptorType::Interface as u8, number, 0, endpoints]);
        self.bytes.extend([class.class, class.subclass, class.protocol, string]);
        self
    }

    /// Appends an endpoint; bit 7 of `address` is IN, `interval` is in milliseconds for interrupt endpoints.
    pub fn endpoint(&mut self, address: u8, kind: TransferType, packet: u16, interval: u8) -> &mut Self {
        self.bytes.extend([ENDPOINT_LENGTH, DescriptorType::Endpoint as u8, address, kind as u8]);
        self.bytes.extend(packet.to_le_bytes());
        self.bytes.push(interval);
        self
    }

    /// Appends a descriptor of a class, length byte included.
    pub fn raw(&mut self, descriptor: &[u8]) -> &mut Self {
        self.bytes.extend(descriptor);
        self
    }

    /// Appends an interface association: the next `count` interfaces are one function of `class`.
    pub fn association(&mut self, count: u8, class: Class) -> &mut Self {
        const LENGTH: u8 = 8;
        const TYPE: u8 = 11;
        let first = self.interfaces;
        self.raw(&[LENGTH, TYPE, first, count, class.class, class.subclass, class.protocol, 0])
    }

    /// The descriptor as a host reads it: configuration 1, powered by the bus.
    pub fn finish(&self) -> Vec<u8> {
        const BUS_POWERED: u8 = 0x80;
        let total = u16::from(CONFIGURATION_LENGTH) + self.bytes.len() as u16;
        let mut bytes = vec![CONFIGURATION_LENGTH, DescriptorType::Configuration as u8];
        bytes.extend(total.to_le_bytes());
        bytes.extend([self.interfaces, 1, 0, BUS_POWERED, MAX_POWER]);
        bytes.extend(&self.bytes);
        bytes
    }
}
