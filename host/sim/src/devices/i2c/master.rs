//! The master: START, bits, STOP, each phase as long as the SCL counts say.

use super::buffers::{Buffers, abort, command};

/// Cycles of clk_sys that the phases of SCL take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timing {
    /// SCL low.
    pub low: u64,
    /// SCL high, from when it is.
    pub high: u64,
    /// From SCL's fall to the change of SDA.
    pub hold: u64,
}

/// What the registers ask of the master.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// IC_TAR: the address, or a general call.
    pub target: u32,
    /// Addresses have ten bits.
    pub ten_bits: bool,
    /// IC_TAR asks for a general call.
    pub general_call: bool,
    /// IC_RESTART_EN.
    pub restarts: bool,
    /// The bus is held while the receive FIFO is full.
    pub holds_full: bool,
}

/// What the next high phase of SCL is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Bit,
    Start,
    Stop,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Idle,
    /// After a STOP the bus stays free for a while.
    Free,
    /// SDA has fallen, SCL not yet.
    StartHold,
    /// SCL has fallen, SDA is not yet what it will be.
    Fell(Next),
    Low(Next),
    /// SCL is let go, but somebody may hold it.
    Rising(Next),
    High(Next),
    /// SCL is held low until there is a command, or room for a byte.
    Held,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Address,
    /// The second byte of a ten-bit address.
    AddressLow,
    Data,
}

/// The master's side of a controller.
#[derive(Clone, Debug)]
pub(super) struct Master {
    step: Step,
    /// Cycle in which the step ends, where that is known.
    at: Option<u64>,
    phase: Phase,
    reading: bool,
    /// A ten-bit address has been sent, so a read may repeat its first byte only.
    addressed: bool,
    command: u16,
    first: bool,
    /// The nine bits that go out, how many have, and what came back.
    pattern: u16,
    sent: u32,
    sampled: u16,
    /// A stop was asked for: by a disable or an abort of the user.
    stopping: bool,
    /// It pulls the lines low.
    pub sda_low: bool,
    /// It pulls the clock low.
    pub scl_low: bool,
}

impl Default for Master {
    fn default() -> Self {
        Master {
            step: Step::Idle,
            at: None,
            phase: Phase::Address,
            reading: false,
            addressed: false,
            command: 0,
            first: false,
            pattern: 0,
            sent: 0,
            sampled: 0,
            stopping: false,
            sda_low: false,
            scl_low: false,
        }
    }
}

impl Master {
    /// Whether a transfer is under way.
    pub(super) fn active(&self) -> bool {
        !matches!(self.step, Step::Idle | Step::Free)
    }

    /// Whether a command has been taken whose byte is not yet over.
    pub(super) fn shifts(&self) -> bool {
        self.active() && self.step != Step::Held
    }

    /// Cycle in which it has something to do.
    pub(super) fn due(&self) -> Option<u64> {
        self.at
    }

    /// Whether it could begin a transfer on a free bus.
    pub(super) fn idle(&self) -> bool {
        self.step == Step::Idle
    }

    /// Begins a transfer for the command that waits.
    pub(super) fn begin(&mut self, buffers: &mut Buffers, rules: &Rules, timing: &Timing, cycle: u64) {
        let Some(first) = buffers.transmit.front() else { return };
        self.reading = first & command::READ != 0;
        if self.reading && rules.general_call {
            return buffers.abort(abort::GENERAL_CALL_READ);
        }
        if self.reading && rules.ten_bits && !rules.restarts {
            return buffers.abort(abort::READ_10_NO_RESTART);
        }
        (self.addressed, self.stopping) = (false, false);
        self.sda_low = true;
        self.wait(Step::StartHold, cycle + timing.high);
    }

    /// Ends the transfer with a STOP after the byte under way.
    pub(super) fn stop(&mut self, timing: &Timing, cycle: u64) {
        if self.active() {
            self.stopping = true;
            if self.step == Step::Held {
                self.fall(Next::Stop, timing, cycle);
            }
        }
    }

    /// Something came for which SCL may be held low.
    pub(super) fn resume(&mut self, buffers: &mut Buffers, rules: &Rules, timing: &Timing, cycle: u64) {
        if self.step != Step::Held {
            return;
        }
        if self.phase == Phase::Data && self.sent == 8 {
            self.acknowledge(buffers, rules, timing, cycle);
        } else {
            self.go_on(buffers, rules, timing, cycle);
        }
    }

    fn wait(&mut self, step: Step, until: u64) {
        (self.step, self.at) = (step, Some(until));
    }

    /// SCL falls, or is low already.
    fn fall(&mut self, next: Next, timing: &Timing, cycle: u64) {
        self.scl_low = true;
        self.wait(Step::Fell(next), cycle + timing.hold);
    }

    fn hold(&mut self) {
        (self.step, self.at) = (Step::Held, None);
    }

    fn load(&mut self, phase: Phase, pattern: u16) {
        (self.phase, self.pattern, self.sent, self.sampled) = (phase, pattern, 0, 0);
    }

