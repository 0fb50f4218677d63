//! The state of the wire, from line reset to line reset.

use super::dormant::Dormant;
use super::exchange::{Exchange, ExchangeState};
use super::request::Request;
use crate::debug::dap::Dap;
use crate::debug::target::DebugTarget;

/// Ones in a row that reset the line (ADIv6, B4.3.3).
const LINE_RESET_BITS: u32 = 50;
/// After a line reset: to the dormant state, first bit lowest (B5.3.2).
const TO_DORMANT: u16 = 0xE3BC;

/// What the port makes of the next bit.
#[derive(Clone, Debug)]
enum State {
    /// Waits for a selection alert.
    Dormant(Dormant),
    /// Deselected, or the protocol was broken: waits for a line reset.
    Deaf,
    /// In a line reset: further ones belong to it.
    Reset,
    /// Waits for the start bit. `fresh`: after a line reset, only certain requests are allowed.
    Idle { fresh: bool },
    /// Collects a request, the first bit lowest.
    Request { bits: u8, count: u32, fresh: bool },
    /// What follows the request.
    Exchange(Exchange),
}

/// One port on the wire. It takes a bit with each rising edge of SWCLK and shows after it what it drives.
#[derive(Clone, Debug)]
pub struct SwdLine {
    state: State,
    /// Ones in a row from the host.
    ones: u32,
    /// Bits since the ones of a line reset ended, and how many.
    since_reset: Option<(u16, u32)>,
    /// Clocks that the board has not lived through yet.
    clocks: u64,
    complaints: Vec<String>,
}

impl Default for SwdLine {
    fn default() -> Self {
        Self {
            state: State::Dormant(Dormant::default()),
            ones: 0,
            since_reset: None,
            clocks: 0,
            complaints: Vec::new(),
        }
    }
}

impl SwdLine {
    /// The port after power-on: dormant.
    pub fn new() -> Self {
        Self::default()
    }

    /// The level that the port drives on SWDIO; `None` while it leaves the line to the host.
    pub fn output(&self) -> Option<bool> {
        match &self.state {
            State::Exchange(exchange) => exchange.output(),
            _ => None,
        }
    }

    /// What could not be answered because it is not modelled, since the last call: for the user, because the wire has
    /// no word for it.
    pub fn take_complaints(&mut self) -> Vec<String> {
        std::mem::take(&mut self.complaints)
    }

    /// A rising edge of SWCLK. `level` is what the host drives on SWDIO, 1 (the pull-up) while it does not.
    pub fn clock<T: DebugTarget>(&mut self, dap: &mut Dap, target: &mut T, level: bool) {
        self.clocks += 1;
        let driven = self.output().is_some();
        let state = std::mem::replace(&mut self.state, State::Deaf);
        self.state = self.next(state, dap, target, level);
        if !driven {
            self.watch_for_reset(dap, level);
        }
    }

    fn next<T: DebugTarget>(&mut self, state: State, dap: &mut Dap, target: &mut T, level: bool) -> State {
        match state {
            State::Dormant(mut dormant) => match dormant.clock(level) {
                // A line reset has to follow.
                true => State::Deaf,
                false => State::Dormant(dormant),
            },
            State::Deaf => State::Deaf,
            State::Reset if level => State::Reset,
            State::Reset => State::Idle { fresh: true },
            State::Idle { fresh } if level => State::Request { bits: 1, count: 1, fresh },
            State::Idle { fresh } => State::Idle { fresh },
            State::Request { bits, count, fresh } => {
                let bits = bits | u8::from(level) << count;
                if count + 1 < u8::BITS {
                    return State::Request { bits, count: count + 1, fresh };
                }
                self.pass_time(dap, target);
                Request::parse(bits)
                    .filter(|request| !fresh || request.reads_dpidr() || request.selects_target())
                    .and_then(|request| Exchange::answer(request, fresh, dap, target, &mut self.complaints))
                    .map_or(State::Deaf, State::Exchange)
            }
            State::Exchange(mut exchange) => match exchange.clock(dap, target, level, &mut self.complaints) {
                ExchangeState::InProgress => State::Exchange(exchange),
                ExchangeState::Done => State::Idle { fresh: false },
                ExchangeState::Selected => State::Idle { fresh: true },
                ExchangeState::Deselected => State::Deaf,
            },
        }
    }

    /// The line reset ends whatever goes on, but the dormant state; a code after it leads there.
    fn watch_for_reset(&mut self, dap: &mut Dap, level: bool) {
        if matches!(self.state, State::Dormant(_)) {
            (self.ones, self.since_reset) = (0, None);
            return;
        }
        if level {
            self.ones += 1;
            if self.ones == LINE_RESET_BITS {
                dap.reset_line();
                self.state = State::Reset;
                self.since_reset = None;
            }
        } else if std::mem::take(&mut self.ones) >= LINE_RESET_BITS {
            self.since_reset = Some((0, 0));
        }
        if let Some((bits, count)) = self.since_reset {
            let bits = bits | u16::from(level) << count;
            self.since_reset = (count + 1 < u16::BITS).then_some((bits, count + 1));
            if self.since_reset.is_none() && bits == TO_DORMANT {
                self.state = State::Dormant(Dormant::default());
            }
        }
    }

    fn pass_time<T: DebugTarget>(&mut self, dap: &mut Dap, target: &mut T) {
        dap.pass_bits(target, std::mem::take(&mut self.clocks));
    }
}
