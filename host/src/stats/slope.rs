//! Cost of an operation, from samples of two lengths.

use serde::{Deserialize, Serialize};

/// Line through the median cycles of samples of single and double length, or from the origin to those of single length.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Slope {
    /// Cycles per operation.
    pub per_operation: f64,
    /// Cycles of a sample besides its operations: stamps, call and return, loop set-up. `None` at one length.
    pub intercept: Option<f64>,
}

impl Slope {
    /// Returns the line through (`operations`, `single`) and (2 × `operations`, `double`), in cycles.
    ///
    /// For two points it is the line of ordinary least squares. The slope does not contain the cycles that do not depend on
    /// the length (as in criterion.rs, "Analysis process: linear regression").
    pub fn through(single: f64, double: f64, operations: u32) -> Self {
        let per_operation = (double - single) / f64::from(operations.max(1));
        Self { per_operation, intercept: Some(2.0 * single - double) }
    }

    /// Returns the line from the origin to (`operations`, `single`), which counts all cycles as those of operations.
    pub fn from_origin(single: f64, operations: u32) -> Self {
        Self { per_operation: single / f64::from(operations.max(1)), intercept: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// numpy.polyfit([1000, 2000], [5012, 10012], 1) is [5, 12].
    #[test]
    fn slope_equals_numpy() {
        let slope = Slope::through(5012.0, 10012.0, 1000);
        assert_eq!(slope, Slope { per_operation: 5.0, intercept: Some(12.0) });
    }

    #[test]
    fn one_length_has_no_intercept() {
        assert_eq!(Slope::from_origin(5000.0, 1000), Slope { per_operation: 5.0, intercept: None });
    }

    proptest! {
        #[test]
        fn recovers_the_line_of_the_points(cost in 0_u32..1000, overhead in 0_u32..10_000, operations in 1_u32..100_000) {
            let sample = |length: f64| f64::from(overhead) + f64::from(cost) * f64::from(operations) * length;
            let slope = Slope::through(sample(1.0), sample(2.0), operations);
            prop_assert_eq!(slope, Slope { per_operation: f64::from(cost), intercept: Some(f64::from(overhead)) });
        }
    }
}
