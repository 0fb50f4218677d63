//! The virtual probe as a client of USB/IP sees it, over TCP.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use super::UsbOptions;
use crate::debug::swd::activation_sequence;
use crate::registry;
use crate::serve::{Options, Pace, Server};
use crate::usb::debug_probe::SIMULATED_IDS;

const ANY_PORT: &str = "127.0.0.1:0";
/// Time limit of waits, for slow machines.
const TIMEOUT: Duration = Duration::from_secs(20);

/// A client of USB/IP that has imported the device.
struct UsbClient(TcpStream);

impl UsbClient {
    fn import(address: SocketAddr) -> Self {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        let mut request = vec![0x01, 0x11, 0x80, 0x03, 0, 0, 0, 0];
        request.extend(b"1-1");
        request.resize(40, 0);
        stream.write_all(&request).unwrap();
        let mut reply = [0; 320];
        stream.read_exact(&mut reply).unwrap();
        assert_eq!(reply[..8], [0x01, 0x11, 0x00, 0x03, 0, 0, 0, 0]);
        Self(stream)
    }

    fn submit(&mut self, sequence: u32, to_host: bool, endpoint: u32, length: usize, data: &[u8]) {
        let mut message = Vec::new();
        for word in [1, sequence, 0x0001_0001, u32::from(to_host), endpoint, 0, length as u32, 0, u32::MAX, 0]
        {
            message.extend(word.to_be_bytes());
        }
        message.extend([0; 8]);
        message.extend(data);
        self.0.write_all(&message).unwrap();
    }

    /// Sends a command to the probe and returns its response.
    fn command(&mut self, command: &[u8]) -> Vec<u8> {
        self.submit(1, false, 4, command.len(), command);
        let mut header = [0; 48];
        self.0.read_exact(&mut header).unwrap();
        assert_eq!(header[20..24], [0; 4], "the command is accepted");
        self.submit(2, true, 5, 64, &[]);
        self.0.read_exact(&mut header).unwrap();
        let length = u32::from_be_bytes(header[24..28].try_into().unwrap());
        let mut response = vec![0; length as usize];
        self.0.read_exact(&mut response).unwrap();
        response
    }
}

fn usb_options(address: &str) -> Options {
    let any = ANY_PORT.parse().unwrap();
    let usb = UsbOptions {
        address: address.parse().unwrap(),
        identity: SIMULATED_IDS,
        serial: "SIM1300".to_owned(),
    };
    Options { gdb: any, openocd: any, usb: Some(usb), uart_terminals: false, pace: Pace::RealTime }
}

#[test]
fn a_usb_client_reads_the_debug_port_through_the_virtual_probe() {
    let lease = registry::open("SIM1300").unwrap();
    let server = Server::start(lease, usb_options(ANY_PORT), |_| {}).unwrap();
    let mut client = UsbClient::import(server.usb_address().unwrap());
    // DAP_Info, serial number.
    assert_eq!(client.command(&[0x00, 0x03]), b"\x00\x08SIM1300\0");
    assert_eq!(client.command(&[0x02, 1]), [0x02, 1]);
    let wake: Vec<u8> = activation_sequence().chain([0xFF; 7]).chain([0]).collect();
    let sequence: Vec<u8> = [0x12, wake.len() as u8 * 8].into_iter().chain(wake).collect();
    assert_eq!(client.command(&sequence), [0x12, 0]);
    // DAP_Transfer, one read of DPIDR.
    assert_eq!(client.command(&[0x05, 0, 1, 0x02]), [0x05, 1, 1, 0x77, 0x34, 0x01, 0x4C]);
}

#[test]
fn usb_is_refused_beyond_loopback() {
    let lease = registry::open("SIM1301").unwrap();
    let error = Server::start(lease, usb_options("0.0.0.0:0"), |_| {}).err().unwrap();
    assert!(error.to_string().contains("loopback addresses only"), "{error}");
}
