//! A logarithmic axis of whole decades.

/// Maps positive values to pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LogAxis {
    /// Decimal exponent at the left end.
    lowest: i32,
    /// Decimal exponent at the right end, above `lowest`.
    highest: i32,
    left: i32,
    right: i32,
}

impl LogAxis {
    /// An axis from pixel `left` to `right` over the whole decades that hold `values`. What is not
    /// positive and finite has no place on it.
    pub(super) fn over(values: impl Iterator<Item = f64>, left: i32, right: i32) -> Self {
        let (mut smallest, mut largest) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|value| Self::holds(*value)) {
            smallest = smallest.min(value);
            largest = largest.max(value);
        }
        let (lowest, highest) = if smallest <= largest {
            (smallest.log10().floor() as i32, largest.log10().ceil() as i32)
        } else {
            (0, 1)
        };
        Self { lowest, highest: highest.max(lowest + 1), left, right }
    }

    /// Whether `value` has a place on a logarithmic axis.
    pub(super) fn holds(value: f64) -> bool {
        value.is_finite() && value > 0.0
    }

    /// The pixel of a positive `value`, on the axis or at its nearer end.
    pub(super) fn pixel(&self, value: f64) -> i32 {
        let share = (value.log10() - f64::from(self.lowest)) / f64::from(self.highest - self.lowest);
        self.left + (share.clamp(0.0, 1.0) * f64::from(self.right - self.left)).round() as i32
    }

    /// The powers of ten from end to end.
    pub(super) fn decades(&self) -> impl Iterator<Item = f64> + use<> {
        (self.lowest..=self.highest).map(|exponent| 10_f64.powi(exponent))
    }

    /// Twice to nine times each power of ten but the last.
    pub(super) fn between_decades(&self) -> impl Iterator<Item = f64> + use<> {
        let highest = self.highest;
        self.decades()
            .take((highest - self.lowest) as usize)
            .flat_map(|decade| (2..10).map(move |it| decade * f64::from(it)))
    }

    /// The powers of ten of another unit, of which this axis' unit holds `factor`, that lie on the axis.
    pub(super) fn decades_scaled(&self, factor: f64) -> impl Iterator<Item = f64> + use<> {
        let first = (f64::from(self.lowest) + factor.log10()).ceil() as i32;
        let last = (f64::from(self.highest) + factor.log10()).floor() as i32;
        (first..=last).map(|exponent| 10_f64.powi(exponent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whole_decades_hold_the_values() {
        let axis = LogAxis::over([3.0, 700.0, f64::NAN, -2.0, 0.0, f64::INFINITY].into_iter(), 100, 400);
        assert_eq!(axis.decades().collect::<Vec<_>>(), [1.0, 10.0, 100.0, 1000.0]);
        assert_eq!((axis.pixel(1.0), axis.pixel(10.0), axis.pixel(1000.0)), (100, 200, 400));
        assert_eq!((axis.pixel(0.01), axis.pixel(1e9)), (100, 400));
        assert_eq!(axis.between_decades().count(), 24);
    }

    #[test]
    fn at_least_one_decade() {
        let axis = LogAxis::over([10.0].into_iter(), 0, 10);
        assert_eq!(axis.decades().collect::<Vec<_>>(), [10.0, 100.0]);
        assert_eq!(LogAxis::over(std::iter::empty(), 0, 10).decades().count(), 2);
    }

    /// At 150 MHz a cycle is 6.67 ns, so 1 to 1000 cycles hold 10, 100 and 1000 ns.
    #[test]
    fn decades_of_time() {
        let axis = LogAxis::over([1.0, 1000.0].into_iter(), 0, 300);
        assert_eq!(axis.decades_scaled(1e9 / 150e6).collect::<Vec<_>>(), [10.0, 100.0, 1000.0]);
    }

    proptest! {
        #[test]
        fn order_is_kept_within_the_frame(mut values in prop::collection::vec(1e-6_f64..1e12, 2..20)) {
            let axis = LogAxis::over(values.iter().copied(), 50, 950);
            values.sort_by(f64::total_cmp);
            let pixels: Vec<i32> = values.iter().map(|&it| axis.pixel(it)).collect();
            prop_assert!(pixels.is_sorted());
            prop_assert!(pixels.iter().all(|it| (50..=950).contains(it)));
        }
    }
}
