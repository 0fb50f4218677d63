//! The command processor at a debug port that is simulated bit by bit.

use proptest::prelude::*;

use super::{ProbeInfo, Processor};
use crate::debug::Dap;
use crate::debug::fake_target::{FAULTING, FakeTarget, MEMORY};
use crate::debug::swd::{SwdLine, activation_sequence};
use crate::usb::board_pins::BoardPins;

const OK: u8 = 1;
const FAULT: u8 = 4;

struct Probe {
    processor: Processor,
    line: SwdLine,
    dap: Dap,
    board: FakeTarget,
}

impl Probe {
    /// After power-on, the port dormant.
    fn new() -> Self {
        let info = ProbeInfo {
            vendor: "Twinbench".to_owned(),
            product: "Probe".to_owned(),
            serial: "SIM0".to_owned(),
            firmware: "2.2.1".to_owned(),
            packet_size: 64,
            packet_count: 8,
        };
        Self {
            processor: Processor::new(info),
            line: SwdLine::new(),
            dap: Dap::new(),
            board: FakeTarget::new(),
        }
    }

    /// Connected, awake, powered up, and the memory access port of core 0 set to words with increment.
    fn connected() -> Self {
        let mut probe = Self::new();
        assert_eq!(probe.one(&[0x02, 1]), [0x02, 1]);
        // Idle cycles 0, 100 attempts after WAIT, no match retries.
        assert_eq!(probe.one(&[0x04, 0, 100, 0, 0, 0]), [0x04, 0]);
        // The selection alert, then a line reset of 56 ones and 8 idle clocks.
        let bytes: Vec<u8> = activation_sequence().chain([0xFF; 7]).chain([0]).collect();
        let mut command = vec![0x12, bytes.len() as u8 * 8];
        command.extend(&bytes);
        assert_eq!(probe.one(&command), [0x12, 0]);
        assert_eq!(probe.read(&[0x02]), (OK, vec![0x4C01_3477]));
        assert_eq!(probe.write(0x04, 0x5000_0000), OK);
        // SELECT: the memory access port at 0x2000, its registers from 0xD00 on.
        assert_eq!(probe.write(0x08, 0x2D00), OK);
        // CSW: words, increment single, as probes set it.
        assert_eq!(probe.write(0x01, 0x2300_0012), OK);
        probe
    }

    fn execute(&mut self, command: &[u8]) -> Vec<Vec<u8>> {
        let Self { processor, line, dap, board } = self;
        processor.execute(&mut BoardPins { line, dap, board }, command)
    }

    fn one(&mut self, command: &[u8]) -> Vec<u8> {
        let mut responses = self.execute(command);
        assert_eq!(responses.len(), 1, "{responses:?}");
        responses.remove(0)
    }

    /// DAP_Transfer with reads only. Returns the acknowledge and the values.
    fn read(&mut self, requests: &[u8]) -> (u8, Vec<u32>) {
        let mut command = vec![0x05, 0, requests.len() as u8];
        command.extend(requests);
        let response = self.one(&command);
        assert_eq!(response[0], 0x05);
        (response[2], words(&response[3..]))
    }

    fn write(&mut self, request: u8, value: u32) -> u8 {
        let mut command = vec![0x05, 0, 1, request];
        command.extend(value.to_le_bytes());
        let response = self.one(&command);
        assert_eq!(response[..2], [0x05, 1]);
        response[2]
    }

    fn set_address(&mut self, address: u32) {
        assert_eq!(self.write(0x05, address), OK);
    }
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|word| u32::from_le_bytes(word.try_into().unwrap())).collect()
}

/// DRW of the access port, read and write.
const READ_DRW: u8 = 0x0F;
const WRITE_DRW: u8 = 0x0D;

#[test]
fn information_names_the_probe() {
    let mut probe = Probe::new();
    assert_eq!(probe.one(&[0x00, 0x09]), b"\x00\x062.2.1\0");
    assert_eq!(probe.one(&[0x00, 0x03]), b"\x00\x05SIM0\0");
    assert_eq!(probe.one(&[0x00, 0xFF]), [0x00, 2, 64, 0]);
    assert_eq!(probe.one(&[0x00, 0xFE]), [0x00, 1, 8]);
    assert_eq!(probe.one(&[0x00, 0xF0]), [0x00, 1, 0x11]);
    assert_eq!(probe.one(&[0x00, 0x77]), [0x00, 0]);
}

#[test]
fn posted_reads_return_each_value_once_and_in_order() {
    let mut probe = Probe::connected();
    probe.set_address(MEMORY);
    let (acknowledge, values) = probe.read(&[READ_DRW, READ_DRW, READ_DRW]);
    let expected: Vec<u32> = (0..3).map(|index| probe.board.word(MEMORY + 4 * index)).collect();
    assert_eq!((acknowledge, values), (OK, expected));
}

#[test]
fn a_debug_port_read_between_access_port_reads_keeps_the_order() {
    let mut probe = Probe::connected();
    probe.set_address(MEMORY);
    // DRW, DPIDR, DRW.
    let (acknowledge, values) = probe.read(&[READ_DRW, 0x02, READ_DRW]);
    let (first, second) = (probe.board.word(MEMORY), probe.board.word(MEMORY + 4));
    assert_eq!((acknowledge, values), (OK, vec![first, 0x4C01_3477, second]));
}

