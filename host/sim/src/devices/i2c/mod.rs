//! I2C0 and I2C1 (RP2350 §12.2): Synopsys DW_apb_i2c as master and slave, bit by bit on open-drain pins.

mod access;
mod buffers;
mod bus_slave;
mod device;
mod master;
mod registers;
mod slave;

use crate::peripheral::Effects;
use crate::peripheral::pin_mux::PINS;
use crate::peripheral::registers::{RegisterFile, bit, field};
use buffers::{Buffers, Interrupts};
use bus_slave::{BusEvent, BusSlave, Lines};
use device::AttachedDevice;
pub use device::I2cDevice;
use master::{Master, MasterSettings, Timing};
use registers::*;
use slave::{ControllerSlave, Slave, SlaveSettings};

/// FUNCSEL of I2C0 and I2C1 (§9.4).
const FUNCTION: u32 = 3;
/// I2C0_IRQ (§3.2); that of I2C1 follows.
const IRQ: u32 = 36;
/// DREQ_I2C0_TX (§12.6.4.1); RX, and those of I2C1, follow.
const DREQ: u32 = 44;

/// Bits of IC_ENABLE.
const ENABLED: u32 = 0;
const ABORT: u32 = 1;
const TX_CMD_BLOCK: u32 = 2;
/// Interrupts that IC_CLR_INTR clears.
const CLEARABLE: Interrupts = Interrupts::RX_FULL.union(Interrupts::TX_EMPTY).complement();

/// One controller.
pub(crate) struct I2c {
    number: u32,
    file: RegisterFile,
    buffers: Buffers,
    master: Master,
    slave: Slave,
    bus_slave: BusSlave,
    devices: Vec<AttachedDevice>,
    /// IC_ENABLE_STATUS.IC_EN. It stays set until a transfer ends.
    on: bool,
    lines: Lines,
    /// A START was on the bus, and no STOP since.
    bus_busy: bool,
    /// Pins of the controller.
    data_pins: u64,
    clock_pins: u64,
    /// Pins of the controller that have its function selected.
    selected: u64,
}

/// Returns the pins of a controller (0 or 1) for data (0) or clock (1): two of one controller, then two of the other
/// (§9.4).
fn pins(number: u32, clock: u32) -> u64 {
    let fits = |pin: &u32| pin % 4 == 2 * number + clock;
    (0..PINS).filter(fits).fold(0, |pins, pin| pins | 1 << pin)
}

impl I2c {
    /// Creates I2C0 or I2C1 in its reset state.
    pub(crate) fn new(number: u32) -> Self {
        I2c {
            number,
            file: RegisterFile::new(if number == 0 { "I2C0" } else { "I2C1" }, &REGISTERS),
            buffers: Buffers::default(),
            master: Master::default(),
            slave: Slave::default(),
            bus_slave: BusSlave::default(),
            devices: Vec::new(),
            on: false,
            lines: Lines::default(),
            bus_busy: false,
            data_pins: pins(number, 0),
            clock_pins: pins(number, 1),
            selected: 0,
        }
    }

    /// Connects a device to the bus of this controller.
    pub(crate) fn attach(&mut self, device: Box<dyn I2cDevice>) {
        self.devices.push(AttachedDevice::new(device));
    }

    fn control(&self, number: u32) -> bool {
        bit(self.file.get(CON), number)
    }

    /// Returns the cycles of SCL's phases (§12.2.14): high HCNT + SPKLEN + 7, low LCNT + 1.
    fn timing(&self) -> Timing {
        let standard = field(self.file.get(CON), 1, 2) == 1;
        let (high, low) = if standard { (SS_SCL_HCNT, SS_SCL_LCNT) } else { (FS_SCL_HCNT, FS_SCL_LCNT) };
        let count = |offset| u64::from(self.file.get(offset));
        let low = count(low) + 1;
        let hold = u64::from(field(self.file.get(SDA_HOLD), 0, 16)).clamp(1, low - 1);
        Timing { low, high: count(high) + count(FS_SPKLEN) + 7, hold }
    }

    fn master_settings(&self) -> MasterSettings {
        let target = self.file.get(TAR);
        MasterSettings {
            target: target & 0x3FF,
            ten_bits: self.control(con::TEN_BITS_MASTER),
            general_call: bit(target, 11) && !bit(target, 10),
            restarts: self.control(con::RESTART_EN),
            holds_full: self.control(con::RX_FIFO_FULL_HLD_CTRL),
        }
    }

    fn slave_on(&self) -> bool {
        self.on && !self.control(con::SLAVE_DISABLE)
    }

    /// Returns the controller as a slave, and its state on the bus.
    fn slave_parts(&mut self) -> (ControllerSlave<'_>, &mut BusSlave) {
        let settings = SlaveSettings {
            address: self.file.get(SAR),
            general_calls: self.file.get(ACK_GENERAL_CALL) != 0,
            refuses_data: self.file.get(SLV_DATA_NACK_ONLY) != 0,
        };
        (
            ControllerSlave { slave: &mut self.slave, buffers: &mut self.buffers, settings },
            &mut self.bus_slave,
        )
    }

