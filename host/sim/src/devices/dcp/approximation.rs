//! Look-up tables for division and square root: RYMR and RXMQ.
//!
//! Their contents are not published. Assumption: the index is 8 bits of the mantissa, and the value that of the middle
//! of the interval. The SDK's correctly rounded sequences compute the same results from any table that is accurate
//! enough; its fast sequences can differ from the chip in the last bit.

/// Returns 2^31 / y for a mantissa y from 1 to 2, to about 9 bits.
pub(super) fn reciprocal(mantissa: u64) -> u32 {
    let index = mantissa >> 54 & 0xFF;
    // The middle of the interval is (2 index + 513) / 512.
    ((1u64 << 40) / (2 * index + 513)) as u32
}

/// Returns 2^31 / √x for a mantissa x from 1 to 4, to about 8 bits.
pub(super) fn reciprocal_root(mantissa: u64) -> u32 {
    let index = mantissa >> 56;
    // The middle of the interval is (2 index + 1) / 128; 2^31 / √middle = √(2^69 / (2 index + 1)), here to 28 bits.
    ((1u64 << 63) / (2 * index + 1)).isqrt().saturating_mul(8).min(0x7FFF_FFFF) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn approximations_are_as_accurate_as_their_tables() {
        for step in 0..1024u64 {
            let y = 1.0 + step as f64 / 1024.0;
            let found = f64::from(reciprocal((y * 2f64.powi(62)) as u64));
            assert!((found * y / 2f64.powi(31) - 1.0).abs() < 2f64.powi(-8), "1/{y}");
            let x = 1.0 + 3.0 * step as f64 / 1024.0;
            let found = f64::from(reciprocal_root((x * 2f64.powi(62)) as u64));
            assert!((found * x.sqrt() / 2f64.powi(31) - 1.0).abs() < 2f64.powi(-7), "1/sqrt {x}");
        }
    }

    #[test]
    fn every_mantissa_has_an_approximation() {
        for mantissa in [0, 1, u64::MAX] {
            assert!(reciprocal(mantissa) > 0 && reciprocal_root(mantissa) > 0);
        }
    }
}
