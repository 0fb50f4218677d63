//! `ws2812`: the high and low times of the bits for a WS2812B, compared with its data sheet.

use super::{
    Evaluate, EvaluationError, Quantity, QuantityDescription, SampleReadings,
    unit::{NANOSECONDS, ONE},
    waveform::{self, Waveform},
};
use serde::{Deserialize, Serialize};

/// High time of a 0 in nanoseconds (this and the following: Worldsemi, WS2812B data sheet, "Data transfer time").
const T0H: f64 = 400.0;
/// Low time of a 0 in nanoseconds.
const T0L: f64 = 850.0;
/// High time of a 1 in nanoseconds.
const T1H: f64 = 800.0;
/// Low time of a 1 in nanoseconds.
const T1L: f64 = 450.0;
/// Tolerance of each time in nanoseconds.
const TOLERANCE: f64 = 150.0;

/// Factor of the bytes: all scenarios of this kind send the same ones, byte k of a sample being the low byte of
/// k × 73 + 41. As the factor is odd, 256 successive bytes are different.
const FACTOR: u64 = 73;
/// Offset of the bytes.
const OFFSET: u64 = 41;

/// Returns the bit that operation `index` of a sample sends: one bit per operation, the most significant of a byte first.
fn bit(index: u64) -> bool {
    let byte = (index / 8).wrapping_mul(FACTOR).wrapping_add(OFFSET) as u8;
    byte >> (7 - index % 8) & 1 == 1
}

/// Evaluation of kind `ws2812`. It has no keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ws2812 {}

impl Evaluate for Ws2812 {
    const FIXTURE: Option<&'static str> = Some(waveform::FIXTURE);

    fn quantities(&self) -> Vec<QuantityDescription> {
        let time = |id, title| QuantityDescription::new(id, title, NANOSECONDS);
        vec![
            time("pulse-error", "deviation of a high or low time from its nominal time"),
            time("t0h", "high time of a 0, nominally 400 ns"),
            time("t0l", "low time of a 0, nominally 850 ns"),
            time("t1h", "high time of a 1, nominally 800 ns"),
            time("t1l", "low time of a 1, nominally 450 ns"),
            QuantityDescription::new(
                "bits-out-of-tolerance",
                "bits of a sample with a deviation of more than 150 ns",
                ONE,
            ),
        ]
    }

