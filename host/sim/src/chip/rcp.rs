//! CP7, the redundancy coprocessor (RP2350 §3.6.3): checks that the ROM makes against glitches.
//!
//! Encodings as in the SDK's `hardware/rcp.h`. Canary values and delays come from a salt that is random on the chip;
//! here it is fixed, so that every run is the same.

use crate::bus::{Coprocessor, CoprocessorForm, CoprocessorResult};

const TRUE: u32 = 0xA500_A500;
const FALSE: u32 = 0x00C3_00C3;
const INTEGER: u32 = 0x9600_9600;

/// Longest delay that an instruction without `2` adds (§3.6.3.4).
const DELAY: u32 = 127;

/// What became of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done(CoprocessorResult),
    /// There is no such instruction.
    Undefined,
    /// The check of that name failed: the chip would stall, or raise an NMI.
    Failed(&'static str),
}

#[derive(Clone, Copy, Debug, Default)]
struct Core {
    salt: Option<u64>,
    count: u8,
    noise: u32,
}

/// The coprocessors of both cores.
#[derive(Clone, Debug, Default)]
pub struct Rcp {
    cores: [Core; 2],
}

impl Core {
    /// Next value of a fixed sequence (xorshift32).
    fn random(&mut self) -> u32 {
        self.noise ^= self.noise << 13;
        self.noise ^= self.noise >> 17;
        self.noise ^= self.noise << 5;
        self.noise
    }

    fn set_salt(&mut self, salt: u64) {
        self.salt = Some(salt);
        self.noise = ((salt >> 32) as u32 ^ salt as u32) | 1;
    }

    /// Any function of salt and tag that tells tags apart serves.
    fn canary(salt: u64, tag: u8) -> u32 {
        let mixed = (salt ^ u64::from(tag)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 32) as u32
    }
}

fn boolean(value: u32) -> bool {
    value == TRUE || value == FALSE
}

impl Rcp {
    /// Salts for both cores, as the ROM sets them.
    pub fn initialise(&mut self) {
        for (core, salt) in self.cores.iter_mut().zip([0x5A17_0000_C0DE_0000, 0x5A17_0001_C0DE_0001]) {
            if core.salt.is_none() {
                core.set_salt(salt);
            }
        }
    }

    /// A core is reset: its salt is gone.
    pub fn reset(&mut self, core: usize) {
        self.cores[core] = Core::default();
    }

