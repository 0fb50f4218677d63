//! A Raspberry Pi Debug Probe with the simulated board at its pins: CMSIS-DAP v2 on bulk endpoints and the board's
//! UART0 as a serial port. Interfaces and endpoints are those of the firmware `debugprobe`.

use std::collections::VecDeque;

use super::cdc_acm::{Endpoints, SerialPort};
use super::cmsis_dap::{ProbeInfo, Processor, Wire};
use super::descriptors::{self, Class, Configuration, Identity, TransferType};
use super::device::{BULK_PACKET, InResult, OutResult, UsbDevice};
use super::setup::Setup;

/// Raspberry Pi's Debug Probe.
pub const DEBUG_PROBE_IDS: Identity = Identity { vendor: 0x2E8A, product: 0x000C, release: FIRMWARE_RELEASE };
/// The simulated board's own: an id of pid.codes for tests, so that no rule for a real probe takes it for one. It differs
/// from the id of the in-process board.
pub const SIMULATED_IDS: Identity = Identity { vendor: 0x1209, product: 0x0002, release: FIRMWARE_RELEASE };
/// Release 2.2.1: the oldest that probe-rs accepts is 2.2.0.
const FIRMWARE_RELEASE: u16 = 0x0221;

/// Commands that the probe buffers.
const PACKET_COUNT: u8 = 8;
const DAP_OUT: u8 = 0x04;
const DAP_IN: u8 = 0x85;
const SERIAL: Endpoints = Endpoints { notification: 0x81, data_out: 0x02, data_in: 0x83 };
/// Number of the serial port's first interface.
const SERIAL_CONTROL: u8 = 1;

/// Indices of string descriptors.
mod string {
    pub(super) const MANUFACTURER: u8 = 1;
    pub(super) const PRODUCT: u8 = 2;
    pub(super) const SERIAL_NUMBER: u8 = 3;
    pub(super) const DAP_INTERFACE: u8 = 4;
    pub(super) const SERIAL_INTERFACE: u8 = 5;
}

/// The board behind the probe.
pub trait ProbedBoard {
    /// Its SWD pins while nothing else reaches the board.
    type Pins<'a>: Wire;

    /// Works at the pins; the board is locked for the whole of a command.
    fn with_pins<R>(&mut self, work: impl FnOnce(&mut Self::Pins<'_>) -> R) -> R;

    /// Takes what the board's UART0 has sent.
    fn take_uart_output(&mut self) -> Vec<u8>;

    /// Sends bytes to the board's UART0.
    fn send_to_uart(&mut self, bytes: &[u8]);
}

/// The probe and its board.
#[derive(Debug)]
pub struct DebugProbe<B> {
    board: B,
    identity: Identity,
    product: &'static str,
    serial_number: String,
    processor: Processor,
    responses: VecDeque<Vec<u8>>,
    serial_port: SerialPort,
}

impl<B: ProbedBoard> DebugProbe<B> {
    /// A probe in front of `board` with these ids and this serial number.
    pub fn new(board: B, identity: Identity, serial_number: &str) -> Self {
        let product = "Debug Probe (CMSIS-DAP), simulated Pico 2";
        let [major, minor] = identity.release.to_be_bytes();
        let info = ProbeInfo {
            vendor: MANUFACTURER.to_owned(),
            product: product.to_owned(),
            serial: serial_number.to_owned(),
            firmware: format!("{major:x}.{:x}.{:x}", minor >> 4, minor & 0xF),
            packet_size: BULK_PACKET as u16,
            packet_count: PACKET_COUNT,
        };
        Self {
            board,
            identity,
            product,
            serial_number: serial_number.to_owned(),
            processor: Processor::new(info),
            responses: VecDeque::new(),
            serial_port: SerialPort::default(),
        }
    }
}

/// Manufacturer in the strings.
const MANUFACTURER: &str = "Twinbench";

impl<B: ProbedBoard> UsbDevice for DebugProbe<B> {
    fn device_descriptor(&self) -> Vec<u8> {
        descriptors::device(self.identity, Class::COMPOSITE)
    }

    fn configuration_descriptor(&self) -> Vec<u8> {
        let mut configuration = Configuration::default();
        configuration
            .interface(Class::VENDOR, 2, string::DAP_INTERFACE)
            .endpoint(DAP_OUT, TransferType::Bulk, BULK_PACKET as u16, 0)
            .endpoint(DAP_IN, TransferType::Bulk, BULK_PACKET as u16, 0);
        SerialPort::describe(&mut configuration, SERIAL_CONTROL, SERIAL, string::SERIAL_INTERFACE);
        configuration.finish()
    }

    fn string(&self, index: u8) -> Option<String> {
        Some(match index {
            string::MANUFACTURER => MANUFACTURER.to_owned(),
            string::PRODUCT => self.product.to_owned(),
            string::SERIAL_NUMBER => self.serial_number.clone(),
            string::DAP_INTERFACE => "CMSIS-DAP v2 Interface".to_owned(),
            string::SERIAL_INTERFACE => "Simulated UART0".to_owned(),
            _ => return None,
        })
    }

    fn class_request(&mut self, setup: &Setup, data: &[u8]) -> Option<Vec<u8>> {
        /// Class request to an interface, without the direction (USB 2.0, table 9-2).
        const CLASS_TO_INTERFACE: u8 = 0x21;
        let to_serial_port =
            setup.request_type & 0x7F == CLASS_TO_INTERFACE && setup.index == u16::from(SERIAL_CONTROL);
        to_serial_port.then(|| self.serial_port.class_request(setup, data))?
    }

    fn write_packet(&mut self, endpoint: u8, packet: &[u8]) -> OutResult {
        match endpoint {
            DAP_OUT if self.responses.len() >= usize::from(PACKET_COUNT) => OutResult::NotReady,
            DAP_OUT => {
                let responses = self.board.with_pins(|pins| self.processor.execute(pins, packet));
                // DAP_TransferAbort has no response.
                self.responses.extend(responses.into_iter().filter(|it| !it.is_empty()));
                OutResult::Accepted
            }
            endpoint if endpoint == SERIAL.data_out => {
                if !self.serial_port.write(packet) {
                    return OutResult::NotReady;
                }
                let bytes = self.serial_port.take_received();
                self.board.send_to_uart(&bytes);
                OutResult::Accepted
            }
            _ => OutResult::Stalled,
        }
    }

    fn read_transfer(&mut self, endpoint: u8, length: usize) -> InResult {
        match endpoint | 0x80 {
            DAP_IN => match self.responses.pop_front() {
                Some(mut response) => {
                    response.truncate(length);
                    InResult::Data(response)
                }
                None => InResult::NotReady,
            },
            endpoint if endpoint == SERIAL.data_in => {
                let sent = self.board.take_uart_output();
                self.serial_port.send(&sent);
                let bytes = self.serial_port.read(length);
                if bytes.is_empty() { InResult::NotReady } else { InResult::Data(bytes) }
            }
            // The port has no modem lines, so nothing to notify.
            endpoint if endpoint == SERIAL.notification => InResult::NotReady,
            _ => InResult::Stalled,
        }
    }

    fn reset(&mut self) {
        self.processor.reset();
        self.responses.clear();
        self.serial_port.clear();
    }
}
