//! The probe's pins at the board, and transactions of the serial wire debug protocol (ADIv6, B4) made of their bits.

/// Pins of a probe at a board with serial wire debug.
pub trait Wire {
    /// Clocks `count` bits out, the lowest first; bits beyond 64 are 0.
    fn write_bits(&mut self, bits: u64, count: u32);

    /// Releases SWDIO and clocks `count` bits in (0 to 64), the first lowest.
    fn read_bits(&mut self, count: u32) -> u64;

    /// Sets the clock rate.
    fn set_clock_hz(&mut self, hz: u32);

    /// Drives nRESET.
    fn drive_reset(&mut self, high: bool);

    /// The level of nRESET.
    fn reset_is_high(&self) -> bool;

    /// The level of SWDIO with the probe's output released.
    fn data_level(&self) -> bool;

    /// Lets time pass.
    fn delay_us(&mut self, microseconds: u32);
}

/// Settings of DAP_SWD_Configure and the idle cycles of DAP_TransferConfigure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SwdSettings {
    /// Clocks of a turnaround, 1 to 4.
    pub turnaround: u32,
    /// A data phase follows WAIT and FAULT.
    pub data_phase: bool,
    /// Idle clocks after a transaction.
    pub idle_cycles: u32,
}

impl Default for SwdSettings {
    fn default() -> Self {
        Self { turnaround: 1, data_phase: false, idle_cycles: 0 }
    }
}

/// Acknowledge of a transaction as CMSIS-DAP encodes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Acknowledge {
    /// OK.
    Ok = 1,
    /// WAIT.
    Wait = 2,
    /// FAULT.
    Fault = 4,
    /// The line stayed high: nobody answered.
    None = 7,
    /// A bit pattern that is no acknowledge, or a wrong parity.
    ProtocolError = 8,
}

/// The register that a transaction addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Register {
    /// In the access port instead of the debug port.
    pub access_port: bool,
    /// Bits 3 and 2 of its address.
    pub address: u8,
}

impl Register {
    /// RDBUFF of the debug port.
    pub(super) const RDBUFF: Self = Self { access_port: false, address: 0xC };
}

/// Clocks of a transaction's data phase: 32 bits and their parity.
const DATA_BITS: u32 = 33;

/// Reads a register. After an acknowledge other than OK the value means nothing.
pub(super) fn read(wire: &mut impl Wire, settings: SwdSettings, register: Register) -> (Acknowledge, u32) {
    let acknowledge = request(wire, settings, register, true);
    let mut outcome = (acknowledge, 0);
    if acknowledge == Acknowledge::Ok {
        let bits = wire.read_bits(DATA_BITS);
        let (value, parity) = (bits as u32, (bits >> 32) as u32);
        let intact = value.count_ones() & 1 == parity;
        outcome = if intact { (Acknowledge::Ok, value) } else { (Acknowledge::ProtocolError, 0) };
        wire.read_bits(settings.turnaround);
    } else {
        back_off(wire, settings, acknowledge, true);
    }
    wire.write_bits(0, settings.idle_cycles);
    outcome
}

/// Writes a register.
pub(super) fn write(
    wire: &mut impl Wire,
    settings: SwdSettings,
    register: Register,
    value: u32,
) -> Acknowledge {
    let acknowledge = request(wire, settings, register, false);
    if acknowledge == Acknowledge::Ok {
        wire.read_bits(settings.turnaround);
        wire.write_bits(u64::from(value) | u64::from(value.count_ones() & 1) << 32, DATA_BITS);
    } else {
        back_off(wire, settings, acknowledge, false);
    }
    wire.write_bits(0, settings.idle_cycles);
    acknowledge
}

/// Sends the eight bits of a request and reads the acknowledge.
fn request(wire: &mut impl Wire, settings: SwdSettings, register: Register, read: bool) -> Acknowledge {
    let fields = u8::from(register.access_port) | u8::from(read) << 1 | register.address & 0xC;
    let parity = fields.count_ones() as u8 & 1;
    wire.write_bits(u64::from(1 | fields << 1 | parity << 5 | 1 << 7), 8);
    wire.read_bits(settings.turnaround);
    match wire.read_bits(3) {
        0b001 => Acknowledge::Ok,
        0b010 => Acknowledge::Wait,
        0b100 => Acknowledge::Fault,
        0b111 => Acknowledge::None,
        _ => Acknowledge::ProtocolError,
    }
}

/// The clocks after an acknowledge that refuses the data.
fn back_off(wire: &mut impl Wire, settings: SwdSettings, acknowledge: Acknowledge, read: bool) {
    match acknowledge {
        Acknowledge::Wait | Acknowledge::Fault => {
            if settings.data_phase && read {
                wire.read_bits(DATA_BITS);
            }
            wire.read_bits(settings.turnaround);
            if settings.data_phase && !read {
                wire.write_bits(0, DATA_BITS);
            }
        }
        // Out of step: enough clocks for any data phase, so that the port sees the transaction end.
        Acknowledge::None | Acknowledge::ProtocolError => {
            wire.read_bits(settings.turnaround + DATA_BITS);
        }
        Acknowledge::Ok => {}
    }
}
