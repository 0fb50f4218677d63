//! Numbers formatted for readers.

use crate::stats::Estimate;

/// Returns the number of decimals that shows `value` with three or four significant digits.
fn decimals(value: f64) -> usize {
    match value.abs() {
        size if size >= 1000.0 => 0,
        size if size >= 100.0 => 1,
        size if size >= 10.0 => 2,
        size if size >= 0.1 || size == 0.0 => 3,
        // Three significant digits.
        size => (-size.log10()).floor().clamp(1.0, 12.0) as usize + 3,
    }
}

/// Formats `value` with at most `decimals` decimals, without trailing zeros.
fn trimmed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Formats a number with three or four significant digits: `7`, `8.75`, `130.2`, `12346`, `0.0115`.
pub(crate) fn number(value: f64) -> String {
    trimmed(value, decimals(value))
}

/// Formats the value of an estimate: an exact value with three decimals, a value below 0.1 with three significant
/// digits, any other value as [`number`].
pub(crate) fn estimate(estimate: &Estimate) -> String {
    let size = estimate.value.abs();
    if size > 0.0 && size < 0.1 {
        let zeros = (-size.log10()).floor().clamp(0.0, 12.0) as usize;
        return trimmed(estimate.value, zeros + 3);
    }
    if estimate.is_exact() { trimmed(estimate.value, 3) } else { number(estimate.value) }
}

/// Formats an interval with enough decimals to distinguish its ends: at most four, or two more than [`number`] uses.
pub(super) fn interval(lower: f64, upper: f64) -> String {
    let fewest = decimals(lower.abs().max(upper.abs()));
    let shows_width = |places: &usize| trimmed(lower, *places) != trimmed(upper, *places);
    let most = if fewest > 3 { fewest + 2 } else { 4 };
    let places = (fewest..=most).find(shows_width).unwrap_or(most);
    format!("{} – {}", trimmed(lower, places), trimmed(upper, places))
}

/// Formats a number with at most four digits and an SI prefix: `8.75`, `12.3 k`, `16.25 M`.
pub(super) fn compact(value: f64) -> String {
    match value.abs() {
        size if size > 0.0 && size < 1e-3 => format!("{value:.1e}"),
        size if size >= 1e9 => format!("{} G", trimmed(value / 1e9, 2)),
        size if size >= 1e6 => format!("{} M", trimmed(value / 1e6, 2)),
        size if size >= 1e4 => format!("{} k", trimmed(value / 1e3, 1)),
        _ => number(value),
    }
}

/// Formats a number without decimals. A number of ten or more digits is formatted by [`compact`].
pub(super) fn whole(value: f64) -> String {
    if value.abs() < 1e9 { trimmed(value, 0) } else { compact(value) }
}

/// Formats a count with a noun in singular or plural: `1 cell`, `2 cells`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Formats the ratio of a new value to an old one as a change: `+3.2 %`.
pub(super) fn percent_change(ratio: f64) -> String {
    let percent = trimmed((ratio - 1.0) * 100.0, 2);
    if ratio > 1.0 && percent != "0" { format!("+{percent} %") } else { format!("{percent} %") }
}

/// Formats the interval of an estimate, or `exact, n = 60` if all samples agree.
pub(crate) fn interval_or_exact(estimate: &Estimate) -> String {
    match estimate.interval {
        Some(it) => interval(it.lower, it.upper),
        None => format!("exact, n = {}", estimate.samples),
    }
}

/// Formats a duration with the unit from ps to s that suits it: `4.66 µs`.
pub(crate) fn duration(nanoseconds: f64) -> String {
    let (value, unit) = match nanoseconds.abs() {
        size if size >= 1e9 => (nanoseconds / 1e9, "s"),
        size if size >= 1e6 => (nanoseconds / 1e6, "ms"),
        size if size >= 1e3 => (nanoseconds / 1e3, "µs"),
        size if size > 0.0 && size < 0.1 => (nanoseconds * 1e3, "ps"),
        _ => (nanoseconds, "ns"),
    };
    format!("{} {unit}", number(value))
}

/// Appends a unit to a value, in the singular after `1`: `1 cycle`, `3 cycles`, `200×`.
pub(super) fn with_unit(value: &str, unit: &str) -> String {
    if unit == "×" {
        return format!("{value}×");
    }
    let singular = unit.strip_suffix('s').filter(|unit| value == "1" && unit.len() > 2);
    format!("{value} {}", singular.unwrap_or(unit))
}

