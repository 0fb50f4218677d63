//! What follows a bus that somebody else clocks: the controller as a slave, and device models.

/// Who answers.
pub(super) trait Target {
    /// An address byte, its lowest bit 1 for reading. Returns whether it is acknowledged.
    fn address(&mut self, byte: u8) -> bool;
    /// A byte that was written. Returns whether it is acknowledged.
    fn receive(&mut self, byte: u8) -> bool;
    /// The next byte to be read; with `None` the clock is held until there is one.
    fn transmit(&mut self) -> Option<u8>;
    /// The master has read enough.
    fn refused(&mut self);
    /// The transfer ends, by a STOP or a repeated START.
    fn ended(&mut self, stopped: bool);
}

/// Levels of the two lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    /// Data.
    pub sda: bool,
    /// Clock.
    pub scl: bool,
}

/// What a change of the lines means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// SDA fell while SCL was high.
    Start,
    /// SDA rose while SCL was high.
    Stop,
    /// SCL rose.
    Rise,
    /// SCL fell.
    Fall,
}

impl Lines {
    /// What happened between two states of the lines.
    pub(super) fn change(self, to: Lines) -> Option<Change> {
        match (self.scl, to.scl) {
            (true, true) if self.sda && !to.sda => Some(Change::Start),
            (true, true) if !self.sda && to.sda => Some(Change::Stop),
            (false, true) => Some(Change::Rise),
            (true, false) => Some(Change::Fall),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Not spoken to.
    #[default]
    Idle,
    Address,
    Receive,
    Transmit,
    /// It has nothing to send yet.
    Stretch,
}

/// The state of one that follows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Follower {
    state: State,
    shift: u8,
    /// Clock pulses of the byte under way.
    pulses: u32,
    /// It has acknowledged its address since the last START.
    engaged: bool,
    /// Whether the ninth bit was an acknowledgement.
    acknowledged: bool,
    /// When SDA changes to what, and when the clock is let go.
    sda_due: Option<(u64, bool)>,
    scl_due: Option<u64>,
    /// It pulls the lines low.
    pub sda_low: bool,
    /// It holds the clock.
    pub scl_low: bool,
}

impl Follower {
    /// Whether a transfer with it is under way.
    pub(super) fn active(&self) -> bool {
        matches!(self.state, State::Receive | State::Transmit | State::Stretch)
    }

    /// Cycle in which it has something to do.
    pub(super) fn due(&self) -> Option<u64> {
        [self.sda_due.map(|(at, _)| at), self.scl_due].into_iter().flatten().min()
    }

    /// What has become due happens.
    pub(super) fn fire(&mut self, cycle: u64) {
        if let Some((_, low)) = self.sda_due.take_if(|(at, _)| *at <= cycle) {
            self.sda_low = low;
        }
        if self.scl_due.take_if(|at| *at <= cycle).is_some() {
            self.scl_low = false;
        }
    }

    /// Something to send may have come: after `setup` cycles the clock goes on.
    pub(super) fn resume(&mut self, target: &mut dyn Target, setup: u64, cycle: u64) {
        if self.state == State::Stretch
            && let Some(byte) = target.transmit()
        {
            self.begin(byte);
            self.sda_low = byte & 0x80 == 0;
            self.scl_due = Some(cycle + setup);
        }
    }

    fn begin(&mut self, byte: u8) {
        (self.state, self.shift, self.pulses) = (State::Transmit, byte, 0);
    }

    /// The lines changed; SDA follows a fall of SCL after `hold` cycles.
    pub(super) fn follow(
        &mut self,
        change: Change,
        sda: bool,
        target: &mut dyn Target,
        hold: u64,
        cycle: u64,
    ) {
        match change {
            Change::Start => {
                if self.engaged {
                    target.ended(false);
                }
                *self = Follower { state: State::Address, ..Follower::default() };
            }
            Change::Stop => {
                if self.engaged {
                    target.ended(true);
                }
                *self = Follower::default();
            }
            Change::Rise => self.rise(sda),
            Change::Fall => {
                if let Some(low) = self.fall(target) {
                    self.sda_due = Some((cycle + hold, low));
                }
            }
        }
    }

    fn rise(&mut self, sda: bool) {
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

    /// Returns whether SDA is to be low from now on.
    fn fall(&mut self, target: &mut dyn Target) -> Option<bool> {
        match (self.state, self.pulses) {
            (State::Idle | State::Stretch, _) | (_, 0) => None,
            (State::Address, 8) => {
                let answers = target.address(self.shift);
                self.engaged = answers;
                if !answers {
                    self.state = State::Idle;
                }
                Some(answers)
            }
            (State::Receive, 8) => Some(target.receive(self.shift)),
            (State::Transmit, 8) => Some(false),
            (State::Transmit, pulses @ 1..8) => Some(self.shift << pulses & 0x80 == 0),
            (_, 9..) => {
                self.pulses = 0;
                Some(self.after_acknowledge(target))
            }
            _ => None,
        }
    }

    fn after_acknowledge(&mut self, target: &mut dyn Target) -> bool {
        let reads = match self.state {
            State::Address => self.shift & 1 == 1,
            state => state == State::Transmit,
        };
        if !self.acknowledged {
            if self.state == State::Transmit {
                target.refused();
            }
            self.state = State::Idle;
            return false;
        }
        if !reads {
            (self.state, self.shift) = (State::Receive, 0);
            return false;
        }
        match target.transmit() {
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
