//! A slave on a bus whose clock another drives: the controller as a slave, and models of devices.

/// Answers of a slave to the master.
pub(super) trait SlaveInterface {
    /// Receives an address byte, whose bit 0 is 1 for a read. Returns true to acknowledge.
    fn address(&mut self, byte: u8) -> bool;
    /// Receives a data byte. Returns true to acknowledge.
    fn receive(&mut self, byte: u8) -> bool;
    /// Returns the next byte to be read; `None` stretches the clock until there is one.
    fn transmit(&mut self) -> Option<u8>;
    /// The master did not acknowledge a byte that it read, and reads no more.
    fn read_ended(&mut self);
    /// The transfer ended by a STOP, or else by a repeated START.
    fn transfer_ended(&mut self, stopped: bool);
}

/// Levels of the two lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    /// Data.
    pub sda: bool,
    /// Clock.
    pub scl: bool,
}

/// An event on the bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BusEvent {
    /// SDA fell while SCL was high.
    Start,
    /// SDA rose while SCL was high.
    Stop,
    /// SCL rose.
    ClockRise,
    /// SCL fell.
    ClockFall,
}

impl Lines {
    /// Returns the event between two states of the lines.
    pub(super) fn event(self, to: Lines) -> Option<BusEvent> {
        match (self.scl, to.scl) {
            (true, true) if self.sda && !to.sda => Some(BusEvent::Start),
            (true, true) if !self.sda && to.sda => Some(BusEvent::Stop),
            (false, true) => Some(BusEvent::ClockRise),
            (true, false) => Some(BusEvent::ClockFall),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Not addressed.
    #[default]
    Idle,
    Address,
    Receive,
    Transmit,
    /// The clock is stretched until there is a byte to send.
    Stretch,
}

/// State of a slave on the bus.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct BusSlave {
    state: State,
    shift: u8,
    /// Clock pulses of the current byte.
    pulses: u32,
    /// The slave has acknowledged its address since the last START.
    engaged: bool,
    /// The ninth bit was an acknowledgement.
    acknowledged: bool,
    /// Cycle in which SDA changes, and true if it goes low.
    sda_change: Option<(u64, bool)>,
    /// Cycle in which SCL is released.
    scl_release: Option<u64>,
    /// The slave pulls SDA low.
    pub sda_low: bool,
    /// The slave holds SCL low.
    pub scl_low: bool,
}

impl BusSlave {
    /// Returns true during a transfer with this slave.
    pub(super) fn active(&self) -> bool {
        matches!(self.state, State::Receive | State::Transmit | State::Stretch)
    }

    /// Cycle of the slave's next event.
    pub(super) fn next_event(&self) -> Option<u64> {
        [self.sda_change.map(|(at, _)| at), self.scl_release].into_iter().flatten().min()
    }

    /// Services the events that are due.
    pub(super) fn service(&mut self, cycle: u64) {
        if let Some((_, low)) = self.sda_change.take_if(|(at, _)| *at <= cycle) {
            self.sda_low = low;
        }
        if self.scl_release.take_if(|at| *at <= cycle).is_some() {
            self.scl_low = false;
        }
    }

    /// Ends clock stretching after `setup` cycles, if there is a byte to send.
    pub(super) fn resume(&mut self, slave: &mut dyn SlaveInterface, setup: u64, cycle: u64) {
        if self.state == State::Stretch
            && let Some(byte) = slave.transmit()
        {
            self.begin(byte);
            self.sda_low = byte & 0x80 == 0;
            self.scl_release = Some(cycle + setup);
        }
    }

    fn begin(&mut self, byte: u8) {
        (self.state, self.shift, self.pulses) = (State::Transmit, byte, 0);
    }

    /// Handles an event on the bus. SDA changes `hold` cycles after a fall of SCL.
    pub(super) fn handle_event(
        &mut self,
        event: BusEvent,
        sda: bool,
        slave: &mut dyn SlaveInterface,
        hold: u64,
        cycle: u64,
    ) {
        match event {
            BusEvent::Start => {
                if self.engaged {
                    slave.transfer_ended(false);
                }
                *self = BusSlave { state: State::Address, ..BusSlave::default() };
            }
            BusEvent::Stop => {
                if self.engaged {
                    slave.transfer_ended(true);
                }
                *self = BusSlave::default();
            }
            BusEvent::ClockRise => self.clock_rose(sda),
            BusEvent::ClockFall => {
                if let Some(low) = self.clock_fell(slave) {
                    self.sda_change = Some((cycle + hold, low));
                }
            }
        }
    }

    fn clock_rose(&mut self, sda: bool) {
        if self.state == State::Idle {
            return;
        }
        self.pulses += 1;
        if self.pulses == 9 {
            self.acknowledged = !sda;
        } else if matches!(self.state, State::Address | State::Receive) {
            self.shift = self.shift << 1 | u8::from(sda);
        }
    }

    /// Returns true if SDA goes low, false if it is released, `None` if it does not change.
    fn clock_fell(&mut self, slave: &mut dyn SlaveInterface) -> Option<bool> {
        match (self.state, self.pulses) {
            (State::Idle | State::Stretch, _) | (_, 0) => None,
            (State::Address, 8) => {
                let answers = slave.address(self.shift);
                self.engaged = answers;
                if !answers {
                    self.state = State::Idle;
                }
                Some(answers)
            }
            (State::Receive, 8) => Some(slave.receive(self.shift)),
            (State::Transmit, 8) => Some(false),
            (State::Transmit, pulses @ 1..8) => Some(self.shift << pulses & 0x80 == 0),
            (_, 9..) => {
                self.pulses = 0;
                Some(self.after_acknowledge(slave))
            }
            _ => None,
        }
    }

    fn after_acknowledge(&mut self, slave: &mut dyn SlaveInterface) -> bool {
        let reads = match self.state {
            State::Address => self.shift & 1 == 1,
            state => state == State::Transmit,
        };
        if !self.acknowledged {
            if self.state == State::Transmit {
                slave.read_ended();
            }
            self.state = State::Idle;
            return false;
        }
        if !reads {
            (self.state, self.shift) = (State::Receive, 0);
            return false;
        }
        match slave.transmit() {
            Some(byte) => {
                self.begin(byte);
                byte & 0x80 == 0
            }
            None => {
                self.state = State::Stretch;
                self.scl_low = true;
                false
            }
        }
    }
}
