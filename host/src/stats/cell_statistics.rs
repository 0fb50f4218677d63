//! Statistics of the samples of one cell.

use super::{
    Boot, Estimate, Length, Lengths, Observation, OutlierCounts, Series, SteadyState, Summary,
    median_estimate, outliers, steady_state,
};
use crate::random::Random;
use serde::{Deserialize, Serialize};

/// Statistics of a cell. All except `cold` are computed from the samples without the first of each boot.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CellStatistics {
    /// Number of boots with samples of each length.
    pub boots: u64,
    /// Cycles per operation: the slope between the two lengths; at one length, the cycles of a sample divided by its
    /// operations.
    pub per_operation: Estimate,
    /// Cycles of a sample that do not depend on its length; `None` at one length.
    pub intercept: Option<f64>,
    /// Cycles of the samples of single length.
    pub single: Summary,
    /// Cycles of the samples of double length; `None` at one length.
    pub double: Option<Summary>,
    /// Cycles of the first sample after a boot, of single length; `None` if it was not taken.
    pub cold: Option<Estimate>,
    /// Number of samples outside the fences, of both lengths.
    pub outliers: OutlierCounts,
    /// Worst steady state of all boots and lengths.
    #[serde(alias = "settling")]
    pub steady_state: SteadyState,
}

impl CellStatistics {
    /// Returns the statistics of `observations`, which are in the order of time; `None` if no boot has samples of each
    /// length besides its first.
    pub fn of(
        observations: &[Observation],
        operations: u32,
        lengths: Lengths,
        random: &mut Random,
    ) -> Option<Self> {
        let series = Series::of(observations, operations, lengths);
        let slope = series.slope()?;
        let pool = |length: fn(&Boot) -> &Vec<u64>| -> Vec<u64> {
            series.boots().iter().flat_map(length).copied().collect()
        };
        let (single, double) = (pool(|boot| &boot.single), pool(|boot| &boot.double));
        let cold: Vec<u64> = observations
            .iter()
            .filter(|it| it.first && it.length == Length::Single)
            .map(|it| it.cycles)
            .collect();
        let all_series = series.boots().iter().flat_map(|boot| [&boot.single, &boot.double]);
        Some(Self {
            boots: series.boots().len() as u64,
            per_operation: series.per_operation(random)?,
            intercept: slope.intercept,
            single: Summary::of(&single)?,
            double: Summary::of(&double),
            cold: median_estimate(&cold, random),
            outliers: outliers(&single).plus(outliers(&double)),
            steady_state: all_series.map(|it| steady_state(it)).fold(SteadyState::Flat, SteadyState::worse),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observe(boot: u32, length: Length, cycles: u64, first: bool) -> Observation {
        Observation { boot, length, cycles, first }
    }

    fn of(observations: &[Observation]) -> Option<CellStatistics> {
        CellStatistics::of(observations, 100, Lengths::Two, &mut Random::new(1, "test"))
    }

    #[test]
    fn first_samples_are_separate() {
        let mut observations = Vec::new();
        for boot in 0..2 {
            observations.push(observe(boot, Length::Single, 900 + u64::from(boot), true));
            for _ in 0..4 {
                observations.push(observe(boot, Length::Single, 312, false));
                observations.push(observe(boot, Length::Double, 612, false));
            }
        }
        let statistics = of(&observations).unwrap();
        assert_eq!(statistics.boots, 2);
        assert_eq!(statistics.per_operation, Estimate { value: 3.0, samples: 16, interval: None });
        assert_eq!(statistics.intercept, Some(12.0));
        assert!(statistics.single.is_exact() && statistics.double.unwrap().is_exact());
        let cold = statistics.cold.unwrap();
        assert_eq!((cold.value, cold.samples), (900.5, 2));
        assert_eq!((statistics.outliers.total(), statistics.steady_state), (0, SteadyState::Flat));
    }

    #[test]
    fn steady_state_is_the_worst_of_boots() {
        let mut observations = Vec::new();
        for boot in 0..3 {
            for sample in 0..20 {
                let slow = boot == 1 && sample < 4;
                observations.push(observe(boot, Length::Single, if slow { 700 } else { 312 }, false));
                observations.push(observe(boot, Length::Double, 612, false));
            }
        }
        let statistics = of(&observations).unwrap();
        assert_eq!(statistics.steady_state, SteadyState::WarmUp { from: 4 });
        assert_eq!(statistics.outliers.high_severe, 4);
        assert_eq!(statistics.cold, None);
        assert!(!statistics.per_operation.is_exact());
    }

    /// Pauses of a free collector are severe outliers, and move neither the figure nor its interval.
    #[test]
    fn pauses_of_a_collector_are_outliers_but_not_a_warm_up() {
        let mut observations = Vec::new();
        for boot in 0..3 {
            for sample in 0..150 {
                let pause = if sample % 40 == 1 { 600_000 } else { 0 };
                let noise = (sample * 7 + u64::from(boot) * 3) % 5;
                observations.push(observe(boot, Length::Single, 450_000 + noise + pause, false));
                observations.push(observe(boot, Length::Double, 900_000 + 2 * noise + pause, false));
            }
        }
        let statistics = of(&observations).unwrap();
        assert_eq!(statistics.steady_state, SteadyState::Flat);
        // Four samples of each length in each of the three boots.
        let severe = OutlierCounts { high_severe: 24, ..OutlierCounts::default() };
        assert_eq!(statistics.outliers, severe);
        let Estimate { value, interval, .. } = statistics.per_operation;
        assert!((value - 4500.0).abs() < 1.0, "{value}");
        assert!(interval.is_some_and(|it| it.lower > 4490.0 && it.upper < 4510.0), "{interval:?}");
    }

    #[test]
    fn one_length() {
        let observations: Vec<_> = (0..4).map(|_| observe(0, Length::Single, 300, false)).collect();
        let statistics =
            CellStatistics::of(&observations, 100, Lengths::One, &mut Random::new(1, "test")).unwrap();
        assert_eq!(statistics.per_operation, Estimate { value: 3.0, samples: 4, interval: None });
        assert_eq!((statistics.intercept, statistics.double, statistics.cold), (None, None, None));
    }

    #[test]
    fn needs_both_lengths() {
        assert!(of(&[]).is_none());
        assert!(of(&[observe(0, Length::Single, 5, false), observe(0, Length::Double, 9, true)]).is_none());
        assert!(of(&[observe(0, Length::Single, 5, false), observe(1, Length::Double, 9, false)]).is_none());
    }
}