    fn evaluate(&self, sample: &SampleReadings<'_>) -> Result<Vec<Quantity>, EvaluationError> {
        let waveform = Waveform::of(sample)?;
        let mut pulses = waveform.pulses().skip_while(|pulse| !pulse.high).peekable();
        let [mut error, mut t0h, mut t0l, mut t1h, mut t1l] = std::array::from_fn(|_| Quantity::default());
        let (mut found, mut out_of_tolerance) = (0_u64, 0_u64);
        while let Some(high) = pulses.next() {
            let is_one = bit(found);
            found += 1;
            let mut worst = 0.0_f64;
            let mut take = |cycles, nominal: f64, times: &mut Quantity| {
                let time = sample.nanoseconds(f64::from(cycles));
                let distance = (time - nominal).abs();
                worst = worst.max(distance);
                times.values.push(time);
                error.values.push(distance);
            };
            let (high_nominal, highs) = if is_one { (T1H, &mut t1h) } else { (T0H, &mut t0h) };
            take(high.cycles, high_nominal, highs);
            // The low time after the last bit is the reset, which no edge ends.
            if let Some(low) = pulses.next_if(|pulse| !pulse.high) {
                let (low_nominal, lows) = if is_one { (T1L, &mut t1l) } else { (T0L, &mut t0l) };
                take(low.cycles, low_nominal, lows);
            }
            out_of_tolerance += u64::from(worst > TOLERANCE);
        }
        // One bit out of tolerance decides the result; good bits alone do not if the rest of the frame is unknown.
        if waveform.full && out_of_tolerance == 0 {
            return Err(EvaluationError::Full { runs: waveform.runs.len() });
        }
        error.missed = if waveform.full { 0 } else { found.abs_diff(sample.operations) };
        Ok(vec![error, t0h, t0l, t1h, t1l, Quantity::single(out_of_tolerance as f64)])
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{sample, words};
    use super::*;

    /// Returns the runs of `bits` bits, with the times of the data sheet in cycles at 150 MHz.
    fn runs(bits: u64) -> Vec<u32> {
        let mut runs = vec![0, 1000];
        for index in 0..bits {
            runs.extend(if bit(index) { [120, 68] } else { [60, 128] });
        }
        *runs.last_mut().unwrap() = 9000;
        runs
    }

    fn evaluate(runs: Vec<u32>, bits: u64) -> Result<Vec<Quantity>, EvaluationError> {
        Ws2812 {}.evaluate(&sample(&words(&[(1, runs)]), bits))
    }

    #[test]
    fn bytes_follow_the_formula() {
        // 41, 114, 187: 0b00101001, 0b01110010, 0b10111011.
        let bits: String = (0..24).map(|index| if bit(index) { '1' } else { '0' }).collect();
        assert_eq!(bits, "001010010111001010111011");
    }

    #[test]
    fn good_bits() {
        let quantities = evaluate(runs(24), 24).unwrap();
        assert_eq!(quantities.len(), Ws2812 {}.quantities().len());
        let [error, t0h, _, t1h, t1l, out] = quantities.as_slice() else { panic!("{quantities:?}") };
        // 24 high times, and 23 low ones before the reset.
        assert_eq!((error.values.len(), error.missed), (47, 0));
        assert!(error.values.iter().all(|it| *it < 4.0), "{error:?}");
        assert!(t0h.values.iter().all(|it| (*it - 400.0).abs() < 1e-9));
        assert_eq!((t1h.values.len(), t1l.values.len()), (13, 12));
        assert_eq!(out.values, [0.0]);
    }

    #[test]
    fn a_high_time_200_ns_too_long_is_detected() {
        let mut runs = runs(24);
        runs[2 + 2 * 3] += 30;
        let quantities = evaluate(runs, 24).unwrap();
        let worst = quantities[0].values.iter().copied().fold(0.0, f64::max);
        assert!((worst - 200.0).abs() < 1e-9, "{worst}");
        assert_eq!(quantities[5].values, [1.0]);
    }

    #[test]
    fn a_wrong_bit_is_out_of_tolerance() {
        let mut runs = runs(8);
        // The first bit is a 0; this is a 1.
        (runs[2], runs[3]) = (120, 68);
        assert_eq!(evaluate(runs, 8).unwrap()[5].values, [1.0]);
    }

    #[test]
    fn missing_and_surplus_bits_are_missed() {
        assert_eq!(evaluate(runs(22), 24).unwrap()[0].missed, 2);
        assert_eq!(evaluate(runs(25), 24).unwrap()[0].missed, 1);
        assert_eq!(evaluate(vec![0, 70_000], 24).unwrap()[0].missed, 24);
    }

    #[test]
    fn no_readings_and_a_full_buffer() {
        let nothing = Ws2812 {}.evaluate(&sample(&words(&[]), 8)).unwrap_err();
        assert_eq!(nothing, EvaluationError::Absent { channel: 1, what: "the recorded waveform" });
        assert_eq!(evaluate(vec![2, 70_000], 8).unwrap_err(), EvaluationError::Full { runs: 1 });
        assert_eq!(
            evaluate(vec![2, 500, 60, 128, 60, 900], 8).unwrap_err(),
            EvaluationError::Full { runs: 5 }
        );
        // The recorded part is evaluated: a whole bit, and the high time of a second one.
        let slow = evaluate(vec![2, 500, 600, 600, 600, 600], 96).unwrap();
        assert_eq!((slow[0].values.len(), slow[0].missed, slow[5].values[0]), (3, 0, 2.0));
    }
}