/// Replaces the unit `us` after a number by `µs`. Names in scenario files may use either.
pub(crate) fn with_micro_sign(text: &str) -> String {
    let mut after_number = false;
    let words = text.split(' ').map(|word| {
        let unit = if after_number && word == "us" { "µs" } else { word };
        after_number = word.parse::<f64>().is_ok();
        unit
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Returns `text` with an upper-case first letter.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Formats a fraction as a percentage. A fraction below 1 is never rounded to `100 %`.
pub(super) fn share(share: f64) -> String {
    let percent = share * 100.0;
    let text = trimmed(percent, 2);
    if text == "100" && share < 1.0 { "> 99.99 %".to_owned() } else { format!("{text} %") }
}

/// Formats a frequency in MHz: `150 MHz`.
pub(super) fn frequency(hertz: u32) -> String {
    format!("{} MHz", trimmed(f64::from(hertz) / 1e6, 6))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Interval;

    #[test]
    fn numbers() {
        for (value, text) in [
            (7.0, "7"),
            (8.75, "8.75"),
            (130.24, "130.2"),
            (12345.6, "12346"),
            (0.0, "0"),
            (0.011_518, "0.0115"),
            (0.000_012_345, "0.0000123"),
            (-3.25, "-3.25"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn estimates_have_an_interval_or_are_exact() {
        let exact = Estimate { value: 1234.125, samples: 60, interval: None };
        assert_eq!(
            (estimate(&exact).as_str(), interval_or_exact(&exact).as_str()),
            ("1234.125", "exact, n = 60")
        );
        let small = Estimate { value: 0.006_25, ..exact };
        assert_eq!(estimate(&small), "0.00625");
        let wide = Estimate { interval: Some(Interval { lower: 1200.4, upper: 1300.0 }), ..exact };
        assert_eq!((estimate(&wide).as_str(), interval_or_exact(&wide).as_str()), ("1234", "1200 – 1300"));
    }

    #[test]
    fn narrow_intervals_keep_a_width() {
        assert_eq!(interval(130.21, 130.24), "130.21 – 130.24");
        assert_eq!(interval(5.0, 5.0000001), "5 – 5");
        assert_eq!(interval(9.5, 11.25), "9.5 – 11.25");
        assert_eq!(interval(0.011_51, 0.011_53), "0.01151 – 0.01153");
    }

    #[test]
    fn compact_numbers() {
        for (value, text) in
            [(8.75, "8.75"), (9999.0, "9999"), (12_345.0, "12.3 k"), (16_250_001.0, "16.25 M"), (3e9, "3 G")]
        {
            assert_eq!(compact(value), text);
        }
    }

    #[test]
    fn whole_numbers_counts_and_changes() {
        assert_eq!((whole(316_422.4).as_str(), whole(2e10).as_str()), ("316422", "20 G"));
        assert_eq!((percent_change(1.0321).as_str(), percent_change(0.97).as_str()), ("+3.21 %", "-3 %"));
        assert_eq!((count(1, "cell").as_str(), count(0, "cell").as_str()), ("1 cell", "0 cells"));
        assert_eq!((percent_change(1.0).as_str(), percent_change(1.000_001).as_str()), ("0 %", "0 %"));
    }

    #[test]
    fn units_after_one_are_singular() {
        for (value, unit, text) in [
            ("1", "cycles", "1 cycle"),
            ("1.03", "cycles", "1.03 cycles"),
            ("1", "ns", "1 ns"),
            ("1", "MHz", "1 MHz"),
            ("about 200", "×", "about 200×"),
        ] {
            assert_eq!(with_unit(value, unit), text);
        }
    }

    #[test]
    fn micro_sign_after_numbers_only() {
        assert_eq!(with_micro_sign("within 50 us of its time"), "within 50 µs of its time");
        assert_eq!(with_micro_sign("told us about 5"), "told us about 5");
    }

    #[test]
    fn units() {
        assert_eq!(duration(46.666), "46.67 ns");
        assert_eq!(duration(4_660.0), "4.66 µs");
        assert_eq!(duration(2_500_000.0), "2.5 ms");
        assert_eq!(duration(1.5e9), "1.5 s");
        assert_eq!(
            (share(0.5).as_str(), share(1.0).as_str(), share(0.999_999).as_str()),
            ("50 %", "100 %", "> 99.99 %")
        );
        assert_eq!(
            (frequency(150_000_000).as_str(), frequency(149_999_000).as_str()),
            ("150 MHz", "149.999 MHz")
        );
    }
}