    /// Executes an instruction of a core.
    pub fn access(&mut self, core: usize, access: Coprocessor) -> Outcome {
        let tag = access.crn << 4 | access.crm;
        let done =
            |value| Outcome::Done(CoprocessorResult { values: [value, 0], ..CoprocessorResult::default() });

        // What works without a salt.
        match (access.form, access.opc1) {
            (CoprocessorForm::WriteTwo(low, high), 8) if access.crm < 2 => {
                let target = &mut self.cores[usize::from(access.crm)];
                if target.salt.is_some() {
                    return Outcome::Failed("setting the salt twice");
                }
                target.set_salt(u64::from(high) << 32 | u64::from(low));
                return done(0);
            }
            (CoprocessorForm::Read, 1) => {
                return done(if self.cores[core].salt.is_some() { TRUE } else { FALSE });
            }
            _ => {}
        }

        let state = &mut self.cores[core];
        let Some(salt) = state.salt else {
            return Outcome::Failed("use before the salt is set");
        };
        let check = |holds: bool, name: &'static str| if holds { done(0) } else { Outcome::Failed(name) };
        let outcome = match (access.form, access.opc1) {
            (CoprocessorForm::Read, 0) => done(Core::canary(salt, tag)),
            (CoprocessorForm::Read, 2) => return done(state.random() & 0xFF),
            (CoprocessorForm::Write(value), 0) => check(value == Core::canary(salt, tag), "canary_check"),
            (CoprocessorForm::Write(value), 1) => check(boolean(value), "bvalid"),
            (CoprocessorForm::Write(value), 2) => check(value == TRUE, "btrue"),
            (CoprocessorForm::Write(value), 3) => check(value == FALSE, "bfalse"),
            (CoprocessorForm::Write(_), 4) => {
                state.count = tag;
                done(0)
            }
            (CoprocessorForm::Write(_), 5) => {
                let holds = state.count == tag;
                state.count = state.count.wrapping_add(1);
                check(holds, "count_check")
            }
            (CoprocessorForm::WriteTwo(a, b), 0) => check(boolean(a) && boolean(b), "b2valid"),
            (CoprocessorForm::WriteTwo(a, b), 1) => check(a == TRUE && b == TRUE, "b2and"),
            (CoprocessorForm::WriteTwo(a, b), 2) => {
                check(boolean(a) && boolean(b) && (a == TRUE || b == TRUE), "b2or")
            }
            (CoprocessorForm::WriteTwo(a, mask), 3) => check(boolean(a ^ mask), "bxorvalid"),
            (CoprocessorForm::WriteTwo(a, mask), 4) => check(a ^ mask == TRUE, "bxortrue"),
            (CoprocessorForm::WriteTwo(a, mask), 5) => check(a ^ mask == FALSE, "bxorfalse"),
            (CoprocessorForm::WriteTwo(a, parity), 6) => check(a ^ parity == INTEGER, "ivalid"),
            (CoprocessorForm::WriteTwo(a, b), 7) => check(a == b, "iequal"),
            (CoprocessorForm::Operation, 0) => Outcome::Failed("panic"),
            _ => Outcome::Undefined,
        };
        match outcome {
            Outcome::Done(result) if !access.second => {
                Outcome::Done(CoprocessorResult { wait: state.random() & DELAY, ..result })
            }
            outcome => outcome,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instruction(form: CoprocessorForm, opc1: u8, tag: u8) -> Coprocessor {
        Coprocessor { number: 7, form, opc1, opc2: 0, crn: tag >> 4, crm: tag & 15, second: true }
    }

    fn value(outcome: Outcome) -> u32 {
        match outcome {
            Outcome::Done(result) => result.values[0],
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_flash_loader_sets_salts_once() {
        let mut rcp = Rcp::default();
        let status = instruction(CoprocessorForm::Read, 1, 0);
        assert_eq!(value(rcp.access(0, status)), FALSE);
        assert_eq!(
            rcp.access(0, instruction(CoprocessorForm::Read, 0, 1)),
            Outcome::Failed("use before the salt is set")
        );
        let salt = instruction(CoprocessorForm::WriteTwo(1, 2), 8, 0);
        assert_eq!(value(rcp.access(0, salt)), 0);
        assert_eq!(value(rcp.access(0, status)), TRUE);
        assert_eq!(value(rcp.access(1, status)), FALSE);
        assert!(matches!(rcp.access(0, salt), Outcome::Failed(_)));
        rcp.reset(0);
        assert_eq!(value(rcp.access(0, status)), FALSE);
    }

    #[test]
    fn canaries_match_their_tag() {
        let mut rcp = Rcp::default();
        rcp.initialise();
        let canary = value(rcp.access(0, instruction(CoprocessorForm::Read, 0, 0x42)));
        let check = |rcp: &mut Rcp, tag| rcp.access(0, instruction(CoprocessorForm::Write(canary), 0, tag));
        assert!(matches!(check(&mut rcp, 0x42), Outcome::Done(_)));
        assert_eq!(check(&mut rcp, 0x43), Outcome::Failed("canary_check"));
    }

    #[test]
    fn the_count_must_go_in_steps() {
        let mut rcp = Rcp::default();
        rcp.initialise();
        rcp.access(0, instruction(CoprocessorForm::Write(0), 4, 7));
        let check = |rcp: &mut Rcp, tag| rcp.access(0, instruction(CoprocessorForm::Write(0), 5, tag));
        assert!(matches!(check(&mut rcp, 7), Outcome::Done(_)));
        assert!(matches!(check(&mut rcp, 8), Outcome::Done(_)));
        assert!(matches!(check(&mut rcp, 8), Outcome::Failed(_)));
    }

    #[test]
    fn only_the_plain_form_is_delayed() {
        let mut rcp = Rcp::default();
        rcp.initialise();
        let valid = instruction(CoprocessorForm::Write(TRUE), 1, 0);
        let wait = |outcome| match outcome {
            Outcome::Done(result) => result.wait,
            other => panic!("{other:?}"),
        };
        assert_eq!(wait(rcp.access(0, valid)), 0);
        let waits: Vec<u32> =
            (0..16).map(|_| wait(rcp.access(0, Coprocessor { second: false, ..valid }))).collect();
        assert!(waits.iter().all(|wait| *wait <= DELAY) && waits.iter().any(|wait| *wait != waits[0]));
    }
}
