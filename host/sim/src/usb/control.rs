//! Standard requests at endpoint 0 (USB 2.0, chapter 9).

use num_enum::TryFromPrimitive;

use super::device::UsbDevice;
use super::setup::Setup;

/// US English, the only language of the strings.
const LANGUAGE: [u8; 2] = 0x0409_u16.to_le_bytes();
/// Self-powered bit of a device's status (USB 2.0, figure 9-4): probes are powered by the bus.
const DEVICE_STATUS: [u8; 2] = [0, 0];

/// Types of descriptors (USB 2.0, table 9-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, TryFromPrimitive)]
#[repr(u8)]
pub enum DescriptorType {
    /// Of the device.
    Device = 1,
    /// Of a configuration.
    Configuration = 2,
    /// A string in UTF-16.
    String = 3,
    /// Of an interface.
    Interface = 4,
    /// Of an endpoint.
    Endpoint = 5,
}

/// Standard requests (USB 2.0, table 9-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, TryFromPrimitive)]
#[repr(u8)]
enum StandardRequest {
    GetStatus = 0,
    ClearFeature = 1,
    SetFeature = 3,
    SetAddress = 5,
    GetDescriptor = 6,
    GetConfiguration = 8,
    SetConfiguration = 9,
    GetInterface = 10,
    SetInterface = 11,
}

/// State of endpoint 0: the configuration in use and the halted endpoints.
#[derive(Debug, Default)]
pub struct ControlEndpoint {
    configuration: u8,
    /// Endpoint addresses with a halt, a bit each: OUT 0 to 15, IN 16 to 31.
    halted: u32,
}

impl ControlEndpoint {
    /// Carries out a control transfer. Returns the data for the host, empty for a request without; `None` is STALL.
    pub fn transfer(&mut self, device: &mut impl UsbDevice, setup: &Setup, data: &[u8]) -> Option<Vec<u8>> {
        let mut answer = if setup.is_standard() {
            self.standard(device, setup)
        } else {
            device.class_request(setup, data)
        }?;
        answer.truncate(usize::from(setup.length));
        Some(answer)
    }

    /// True if the endpoint with this address (bit 7: IN) is halted by SET_FEATURE.
    pub fn is_halted(&self, address: u8) -> bool {
        self.halted & halt_bit(address) != 0
    }

    fn standard(&mut self, device: &mut impl UsbDevice, setup: &Setup) -> Option<Vec<u8>> {
        /// Recipient of a request to an endpoint (USB 2.0, table 9-2).
        const TO_ENDPOINT: u8 = 2;
        /// Feature selector of an endpoint's halt (USB 2.0, table 9-6).
        const ENDPOINT_HALT: u16 = 0;
        let to_endpoint = setup.request_type & 0x1F == TO_ENDPOINT;
        let endpoint = (setup.index & 0x8F) as u8;
        match StandardRequest::try_from(setup.request).ok()? {
            StandardRequest::GetStatus if to_endpoint => Some(vec![u8::from(self.is_halted(endpoint)), 0]),
            StandardRequest::GetStatus => Some(DEVICE_STATUS.to_vec()),
            StandardRequest::ClearFeature if to_endpoint && setup.value == ENDPOINT_HALT => {
                self.halted &= !halt_bit(endpoint);
                Some(Vec::new())
            }
            StandardRequest::SetFeature if to_endpoint && setup.value == ENDPOINT_HALT => {
                self.halted |= halt_bit(endpoint);
                Some(Vec::new())
            }
            // No remote wake-up, no test modes.
            StandardRequest::ClearFeature | StandardRequest::SetFeature => None,
            StandardRequest::SetAddress => Some(Vec::new()),
            StandardRequest::GetDescriptor => descriptor(device, setup.value),
            StandardRequest::GetConfiguration => Some(vec![self.configuration]),
            StandardRequest::SetConfiguration => {
                // A device with one configuration takes it or none.
                let configuration = u8::try_from(setup.value).ok().filter(|&it| it <= 1)?;
                self.configuration = configuration;
                self.halted = 0;
                Some(Vec::new())
            }
            // No interface has alternate settings.
            StandardRequest::GetInterface => Some(vec![0]),
            StandardRequest::SetInterface => (setup.value == 0).then(Vec::new),
        }
    }
}

/// Bit of [`ControlEndpoint::halted`] for an endpoint address.
fn halt_bit(address: u8) -> u32 {
    1 << (u32::from(address & 0xF) + if address & 0x80 != 0 { 16 } else { 0 })
}

fn descriptor(device: &impl UsbDevice, value: u16) -> Option<Vec<u8>> {
    let [kind, index] = value.to_be_bytes();
    match DescriptorType::try_from(kind).ok()? {
        DescriptorType::Device => Some(device.device_descriptor()),
        DescriptorType::Configuration if index == 0 => Some(device.configuration_descriptor()),
        DescriptorType::String if index == 0 => Some(string_descriptor(&LANGUAGE)),
        DescriptorType::String => {
            let text: Vec<u8> = device.string(index)?.encode_utf16().flat_map(u16::to_le_bytes).collect();
            Some(string_descriptor(&text))
        }
        // Only as parts of a configuration's.
        DescriptorType::Configuration | DescriptorType::Interface | DescriptorType::Endpoint => None,
    }
}

/// A string descriptor; its length byte limits the text to 126 UTF-16 units.
fn string_descriptor(text: &[u8]) -> Vec<u8> {
    const LONGEST: usize = 252;
    let text = text.get(..LONGEST).unwrap_or(text);
    let mut bytes = vec![text.len() as u8 + 2, DescriptorType::String as u8];
    bytes.extend(text);
    bytes
}
