//! Statistics, pure: numbers in, numbers out.
//!
//! Each formula cites its source. Known values in the tests were computed with NumPy 2.4 and SciPy
//! 1.17; the expression stands beside each.

mod bootstrap;
mod cell;
mod distribution;
mod estimate;
mod geometric;
mod hierarchical;
mod histogram;
mod lengths;
mod outliers;
mod quantile;
mod rank_test;
mod slope;
mod student;
mod warm_up;
mod welch;

pub use bootstrap::median_estimate;
pub use cell::{CellStatistics, Observation, steady};
pub use distribution::Distribution;
pub use estimate::{CONFIDENCE, Estimate, Interval, RESAMPLES};
pub use geometric::{GeometricMean, geometric_mean};
pub use hierarchical::{Boot, Series, ratio};
pub use histogram::Histogram;
pub use lengths::Lengths;
pub use outliers::{OutlierCounts, outliers};
pub use quantile::{Summary, median, quantile};
pub use rank_test::{RankTest, holm, rank_test};
pub use slope::Slope;
pub use student::Mean;
pub use warm_up::{Settling, settling};
pub use welch::welch_test;
