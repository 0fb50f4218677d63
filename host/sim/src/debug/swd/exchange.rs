//! Phases after a request: acknowledge, data, turnarounds. ADIv6, B4.2.

use std::collections::VecDeque;

use super::request::Request;
use crate::debug::dap::Dap;
use crate::debug::debug_target::DebugTarget;
use crate::debug::error::DapError;

/// Acknowledges, first bit lowest.
const OK: u64 = 0b001;
const WAIT: u64 = 0b010;
const FAULT: u64 = 0b100;
const ACKNOWLEDGE_BITS: u32 = 3;
/// Data and its parity.
const DATA_BITS: u32 = 33;
const TURNAROUND: u32 = 1;

/// Phase of an exchange.
#[derive(Clone, Debug)]
enum Phase {
    /// This number of bits is ignored.
    Ignore(u32),
    /// The port drives, next bit lowest.
    Drive { bits: u64, left: u32 },
    /// The host drives data and its parity.
    Receive { bits: u64, count: u32 },
}

/// Destination of the data of a write.
#[derive(Clone, Copy, Debug)]
enum Destination {
    None,
    Register(Request),
    TargetSelect,
}

/// Progress of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExchangeState {
    /// More bits follow.
    InProgress,
    /// The exchange is complete.
    Done,
    /// TARGETSEL selected this port.
    Selected,
    /// TARGETSEL selected another port.
    Deselected,
}

/// Exchange after a request.
#[derive(Clone, Debug)]
pub(super) struct Exchange {
    phases: VecDeque<Phase>,
    destination: Destination,
}

impl Exchange {
    /// Answers a request; `None` if the port does not answer. `after_reset`: the request follows a line reset.
    pub(super) fn answer<T: DebugTarget>(
        request: Request,
        after_reset: bool,
        dap: &mut Dap,
        target: &mut T,
        errors: &mut Vec<String>,
    ) -> Option<Self> {
        if after_reset && request.selects_target() {
            // No port answers, because several can receive the request (B4.3.4).
            let silence = Phase::Ignore(TURNAROUND + ACKNOWLEDGE_BITS + TURNAROUND);
            return Some(Self::new(
                [silence, Phase::Receive { bits: 0, count: 0 }],
                Destination::TargetSelect,
            ));
        }
        let result = if request.read {
            dap.read_transaction(target, request.access_port, request.address, errors)
        } else {
            dap.acknowledge_write(target, request.access_port, request.address).map(|()| 0)
        };
        let turnaround = Phase::Ignore(TURNAROUND);
        Some(match result {
            Ok(value) if request.read => {
                let parity = u64::from(value.count_ones() & 1);
                let bits = OK | u64::from(value) << ACKNOWLEDGE_BITS | parity << (ACKNOWLEDGE_BITS + 32);
                let drive = Phase::Drive { bits, left: ACKNOWLEDGE_BITS + DATA_BITS };
                Self::new([turnaround.clone(), drive, turnaround], Destination::None)
            }
            Ok(_) => {
                let drive = Phase::Drive { bits: OK, left: ACKNOWLEDGE_BITS };
                let receive = Phase::Receive { bits: 0, count: 0 };
                let to = Destination::Register(request);
                Self::new([turnaround.clone(), drive, turnaround, receive], to)
            }
            Err(DapError::NoAcknowledge | DapError::Unplugged) => return None,
            Err(error) => {
                let bits = if error == DapError::Wait { WAIT } else { FAULT };
                let drive = Phase::Drive { bits, left: ACKNOWLEDGE_BITS };
                // With overrun detection the data phase always follows (B4.2.3).
                let data = if dap.detects_overrun() { DATA_BITS } else { 0 };
                Self::new([turnaround, drive, Phase::Ignore(TURNAROUND + data)], Destination::None)
            }
        })
    }

    fn new<const N: usize>(phases: [Phase; N], destination: Destination) -> Self {
        Self { phases: phases.into(), destination }
    }

    /// Returns the level that the port drives; `None` while it does not drive.
    pub(super) fn output(&self) -> Option<bool> {
        match self.phases.front() {
            Some(Phase::Drive { bits, .. }) => Some(bits & 1 != 0),
            _ => None,
        }
    }

    /// Handles a rising edge of the clock.
    pub(super) fn clock<T: DebugTarget>(
        &mut self,
        dap: &mut Dap,
        target: &mut T,
        level: bool,
        errors: &mut Vec<String>,
    ) -> ExchangeState {
        match self.phases.front_mut() {
            Some(Phase::Ignore(left) | Phase::Drive { left, .. }) if *left > 1 => {
                *left -= 1;
                if let Some(Phase::Drive { bits, .. }) = self.phases.front_mut() {
                    *bits >>= 1;
                }
                return ExchangeState::InProgress;
            }
            Some(Phase::Receive { bits, count }) => {
                *bits |= u64::from(level) << *count;
                *count += 1;
                if *count == DATA_BITS {
                    let bits = *bits;
                    return self.finish(dap, target, bits, errors);
                }
                return ExchangeState::InProgress;
            }
            _ => {}
        }
        self.phases.pop_front();
        if self.phases.is_empty() { ExchangeState::Done } else { ExchangeState::InProgress }
    }

    /// Completes a write with its data and parity.
    fn finish<T: DebugTarget>(
        &self,
        dap: &mut Dap,
        target: &mut T,
        bits: u64,
        errors: &mut Vec<String>,
    ) -> ExchangeState {
        let value = bits as u32;
        let parity_ok = value.count_ones() & 1 == (bits >> 32) as u32 & 1;
        match self.destination {
            Destination::None => ExchangeState::Done,
            Destination::TargetSelect if parity_ok && dap.is_target(value) => ExchangeState::Selected,
            Destination::TargetSelect => ExchangeState::Deselected,
            Destination::Register(request) => {
                if parity_ok {
                    dap.write_transaction(target, request.access_port, request.address, value, errors);
                } else {
                    dap.record_write_parity_error();
                }
                ExchangeState::Done
            }
        }
    }
}
