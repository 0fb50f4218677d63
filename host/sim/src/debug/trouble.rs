//! Trouble on purpose, for tests of what drives the board: each kind is what a real set-up meets now and then.
//!
//! A trouble begins with a transaction of the debug port, counted from the moment in which it was injected, so that
//! it comes at the same place in every run.

use std::str::FromStr;

use thiserror::Error;

use super::error::DapError;
use super::target::DebugTarget;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TroubleKind {
    /// The probe is unplugged: nothing works any more.
    Unplug,
    /// Accesses of access ports are answered by WAIT.
    WaitStorm,
    /// Accesses of access ports are answered by FAULT.
    FaultStorm,
    /// Nothing is answered: a loose wire.
    NakStorm,
    /// The cores execute nothing more, until a reset by the RUN pin or the rescue; the debug port answers.
    Hang,
    /// The supply fails for a moment: power-on reset of the chip, debug port included.
    BrownOut,
}

/// Names in text, in the order of [`TroubleKind`].
const NAMES: [(&str, TroubleKind); 6] = [
    ("unplug", TroubleKind::Unplug),
    ("wait", TroubleKind::WaitStorm),
    ("fault", TroubleKind::FaultStorm),
    ("nak", TroubleKind::NakStorm),
    ("hang", TroubleKind::Hang),
    ("brownout", TroubleKind::BrownOut),
];

/// One trouble and when it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What goes wrong.
    pub kind: TroubleKind,
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
pub struct UnknownTrouble {
    /// What was found.
    pub found: String,
}

impl FromStr for Trouble {
    type Err = UnknownTrouble;

    /// Reads `unplug@5000` or `wait@5000+200`: the kind, how many transactions go well, how many a storm lasts.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownTrouble { found: text.to_owned() };
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
pub struct Troubles {
    planned: Vec<Trouble>,
}

/// Whether the debug port itself lost its power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// It did not.
    Kept,
    /// It did: the port is as after power-on.
    Lost,
}

impl Troubles {
    /// One more; a storm without length is none.
    pub fn plan(&mut self, trouble: Trouble) {
        if trouble.length != Some(0) {
            self.planned.push(trouble);
        }
    }

    /// One transaction goes over the wire.
    ///
    /// # Errors
    /// The trouble that meets it.
    #[inline]
    pub fn meet<T: DebugTarget>(&mut self, target: &mut T, access_port: bool) -> Result<Power, DapError> {
        if self.planned.is_empty() { Ok(Power::Kept) } else { self.meet_planned(target, access_port) }
    }

    fn meet_planned<T: DebugTarget>(&mut self, target: &mut T, access_port: bool) -> Result<Power, DapError> {
        let mut outcome = Ok(Power::Kept);
        self.planned.retain_mut(|trouble| {
            if trouble.after > 0 {
                trouble.after -= 1;
                return true;
            }
            match trouble.kind {
                TroubleKind::Unplug => outcome = Err(DapError::Unplugged),
                TroubleKind::WaitStorm if access_port => outcome = Err(DapError::Wait),
                TroubleKind::FaultStorm if access_port => outcome = Err(DapError::Fault),
                TroubleKind::NakStorm => outcome = Err(DapError::NoAcknowledge),
                TroubleKind::WaitStorm | TroubleKind::FaultStorm => return true,
                TroubleKind::Hang => {
                    target.hang();
                    return false;
                }
                TroubleKind::BrownOut => {
                    target.brown_out();
                    if outcome.is_ok() {
                        outcome = Ok(Power::Lost);
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
            let expected = Trouble { kind, after: 17, length: None };
            assert_eq!(format!("{name}@17").parse(), Ok(expected));
        }
        let storm = Trouble { kind: TroubleKind::WaitStorm, after: 5, length: Some(9) };
        assert_eq!("wait@5+9".parse(), Ok(storm));
    }

    #[test]
    fn other_text_is_refused_with_what_was_expected() {
        for text in ["", "unplug", "unplug@", "unplug@-1", "melt@5", "wait@5+", "wait@5+x", "@5"] {
            let error = text.parse::<Trouble>().unwrap_err();
            assert!(error.to_string().contains("expected KIND@N"), "{error}");
            assert_eq!(error.found, text);
        }
    }
}
