//! Frequency counter FC0 (RP2350 §8.1.5): counts a clock for an interval of clk_ref and reports kHz.

use crate::peripheral::registers::RegisterFile;
use crate::peripheral::{Access, Unmodelled};
use crate::time::{Frequency, Picoseconds};
use bitflags::bitflags;

const REF_KHZ: u32 = 0x8C;
const MIN_KHZ: u32 = 0x90;
const MAX_KHZ: u32 = 0x94;
const INTERVAL: u32 = 0x9C;
const SRC: u32 = 0xA0;
const STATUS: u32 = 0xA4;
const RESULT: u32 = 0xA8;

bitflags! {
    /// Fields of FC0_STATUS.
    #[derive(Clone, Copy, Debug, Default)]
    struct Status: u32 {
        const PASS = 1 << 0;
        const DONE = 1 << 4;
        const RUNNING = 1 << 8;
        const FAIL = 1 << 16;
        const SLOW = 1 << 20;
        const FAST = 1 << 24;
        const DIED = 1 << 28;
    }
}

/// RESULT.FRAC: 5 fractional bits of a kHz.
const FRACTION: u64 = 32;

/// A measurement: its result, and the time at which it is complete.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FrequencyCounter {
    done_at: Picoseconds,
    /// FC0_STATUS after the measurement.
    status: Status,
    /// FC0_RESULT after the measurement.
    result: u32,
}

impl FrequencyCounter {
    /// Returns the value of a register.
    pub(super) fn read(&self, file: &RegisterFile, offset: u32, access: &Access) -> u32 {
        let complete = access.now >= self.done_at;
        match offset {
            STATUS if complete => self.status.bits(),
            STATUS => Status::RUNNING.bits(),
            RESULT if complete => self.result,
            RESULT => 0,
            _ => file.get(offset),
        }
    }

    /// Acts on a write to a register. A write to SRC starts a measurement.
    ///
    /// The interval is 0.98 µs × 2^INTERVAL of a 12 MHz clk_ref. The result is exact to 1/32 kHz: the rounding of a
    /// short interval is not modelled. It scales with the true clk_ref, so that a wrong REF_KHZ gives a wrong result,
    /// as on the chip.
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
        let status = if !clock.runs() {
            Status::DIED | Status::FAIL
        } else if kilohertz < file.get(MIN_KHZ) {
            Status::SLOW | Status::FAIL
        } else if kilohertz > file.get(MAX_KHZ) {
            Status::FAST | Status::FAIL
        } else {
            Status::PASS
        };
        let interval = 980_000_u64 << file.get(INTERVAL);
        self.done_at = access.now.saturating_add(interval);
        self.status = status | Status::DONE;
        self.result = result;
        Ok(())
    }
}
