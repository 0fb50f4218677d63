//! CORESIGHT_TRACE (RP2350 §3.5): trace capture. Not modelled.

use super::plain::Plain;
use super::registers::Register;

static REGISTERS: [Register; 2] =
    [Register::missing(0x000, "CTRL_STATUS"), Register::missing(0x004, "TRACE_CAPTURE_FIFO")];

/// The block.
pub fn block() -> Plain {
    Plain::new("CORESIGHT_TRACE", &REGISTERS)
}
