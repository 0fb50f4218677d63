//! The controller as master: START, bits and STOP, with the phases of SCL from the SCL counts.

use super::buffers::{AbortSources, Buffers, DEPTH, command};

/// Phases of SCL in cycles of clk_sys.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timing {
    /// SCL low.
    pub low: u64,
    /// SCL high, once all devices have released it.
    pub high: u64,
    /// From the fall of SCL to the change of SDA.
    pub hold: u64,
}

/// Settings of the master.
#[derive(Clone, Copy, Debug)]
pub(super) struct MasterSettings {
    /// IC_TAR: the target address.
    pub target: u32,
    /// Addresses have ten bits.
    pub ten_bits: bool,
    /// IC_TAR selects a general call.
    pub general_call: bool,
    /// IC_RESTART_EN.
    pub restarts: bool,
    /// The bus is held while the receive FIFO is full (IC_CON.RX_FIFO_FULL_HLD_CTRL).
    pub holds_full: bool,
}

/// Purpose of the next high phase of SCL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Bit,
    Start,
    Stop,
}

/// Current step on the bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Idle,
    /// After a STOP, before the next START.
    Free,
    /// SDA has fallen, SCL has not.
    StartHold,
    /// SCL has fallen, SDA has not changed.
    Fell(Next),
    Low(Next),
    /// SCL is released, but another device may hold it low.
    Rising(Next),
    High(Next),
    /// SCL is held low until there is a command, or room for a byte.
    Held,
}

/// Byte on the bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Address,
    /// The second byte of a ten-bit address.
    AddressLow,
    Data,
}

/// State of the master.
#[derive(Clone, Debug)]
pub(super) struct Master {
    step: Step,
    /// Cycle in which the step ends, if known.
    at: Option<u64>,
    phase: Phase,
    reading: bool,
    /// A ten-bit address has been sent: for a read, its first byte suffices.
    addressed: bool,
    command: u16,
    /// The next byte is the first after the address.
    first: bool,
    /// The nine bits to send.
    pattern: u16,
    /// Bits sent.
    sent: u32,
    /// Bits received.
    sampled: u16,
    /// A disable or an abort by software has requested a STOP.
    stopping: bool,
    /// The master pulls SDA low.
    pub sda_low: bool,
    /// The master pulls SCL low.
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
    /// Returns true during a transfer.
    pub(super) fn active(&self) -> bool {
        !matches!(self.step, Step::Idle | Step::Free)
    }

    /// Returns true while the byte of a command is on the bus.
    pub(super) fn shifts(&self) -> bool {
        self.active() && self.step != Step::Held
    }

    /// Cycle of the master's next event.
    pub(super) fn next_event(&self) -> Option<u64> {
        self.at
    }

    /// Returns true if a transfer can begin on a free bus.
    pub(super) fn idle(&self) -> bool {
        self.step == Step::Idle
    }

    /// Begins a transfer for the next command.
    pub(super) fn begin(
        &mut self,
        buffers: &mut Buffers,
        settings: &MasterSettings,
        timing: &Timing,
        cycle: u64,
    ) {
        let Some(first) = buffers.transmit.front() else { return };
        self.reading = first & command::READ != 0;
        if self.reading && settings.general_call {
            return buffers.abort(AbortSources::GENERAL_CALL_READ);
        }
        if self.reading && settings.ten_bits && !settings.restarts {
            return buffers.abort(AbortSources::READ_10_NO_RESTART);
        }
        (self.addressed, self.stopping) = (false, false);
        self.sda_low = true;
        self.wait(Step::StartHold, cycle + timing.high);
    }

    /// Ends the transfer with a STOP after the current byte.
    pub(super) fn stop(&mut self, timing: &Timing, cycle: u64) {
        if self.active() {
            self.stopping = true;
            if self.step == Step::Held {
                self.fall(Next::Stop, timing, cycle);
            }
        }
    }

    /// Continues a transfer that waits for a command or for room.
    pub(super) fn resume(
        &mut self,
        buffers: &mut Buffers,
        settings: &MasterSettings,
        timing: &Timing,
        cycle: u64,
    ) {
        if self.step != Step::Held {
            return;
        }
        if self.phase == Phase::Data && self.sent == 8 {
            self.acknowledge(buffers, settings, timing, cycle);
        } else {
            self.next_command(buffers, settings, timing, cycle);
        }
    }

