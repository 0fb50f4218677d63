//! Host at the other end of the wire that drives single bits, as a bit-banging probe does.

use super::{SwdLine, activation_sequence};
use crate::debug::debug_port::{CtrlStat, DPIDR_VALUE};
use crate::debug::fake_target::FakeTarget;
use crate::debug::{CTRL_STAT, DPIDR, Dap, SELECT};

/// Acknowledges, first bit lowest.
pub(super) const OK: u8 = 0b001;
pub(super) const WAIT: u8 = 0b010;
pub(super) const FAULT: u8 = 0b100;
/// Acknowledge on a line that nothing drives: the pull-up.
pub(super) const NOT_DRIVEN: u8 = 0b111;

/// Ones of a line reset, with some to spare.
const LINE_RESET_BITS: u32 = 51;

pub(super) struct Host {
    pub line: SwdLine,
    pub dap: Dap,
    pub board: FakeTarget,
}

impl Host {
    /// Connects to a dormant port.
    pub(super) fn new() -> Self {
        Self { line: SwdLine::new(), dap: Dap::new(), board: FakeTarget::new() }
    }

    /// Connects to a port and activates it.
    pub(super) fn active() -> Self {
        let mut host = Self::new();
        host.activate();
        host
    }

    /// Sends the activation sequence and a line reset.
    pub(super) fn activate(&mut self) {
        for byte in activation_sequence() {
            self.write_bits(byte.into(), 8);
        }
        self.line_reset();
    }

    pub(super) fn line_reset(&mut self) {
        self.write_bits(u128::MAX, LINE_RESET_BITS);
        self.write_bits(0, 2);
    }

    pub(super) fn write_bits(&mut self, bits: u128, count: u32) {
        for index in 0..count {
            self.line.clock(&mut self.dap, &mut self.board, bits >> index & 1 != 0);
        }
    }

    /// Samples before each rising edge, without driving the line.
    pub(super) fn read_bits(&mut self, count: u32) -> u64 {
        let mut bits = 0;
        for index in 0..count {
            bits |= u64::from(self.line.output().unwrap_or(true)) << index;
            self.line.clock(&mut self.dap, &mut self.board, true);
        }
        bits
    }

    fn request(access_port: bool, read: bool, address: u8) -> u128 {
        let fields = u8::from(access_port) | u8::from(read) << 1 | address & 0xC;
        let parity = fields.count_ones() as u8 & 1;
        u128::from(1 | fields << 1 | parity << 5 | 1 << 7)
    }

    /// Reads a register; returns the acknowledge and the data.
    pub(super) fn read(&mut self, access_port: bool, address: u8) -> (u8, u32) {
        self.write_bits(Self::request(access_port, true, address), 8);
        let acknowledge = self.acknowledge();
        if acknowledge != OK {
            self.read_bits(1);
            return (acknowledge, 0);
        }
        let data = self.read_bits(32) as u32;
        let parity = self.read_bits(1) as u32;
        assert_eq!(data.count_ones() & 1, parity);
        self.read_bits(1);
        self.write_bits(0, 8);
        (acknowledge, data)
    }

    /// Writes a register; returns the acknowledge.
    pub(super) fn write(&mut self, access_port: bool, address: u8, value: u32) -> u8 {
        self.write_with_parity(access_port, address, value, value.count_ones() & 1)
    }

    pub(super) fn write_with_parity(
        &mut self,
        access_port: bool,
        address: u8,
        value: u32,
        parity: u32,
    ) -> u8 {
        self.write_bits(Self::request(access_port, false, address), 8);
        let acknowledge = self.acknowledge();
        self.read_bits(1);
        if acknowledge == OK || acknowledge == NOT_DRIVEN {
            self.write_bits(u128::from(value) | u128::from(parity) << 32, 33);
        }
        self.write_bits(0, 8);
        acknowledge
    }

    fn acknowledge(&mut self) -> u8 {
        self.read_bits(1);
        self.read_bits(3) as u8
    }

    /// Reads DPIDR and requests power.
    pub(super) fn connect(&mut self) {
        assert_eq!(self.read(false, DPIDR), (OK, DPIDR_VALUE));
        let power_up = CtrlStat::CSYSPWRUPREQ | CtrlStat::CDBGPWRUPREQ;
        assert_eq!(self.write(false, CTRL_STAT, power_up.bits()), OK);
    }

    /// Selects the bank of an access port register.
    pub(super) fn select(&mut self, register: u32) -> u8 {
        self.write(false, SELECT, register & !0xF)
    }

    /// Writes an access port register.
    pub(super) fn write_ap(&mut self, register: u32, value: u32) -> u8 {
        assert_eq!(self.select(register), OK);
        self.write(true, register as u8, value)
    }
}
