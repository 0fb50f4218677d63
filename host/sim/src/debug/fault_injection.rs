//! InjectedFault on purpose, for tests of what drives the board: each kind is what a real set-up meets now and then.
//!
//! A trouble begins with a transaction of the debug port, counted from the moment in which it was injected, so that
//! it comes at the same place in every run.

use std::str::FromStr;

use thiserror::Error;

use super::error::DapError;
use super::target::DebugTarget;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The probe is unplugged: nothing works any more.
    Unplug,
    /// Accesses of access ports are answered by WAIT.
    WaitResponse,
    /// Accesses of access ports are answered by FAULT.
    FaultResponse,
    /// Nothing is answered: a loose wire.
    NoResponse,
    /// The cores execute nothing more, until a reset by the RUN pin or the rescue; the debug port answers.
    Hang,
    /// The supply fails for a moment: power-on reset of the chip, debug port included.
    BrownOut,
}

/// Names in text, in the order of [`FaultKind`].
const NAMES: [(&str, FaultKind); 6] = [
    ("unplug", FaultKind::Unplug),
    ("wait", FaultKind::WaitResponse),
    ("fault", FaultKind::FaultResponse),
    ("nak", FaultKind::NoResponse),
    ("hang", FaultKind::Hang),
    ("brownout", FaultKind::BrownOut),
];

/// One trouble and when it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InjectedFault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// Transactions that still go well.
    pub after: u64,
    /// Transactions that a storm spoils; `None`: all that follow. Of no meaning for what is no storm.
    pub length: Option<u64>,
}

/// Text that describes no trouble.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error(
    "expected KIND@N or KIND@N+LENGTH with KIND one of unplug, wait, fault, nak, hang, brownout and N and LENGTH \
     numbers of transactions, found {found:?}"
)]
pub struct ParseInjectedFaultError {
    /// What was found.
    pub found: String,
}

impl FromStr for InjectedFault {
    type Err = ParseInjectedFaultError;

    /// Reads `unplug@5000` or `wait@5000+200`: the kind, how many transactions go well, how many a storm lasts.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || ParseInjectedFaultError { found: text.to_owned() };
        let (name, place) = text.split_once('@').ok_or_else(unknown)?;
        let (_, kind) = NAMES.into_iter().find(|(known, _)| *known == name).ok_or_else(unknown)?;
        let (after, length) = match place.split_once('+') {
            Some((after, length)) => (after, Some(length.parse().map_err(|_| unknown())?)),
            None => (place, None),
        };
        Ok(Self { kind, after: after.parse().map_err(|_| unknown())?, length })
    }
}

/// The troubles of one debug port.
#[derive(Clone, Debug, Default)]
pub struct FaultInjector {
    planned: Vec<InjectedFault>,
}

/// Whether the debug port itself lost its power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortPower {
    /// It did not.
    Kept,
    /// It did: the port is as after power-on.
    Lost,
}

impl FaultInjector {
    /// One more; a storm without length is none.
    pub fn plan(&mut self, trouble: InjectedFault) {
        if trouble.length != Some(0) {
            self.planned.push(trouble);
        }
    }

    /// One transaction goes over the wire.
    ///
    /// # Errors
    /// The trouble that meets it.
    #[inline]
    pub fn meet<T: DebugTarget>(&mut self, target: &mut T, access_port: bool) -> Result<PortPower, DapError> {
        if self.planned.is_empty() { Ok(PortPower::Kept) } else { self.meet_planned(target, access_port) }
    }

    fn meet_planned<T: DebugTarget>(
        &mut self,
        target: &mut T,
        access_port: bool,
    ) -> Result<PortPower, DapError> {
        let mut outcome = Ok(PortPower::Kept);
        self.planned.retain_mut(|trouble| {
            if trouble.after > 0 {
                trouble.after -= 1;
                return true;
            }
            match trouble.kind {
                FaultKind::Unplug => outcome = Err(DapError::Unplugged),
                FaultKind::WaitResponse if access_port => outcome = Err(DapError::Wait),
                FaultKind::FaultResponse if access_port => outcome = Err(DapError::Fault),
                FaultKind::NoResponse => outcome = Err(DapError::NoAcknowledge),
                FaultKind::WaitResponse | FaultKind::FaultResponse => return true,
                FaultKind::Hang => {
                    target.hang();
                    return false;
                }
                FaultKind::BrownOut => {
                    target.brown_out();
                    if outcome.is_ok() {
                        outcome = Ok(PortPower::Lost);
                    }
                    return false;
                }
            }
            match &mut trouble.length {
                Some(left) => {
                    *left -= 1;
                    *left > 0
                }
                None => true,
            }
        });
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_kind() {
        for (name, kind) in NAMES {
            let expected = InjectedFault { kind, after: 17, length: None };
            assert_eq!(format!("{name}@17").parse(), Ok(expected));
        }
        let storm = InjectedFault { kind: FaultKind::WaitResponse, after: 5, length: Some(9) };
        assert_eq!("wait@5+9".parse(), Ok(storm));
    }

    #[test]
    fn other_text_is_refused_with_what_was_expected() {
        for text in ["", "unplug", "unplug@", "unplug@-1", "melt@5", "wait@5+", "wait@5+x", "@5"] {
            let error = text.parse::<InjectedFault>().unwrap_err();
            assert!(error.to_string().contains("expected KIND@N"), "{error}");
            assert_eq!(error.found, text);
        }
    }
}