#[test]
fn blocks_are_written_and_read_back() {
    let mut probe = Probe::connected();
    probe.set_address(MEMORY);
    let data: Vec<u8> = (0..40).map(|it| it * 3).collect();
    let mut command = vec![0x06, 0, 10, 0, WRITE_DRW];
    command.extend(&data);
    assert_eq!(probe.one(&command), [0x06, 10, 0, OK]);
    assert_eq!(probe.board.memory[..40], data);
    probe.set_address(MEMORY);
    let response = probe.one(&[0x06, 0, 10, 0, READ_DRW]);
    assert_eq!(response[..4], [0x06, 10, 0, OK]);
    assert_eq!(response[4..], data);
}

#[test]
fn a_bus_fault_shows_at_the_end_of_the_command_and_sticks_until_abort() {
    let mut probe = Probe::connected();
    probe.set_address(FAULTING);
    assert_eq!(probe.write(WRITE_DRW, 1), FAULT);
    let (acknowledge, values) = probe.read(&[READ_DRW]);
    assert_eq!((acknowledge, values), (FAULT, vec![]));
    // DAP_WriteABORT: all sticky errors.
    assert_eq!(probe.one(&[0x08, 0, 0x1E, 0, 0, 0]), [0x08, 0]);
    probe.set_address(MEMORY);
    let expected = probe.board.word(MEMORY);
    assert_eq!(probe.read(&[READ_DRW]), (OK, vec![expected]));
}

#[test]
fn a_value_match_reads_until_the_masked_value_appears() {
    let mut probe = Probe::connected();
    let word = probe.board.word(MEMORY);
    // CSW without increment, 4 match retries, mask 0xFF.
    assert_eq!(probe.write(0x01, 0x2300_0002), OK);
    assert_eq!(probe.one(&[0x04, 0, 100, 0, 4, 0]), [0x04, 0]);
    assert_eq!(probe.write(0x20, 0xFF), OK);
    probe.set_address(MEMORY);
    let mut matching = vec![0x05, 0, 1, READ_DRW | 1 << 4];
    matching.extend((word & 0xFF).to_le_bytes());
    assert_eq!(probe.one(&matching), [0x05, 1, OK]);
    let mut different = vec![0x05, 0, 1, READ_DRW | 1 << 4];
    different.extend((!word).to_le_bytes());
    assert_eq!(probe.one(&different), [0x05, 1, OK | 1 << 4]);
}

#[test]
fn a_dormant_port_does_not_answer() {
    let mut probe = Probe::new();
    assert_eq!(probe.read(&[0x02]), (7, vec![]));
}

#[test]
fn queued_commands_run_when_an_immediate_one_follows() {
    let mut probe = Probe::connected();
    assert!(probe.execute(&[0x7E, 1, 0x00, 0xFE]).is_empty());
    assert_eq!(probe.execute(&[0x00, 0xFF]), [vec![0x7F, 1, 0x00, 1, 8], vec![0x00, 2, 64, 0]]);
    assert_eq!(probe.one(&[0x7F, 2, 0x00, 0xFE, 0x00, 0xFF]), [0x7F, 2, 0x00, 1, 8, 0x00, 2, 64, 0]);
}

#[test]
fn the_reset_pin_is_driven_and_read() {
    let mut probe = Probe::connected();
    let low = probe.one(&[0x10, 0x00, 0x80, 0, 0, 0, 0]);
    assert_eq!(low[1] & 0x80, 0);
    let high = probe.one(&[0x10, 0x80, 0x80, 0, 0, 0, 0]);
    assert_eq!(high[1] & 0x80, 0x80);
    assert!(!probe.board.resets.is_empty());
}

#[test]
fn the_longest_idle_time_between_transfers_is_accepted() {
    let mut probe = Probe::connected();
    assert_eq!(probe.one(&[0x04, 255, 100, 0, 0, 0]), [0x04, 0]);
    assert_eq!(probe.read(&[0x02]), (OK, vec![0x4C01_3477]));
}

#[test]
fn a_clock_of_0_hz_is_refused_and_changes_nothing() {
    let mut probe = Probe::connected();
    let before = probe.dap.clock_khz();
    assert_eq!(probe.one(&[0x11, 0, 0, 0, 0]), [0x11, 0xFF]);
    assert_eq!(probe.dap.clock_khz(), before);
}

#[test]
fn bit_sequences_read_dpidr() {
    let mut probe = Probe::connected();
    // The request for DPIDR, a turnaround and the acknowledge, 32 bits and their parity with the turnaround.
    let response = probe.one(&[0x1D, 3, 8, 0xA5, 0x80 | 4, 0x80 | 34]);
    assert_eq!(response[..2], [0x1D, 0]);
    assert_eq!(response[2] >> 1, 0b001);
    assert_eq!(u32::from_le_bytes(response[3..7].try_into().unwrap()), 0x4C01_3477);
}

proptest! {
    /// Whatever a host sends, the probe answers with at most a packet.
    #[test]
    fn any_command_is_answered_within_a_packet(
        commands in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..64), 1..20)
    ) {
        let mut probe = Probe::connected();
        for command in commands {
            // Delays are simulated time, and only slow.
            if command.iter().any(|byte| [0x09, 0x10].contains(byte)) {
                continue;
            }
            for response in probe.execute(&command) {
                prop_assert!(response.len() <= 64);
            }
        }
    }
}
