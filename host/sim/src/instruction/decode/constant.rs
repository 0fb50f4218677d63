//! Modified immediate constants (Armv8-M ARM C1.5).

use crate::instruction::encoding::bits;
use crate::instruction::operation::{CARRY_CLEAR, CARRY_KEEP, CARRY_SET};

/// Returns the twelve-bit field i:imm3:imm8 of an encoding.
pub(super) const fn field(first: u32, second: u32) -> u32 {
    bits(first, 10, 10) << 11 | bits(second, 14, 12) << 8 | second & 0xFF
}

/// Returns true if the constant is a rotated byte, for which the core uses its shifter.
pub(super) const fn is_rotated(field: u32) -> bool {
    field >> 10 != 0
}

/// Returns the value and effect on the carry (`CARRY_*`) of a modified immediate constant.
pub(super) const fn expand(field: u32) -> (u32, u8) {
    let byte = field & 0xFF;
    if !is_rotated(field) {
        let value = match field >> 8 {
            0 => byte,
            1 => byte * 0x0001_0001,
            2 => byte * 0x0100_0100,
            _ => byte * 0x0101_0101,
        };
        return (value, CARRY_KEEP);
    }
    let value = (0x80 | field & 0x7F).rotate_right(field >> 7);
    (value, if value >> 31 != 0 { CARRY_SET } else { CARRY_CLEAR })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_and_rotations() {
        assert_eq!(expand(0x0AB), (0xAB, CARRY_KEEP));
        assert_eq!(expand(0x1AB), (0x00AB_00AB, CARRY_KEEP));
        assert_eq!(expand(0x2AB), (0xAB00_AB00, CARRY_KEEP));
        assert_eq!(expand(0x3AB), (0xABAB_ABAB, CARRY_KEEP));
        assert_eq!(expand(0x400), (0x8000_0000, CARRY_SET));
        assert_eq!(expand(0x47F), (0xFF00_0000, CARRY_SET));
        assert_eq!(expand(0xFFF), (0x0000_01FE, CARRY_CLEAR));
    }
}
