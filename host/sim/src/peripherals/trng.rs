//! TRNG (RP2350 §12.12): true random numbers. Not modelled.

use super::plain::Plain;
use super::registers::Register;

static REGISTERS: [Register; 16] = [
    Register::missing(0x100, "RNG_IMR"),
    Register::missing(0x104, "RNG_ISR"),
    Register::missing(0x108, "RNG_ICR"),
    Register::missing(0x10C, "TRNG_CONFIG"),
    Register::missing(0x110, "TRNG_VALID"),
    Register::missing(0x114, "EHR_DATA#").array(6, 0x4),
    Register::missing(0x12C, "RND_SOURCE_ENABLE"),
    Register::missing(0x130, "SAMPLE_CNT1"),
    Register::missing(0x134, "AUTOCORR_STATISTIC"),
    Register::missing(0x138, "TRNG_DEBUG_CONTROL"),
    Register::missing(0x140, "TRNG_SW_RESET"),
    Register::missing(0x1B4, "RNG_DEBUG_EN_INPUT"),
    Register::missing(0x1B8, "TRNG_BUSY"),
    Register::missing(0x1BC, "RST_BITS_COUNTER"),
    Register::missing(0x1C0, "RNG_VERSION"),
    Register::missing(0x1E0, "RNG_BIST_CNTR_#").array(3, 0x4),
];

/// The block.
pub fn block() -> Plain {
    Plain::new("TRNG", &REGISTERS)
}
