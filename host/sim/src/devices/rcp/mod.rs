//! CP7, the redundancy coprocessor (RP2350 §3.6.3): checks of the ROM against glitches.
//!
//! The salts, random on the chip, are fixed in the model, so all runs are equal. A failed check is an RCP fault: it
//! raises the NMI of both cores, and every further instruction stalls until the core is reset.

mod encoding;
mod random;

use crate::bus::{Coprocessor, CoprocessorResult};
use encoding::Instruction;

const TRUE: u32 = 0xA500_A500;
const FALSE: u32 = 0x00C3_00C3;
const INTEGER: u32 = 0x9600_9600;

/// Longest delay of an instruction without `2` (§3.6.3.6).
const DELAY: u8 = 127;

/// Result of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RcpAnswer {
    /// Completed.
    Done(CoprocessorResult),
    /// The named check failed: an RCP fault in both cores.
    Failed(&'static str),
    /// The instruction stalls for ever.
    Stalled,
}

#[derive(Clone, Copy, Debug, Default)]
struct Core {
    salt: Option<u64>,
    count: u8,
    /// RCP fault, of this core or the other one.
    fault: bool,
    /// The core has executed rcp_panic.
    panic: bool,
}

/// Coprocessors of both cores.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rcp {
    cores: [Core; 2],
}

impl Core {
    /// Returns a random byte from the upper 24 bits of the salt, and advances them.
    fn random(&mut self) -> u8 {
        let salt = self.salt.unwrap_or(0);
        let state = (salt >> 40) as u32;
        self.salt = Some(u64::from(random::next(state)) << 40 | salt & ((1 << 40) - 1));
        random::output(state)
    }
}

/// Canary of a tag (§3.6.3.5).
fn canary(salt: u64, tag: u8) -> u32 {
    let byte = |low: u32| (salt >> low) as u8;
    let bytes = [0, byte(0) ^ byte(24) & tag, byte(8) ^ byte(32) & !tag, byte(16) ^ tag];
    u32::from_le_bytes(bytes)
}

fn boolean(value: u32) -> bool {
    value == TRUE || value == FALSE
}

impl Rcp {
    /// Sets the salts of both cores, as the ROM does.
    pub(crate) fn initialise(&mut self) {
        for (core, salt) in self.cores.iter_mut().zip([0x5A17_0000_C0DE_0000, 0x5A17_0001_C0DE_0001]) {
            core.salt.get_or_insert(salt);
        }
    }

    /// Resets a core: clears its salt.
    pub(crate) fn reset(&mut self, core: usize) {
        self.cores[core & 1] = Core::default();
    }

    /// True if a core has an RCP fault, which raises its NMI.
    pub(crate) fn fault(&self, core: usize) -> bool {
        self.cores[core & 1].fault
    }

    /// Executes an instruction of a core.
    pub(crate) fn access(&mut self, core: usize, access: Coprocessor) -> RcpAnswer {
        let state = &self.cores[core & 1];
        if state.fault || state.panic {
            return RcpAnswer::Stalled;
        }
        let answer = self.answer(core, access);
        match answer {
            RcpAnswer::Done(_) => {}
            RcpAnswer::Failed(_) => self.cores.iter_mut().for_each(|state| state.fault = true),
            RcpAnswer::Stalled => {
                self.cores[core & 1].panic = true;
                self.cores[1 - (core & 1)].fault = true;
            }
        }
        answer
    }

    fn answer(&mut self, core: usize, access: Coprocessor) -> RcpAnswer {
        let Some(instruction) = encoding::decode(access) else {
            return RcpAnswer::Failed("an invalid instruction");
        };
        if instruction == Instruction::Panic {
            return RcpAnswer::Stalled;
        }
        let wait = match self.cores[core & 1].salt {
            Some(_) if !access.second && instruction != Instruction::RandomByte => {
                u32::from(self.cores[core & 1].random() & DELAY)
            }
            _ => 0,
        };
        match self.execute(core & 1, instruction) {
            Ok(value) => RcpAnswer::Done(CoprocessorResult {
                values: [value, 0],
                wait,
                ..CoprocessorResult::default()
            }),
            Err(check) => RcpAnswer::Failed(check),
        }
    }

    fn execute(&mut self, core: usize, instruction: Instruction) -> Result<u32, &'static str> {
        use Instruction::*;
        match instruction {
            Salt { core, value } => {
                let target = &mut self.cores[core & 1];
                if target.salt.is_some() {
                    return Err("setting the salt twice");
                }
                target.salt = Some(value);
                return Ok(0);
            }
            CanaryStatus => return Ok(if self.cores[core].salt.is_some() { TRUE } else { FALSE }),
            _ => {}
        }
        let state = &mut self.cores[core];
        let Some(salt) = state.salt else {
            return Err("use before the salt is set");
        };
        let (holds, name) = match instruction {
            Salt { .. } | CanaryStatus => (true, ""),
            CanaryGet(tag) => return Ok(canary(salt, tag)),
            RandomByte => return Ok(u32::from(state.random())),
            CanaryCheck(tag, value) => (value == canary(salt, tag), "canary_check"),
            Valid(value) => (boolean(value), "bvalid"),
            True(value) => (value == TRUE, "btrue"),
            False(value) => (value == FALSE, "bfalse"),
            CountSet(tag) => {
                state.count = tag;
                (true, "")
            }
            CountCheck(tag) => {
                let holds = state.count == tag;
                state.count = state.count.wrapping_add(1);
                (holds, "count_check")
            }
            TwoValid(a, b) => (boolean(a) && boolean(b), "b2valid"),
            And(a, b) => (a == TRUE && b == TRUE, "b2and"),
            Or(a, b) => (boolean(a) && boolean(b) && (a == TRUE || b == TRUE), "b2or"),
            XorValid(a, mask) => (boolean(a ^ mask), "bxorvalid"),
            XorTrue(a, mask) => (a ^ mask == TRUE, "bxortrue"),
            XorFalse(a, mask) => (a ^ mask == FALSE, "bxorfalse"),
            IntegerValid(a, parity) => (a ^ parity == INTEGER, "ivalid"),
            IntegerEqual(a, b) => (a == b, "iequal"),
            Panic => (true, ""),
        };
        if holds { Ok(0) } else { Err(name) }
    }
}

#[cfg(test)]
mod tests;
