//! From the 32 bits of the cycle counter to the 64 bits of a sample.

/// Cycles of a 32-bit counter's full turn.
const TURN: u64 = 1 << 32;

/// The 64-bit number of cycles that lies nearest to `timer_us` microseconds at `clock_hz` and whose low word is `low`.
///
/// DWT_CYCCNT (Armv8-M ARM, DWT) has 32 bits and wraps after 28.6 s at 150 MHz. The timer says how many turns it
/// made: right as long as the two clocks differ by less than half a turn, 14.3 s at 150 MHz.
pub const fn extend_cycles(low: u32, timer_us: u64, clock_hz: u32) -> u64 {
    let expected = (timer_us as u128 * clock_hz as u128 / 1_000_000) as u64;
    let low = low as u64;
    let turns = (expected.saturating_sub(low) + TURN / 2) / TURN;
    turns * TURN + low
}

#[cfg(test)]
mod tests {
    use super::extend_cycles;

    const CLOCK_HZ: u32 = 150_000_000;

    #[test]
    fn short_spans_are_the_counter_itself() {
        assert_eq!(extend_cycles(0, 0, CLOCK_HZ), 0);
        assert_eq!(extend_cycles(7, 0, CLOCK_HZ), 7);
        assert_eq!(extend_cycles(7, 1, CLOCK_HZ), 7);
        assert_eq!(extend_cycles(150_000_000, 1_000_000, CLOCK_HZ), 150_000_000);
    }

    #[test]
    fn turns_are_counted_by_the_timer() {
        for cycles in [(1 << 32) - 1, 1 << 32, (1 << 32) + 5, 9_000_000_000, 3_600 * 150_000_000u64] {
            for off_us in [-2_000_000i64, -1, 0, 1, 2_000_000] {
                let timer_us = (cycles / 150).saturating_add_signed(off_us);
                assert_eq!(extend_cycles(cycles as u32, timer_us, CLOCK_HZ), cycles, "{cycles} {off_us}");
            }
        }
    }

    #[test]
    fn no_reading_overflows() {
        assert_eq!(extend_cycles(u32::MAX, u64::MAX / u64::from(u32::MAX), u32::MAX) as u32, u32::MAX);
    }
}
