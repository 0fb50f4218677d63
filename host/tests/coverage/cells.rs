//! Generated cells with known costs.

use twinbench::random::Random;
use twinbench::stats::{Boot, Lengths, Series};

/// Operations of a sample of single length.
const OPERATIONS: u32 = 1000;
/// Samples of each length in a boot.
const SAMPLES: usize = 20;

/// Standard deviation of a sample, in cycles: 1 % of the work at 100 cycles an operation.
const NOISE: f64 = 1000.0;

/// Distribution of the cost over boots.
#[derive(Debug, Clone, Copy)]
pub enum Boots {
    /// Equal costs.
    Alike,
    /// Normal distribution.
    Normal,
    /// Uniform distribution.
    Uniform,
    /// Exponential distribution.
    Exponential,
}

/// Distribution of the noise over samples.
#[derive(Debug, Clone, Copy)]
pub enum Noise {
    /// No noise.
    None,
    /// Normal distribution.
    Normal,
    /// Normal distribution, and in one sample of ten a garbage collection that takes twenty standard deviations.
    Collections,
}

/// Parameters of a generated cell. Its `Debug` text is part of the seed of a test.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub boots: usize,
    pub kind: Boots,
    /// Standard deviation of the cost over boots, as a fraction of the cost.
    pub between: f64,
    pub noise: Noise,
}

impl Plan {
    /// Generates the samples of a cell with the given cost in cycles per operation.
    pub fn series(&self, cost: f64, random: &mut Random) -> Series {
        let boots = (0..self.boots).map(|_| {
            let cost = cost * (1.0 + self.between * self.kind.draw(random));
            let mut sample = |length: f64| {
                (30_000.0 + cost * f64::from(OPERATIONS) * length + self.noise.draw(random)).round() as u64
            };
            Boot {
                single: (0..SAMPLES).map(|_| sample(1.0)).collect(),
                double: (0..SAMPLES).map(|_| sample(2.0)).collect(),
            }
        });
        Series::new(OPERATIONS, Lengths::Two, boots.collect())
    }
}

impl Boots {
    /// Draws a deviate with mean 0 and standard deviation 1.
    fn draw(self, random: &mut Random) -> f64 {
        match self {
            Self::Alike => 0.0,
            Self::Normal => normal(random),
            Self::Uniform => (2.0 * uniform(random) - 1.0) * 3.0_f64.sqrt(),
            Self::Exponential => -uniform(random).ln() - 1.0,
        }
    }
}

impl Noise {
    /// Draws the noise of a sample in cycles.
    pub fn draw(self, random: &mut Random) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Normal => NOISE * normal(random),
            Self::Collections => {
                let collection = if random.below(10) == 0 { 20.0 } else { 0.0 };
                NOISE * (normal(random) + collection)
            }
        }
    }

    /// Returns the median of the noise: with collections, the quantile of the normal distribution at 0.5 / 0.9, which is
    /// scipy.stats.norm.ppf(5 / 9) = 0.13971.
    pub fn median(self) -> f64 {
        if matches!(self, Self::Collections) { 0.139_71 * NOISE } else { 0.0 }
    }
}

/// Draws a uniform deviate in (0, 1).
fn uniform(random: &mut Random) -> f64 {
    (random.below(1 << 53) as f64 + 0.5) / (1_u64 << 53) as f64
}

/// Draws a standard normal deviate (G. E. P. Box and M. E. Muller, "A Note on the Generation of Random Normal Deviates",
/// Annals of Mathematical Statistics 29(2), 1958).
fn normal(random: &mut Random) -> f64 {
    (-2.0 * uniform(random).ln()).sqrt() * (std::f64::consts::TAU * uniform(random)).cos()
}
