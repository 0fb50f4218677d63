//! Commands at the level of pins and bits: DAP_SWJ_Pins, DAP_SWJ_Sequence, DAP_SWD_Sequence.

use super::OK;
use super::reader::Reader;
use super::wire::Wire;

/// Bits of the pin masks.
mod pin {
    pub(super) const CLOCK: u8 = 1 << 0;
    pub(super) const DATA: u8 = 1 << 1;
    pub(super) const RESET: u8 = 1 << 7;
}

/// Longest wait of DAP_SWJ_Pins in microseconds (CMSIS-DAP: 3 s).
const LONGEST_WAIT_US: u32 = 3_000_000;

/// DAP_SWJ_Pins: drives the selected pins, waits, and returns the levels.
pub(super) fn pins(wire: &mut impl Wire, clock_high: &mut bool, fields: &mut Reader<'_>) -> Option<Vec<u8>> {
    let (output, select) = (fields.u8()?, fields.u8()?);
    let wait = fields.u32()?.min(LONGEST_WAIT_US);
    if select & pin::RESET != 0 {
        wire.drive_reset(output & pin::RESET != 0);
    }
    if select & pin::CLOCK != 0 {
        let high = output & pin::CLOCK != 0;
        if high && !*clock_high {
            let data = select & pin::DATA == 0 || output & pin::DATA != 0;
            wire.write_bits(u64::from(data), 1);
        }
        *clock_high = high;
    }
    wire.delay_us(wait);
    let level = |high: bool, pin: u8| if high { pin } else { 0 };
    let levels = level(*clock_high, pin::CLOCK)
        | level(wire.data_level(), pin::DATA)
        | level(wire.reset_is_high(), pin::RESET);
    Some(vec![levels])
}

/// DAP_SWJ_Sequence: clocks up to 256 bits out.
pub(super) fn sequence(wire: &mut impl Wire, fields: &mut Reader<'_>) -> Option<Vec<u8>> {
    let count = match fields.u8()? {
        0 => 256,
        count => u32::from(count),
    };
    write(wire, fields.bytes(count.div_ceil(8) as usize)?, count);
    Some(vec![OK])
}

/// DAP_SWD_Sequence: sequences of up to 64 bits, each out or in.
pub(super) fn swd_sequence(wire: &mut impl Wire, fields: &mut Reader<'_>) -> Option<Vec<u8>> {
    const COUNT: u8 = 0x3F;
    const INPUT: u8 = 1 << 7;
    let mut answer = vec![OK];
    for _ in 0..fields.u8()? {
        let info = fields.u8()?;
        let count = match info & COUNT {
            0 => 64,
            count => u32::from(count),
        };
        let bytes = count.div_ceil(8) as usize;
        if info & INPUT != 0 {
            let bits = wire.read_bits(count).to_le_bytes();
            answer.extend(bits.get(..bytes)?);
        } else {
            write(wire, fields.bytes(bytes)?, count);
        }
    }
    Some(answer)
}

fn write(wire: &mut impl Wire, bytes: &[u8], count: u32) {
    let mut left = count;
    for &byte in bytes {
        let bits = left.min(u8::BITS);
        wire.write_bits(u64::from(byte), bits);
        left -= bits;
    }
}
