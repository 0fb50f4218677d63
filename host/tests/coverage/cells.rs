//! Made-up cells whose true cost is known.

use twinbench::random::Random;
use twinbench::stats::{Boot, Lengths, Series};

/// Operations of a sample of single length, samples of each length in a boot.
const OPERATIONS: u32 = 1000;
const SAMPLES: usize = 20;

/// Standard deviation of a sample, in cycles: 1 % of the work at 100 cycles an operation.
const NOISE: f64 = 1000.0;

/// What differs from boot to boot.
#[derive(Debug, Clone, Copy)]
pub enum Boots {
    /// Nothing.
    Alike,
    /// The cost, normally distributed.
    Normal,
    /// The cost, evenly within bounds.
    Uniform,
    /// The cost, far to one side.
    Exponential,
}

/// What differs from sample to sample.
#[derive(Debug, Clone, Copy)]
pub enum Noise {
    /// Nothing.
    None,
    /// The time, normally distributed.
    Normal,
    /// That, and in one sample of ten a collection, which takes twenty standard deviations.
    Collections,
}

/// How a cell is made up.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub boots: usize,
    pub kind: Boots,
    /// Standard deviation of the boots' costs, as a share of the cost.
    pub between: f64,
    pub noise: Noise,
}

impl Plan {
    /// A cell of that true cost in cycles per operation.
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
    /// A deviate of mean 0 and standard deviation 1.
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
    /// Cycles more or less than the work takes.
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

    /// The median of what is drawn: with collections the quantile of the normal distribution at 0.5 / 0.9,
    /// scipy.stats.norm.ppf(5 / 9) = 0.13971.
    pub fn median(self) -> f64 {
        if matches!(self, Self::Collections) { 0.139_71 * NOISE } else { 0.0 }
    }
}

/// In (0, 1).
fn uniform(random: &mut Random) -> f64 {
    (random.below(1 << 53) as f64 + 0.5) / (1_u64 << 53) as f64
}

/// A standard normal deviate (G. E. P. Box and M. E. Muller, "A Note on the Generation of Random Normal Deviates",
/// Annals of Mathematical Statistics 29(2), 1958).
fn normal(random: &mut Random) -> f64 {
    (-2.0 * uniform(random).ln()).sqrt() * (std::f64::consts::TAU * uniform(random)).cos()
}