    /// What has become due happens.
    pub(super) fn fire(&mut self, buffers: &mut Buffers, rules: &Rules, timing: &Timing, cycle: u64) {
        if self.at.is_none_or(|at| at > cycle) {
            return;
        }
        self.at = None;
        match self.step {
            Step::Idle | Step::Held | Step::Rising(_) => {}
            Step::Free => self.step = Step::Idle,
            Step::StartHold => {
                let address = self.address(rules);
                self.load(Phase::Address, u16::from(address) << 1 | 1);
                self.fall(Next::Bit, timing, cycle);
            }
            Step::Fell(next) => {
                self.sda_low = match next {
                    Next::Bit => self.pattern >> (8 - self.sent) & 1 == 0,
                    Next::Start => false,
                    Next::Stop => true,
                };
                self.wait(Step::Low(next), cycle + timing.low.saturating_sub(timing.hold).max(1));
            }
            Step::Low(next) => {
                self.scl_low = false;
                self.step = Step::Rising(next);
            }
            Step::High(Next::Bit) => {
                self.sent += 1;
                self.scl_low = true;
                match self.sent {
                    8 if self.phase == Phase::Data && self.reading => {
                        self.acknowledge(buffers, rules, timing, cycle);
                    }
                    9 => self.byte_done(buffers, rules, timing, cycle),
                    _ => self.fall(Next::Bit, timing, cycle),
                }
            }
            Step::High(Next::Start) => {
                self.sda_low = true;
                self.wait(Step::StartHold, cycle + timing.high);
            }
            Step::High(Next::Stop) => {
                self.sda_low = false;
                self.wait(Step::Free, cycle + timing.low);
            }
        }
    }

    /// SCL is high: a bit is there.
    pub(super) fn clock_rose(&mut self, sda: bool, buffers: &mut Buffers, timing: &Timing, cycle: u64) {
        let Step::Rising(next) = self.step else { return };
        if next == Next::Bit {
            self.sampled = self.sampled << 1 | u16::from(sda);
            let sends = self.sent < 8 && !(self.reading && self.phase == Phase::Data);
            if sends && !sda && !self.sda_low {
                *self = Master::default();
                return buffers.abort(abort::ARBITRATION_LOST);
            }
        }
        self.wait(Step::High(next), cycle + timing.high);
    }

    fn address(&self, rules: &Rules) -> u8 {
        let read = u8::from(self.reading && (!rules.ten_bits || self.addressed));
        match (rules.general_call, rules.ten_bits) {
            (true, _) => 0,
            (false, false) => (rules.target as u8) << 1 | read,
            // 11110, and the two uppermost bits.
            (false, true) => 0xF0 | (rules.target >> 7) as u8 & 6 | read,
        }
    }

    /// A byte has come in: what the ninth bit answers depends on what comes next.
    fn acknowledge(&mut self, buffers: &Buffers, rules: &Rules, timing: &Timing, cycle: u64) {
        let ends = self.stopping || self.command & command::STOP != 0;
        let full = rules.holds_full && buffers.received() >= super::buffers::DEPTH;
        let another = buffers.transmit.front().map(|next| next & (command::READ | command::RESTART));
        if !ends && another.is_none() || full && !self.stopping {
            return self.hold();
        }
        let acknowledges = !ends && another == Some(command::READ);
        self.pattern = self.pattern & !1 | u16::from(!acknowledges);
        self.fall(Next::Bit, timing, cycle);
    }

    fn byte_done(&mut self, buffers: &mut Buffers, rules: &Rules, timing: &Timing, cycle: u64) {
        let refused = self.sampled & 1 != 0;
        let byte = (self.sampled >> 1) as u8;
        let source = match self.phase {
            Phase::Address if rules.general_call => abort::GENERAL_CALL_NOACK,
            Phase::Address if rules.ten_bits => abort::ADDRESS_10_FIRST_NOACK,
            Phase::Address => abort::ADDRESS_7_NOACK,
            Phase::AddressLow => abort::ADDRESS_10_SECOND_NOACK,
            Phase::Data => abort::DATA_NOACK,
        };
        if self.phase == Phase::Data && self.reading {
            buffers.receive(byte, self.first);
            self.first = false;
        } else if refused {
            buffers.abort(source);
            return self.fall(Next::Stop, timing, cycle);
        }
        if self.stopping {
            return self.fall(Next::Stop, timing, cycle);
        }
        match self.phase {
            Phase::Address if rules.ten_bits && !self.addressed => {
                self.load(Phase::AddressLow, (rules.target as u16 & 0xFF) << 1 | 1);
                self.fall(Next::Bit, timing, cycle);
            }
            Phase::AddressLow => {
                self.addressed = true;
                if self.reading {
                    self.fall(Next::Start, timing, cycle);
                } else {
                    self.next_byte(buffers, timing, cycle);
                }
            }
            Phase::Address => {
                self.first = true;
                self.next_byte(buffers, timing, cycle);
            }
            Phase::Data if self.command & command::STOP != 0 => self.fall(Next::Stop, timing, cycle),
            Phase::Data => self.go_on(buffers, rules, timing, cycle),
        }
    }

    /// After a byte: the next command, a repeated START for it, or waiting for one.
    fn go_on(&mut self, buffers: &mut Buffers, rules: &Rules, timing: &Timing, cycle: u64) {
        let Some(next) = buffers.transmit.front().copied() else {
            self.sent = 0;
            return self.hold();
        };
        let reads = next & command::READ != 0;
        if next & command::RESTART == 0 && reads == self.reading {
            return self.next_byte(buffers, timing, cycle);
        }
        if rules.general_call && reads {
            buffers.abort(abort::GENERAL_CALL_READ);
            return self.fall(Next::Stop, timing, cycle);
        }
        if rules.restarts {
            self.reading = reads;
            self.addressed &= reads;
            self.fall(Next::Start, timing, cycle);
        } else {
            self.fall(Next::Stop, timing, cycle);
        }
    }

    fn next_byte(&mut self, buffers: &mut Buffers, timing: &Timing, cycle: u64) {
        let Some(next) = buffers.transmit.pop_front() else {
            self.sent = 0;
            return self.hold();
        };
        self.command = next;
        let pattern = if self.reading { 0x1FF } else { (next & 0xFF) << 1 | 1 };
        self.load(Phase::Data, pattern);
        self.fall(Next::Bit, timing, cycle);
    }
}
