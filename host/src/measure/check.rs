//! Checks of firmwares and samples.

use thiserror::Error;
use twinbench_link::SampleRecord;

use crate::board::link::LinkReport;

/// Error of two firmwares that run at different clocks or flash timings.
#[derive(Debug, Error)]
#[error(
    "the firmwares cannot be compared: {field} is {first:#x} in {first_image} and {second:#x} in {second_image}; \
     build both from the same source"
)]
pub(crate) struct Incomparable {
    field: &'static str,
    first_image: &'static str,
    first: u32,
    second_image: &'static str,
    second: u32,
}

/// Allowed difference of two clock measurements: the frequency counter has a resolution of 1 kHz (RP2350 datasheet
/// §8.1.4).
const CLOCK_TOLERANCE_HZ: u32 = 2_000;
/// Allowed difference between counter and timer: the timer counts whole microseconds, and the two are not read in the
/// same cycle.
const TIMER_TOLERANCE_US: u64 = 4;
/// Further allowed difference in parts per thousand. Both derive from the same crystal.
const TIMER_TOLERANCE_PER_MILLE: u64 = 1;

/// Checks that two firmwares run at the same clock and flash timing.
pub(super) fn comparable(
    (first_image, first): (&'static str, &LinkReport),
    (second_image, second): (&'static str, &LinkReport),
) -> Result<(), Incomparable> {
    let differs =
        |field, first, second| Err(Incomparable { field, first_image, first, second_image, second });
    if first.sysclk_hz.abs_diff(second.sysclk_hz) > CLOCK_TOLERANCE_HZ {
        return differs("the system clock in Hz", first.sysclk_hz, second.sysclk_hz);
    }
    let registers = [
        ("QMI_M0_TIMING", first.qmi_m0_timing, second.qmi_m0_timing),
        ("QMI_M0_RFMT", first.qmi_m0_rfmt, second.qmi_m0_rfmt),
        ("QMI_M0_RCMD", first.qmi_m0_rcmd, second.qmi_m0_rcmd),
        ("XIP_CTRL", first.xip_ctrl, second.xip_ctrl),
    ];
    for (field, first, second) in registers {
        if first != second {
            return differs(field, first, second);
        }
    }
    Ok(())
}

/// Checks that the cycle counter and the timer of a sample agree.
pub(super) fn clocks_agree(record: &SampleRecord, sysclk_hz: u32) -> Result<(), String> {
    let by_counter = u128::from(record.cycles) * 1_000_000 / u128::from(sysclk_hz.max(1));
    let by_counter = u64::try_from(by_counter).unwrap_or(u64::MAX);
    let tolerance = TIMER_TOLERANCE_US + record.timer_us / 1000 * TIMER_TOLERANCE_PER_MILLE;
    if by_counter.abs_diff(record.timer_us) > tolerance {
        return Err(format!(
            "the cycle counter measured {by_counter} µs at {sysclk_hz} Hz and the timer {} µs; expected a difference \
             of at most {tolerance} µs",
            record.timer_us
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use twinbench_link::{Firmware, Placement};

    use super::*;

    fn report() -> LinkReport {
        LinkReport {
            firmware: Firmware::Native,
            placement: Placement::Both,
            script_capacity: 0,
            sysclk_hz: 150_000_000,
            chip_id: 0,
            qmi_m0_timing: 0x6000_0002,
            qmi_m0_rfmt: 1,
            qmi_m0_rcmd: 2,
            xip_ctrl: 3,
            empty_sample_cycles: 4,
            heap_bytes: 0,
        }
    }

    #[test]
    fn another_flash_clock_is_refused() {
        let slow = LinkReport { qmi_m0_timing: 0x6000_0003, ..report() };
        let error = comparable(("native", &report()), ("micropython-ram", &slow)).unwrap_err().to_string();
        assert!(
            error.contains("QMI_M0_TIMING is 0x60000002 in native and 0x60000003 in micropython-ram"),
            "{error}"
        );
    }

    #[test]
    fn the_resolution_of_the_counter_is_tolerated() {
        let near = LinkReport { sysclk_hz: 150_001_000, ..report() };
        assert!(comparable(("native", &report()), ("micropython-ram", &near)).is_ok());
        let far = LinkReport { sysclk_hz: 133_000_000, ..report() };
        assert!(comparable(("native", &report()), ("micropython-ram", &far)).is_err());
    }

    #[test]
    fn a_lost_wrap_of_the_counter_is_detected() {
        let right = SampleRecord { cycles: 150_000_000, timer_us: 1_000_000, ..Default::default() };
        assert!(clocks_agree(&right, 150_000_000).is_ok());
        let wrapped = SampleRecord { cycles: 150_000_000, timer_us: 29_633_115, ..Default::default() };
        assert!(clocks_agree(&wrapped, 150_000_000).is_err());
    }
}
