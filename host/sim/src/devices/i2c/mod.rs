//! I2C0 and I2C1 (RP2350 §12.2): Synopsys DW_apb_i2c as master and slave, bit by bit on open-drain pins.

mod access;
mod buffers;
mod device;
mod follower;
mod master;
mod registers;
mod slave;

use crate::peripheral::Effects;
use crate::peripheral::pin_mux::PINS;
use crate::peripheral::registers::{RegisterFile, bit, field};
use buffers::{Buffers, interrupt};
use device::Attached;
pub use device::I2cDevice;
use follower::{Change, Follower, Lines};
use master::{Master, Rules, Timing};
use registers::*;
use slave::{Slave, SlaveRules, SlaveTarget};

/// FUNCSEL of the I2C (§9.4), first IRQ (§3.2) and first DREQ (§12.6.4.1).
const FUNCTION: u32 = 3;
const IRQ: u32 = 36;
const DREQ: u32 = 44;

const ENABLED: u32 = 0;
const ABORT: u32 = 1;
const TX_CMD_BLOCK: u32 = 2;
/// Interrupts that IC_CLR_INTR clears.
const CLEARABLE: u32 = !(interrupt::RX_FULL | interrupt::TX_EMPTY);

/// One controller.
pub(crate) struct I2c {
    number: u32,
    file: RegisterFile,
    buffers: Buffers,
    master: Master,
    slave: Slave,
    follower: Follower,
    devices: Vec<Attached>,
    /// IC_ENABLE_STATUS.IC_EN: it goes on until a transfer is over.
    on: bool,
    lines: Lines,
    /// Between a START and a STOP.
    bus_busy: bool,
    /// Its pins, and those that have it selected.
    data_pins: u64,
    clock_pins: u64,
    selected: u64,
}

/// Pins of a controller (0 or 1): two belong to one, then two to the other; data before clock (§9.4).
fn pins(number: u32, clock: u32) -> u64 {
    let fits = |pin: &u32| pin % 4 == 2 * number + clock;
    (0..PINS).filter(fits).fold(0, |pins, pin| pins | 1 << pin)
}

impl I2c {
    /// I2C0 or I2C1 in its reset state.
    pub(crate) fn new(number: u32) -> Self {
        I2c {
            number,
            file: RegisterFile::new(if number == 0 { "I2C0" } else { "I2C1" }, &REGISTERS),
            buffers: Buffers::default(),
            master: Master::default(),
            slave: Slave::default(),
            follower: Follower::default(),
            devices: Vec::new(),
            on: false,
            lines: Lines::default(),
            bus_busy: false,
            data_pins: pins(number, 0),
            clock_pins: pins(number, 1),
            selected: 0,
        }
    }

    /// Connects a device to the lines of this controller.
    pub(crate) fn attach(&mut self, device: Box<dyn I2cDevice>) {
        self.devices.push(Attached::new(device));
    }

    fn control(&self, number: u32) -> bool {
        bit(self.file.get(CON), number)
    }

    /// Cycles of SCL's phases (§12.2.14): high (HCNT + SPKLEN + 7) and low (LCNT + 1).
    fn timing(&self) -> Timing {
        let standard = field(self.file.get(CON), 1, 2) == 1;
        let (high, low) = if standard { (SS_SCL_HCNT, SS_SCL_LCNT) } else { (FS_SCL_HCNT, FS_SCL_LCNT) };
        let count = |offset| u64::from(self.file.get(offset));
        let low = count(low) + 1;
        let hold = u64::from(field(self.file.get(SDA_HOLD), 0, 16)).clamp(1, low - 1);
        Timing { low, high: count(high) + count(FS_SPKLEN) + 7, hold }
    }

