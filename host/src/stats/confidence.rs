//! Confidence level of all intervals.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// Confidence level of all intervals.
pub const CONFIDENCE: f64 = 0.95;

/// Returns the quantile of Student's t-distribution at the upper end of a two-sided interval of [`CONFIDENCE`].
pub(super) fn t_quantile(freedom: f64) -> Option<f64> {
    // From a million degrees of freedom on it equals the quantile of the normal distribution to six digits.
    let student = StudentsT::new(0.0, 1.0, freedom.min(1e6)).ok()?;
    Some(student.inverse_cdf(f64::midpoint(1.0, CONFIDENCE)))
}
