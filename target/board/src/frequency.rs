//! Decoding of the frequency counter's result.

/// Converts the frequency counter's FC0_RESULT to Hz: kHz in bits 29:5, 1/32 kHz in bits 4:0 (RP2350 datasheet §8.1.4).
pub const fn counted_hz(result: u32) -> u32 {
    let thirty_seconds_of_khz = (result & 0x3FFF_FFFF) as u64;
    (thirty_seconds_of_khz * 1000 / 32) as u32
}

#[cfg(test)]
mod tests {
    use super::counted_hz;

    #[test]
    fn decodes_kilohertz_and_fraction() {
        assert_eq!(counted_hz(150_000 << 5), 150_000_000);
        assert_eq!(counted_hz(150_000 << 5 | 16), 150_000_500);
        assert_eq!(counted_hz(149_999 << 5 | 31), 149_999_968);
        assert_eq!(counted_hz(0), 0);
    }
}
