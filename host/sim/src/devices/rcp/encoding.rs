//! Instruction encodings (RP2350 §3.6.3.3, §3.6.3.7).

use crate::bus::{Coprocessor, CoprocessorForm};

/// Instruction with its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instruction {
    Salt { core: usize, value: u64 },
    CanaryStatus,
    CanaryGet(u8),
    CanaryCheck(u8, u32),
    RandomByte,
    Valid(u32),
    True(u32),
    False(u32),
    CountSet(u8),
    CountCheck(u8),
    TwoValid(u32, u32),
    And(u32, u32),
    Or(u32, u32),
    XorValid(u32, u32),
    XorTrue(u32, u32),
    XorFalse(u32, u32),
    IntegerValid(u32, u32),
    IntegerEqual(u32, u32),
    Panic,
}

/// Decodes an instruction; `None` if it is invalid. Opc1 and the parity bit hold an odd number of ones, as all listed
/// opcodes do, though §3.6.3.3 says even.
pub(super) fn decode(access: Coprocessor) -> Option<Instruction> {
    use Instruction::*;
    let two = matches!(access.form, CoprocessorForm::WriteTwo(..));
    let parity = if two { access.crm >> 3 & 1 } else { access.opc2 & 1 };
    if (access.opc1.count_ones() + u32::from(parity)).is_multiple_of(2) {
        return None;
    }
    let tag = access.crn << 4 | access.crm;
    let plain = tag == 0;
    let register = access.crm & 7;
    let instruction = match (access.form, access.opc1) {
        (CoprocessorForm::Read, 0) => CanaryGet(tag),
        (CoprocessorForm::Read, 1) if plain => CanaryStatus,
        (CoprocessorForm::Read, 2) if plain => RandomByte,
        (CoprocessorForm::Write(value), 0) => CanaryCheck(tag, value),
        (CoprocessorForm::Write(value), 1) if plain => Valid(value),
        (CoprocessorForm::Write(value), 2) if plain => True(value),
        (CoprocessorForm::Write(value), 3) if plain => False(value),
        (CoprocessorForm::Write(_), 4) => CountSet(tag),
        (CoprocessorForm::Write(_), 5) => CountCheck(tag),
        (CoprocessorForm::WriteTwo(low, high), 8) if register < 2 => {
            Salt { core: usize::from(register), value: u64::from(high) << 32 | u64::from(low) }
        }
        (CoprocessorForm::WriteTwo(a, b), opc1) if register == 0 => match opc1 {
            0 => TwoValid(a, b),
            1 => And(a, b),
            2 => Or(a, b),
            3 => XorValid(a, b),
            4 => XorTrue(a, b),
            5 => XorFalse(a, b),
            6 => IntegerValid(a, b),
            7 => IntegerEqual(a, b),
            _ => return None,
        },
        (CoprocessorForm::Operation, 0) if plain && access.crd == 0 => Panic,
        _ => return None,
    };
    Some(instruction)
}