    fn wait(&mut self, step: Step, until: u64) {
        (self.step, self.at) = (step, Some(until));
    }

    /// Drives SCL low.
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

    /// Services the event that is due.
    pub(super) fn service(
        &mut self,
        buffers: &mut Buffers,
        settings: &MasterSettings,
        timing: &Timing,
        cycle: u64,
    ) {
        if self.at.is_none_or(|at| at > cycle) {
            return;
        }
        self.at = None;
        match self.step {
            Step::Idle | Step::Held | Step::Rising(_) => {}
            Step::Free => self.step = Step::Idle,
            Step::StartHold => {
                let address = self.address(settings);
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
                        self.acknowledge(buffers, settings, timing, cycle);
                    }
                    9 => self.byte_complete(buffers, settings, timing, cycle),
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

    /// Samples SDA after SCL has risen.
    pub(super) fn clock_rose(&mut self, sda: bool, buffers: &mut Buffers, timing: &Timing, cycle: u64) {
        let Step::Rising(next) = self.step else { return };
        if next == Next::Bit {
            self.sampled = self.sampled << 1 | u16::from(sda);
            let sends = self.sent < 8 && !(self.reading && self.phase == Phase::Data);
            if sends && !sda && !self.sda_low {
                *self = Master::default();
                return buffers.abort(AbortSources::ARBITRATION_LOST);
            }
        }
        self.wait(Step::High(next), cycle + timing.high);
    }

    fn address(&self, settings: &MasterSettings) -> u8 {
        let read = u8::from(self.reading && (!settings.ten_bits || self.addressed));
        match (settings.general_call, settings.ten_bits) {
            (true, _) => 0,
            (false, false) => (settings.target as u8) << 1 | read,
            // 11110 and the two uppermost bits.
            (false, true) => 0xF0 | (settings.target >> 7) as u8 & 6 | read,
        }
    }

    /// Answers a received byte. The ninth bit depends on the next command.
    fn acknowledge(&mut self, buffers: &Buffers, settings: &MasterSettings, timing: &Timing, cycle: u64) {
        let ends = self.stopping || self.command & command::STOP != 0;
        let full = settings.holds_full && buffers.received() >= DEPTH;
        let another = buffers.transmit.front().map(|next| next & (command::READ | command::RESTART));
        if !ends && another.is_none() || full && !self.stopping {
            return self.hold();
        }
        let acknowledges = !ends && another == Some(command::READ);
        self.pattern = self.pattern & !1 | u16::from(!acknowledges);
        self.fall(Next::Bit, timing, cycle);
    }

    fn byte_complete(
        &mut self,
        buffers: &mut Buffers,
        settings: &MasterSettings,
        timing: &Timing,
        cycle: u64,
    ) {
        let refused = self.sampled & 1 != 0;
        let byte = (self.sampled >> 1) as u8;
        let source = match self.phase {
            Phase::Address if settings.general_call => AbortSources::GENERAL_CALL_NOACK,
            Phase::Address if settings.ten_bits => AbortSources::ADDRESS_10_FIRST_NOACK,
            Phase::Address => AbortSources::ADDRESS_7_NOACK,
            Phase::AddressLow => AbortSources::ADDRESS_10_SECOND_NOACK,
            Phase::Data => AbortSources::DATA_NOACK,
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
            Phase::Address if settings.ten_bits && !self.addressed => {
                self.load(Phase::AddressLow, (settings.target as u16 & 0xFF) << 1 | 1);
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
            Phase::Data => self.next_command(buffers, settings, timing, cycle),
        }
    }

    /// After a byte: executes the next command, after a repeated START if needed, or waits for one.
    fn next_command(
        &mut self,
        buffers: &mut Buffers,
        settings: &MasterSettings,
        timing: &Timing,
        cycle: u64,
    ) {
        let Some(next) = buffers.transmit.front().copied() else {
            self.sent = 0;
            return self.hold();
        };
        let reads = next & command::READ != 0;
        if next & command::RESTART == 0 && reads == self.reading {
            return self.next_byte(buffers, timing, cycle);
        }
        if settings.general_call && reads {
            buffers.abort(AbortSources::GENERAL_CALL_READ);
            return self.fall(Next::Stop, timing, cycle);
        }
        if settings.restarts {
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
