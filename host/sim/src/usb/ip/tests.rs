//! Sessions with a device that echoes.

use std::collections::VecDeque;

use proptest::prelude::*;

use super::{ProtocolError, Session};
use crate::usb::descriptors::{self, Class, Configuration, Identity, TransferType};
use crate::usb::device::{InResult, OutResult, UsbDevice};
use crate::usb::setup::Setup;

/// Device that returns the packets of endpoint 1 OUT at endpoint 1 IN, and buffers at most two.
#[derive(Default)]
struct Echo {
    packets: VecDeque<Vec<u8>>,
}

impl UsbDevice for Echo {
    fn device_descriptor(&self) -> Vec<u8> {
        descriptors::device(Identity { vendor: 0x1209, product: 1, release: 0x0100 }, Class::COMPOSITE)
    }

    fn configuration_descriptor(&self) -> Vec<u8> {
        let mut configuration = Configuration::default();
        configuration.interface(Class::VENDOR, 2, 0).endpoint(0x01, TransferType::Bulk, 64, 0).endpoint(
            0x81,
            TransferType::Bulk,
            64,
            0,
        );
        configuration.finish()
    }

    fn string(&self, index: u8) -> Option<String> {
        (index == 1).then(|| "Echo".to_owned())
    }

    fn class_request(&mut self, _setup: &Setup, _data: &[u8]) -> Option<Vec<u8>> {
        None
    }

    fn write_packet(&mut self, endpoint: u8, packet: &[u8]) -> OutResult {
        match endpoint {
            1 if self.packets.len() < 2 => {
                self.packets.push_back(packet.to_vec());
                OutResult::Accepted
            }
            1 => OutResult::NotReady,
            _ => OutResult::Stalled,
        }
    }

    fn read_transfer(&mut self, endpoint: u8, _length: usize) -> InResult {
        match endpoint {
            1 => self.packets.pop_front().map_or(InResult::NotReady, InResult::Data),
            _ => InResult::Stalled,
        }
    }

    fn reset(&mut self) {
        self.packets.clear();
    }
}

fn import() -> Vec<u8> {
    let mut bytes = vec![0x01, 0x11, 0x80, 0x03, 0, 0, 0, 0];
    bytes.extend(b"1-1");
    bytes.resize(40, 0);
    bytes
}

fn submit(sequence: u32, to_host: bool, endpoint: u32, length: u32, setup: [u8; 8], data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for word in [1, sequence, 0x0001_0001, u32::from(to_host), endpoint, 0, length, 0, u32::MAX, 0] {
        bytes.extend(word.to_be_bytes());
    }
    bytes.extend(setup);
    bytes.extend(data);
    bytes
}

fn unlink(sequence: u32, target: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    for word in [2, sequence, 0x0001_0001, 0, 0, target] {
        bytes.extend(word.to_be_bytes());
    }
    bytes.resize(48, 0);
    bytes
}

/// Command, sequence, status, length and data of each reply.
fn replies(mut bytes: &[u8]) -> Vec<(u32, u32, i32, Vec<u8>)> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let word = |index: usize| u32::from_be_bytes(bytes[index * 4..index * 4 + 4].try_into().unwrap());
        let (command, sequence, status, length) = (word(0), word(1), word(5) as i32, word(6) as usize);
        // Data follows replies to IN transfers only; the tests' OUT transfers have odd sequence numbers.
        let data = if command == 3 && sequence % 2 == 0 { length } else { 0 };
        found.push((command, sequence, status, bytes[48..48 + data].to_vec()));
        bytes = &bytes[48 + data..];
    }
    found
}

struct Client {
    session: Session,
    device: Echo,
}

impl Client {
    fn imported() -> Self {
        let mut client = Self { session: Session::default(), device: Echo::default() };
        let reply = client.send(&import());
        assert_eq!(reply[..8], [0x01, 0x11, 0x00, 0x03, 0, 0, 0, 0]);
        assert_eq!(reply.len(), 8 + 312);
        client
    }

    fn send(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut output = Vec::new();
        self.session.receive(&mut self.device, bytes, &mut output).unwrap();
        output
    }
}

