//! Fault injection: faults of probe, wire and board that tests cause on purpose.
//!
//! A fault starts at a transaction of the debug port, counted from its injection, so that it occurs at the same
//! transaction in every run.

use std::str::FromStr;

use thiserror::Error;

use super::debug_target::DebugTarget;
use super::error::DapError;

/// Effect of an injected fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The probe is unplugged: every transaction fails.
    Unplug,
    /// Accesses to access ports are answered by WAIT.
    WaitResponse,
    /// Accesses to access ports are answered by FAULT.
    FaultResponse,
    /// No transaction is answered, as with a loose wire.
    NoResponse,
    /// The cores stop executing until a reset by the RUN pin or the rescue; the debug port answers.
    Hang,
    /// The supply fails briefly: power-on reset of the chip, debug port included.
    BrownOut,
}

/// Names of the effects in text.
const NAMES: [(&str, FaultKind); 6] = [
    ("unplug", FaultKind::Unplug),
    ("wait", FaultKind::WaitResponse),
    ("fault", FaultKind::FaultResponse),
    ("nak", FaultKind::NoResponse),
    ("hang", FaultKind::Hang),
    ("brownout", FaultKind::BrownOut),
];

/// Fault to inject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InjectedFault {
    /// Effect.
    pub kind: FaultKind,
    /// Number of transactions before the fault.
    pub after: u64,
    /// Number of transactions that fail; `None` for all that follow. Ignored by `Hang` and `BrownOut`.
    pub length: Option<u64>,
}

/// Error of parsing an [`InjectedFault`].
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error(
    "expected KIND@N or KIND@N+LENGTH with KIND one of unplug, wait, fault, nak, hang, brownout and N and LENGTH \
     numbers of transactions, found {found:?}"
)]
pub struct ParseInjectedFaultError {
    /// Text found.
    pub found: String,
}

impl FromStr for InjectedFault {
    type Err = ParseInjectedFaultError;

    /// Parses `unplug@5000` or `wait@5000+200`: effect, transactions before it, transactions that fail.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseInjectedFaultError { found: text.to_owned() };
        let (name, position) = text.split_once('@').ok_or_else(error)?;
        let (_, kind) = NAMES.into_iter().find(|(known, _)| *known == name).ok_or_else(error)?;
        let (after, length) = match position.split_once('+') {
            Some((after, length)) => (after, Some(length.parse().map_err(|_| error())?)),
            None => (position, None),
        };
        Ok(Self { kind, after: after.parse().map_err(|_| error())?, length })
    }
}

/// Faults to inject into the transactions of one debug port.
#[derive(Clone, Debug, Default)]
pub struct FaultInjector {
    faults: Vec<InjectedFault>,
}

/// Supply of the debug port during a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortPower {
    /// Uninterrupted.
    Kept,
    /// Interrupted: the port is in its state after power-on.
    Lost,
}

impl FaultInjector {
    /// Adds a fault; one of length 0 has no effect.
    pub fn add(&mut self, fault: InjectedFault) {
        if fault.length != Some(0) {
            self.faults.push(fault);
        }
    }

    /// Applies the faults of the next transaction.
    ///
    /// # Errors
    /// Returns the error that a fault causes.
    #[inline]
    pub fn apply<T: DebugTarget>(
        &mut self,
        target: &mut T,
        access_port: bool,
    ) -> Result<PortPower, DapError> {
        if self.faults.is_empty() { Ok(PortPower::Kept) } else { self.apply_faults(target, access_port) }
    }

    fn apply_faults<T: DebugTarget>(
        &mut self,
        target: &mut T,
        access_port: bool,
    ) -> Result<PortPower, DapError> {
        let mut result = Ok(PortPower::Kept);
        self.faults.retain_mut(|fault| {
            if fault.after > 0 {
                fault.after -= 1;
                return true;
            }
            match fault.kind {
                FaultKind::Unplug => result = Err(DapError::Unplugged),
                FaultKind::WaitResponse if access_port => result = Err(DapError::Wait),
                FaultKind::FaultResponse if access_port => result = Err(DapError::Fault),
                FaultKind::NoResponse => result = Err(DapError::NoAcknowledge),
                FaultKind::WaitResponse | FaultKind::FaultResponse => return true,
                FaultKind::Hang => {
                    target.hang();
                    return false;
                }
                FaultKind::BrownOut => {
                    target.brown_out();
                    if result.is_ok() {
                        result = Ok(PortPower::Lost);
                    }
                    return false;
                }
            }
            match &mut fault.length {
                Some(left) => {
                    *left -= 1;
                    *left > 0
                }
                None => true,
            }
        });
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_parsed() {
        for (name, kind) in NAMES {
            let expected = InjectedFault { kind, after: 17, length: None };
            assert_eq!(format!("{name}@17").parse(), Ok(expected));
        }
        let expected = InjectedFault { kind: FaultKind::WaitResponse, after: 5, length: Some(9) };
        assert_eq!("wait@5+9".parse(), Ok(expected));
    }

    #[test]
    fn the_parse_error_says_what_was_expected() {
        for text in ["", "unplug", "unplug@", "unplug@-1", "melt@5", "wait@5+", "wait@5+x", "@5"] {
            let error = text.parse::<InjectedFault>().unwrap_err();
            assert!(error.to_string().contains("expected KIND@N"), "{error}");
            assert_eq!(error.found, text);
        }
    }
}
