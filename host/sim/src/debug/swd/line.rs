//! State of the SWD port between line resets.

use super::dormant::Dormant;
use super::exchange::{Exchange, ExchangeState};
use super::request::Request;
use crate::debug::dap::{Dap, LINE_RESET_BITS};
use crate::debug::debug_target::DebugTarget;

/// Sequence after a line reset that switches to the dormant state, first bit lowest (ADIv6, B5.3.2).
const TO_DORMANT: u16 = 0xE3BC;

/// State of the port.
#[derive(Clone, Debug)]
enum State {
    /// Waits for a selection alert.
    Dormant(Dormant),
    /// Deselected, or after a protocol error: waits for a line reset.
    Lockout,
    /// In a line reset, which ends with a zero.
    Reset,
    /// Waits for the start bit. `after_reset`: only a read of DPIDR or a write of TARGETSEL is allowed.
    Idle { after_reset: bool },
    /// Receives a request, first bit lowest.
    Request { bits: u8, count: u32, after_reset: bool },
    /// In the phases after the request.
    Exchange(Exchange),
}

/// SWD port on the wire. It takes a bit at each rising edge of SWCLK and drives its output after it.
#[derive(Clone, Debug)]
pub struct SwdLine {
    state: State,
    /// Number of successive ones from the host.
    ones: u32,
    /// Bits since the last line reset, first bit lowest, and their number.
    since_reset: Option<(u16, u32)>,
    /// Clocks that have not been passed on to the board.
    clocks: u64,
    errors: Vec<String>,
}

impl Default for SwdLine {
    fn default() -> Self {
        Self {
            state: State::Dormant(Dormant::default()),
            ones: 0,
            since_reset: None,
            clocks: 0,
            errors: Vec::new(),
        }
    }
}

impl SwdLine {
    /// Returns the state after power-on: dormant.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the level that the port drives on SWDIO; `None` while it does not drive.
    pub fn output(&self) -> Option<bool> {
        match &self.state {
            State::Exchange(exchange) => exchange.output(),
            _ => None,
        }
    }

    /// Takes the errors since the last call that the wire cannot carry: stops of the board, accesses that are not
    /// modelled.
    pub fn take_errors(&mut self) -> Vec<String> {
        std::mem::take(&mut self.errors)
    }

    /// Handles a rising edge of SWCLK. `level` is the level of SWDIO that the host drives, or 1 (the pull-up) while it
    /// does not drive.
    pub fn clock<T: DebugTarget>(&mut self, dap: &mut Dap, target: &mut T, level: bool) {
        self.clocks += 1;
        let driven = self.output().is_some();
        let state = std::mem::replace(&mut self.state, State::Lockout);
        self.state = self.next_state(state, dap, target, level);
        if !driven {
            self.detect_line_reset(dap, level);
        }
    }

    fn next_state<T: DebugTarget>(
        &mut self,
        state: State,
        dap: &mut Dap,
        target: &mut T,
        level: bool,
    ) -> State {
        match state {
            State::Dormant(mut dormant) => match dormant.clock(level) {
                // A line reset has to follow.
                true => State::Lockout,
                false => State::Dormant(dormant),
            },
            State::Lockout => State::Lockout,
            State::Reset if level => State::Reset,
            State::Reset => State::Idle { after_reset: true },
            State::Idle { after_reset } if level => State::Request { bits: 1, count: 1, after_reset },
            State::Idle { after_reset } => State::Idle { after_reset },
            State::Request { bits, count, after_reset } => {
                let bits = bits | u8::from(level) << count;
                if count + 1 < u8::BITS {
                    return State::Request { bits, count: count + 1, after_reset };
                }
                dap.advance_bits(target, std::mem::take(&mut self.clocks));
                Request::parse(bits)
                    .filter(|request| !after_reset || request.reads_dpidr() || request.selects_target())
                    .and_then(|request| Exchange::answer(request, after_reset, dap, target, &mut self.errors))
                    .map_or(State::Lockout, State::Exchange)
            }
            State::Exchange(mut exchange) => match exchange.clock(dap, target, level, &mut self.errors) {
                ExchangeState::InProgress => State::Exchange(exchange),
                ExchangeState::Done => State::Idle { after_reset: false },
                ExchangeState::Selected => State::Idle { after_reset: true },
                ExchangeState::Deselected => State::Lockout,
            },
        }
    }

    /// Detects a line reset, which ends every state but the dormant state, and the sequence after it that switches to
    /// the dormant state.
    fn detect_line_reset(&mut self, dap: &mut Dap, level: bool) {
        if matches!(self.state, State::Dormant(_)) {
            (self.ones, self.since_reset) = (0, None);
            return;
        }
        if level {
            self.ones += 1;
            if self.ones == LINE_RESET_BITS {
                dap.line_reset();
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
}
