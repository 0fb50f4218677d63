//! Constant identification registers of the system control space.

/// Interrupt Controller Type Register.
pub(crate) const ICTR: u32 = 0xE000_E004;
/// CPUID Base Register.
pub(crate) const CPUID: u32 = 0xE000_ED00;
/// Media and VFP Feature Register 0.
pub(crate) const MVFR0: u32 = 0xE000_EF40;

/// Reads an identification register of a Cortex-M33 r1p0 with DSP, FPU, Security Extension and coprocessor interface
/// (Cortex-M33 TRM, "Identification registers"); `None` if there is none at the address.
pub(crate) fn read(address: u32) -> Option<u32> {
    Some(match address {
        // INTLINESNUM: registers for up to 64 interrupts.
        ICTR => 1,
        CPUID => 0x411F_D210,
        // ID_PFR0, ID_PFR1
        0xE000_ED40 => 0x0000_0030,
        0xE000_ED44 => 0x0000_0210,
        // ID_DFR0, ID_AFR0
        0xE000_ED48 => 0x0020_0000,
        0xE000_ED4C => 0,
        // ID_MMFR0 to ID_MMFR3
        0xE000_ED50 => 0x0010_1F40,
        0xE000_ED54 => 0,
        0xE000_ED58 => 0x0100_0000,
        0xE000_ED5C => 0,
        // ID_ISAR0 to ID_ISAR5
        0xE000_ED60 => 0x0114_1110,
        0xE000_ED64 => 0x0221_2000,
        0xE000_ED68 => 0x2023_2232,
        0xE000_ED6C => 0x0111_1131,
        0xE000_ED70 => 0x0131_0132,
        0xE000_ED74 => 0,
        // CLIDR
        0xE000_ED78 => 0,
        // CTR
        0xE000_ED7C => 0x8000_C000,
        // CCSIDR, CSSELR
        0xE000_ED80 | 0xE000_ED84 => 0,
        // MVFR0 to MVFR2
        MVFR0 => 0x1011_0021,
        0xE000_EF44 => 0x1100_0011,
        0xE000_EF48 => 0x0000_0040,
        _ => return None,
    })
}