    fn rules(&self) -> Rules {
        let target = self.file.get(TAR);
        Rules {
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

    /// The slave's part, and what it works on.
    fn slave_parts(&mut self) -> (SlaveTarget<'_>, &mut Follower) {
        let rules = SlaveRules {
            address: self.file.get(SAR),
            general_calls: self.file.get(ACK_GENERAL_CALL) != 0,
            refuses_data: self.file.get(SLV_DATA_NACK_ONLY) != 0,
        };
        (SlaveTarget { slave: &mut self.slave, buffers: &mut self.buffers, rules }, &mut self.follower)
    }

    fn raw_interrupts(&self) -> u32 {
        if !self.on {
            return self.buffers.raw & CLEARABLE;
        }
        let received = self.buffers.received() as u32;
        let waiting = self.buffers.transmit.len() as u32;
        let full = received > self.file.get(RX_TL);
        let shifting = self.control(con::TX_EMPTY_CTRL) && self.master.shifts();
        let empty = waiting <= self.file.get(TX_TL) && !shifting;
        self.buffers.raw
            | if full { interrupt::RX_FULL } else { 0 }
            | if empty { interrupt::TX_EMPTY } else { 0 }
    }

    fn masked(&self) -> u32 {
        self.raw_interrupts() & self.file.get(INTR_MASK)
    }

    /// Which lines are pulled low.
    fn pulls(&self) -> (bool, bool) {
        let mut sda = self.master.sda_low || self.follower.sda_low;
        let mut scl = self.master.scl_low || self.follower.scl_low;
        for device in &self.devices {
            sda |= device.follower.sda_low;
            scl |= device.follower.scl_low;
        }
        (sda, scl)
    }

    /// Does something, and says what it changes outside.
    fn with_effects(&mut self, action: impl FnOnce(&mut Self)) -> Effects {
        let state = |this: &Self| {
            (this.raw_interrupts(), this.buffers.transmit.len(), this.buffers.received(), this.next_due())
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

    /// Cycle in which something on the bus changes by itself.
    pub(crate) fn next_due(&self) -> Option<u64> {
        let devices = self.devices.iter().map(|device| device.follower.due());
        [self.master.due(), self.follower.due()].into_iter().chain(devices).flatten().min()
    }

    fn fire(&mut self, cycle: u64) {
        let (rules, timing) = (self.rules(), self.timing());
        self.follower.fire(cycle);
        for device in &mut self.devices {
            device.follower.fire(cycle);
        }
        self.master.fire(&mut self.buffers, &rules, &timing, cycle);
        self.go_on(cycle);
    }

    /// Begins, resumes or ends what can be.
    fn go_on(&mut self, cycle: u64) {
        let (rules, timing) = (self.rules(), self.timing());
        if !bit(self.file.get(ENABLE), ENABLED) && self.on && !self.master.active() {
            self.on = false;
            self.buffers.clear();
            self.follower = Follower::default();
            self.slave = Slave::default();
        }
        if self.slave_on() {
            let setup = u64::from(self.file.get(SDA_SETUP).saturating_sub(1)).max(1);
            let (mut target, follower) = self.slave_parts();
            follower.resume(&mut target, setup, cycle);
        }
        let blocked = bit(self.file.get(ENABLE), TX_CMD_BLOCK) || !self.control(con::MASTER_MODE) || !self.on;
        if blocked || !bit(self.file.get(ENABLE), ENABLED) {
            return;
        }
        self.master.resume(&mut self.buffers, &rules, &timing, cycle);
        let free = !self.bus_busy && self.lines.sda && self.lines.scl;
        if free && self.master.idle() && !self.buffers.transmit.is_empty() {
            self.master.begin(&mut self.buffers, &rules, &timing, cycle);
        }
    }

    /// The lines changed.
    fn follow(&mut self, to: Lines, cycle: u64) {
        let change = std::mem::replace(&mut self.lines, to).change(to);
        let (timing, slave_on) = (self.timing(), self.slave_on());
        if let Some(change) = change {
            for device in &mut self.devices {
                let (target, follower) = device.parts();
                follower.follow(change, to.sda, target, 1, cycle);
            }
            if slave_on {
                let (mut target, follower) = self.slave_parts();
                follower.follow(change, to.sda, &mut target, timing.hold, cycle);
            }
            match change {
                Change::Start => {
                    self.bus_busy = true;
                    if self.on {
                        self.buffers.raise(interrupt::START_DET | interrupt::ACTIVITY);
                    }
                }
                Change::Stop => self.stop_seen(),
                Change::Rise => self.master.clock_rose(to.sda, &mut self.buffers, &timing, cycle),
                Change::Fall => {}
            }
        }
        self.go_on(cycle);
    }

    fn stop_seen(&mut self) {
        self.bus_busy = false;
        let addressed = std::mem::take(&mut self.slave.addressed);
        let wanted = addressed || !self.slave_on() || !self.control(con::STOP_DET_IFADDRESSED);
        if self.on && wanted {
            self.buffers.raise(interrupt::STOP_DET);
        }
    }
}