    fn raw_interrupts(&self) -> Interrupts {
        if !self.on {
            return self.buffers.raw & CLEARABLE;
        }
        let received = self.buffers.received() as u32;
        let waiting = self.buffers.transmit.len() as u32;
        let full = received > self.file.get(RX_TL);
        let shifting = self.control(con::TX_EMPTY_CTRL) && self.master.shifts();
        let empty = waiting <= self.file.get(TX_TL) && !shifting;
        self.buffers.raw
            | if full { Interrupts::RX_FULL } else { Interrupts::empty() }
            | if empty { Interrupts::TX_EMPTY } else { Interrupts::empty() }
    }

    fn masked(&self) -> u32 {
        self.raw_interrupts().bits() & self.file.get(INTR_MASK)
    }

    /// Returns true for SDA and for SCL if anything pulls it low.
    fn pulls(&self) -> (bool, bool) {
        let mut sda = self.master.sda_low || self.bus_slave.sda_low;
        let mut scl = self.master.scl_low || self.bus_slave.scl_low;
        for device in &self.devices {
            sda |= device.bus_slave.sda_low;
            scl |= device.bus_slave.scl_low;
        }
        (sda, scl)
    }

    /// Carries out an action and returns its effects on the rest of the chip.
    fn with_effects(&mut self, action: impl FnOnce(&mut Self)) -> Effects {
        let state = |this: &Self| {
            (
                this.raw_interrupts(),
                this.buffers.transmit.len(),
                this.buffers.received(),
                this.next_bus_event(),
            )
        };
        let (pulls, before) = (self.pulls(), state(self));
        action(self);
        let mut effects = Effects::empty();
        if self.pulls() != pulls {
            effects |= Effects::PINS | Effects::EVENTS;
        }
        if state(self) != before {
            effects |= Effects::EVENTS | Effects::REQUESTS;
        }
        effects
    }

    /// Cycle of the next event on the bus.
    pub(crate) fn next_bus_event(&self) -> Option<u64> {
        let devices = self.devices.iter().map(|device| device.bus_slave.next_event());
        [self.master.next_event(), self.bus_slave.next_event()].into_iter().chain(devices).flatten().min()
    }

    /// Services the events that are due.
    fn service(&mut self, cycle: u64) {
        let (settings, timing) = (self.master_settings(), self.timing());
        self.bus_slave.service(cycle);
        for device in &mut self.devices {
            device.bus_slave.service(cycle);
        }
        self.master.service(&mut self.buffers, &settings, &timing, cycle);
        self.continue_transfers(cycle);
    }

    /// Begins, resumes or ends transfers, as registers, FIFOs and bus allow.
    fn continue_transfers(&mut self, cycle: u64) {
        let (settings, timing) = (self.master_settings(), self.timing());
        if !bit(self.file.get(ENABLE), ENABLED) && self.on && !self.master.active() {
            self.on = false;
            self.buffers.clear();
            self.bus_slave = BusSlave::default();
            self.slave = Slave::default();
        }
        if self.slave_on() {
            let setup = u64::from(self.file.get(SDA_SETUP).saturating_sub(1)).max(1);
            let (mut slave, bus_slave) = self.slave_parts();
            bus_slave.resume(&mut slave, setup, cycle);
        }
        let blocked = bit(self.file.get(ENABLE), TX_CMD_BLOCK) || !self.control(con::MASTER_MODE) || !self.on;
        if blocked || !bit(self.file.get(ENABLE), ENABLED) {
            return;
        }
        self.master.resume(&mut self.buffers, &settings, &timing, cycle);
        let free = !self.bus_busy && self.lines.sda && self.lines.scl;
        if free && self.master.idle() && !self.buffers.transmit.is_empty() {
            self.master.begin(&mut self.buffers, &settings, &timing, cycle);
        }
    }

    /// Handles a change of the lines.
    fn lines_changed(&mut self, lines: Lines, cycle: u64) {
        let event = std::mem::replace(&mut self.lines, lines).event(lines);
        let (timing, slave_on) = (self.timing(), self.slave_on());
        if let Some(event) = event {
            for device in &mut self.devices {
                let (device, bus_slave) = device.parts();
                bus_slave.handle_event(event, lines.sda, device, 1, cycle);
            }
            if slave_on {
                let (mut slave, bus_slave) = self.slave_parts();
                bus_slave.handle_event(event, lines.sda, &mut slave, timing.hold, cycle);
            }
            match event {
                BusEvent::Start => {
                    self.bus_busy = true;
                    if self.on {
                        self.buffers.raise(Interrupts::START_DET | Interrupts::ACTIVITY);
                    }
                }
                BusEvent::Stop => self.stop_detected(),
                BusEvent::ClockRise => self.master.clock_rose(lines.sda, &mut self.buffers, &timing, cycle),
                BusEvent::ClockFall => {}
            }
        }
        self.continue_transfers(cycle);
    }

    fn stop_detected(&mut self) {
        self.bus_busy = false;
        let addressed = std::mem::take(&mut self.slave.addressed);
        let wanted = addressed || !self.slave_on() || !self.control(con::STOP_DET_IFADDRESSED);
        if self.on && wanted {
            self.buffers.raise(Interrupts::STOP_DET);
        }
    }
}
