//! Logarithmic axes of whole decades.

use super::Font;

/// Minimum width of a decade with fine ticks, in pixels.
const MIN_FINE_DECADE: i32 = 60;

/// A range of powers of ten, from exponent `lowest` to `highest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) struct Decades {
    lowest: i32,
    highest: i32,
}

impl Decades {
    /// Returns the smallest range of at least one decade that contains `values`. Values that are not positive and finite
    /// are ignored.
    pub(in crate::report) fn over(values: impl Iterator<Item = f64>) -> Self {
        let (mut smallest, mut largest) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|value| Self::can_show(*value)) {
            smallest = smallest.min(value);
            largest = largest.max(value);
        }
        let (lowest, highest) = if smallest <= largest {
            (smallest.log10().floor() as i32, largest.log10().ceil() as i32)
        } else {
            (0, 1)
        };
        Self { lowest, highest: highest.max(lowest + 1) }
    }

    /// Returns true if a logarithmic axis can show `value`.
    pub(in crate::report) fn can_show(value: f64) -> bool {
        value.is_finite() && value > 0.0
    }

    /// Returns the powers of ten from the lower to the upper end.
    fn ticks(self) -> impl Iterator<Item = f64> + use<> {
        (self.lowest..=self.highest).map(|exponent| 10_f64.powi(exponent))
    }
}

/// A logarithmic axis that maps positive values to pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::report) struct LogAxis {
    decades: Decades,
    left: i32,
    right: i32,
}

impl LogAxis {
    /// Creates an axis from pixel `left` to `right`.
    pub(in crate::report) fn new(decades: Decades, left: i32, right: i32) -> Self {
        Self { decades, left, right }
    }

    /// Returns the pixel of a positive `value`. A value outside the axis is moved to the nearer end.
    pub(in crate::report) fn pixel(&self, value: f64) -> i32 {
        let Decades { lowest, highest } = self.decades;
        let share = (value.max(f64::MIN_POSITIVE).log10() - f64::from(lowest)) / f64::from(highest - lowest);
        self.left + (share.clamp(0.0, 1.0) * f64::from(self.right - self.left)).round() as i32
    }

    /// Returns true if `value` is on the axis, its ends included.
    pub(in crate::report) fn contains(&self, value: f64) -> bool {
        let Decades { lowest, highest } = self.decades;
        (10_f64.powi(lowest)..=10_f64.powi(highest)).contains(&value)
    }

    /// Returns the pixels of the powers of ten.
    pub(in crate::report) fn ticks(&self) -> impl Iterator<Item = i32> {
        self.decades.ticks().map(|value| self.pixel(value))
    }

    /// Returns the pixels of two to nine times each power of ten except the last, or none if they would be too close to
    /// each other.
    pub(in crate::report) fn fine_ticks(&self) -> impl Iterator<Item = i32> {
        let Decades { lowest, highest } = self.decades;
        let wide = (self.right - self.left) / (highest - lowest) >= MIN_FINE_DECADE;
        let between = self.decades.ticks().take(if wide { (highest - lowest) as usize } else { 0 });
        between.flat_map(|decade| (2..10).map(move |it| decade * f64::from(it))).map(|it| self.pixel(it))
    }

    /// Returns the pixels and labels of the powers of ten, at even steps so that the labels do not overlap. A label is
    /// centered on its pixel, so the first and the last extend over the ends of the axis by half of their width.
    pub(in crate::report) fn labels(&self, font: Font, label: fn(f64) -> String) -> Vec<(i32, String)> {
        let all: Vec<(i32, String)> =
            self.decades.ticks().map(|value| (self.pixel(value), label(value))).collect();
        let gap = font.width("0");
        let fits = |step: &usize| {
            let mut end = i32::MIN;
            all.iter().step_by(*step).all(|(at, label)| {
                let width = font.width(label);
                let free = at - width / 2 > end;
                end = at + width / 2 + gap;
                free
            })
        };
        let step = (1..all.len()).find(fits).unwrap_or(all.len().max(1));
        all.into_iter().step_by(step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::format;
    use proptest::prelude::*;

    fn axis(values: &[f64], left: i32, right: i32) -> LogAxis {
        LogAxis::new(Decades::over(values.iter().copied()), left, right)
    }

    #[test]
    fn whole_decades_contain_the_values() {
        let axis = axis(&[3.0, 700.0, f64::NAN, -2.0, 0.0, f64::INFINITY], 100, 400);
        assert_eq!(axis.ticks().collect::<Vec<_>>(), [100, 200, 300, 400]);
        assert_eq!((axis.pixel(1.0), axis.pixel(10.0), axis.pixel(1000.0)), (100, 200, 400));
        assert_eq!((axis.pixel(0.01), axis.pixel(1e9), axis.pixel(-1.0)), (100, 400, 100));
        assert_eq!(axis.fine_ticks().count(), 24);
        assert!(axis.contains(1.0) && axis.contains(1000.0) && !axis.contains(0.9) && !axis.contains(0.0));
    }

    #[test]
    fn at_least_one_decade() {
        assert_eq!(axis(&[10.0], 0, 10).ticks().count(), 2);
        assert_eq!(axis(&[], 0, 10).ticks().count(), 2);
    }

    #[test]
    fn short_axes_have_fewer_labels() {
        let font = Font::regular(18);
        let words = |axis: LogAxis| -> Vec<String> {
            axis.labels(font, format::duration).into_iter().map(|it| it.1).collect()
        };
        let from_nanosecond_to_second = [1.0, 1e10];
        assert_eq!(words(axis(&from_nanosecond_to_second, 0, 1000)).len(), 11);
        assert_eq!(
            words(axis(&from_nanosecond_to_second, 0, 400)),
            ["1 ns", "100 ns", "10 µs", "1 ms", "100 ms", "10 s"]
        );
        assert_eq!(words(axis(&from_nanosecond_to_second, 0, 10)), ["1 ns"]);
    }

    proptest! {
        #[test]
        fn pixels_keep_the_order_of_values(mut values in prop::collection::vec(1e-6_f64..1e12, 2..20)) {
            let axis = axis(&values, 50, 950);
            values.sort_by(f64::total_cmp);
            let pixels: Vec<i32> = values.iter().map(|&it| axis.pixel(it)).collect();
            prop_assert!(pixels.is_sorted());
            prop_assert!(pixels.iter().all(|it| (50..=950).contains(it)));
        }
    }
}
