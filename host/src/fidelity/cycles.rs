//! Exact numbers of cycles. Averages are fractions.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Sub;
use std::str::FromStr;

use num_integer::Integer;
use serde::{Deserialize, Serialize};

/// Number of cycles as a fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Cycles {
    numerator: i128,
    denominator: i128,
}

/// Largest number of decimals that [`Cycles`] parses.
const DIGITS: usize = 9;

impl Cycles {
    /// Creates `numerator / denominator`; a denominator of zero counts as one.
    pub fn ratio(numerator: i64, denominator: u32) -> Self {
        Self::reduced(i128::from(numerator), i128::from(denominator.max(1)))
    }

    /// Creates a whole number.
    pub fn whole(cycles: i64) -> Self {
        Self::ratio(cycles, 1)
    }

    fn reduced(numerator: i128, denominator: i128) -> Self {
        let divisor = numerator.gcd(&denominator).max(1);
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    /// Returns true for a whole number.
    pub fn is_whole(self) -> bool {
        self.denominator == 1
    }

    /// Returns true if the difference is less than half a cycle: an average that includes interruptions then rounds to
    /// the same whole number.
    pub fn is_near(self, other: Self) -> bool {
        let difference = self - other;
        2 * difference.numerator.abs() < difference.denominator
    }

    /// Returns true if the difference is at most `cycles`.
    pub fn is_within(self, other: Self, cycles: u32) -> bool {
        let difference = self - other;
        difference.numerator.abs() <= i128::from(cycles) * difference.denominator
    }

    /// Compares the number with zero.
    pub fn sign(self) -> Ordering {
        self.numerator.cmp(&0)
    }
}

impl Sub for Cycles {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::reduced(
            self.numerator * other.denominator - other.numerator * self.denominator,
            self.denominator * other.denominator,
        )
    }
}

impl fmt::Display for Cycles {
    /// Formats a decimal number, or a fraction if the number has more than nine decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10i128.pow(DIGITS as u32);
        if self.is_whole() {
            return f.pad(&self.numerator.to_string());
        }
        if scale % self.denominator != 0 {
            return f.pad(&format!("{}/{}", self.numerator, self.denominator));
        }
        let sign = if self.numerator < 0 { "-" } else { "" };
        let digits = self.numerator.unsigned_abs() % self.denominator.unsigned_abs()
            * (scale / self.denominator).unsigned_abs();
        let decimals = format!("{digits:0DIGITS$}");
        let whole = self.numerator.unsigned_abs() / self.denominator.unsigned_abs();
        f.pad(&format!("{sign}{whole}.{}", decimals.trim_end_matches('0')))
    }
}

impl FromStr for Cycles {
    type Err = String;

    /// Parses a whole or decimal number, or a fraction of whole numbers.
    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("`{text}` is not a number of cycles; expected one like 3, 10.07 or 31/3");
        if let Some((numerator, denominator)) = text.split_once('/') {
            let numerator: i64 = numerator.parse().map_err(|_| refused())?;
            return match denominator.parse() {
                Ok(denominator @ 1u32..) => Ok(Self::ratio(numerator, denominator)),
                _ => Err(refused()),
            };
        }
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits = whole.strip_prefix('-').unwrap_or(whole);
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let trailing_point = decimals.is_empty() && text.contains('.');
        if digits.is_empty()
            || !all_digits(digits)
            || !all_digits(decimals)
            || trailing_point
            || decimals.len() > DIGITS
        {
            return Err(refused());
        }
        let numerator: i64 = format!("{whole}{decimals}").parse().map_err(|_| refused())?;
        Ok(Self::reduced(i128::from(numerator), 10i128.pow(decimals.len() as u32)))
    }
}

impl From<Cycles> for String {
    fn from(cycles: Cycles) -> Self {
        cycles.to_string()
    }
}

impl TryFrom<String> for Cycles {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decimals_and_fractions() {
        for (text, shown) in [
            ("3", "3"),
            ("10.07", "10.07"),
            ("240.50", "240.5"),
            ("-1.25", "-1.25"),
            ("31/3", "31/3"),
            ("-0.5", "-0.5"),
        ] {
            assert_eq!(text.parse::<Cycles>().unwrap().to_string(), shown);
        }
        for text in [
            "",
            ".",
            "3.",
            ".5",
            "1.2.3",
            "3 ",
            "1e3",
            "1/0",
            "1/-2",
            "0.0123456789",
            "--1",
            "99999999999999999999",
        ] {
            assert!(text.parse::<Cycles>().is_err(), "{text}");
        }
    }

    #[test]
    fn near_is_less_than_half_a_cycle() {
        let cycles = |text: &str| text.parse::<Cycles>().unwrap();
        assert!(cycles("51.46").is_near(Cycles::whole(51)));
        assert!(!cycles("51.5").is_near(Cycles::whole(51)));
        assert!(!cycles("11.86").is_near(Cycles::whole(11)));
        assert!(
            cycles("11.5").is_within(Cycles::whole(13), 2) && !cycles("11.5").is_within(Cycles::whole(9), 2)
        );
        assert_eq!(Cycles::ratio(33, 32) - Cycles::whole(1), Cycles::ratio(1, 32));
        assert_eq!((Cycles::whole(2) - cycles("2.5")).sign(), Ordering::Less);
    }

    proptest! {
        #[test]
        fn text_keeps_the_number(numerator in any::<i32>(), denominator in 1u32..1000) {
            let cycles = Cycles::ratio(numerator.into(), denominator);
            prop_assert_eq!(cycles.to_string().parse::<Cycles>().unwrap(), cycles);
        }

        #[test]
        fn any_text_parses_or_is_refused(text in "[-0-9./]{0,30}") {
            let _ = text.parse::<Cycles>();
        }
    }
}
