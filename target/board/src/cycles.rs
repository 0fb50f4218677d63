//! Extension of the 32-bit cycle counter to the 64 bits of a sample.

/// Cycles until a 32-bit counter wraps.
const WRAP: u64 = 1 << 32;

/// Returns the 64-bit number of cycles that is nearest to `timer_us` microseconds at `clock_hz` and has the low word `low`.
///
/// DWT_CYCCNT (Armv8-M ARM, DWT) has 32 bits and wraps after 28.6 s at 150 MHz. The number of wraps follows from the
/// timer. It is correct if the two clocks differ by less than half a wrap, 14.3 s at 150 MHz.
pub const fn extend_cycles(low: u32, timer_us: u64, clock_hz: u32) -> u64 {
    let expected = (timer_us as u128 * clock_hz as u128 / 1_000_000) as u64;
    let low = low as u64;
    let wraps = (expected.saturating_sub(low) + WRAP / 2) / WRAP;
    wraps * WRAP + low
}

#[cfg(test)]
mod tests {
    use super::extend_cycles;

    const CLOCK_HZ: u32 = 150_000_000;

    #[test]
    fn short_spans_equal_the_counter() {
        assert_eq!(extend_cycles(0, 0, CLOCK_HZ), 0);
        assert_eq!(extend_cycles(7, 0, CLOCK_HZ), 7);
        assert_eq!(extend_cycles(7, 1, CLOCK_HZ), 7);
        assert_eq!(extend_cycles(150_000_000, 1_000_000, CLOCK_HZ), 150_000_000);
    }

    #[test]
    fn timer_determines_the_number_of_wraps() {
        for cycles in [(1 << 32) - 1, 1 << 32, (1 << 32) + 5, 9_000_000_000, 3_600 * 150_000_000u64] {
            for off_us in [-2_000_000i64, -1, 0, 1, 2_000_000] {
                let timer_us = (cycles / 150).saturating_add_signed(off_us);
                assert_eq!(extend_cycles(cycles as u32, timer_us, CLOCK_HZ), cycles, "{cycles} {off_us}");
            }
        }
    }

    #[test]
    fn largest_inputs_do_not_overflow() {
        assert_eq!(extend_cycles(u32::MAX, u64::MAX / u64::from(u32::MAX), u32::MAX) as u32, u32::MAX);
    }
}
