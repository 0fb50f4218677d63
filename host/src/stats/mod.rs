//! Statistics of samples.
//!
//! All functions are pure. Each formula cites its source. Expected values in the tests were computed with NumPy 2.4 and
//! SciPy 1.17, by the expression beside each.

mod bootstrap;
mod cell_statistics;
mod confidence;
mod distribution;
mod estimate;
mod geometric;
mod histogram;
mod length;
mod mean;
mod observation;
mod outliers;
mod quantile;
mod rank_test;
mod series;
mod slope;
mod steady_state;
mod welch;

pub use bootstrap::median_estimate;
pub use cell_statistics::CellStatistics;
pub use confidence::CONFIDENCE;
pub use distribution::Distribution;
pub use estimate::{Estimate, Interval, RESAMPLES};
pub use geometric::{GeometricMean, geometric_mean};
pub use histogram::Histogram;
pub use length::{Length, Lengths};
pub use mean::Mean;
pub use observation::Observation;
pub use outliers::{OutlierCounts, outliers};
pub use quantile::{Summary, median, quantile};
pub use rank_test::{RankTest, holm, rank_test};
pub use series::{Boot, Series, ratio};
pub use slope::Slope;
pub use steady_state::{SteadyState, steady_state};
pub use welch::welch_test;
