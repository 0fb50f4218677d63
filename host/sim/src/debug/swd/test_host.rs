//! A host at the other end of the wire, as a bit-banging probe is one.

use super::SwdLine;
use crate::debug::Dap;
use crate::debug::fake_target::FakeTarget;

pub const OK: u8 = 0b001;
pub const FAULT: u8 = 0b100;
/// What an undriven line reads as: the pull-up.
pub const NOBODY: u8 = 0b111;

pub struct Host {
    pub line: SwdLine,
    pub dap: Dap,
    pub board: FakeTarget,
}

impl Host {
    /// Before any bit.
    pub fn new() -> Self {
        Self { line: SwdLine::new(), dap: Dap::new(), board: FakeTarget::new() }
    }

    /// Awake, after a line reset.
    pub fn awake() -> Self {
        let mut host = Self::new();
        host.wake();
        host
    }

    pub fn wake(&mut self) {
        self.write_bits(0xFF, 8);
        self.write_bits(0x19BC_0EA2_E3DD_AFE9_8685_2D95_6209_F392, 128);
        self.write_bits(0x1A << 4, 12);
        self.reset_line();
    }

    pub fn reset_line(&mut self) {
        self.write_bits(u128::MAX, 51);
        self.write_bits(0, 2);
    }

    pub fn write_bits(&mut self, bits: u128, count: u32) {
        for index in 0..count {
            self.line.clock(&mut self.dap, &mut self.board, bits >> index & 1 != 0);
        }
    }

    /// Samples before each rising edge, the line released.
    pub fn read_bits(&mut self, count: u32) -> u64 {
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

    pub fn read(&mut self, access_port: bool, address: u8) -> (u8, u32) {
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

    pub fn write(&mut self, access_port: bool, address: u8, value: u32) -> u8 {
        self.write_with_parity(access_port, address, value, value.count_ones() & 1)
    }

    pub fn write_with_parity(&mut self, access_port: bool, address: u8, value: u32, parity: u32) -> u8 {
        self.write_bits(Self::request(access_port, false, address), 8);
        let acknowledge = self.acknowledge();
        self.read_bits(1);
        if acknowledge == OK || acknowledge == NOBODY {
            self.write_bits(u128::from(value) | u128::from(parity) << 32, 33);
        }
        self.write_bits(0, 8);
        acknowledge
    }

    fn acknowledge(&mut self) -> u8 {
        self.read_bits(1);
        self.read_bits(3) as u8
    }

    /// Reads DPIDR, powers up, and returns the acknowledges.
    pub fn connect(&mut self) {
        assert_eq!(self.read(false, 0x0), (OK, 0x4C01_3477));
        assert_eq!(self.write(false, 0x4, 0x5000_0000), OK);
    }

    /// Writes an access port register.
    pub fn write_access(&mut self, register: u32, value: u32) -> u8 {
        assert_eq!(self.write(false, 0x8, register & !0xF), OK);
        self.write(true, register as u8, value)
    }
}
