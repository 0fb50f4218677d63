//! The frequency counter FC0 of CLOCKS (RP2350 §8.1.5): counts a clock for an interval of clk_ref and gives kHz.

use crate::peripheral::registers::RegisterFile;
use crate::peripheral::{Access, Unmodelled};
use crate::time::{Frequency, Picoseconds};

const REF_KHZ: u32 = 0x8C;
const MIN_KHZ: u32 = 0x90;
const MAX_KHZ: u32 = 0x94;
const INTERVAL: u32 = 0x9C;
const SRC: u32 = 0xA0;
const STATUS: u32 = 0xA4;
const RESULT: u32 = 0xA8;

const PASS: u32 = 1 << 0;
const DONE: u32 = 1 << 4;
const RUNNING: u32 = 1 << 8;
const FAIL: u32 = 1 << 16;
const SLOW: u32 = 1 << 20;
const FAST: u32 = 1 << 24;
const DIED: u32 = 1 << 28;

/// RESULT.FRAC: 5 fractional bits of a kHz.
const FRACTION: u64 = 32;

/// One measurement: what it will give, and when.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FrequencyCounter {
    done_at: Picoseconds,
    /// STATUS and RESULT at the end.
    outcome: (u32, u32),
}

impl FrequencyCounter {
    /// Value of one of its registers.
    pub(super) fn read(&self, file: &RegisterFile, offset: u32, access: &Access) -> u32 {
        let measured = access.now >= self.done_at;
        match offset {
            STATUS if measured => self.outcome.0,
            STATUS => RUNNING,
            RESULT if measured => self.outcome.1,
            RESULT => 0,
            _ => file.get(offset),
        }
    }

    /// A register was written: a write to SRC starts a measurement.
    ///
    /// The interval is 0.98 µs × 2^INTERVAL of a 12 MHz clk_ref. The result is exact to 1/32 kHz: the rounding of a
    /// short interval is not modelled. It scales with the true clk_ref, so a wrong REF_KHZ gives a wrong result, as
    /// on the chip.
    pub(super) fn written(
        &mut self,
        file: &RegisterFile,
        offset: u32,
        access: &Access,
    ) -> Result<(), Unmodelled> {
        if offset != SRC {
            return Ok(());
        }
        let clocks = access.clocks;
        let clock = match file.get(SRC) {
            0 => {
                *self = FrequencyCounter::default();
                return Ok(());
            }
            1 => clocks.pll_sys,
            2 => clocks.pll_usb,
            3 | 4 => clocks.rosc,
            5 => clocks.xosc,
            6 | 7 => Frequency::STOPPED,
            8 => clocks.reference,
            9 => clocks.system,
            10 => clocks.peripheral,
            11 => clocks.usb,
            12 => clocks.adc,
            13 => clocks.hstx,
            14 => clocks.lposc,
            source => return Err(Unmodelled(format!("CLOCKS.FC0_SRC {source}"))),
        };
        let reference_khz = u64::from(file.get(REF_KHZ));
        let thirty_seconds = clock.ratio(clocks.reference, reference_khz * FRACTION);
        let result = u32::try_from(thirty_seconds).unwrap_or(u32::MAX) & 0x3FFF_FFFF;
        let kilohertz = result / FRACTION as u32;
        let verdict = if !clock.runs() {
            DIED | FAIL
        } else if kilohertz < file.get(MIN_KHZ) {
            SLOW | FAIL
        } else if kilohertz > file.get(MAX_KHZ) {
            FAST | FAIL
        } else {
            PASS
        };
        let interval = 980_000_u64 << file.get(INTERVAL);
        self.done_at = access.now.saturating_add(interval);
        self.outcome = (verdict | DONE, result);
        Ok(())
    }
}
