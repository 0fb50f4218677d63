//! Constant identification registers of the system control space.

/// Constant registers of the system control space by offset, for a Cortex-M33 r1p0 with DSP, FPU, Security Extension
/// and coprocessor interface (Cortex-M33 TRM, "Identification registers").
pub(super) fn feature(offset: u32) -> Option<u32> {
    Some(match offset {
        0x004 => 1,
        0xD00 => 0x411F_D210,
        0xD40 => 0x0000_0030,
        0xD44 => 0x0000_0210,
        0xD48 => 0x0020_0000,
        0xD4C => 0,
        0xD50 => 0x0010_1F40,
        0xD54 => 0,
        0xD58 => 0x0100_0000,
        0xD5C => 0,
        0xD60 => 0x0114_1110,
        0xD64 => 0x0221_2000,
        0xD68 => 0x2023_2232,
        0xD6C => 0x0111_1131,
        0xD70 => 0x0131_0132,
        0xD74 => 0,
        0xD78 => 0,
        0xD7C => 0x8000_C000,
        0xD80 | 0xD84 => 0,
        0xF40 => 0x1011_0021,
        0xF44 => 0x1100_0011,
        0xF48 => 0x0000_0040,
        _ => return None,
    })
}
