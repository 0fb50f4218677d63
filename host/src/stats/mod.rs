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
mod length;
mod observation;
mod outliers;
mod quantile;
mod rank_test;
mod slope;
mod steady_state;
mod student;
mod welch;

pub use bootstrap::median_estimate;
pub use cell::CellStatistics;
pub use distribution::Distribution;
pub use estimate::{CONFIDENCE, Estimate, Interval, RESAMPLES};
pub use geometric::{GeometricMean, geometric_mean};
pub use hierarchical::{Boot, Series, ratio};
pub use histogram::Histogram;
pub use length::{Length, Lengths};
pub use observation::Observation;
pub use outliers::{OutlierCounts, outliers};
pub use quantile::{Summary, median, quantile};
pub use rank_test::{RankTest, holm, rank_test};
pub use slope::Slope;
pub use steady_state::{SteadyState, steady_state};
pub use student::Mean;
pub use welch::welch_test;