#[test]
fn the_list_names_the_device_and_its_interfaces() {
    let mut client = Client { session: Session::default(), device: Echo::default() };
    let reply = client.send(&[0x01, 0x11, 0x80, 0x05, 0, 0, 0, 0]);
    assert_eq!(reply[..12], [0x01, 0x11, 0x00, 0x05, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(&reply[12 + 256..12 + 259], b"1-1");
    assert_eq!(reply.len(), 12 + 312 + 4);
    assert_eq!(reply[12 + 312..], [0xFF, 0, 0, 0]);
    assert!(client.session.is_finished());
}

#[test]
fn an_unknown_bus_id_is_refused() {
    let mut client = Client { session: Session::default(), device: Echo::default() };
    let mut request = import();
    request[8] = b'9';
    assert_eq!(client.send(&request), [0x01, 0x11, 0x00, 0x03, 0, 0, 0, 1]);
    assert!(!client.session.has_imported());
}

#[test]
fn an_idle_read_stays_pending_until_there_is_data() {
    let mut client = Client::imported();
    assert!(client.send(&submit(2, true, 1, 64, [0; 8], &[])).is_empty());
    let output = client.send(&submit(3, false, 1, 5, [0; 8], b"hello"));
    let mut found = replies(&output);
    found.sort_by_key(|it| it.1);
    assert_eq!(found, [(3, 2, 0, b"hello".to_vec()), (3, 3, 0, vec![])]);
}

#[test]
fn an_unlinked_read_is_cancelled_and_a_finished_one_is_not() {
    let mut client = Client::imported();
    client.send(&submit(2, true, 1, 64, [0; 8], &[]));
    assert_eq!(replies(&client.send(&unlink(4, 2))), [(4, 4, -104, vec![])]);
    assert_eq!(replies(&client.send(&unlink(6, 2))), [(4, 6, 0, vec![])]);
    // The cancelled read takes nothing.
    client.send(&submit(3, false, 1, 2, [0; 8], b"ab"));
    assert_eq!(replies(&client.send(&submit(8, true, 1, 64, [0; 8], &[]))), [(3, 8, 0, b"ab".to_vec())]);
}

#[test]
fn a_write_waits_while_the_device_has_no_room() {
    let mut client = Client::imported();
    let long = vec![7; 64 * 4];
    assert!(client.send(&submit(3, false, 1, 256, [0; 8], &long)).is_empty());
    let mut received = Vec::new();
    let mut written = false;
    for sequence in [2, 4, 6, 8] {
        for (_, reply, status, data) in replies(&client.send(&submit(sequence, true, 1, 64, [0; 8], &[]))) {
            assert_eq!(status, 0);
            written |= reply == 3;
            received.extend(data);
        }
    }
    assert!(written);
    assert_eq!(received, long);
}

#[test]
fn control_transfers_enumerate_the_device() {
    let mut client = Client::imported();
    let device = client.send(&submit(2, true, 0, 18, [0x80, 6, 0, 1, 0, 0, 18, 0], &[]));
    assert_eq!(replies(&device)[0].3, Echo::default().device_descriptor());
    let string = client.send(&submit(4, true, 0, 255, [0x80, 6, 1, 3, 9, 4, 255, 0], &[]));
    assert_eq!(replies(&string)[0].3, [10, 3, b'E', 0, b'c', 0, b'h', 0, b'o', 0]);
    let missing = client.send(&submit(6, true, 0, 255, [0x80, 6, 9, 3, 9, 4, 255, 0], &[]));
    assert_eq!(replies(&missing), [(3, 6, -32, vec![])]);
    let configure = client.send(&submit(3, false, 0, 0, [0, 9, 1, 0, 0, 0, 0, 0], &[]));
    assert_eq!(replies(&configure), [(3, 3, 0, vec![])]);
}

#[test]
fn a_halted_endpoint_stalls_until_the_halt_is_cleared() {
    let mut client = Client::imported();
    client.send(&submit(3, false, 0, 0, [2, 3, 0, 0, 0x81, 0, 0, 0], &[]));
    assert_eq!(replies(&client.send(&submit(2, true, 1, 64, [0; 8], &[]))), [(3, 2, -32, vec![])]);
    client.send(&submit(5, false, 0, 0, [2, 1, 0, 0, 0x81, 0, 0, 0], &[]));
    assert!(client.send(&submit(4, true, 1, 64, [0; 8], &[])).is_empty());
}

#[test]
fn other_versions_and_isochronous_transfers_end_the_connection() {
    let mut session = Session::default();
    let result =
        session.receive(&mut Echo::default(), &[0x01, 0x06, 0x80, 0x05, 0, 0, 0, 0], &mut Vec::new());
    assert_eq!(result, Err(ProtocolError::Version { found: 0x0106 }));
    let mut client = Client::imported();
    let mut isochronous = submit(2, true, 1, 64, [0; 8], &[]);
    isochronous[32..36].copy_from_slice(&[0, 0, 0, 4]);
    let result = client.session.receive(&mut client.device, &isochronous, &mut Vec::new());
    assert_eq!(result, Err(ProtocolError::Isochronous));
}

proptest! {
    /// The stream may be cut anywhere.
    #[test]
    fn replies_do_not_depend_on_how_the_stream_is_cut(cuts in prop::collection::vec(1_usize..60, 1..40)) {
        let stream = [
            import(),
            submit(2, true, 1, 64, [0; 8], &[]),
            submit(3, false, 1, 5, [0; 8], b"hello"),
            submit(5, false, 1, 70, [0; 8], &[9; 70]),
            submit(4, true, 1, 64, [0; 8], &[]),
            submit(6, true, 1, 64, [0; 8], &[]),
            unlink(8, 6),
        ]
        .concat();
        let mut whole = Client { session: Session::default(), device: Echo::default() };
        let expected = whole.send(&stream);
        let mut client = Client { session: Session::default(), device: Echo::default() };
        let mut output = Vec::new();
        let mut rest = stream.as_slice();
        for cut in cuts.into_iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (now, later) = rest.split_at(cut.min(rest.len()));
            output.extend(client.send(now));
            rest = later;
        }
        prop_assert_eq!(output.len(), expected.len());
    }

    /// Whatever comes, the session answers or ends.
    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..400), imported: bool) {
        let mut client = if imported {
            Client::imported()
        } else {
            Client { session: Session::default(), device: Echo::default() }
        };
        let _ = client.session.receive(&mut client.device, &bytes, &mut Vec::new());
    }
}
