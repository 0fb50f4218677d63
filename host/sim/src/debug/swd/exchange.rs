//! What follows a request: acknowledge, data, turnarounds. ADIv6, B4.2.

use std::collections::VecDeque;

use super::request::Request;
use crate::debug::dap::Dap;
use crate::debug::error::DapError;
use crate::debug::target::DebugTarget;

/// OK, first bit lowest.
const OK: u64 = 0b001;
const WAIT: u64 = 0b010;
const FAULT: u64 = 0b100;
const ACKNOWLEDGE_BITS: u32 = 3;
/// Data and its parity.
const DATA_BITS: u32 = 33;
const TURNAROUND: u32 = 1;

/// Bits of one kind.
#[derive(Clone, Debug)]
enum Phase {
    /// Nobody drives, or the host something that does not matter.
    Pass(u32),
    /// The port drives, the next bit lowest.
    Drive { bits: u64, left: u32 },
    /// The host drives data.
    Collect { bits: u64, count: u32 },
}

/// Where the data of a write goes.
#[derive(Clone, Copy, Debug)]
enum Destination {
    Nowhere,
    Register(Request),
    TargetSelect,
}

/// How far an exchange has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExchangeState {
    /// More bits belong to it.
    InProgress,
    /// It is over.
    Done,
    /// TARGETSEL named this port.
    Selected,
    /// TARGETSEL named another.
    Deselected,
}

/// The bits after a request.
#[derive(Clone, Debug)]
pub struct Exchange {
    phases: VecDeque<Phase>,
    destination: Destination,
}

impl Exchange {
    /// The port's answer to a request; `None` when it stays silent. `fresh`: the request follows a line reset.
    pub fn answer<T: DebugTarget>(
        request: Request,
        fresh: bool,
        dap: &mut Dap,
        target: &mut T,
        complaints: &mut Vec<String>,
    ) -> Option<Self> {
        if fresh && request.selects_target() {
            // No port answers: several may listen (B4.3.4).
            let silence = Phase::Pass(TURNAROUND + ACKNOWLEDGE_BITS + TURNAROUND);
            return Some(Self::of(
                [silence, Phase::Collect { bits: 0, count: 0 }],
                Destination::TargetSelect,
            ));
        }
        let outcome = if request.read {
            dap.read_on_wire(target, request.access_port, request.address, complaints)
        } else {
            dap.accepts_write_on_wire(target, request.access_port, request.address).map(|()| 0)
        };
        let turnaround = Phase::Pass(TURNAROUND);
        Some(match outcome {
            Ok(value) if request.read => {
                let parity = u64::from(value.count_ones() & 1);
                let bits = OK | u64::from(value) << ACKNOWLEDGE_BITS | parity << (ACKNOWLEDGE_BITS + 32);
                let drive = Phase::Drive { bits, left: ACKNOWLEDGE_BITS + DATA_BITS };
                Self::of([turnaround.clone(), drive, turnaround], Destination::Nowhere)
            }
            Ok(_) => {
                let drive = Phase::Drive { bits: OK, left: ACKNOWLEDGE_BITS };
                let collect = Phase::Collect { bits: 0, count: 0 };
                let to = Destination::Register(request);
                Self::of([turnaround.clone(), drive, turnaround, collect], to)
            }
            Err(DapError::NoAcknowledge | DapError::Unplugged) => return None,
            Err(error) => {
                let bits = if error == DapError::Wait { WAIT } else { FAULT };
                let drive = Phase::Drive { bits, left: ACKNOWLEDGE_BITS };
                // With overrun detection the data phase always follows (B4.2.3).
                let data = if dap.detects_overrun() { DATA_BITS } else { 0 };
                Self::of([turnaround, drive, Phase::Pass(TURNAROUND + data)], Destination::Nowhere)
            }
        })
    }

    fn of<const N: usize>(phases: [Phase; N], destination: Destination) -> Self {
        Self { phases: phases.into(), destination }
    }

    /// The level that the port drives.
    pub fn output(&self) -> Option<bool> {
        match self.phases.front() {
            Some(Phase::Drive { bits, .. }) => Some(bits & 1 != 0),
            _ => None,
        }
    }

    /// A rising edge of the clock.
    pub fn clock<T: DebugTarget>(
        &mut self,
        dap: &mut Dap,
        target: &mut T,
        level: bool,
        complaints: &mut Vec<String>,
    ) -> ExchangeState {
        match self.phases.front_mut() {
            Some(Phase::Pass(left) | Phase::Drive { left, .. }) if *left > 1 => {
                *left -= 1;
                if let Some(Phase::Drive { bits, .. }) = self.phases.front_mut() {
                    *bits >>= 1;
                }
                return ExchangeState::InProgress;
            }
            Some(Phase::Collect { bits, count }) => {
                *bits |= u64::from(level) << *count;
                *count += 1;
                if *count == DATA_BITS {
                    let bits = *bits;
                    return self.finish(dap, target, bits, complaints);
                }
                return ExchangeState::InProgress;
            }
            _ => {}
        }
        self.phases.pop_front();
        if self.phases.is_empty() { ExchangeState::Done } else { ExchangeState::InProgress }
    }

    fn finish<T: DebugTarget>(
        &self,
        dap: &mut Dap,
        target: &mut T,
        bits: u64,
        complaints: &mut Vec<String>,
    ) -> ExchangeState {
        let value = bits as u32;
        let intact = value.count_ones() & 1 == (bits >> 32) as u32 & 1;
        match self.destination {
            Destination::Nowhere => ExchangeState::Done,
            Destination::TargetSelect if intact && dap.is_target(value) => ExchangeState::Selected,
            Destination::TargetSelect => ExchangeState::Deselected,
            Destination::Register(request) => {
                if intact {
                    dap.write_on_wire(target, request.access_port, request.address, value, complaints);
                } else {
                    dap.note_write_parity_error();
                }
                ExchangeState::Done
            }
        }
    }
}
