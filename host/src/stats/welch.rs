//! Test of two means with different variances.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// Returns the two-sided p-value of Welch's t-test: the probability of means at least this far apart if both sets had the
/// same mean (B. L. Welch, "The Generalization of `Student's' Problem when Several Different Population Variances are
/// Involved", Biometrika 34(1-2), 1947). Returns `None` if a set has fewer than two values. For sets without variance it
/// is 1 or 0.
pub fn welch_test(base: &[f64], new: &[f64]) -> Option<f64> {
    let (base, new) = (Moments::of(base)?, Moments::of(new)?);
    let error = base.variance_of_mean() + new.variance_of_mean();
    let distance = (new.mean - base.mean).abs();
    if error <= 0.0 {
        return Some(if distance > 0.0 { 0.0 } else { 1.0 });
    }
    let share = |it: &Moments| it.variance_of_mean() * it.variance_of_mean() / (it.count - 1.0);
    let freedom = error * error / (share(&base) + share(&new));
    let student = StudentsT::new(0.0, 1.0, freedom).ok()?;
    Some(2.0 * student.sf(distance / error.sqrt()))
}

struct Moments {
    count: f64,
    mean: f64,
    variance: f64,
}

impl Moments {
    fn of(values: &[f64]) -> Option<Self> {
        let count = values.len() as f64;
        if values.len() < 2 {
            return None;
        }
        let mean = values.iter().sum::<f64>() / count;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
        Some(Self { count, mean, variance })
    }

    /// Returns the variance of the mean.
    fn variance_of_mean(&self) -> f64 {
        self.variance / self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy.stats.ttest_ind(new, base, equal_var=False).pvalue.
    #[test]
    fn p_value_equals_scipy() {
        let base = [100.1, 99.8, 100.4, 100.0, 99.9];
        let new = [100.6, 101.9, 100.9, 101.2];
        let p = welch_test(&base, &new).unwrap();
        assert!((p - SCIPY).abs() < 1e-9, "{p}");
    }

    const SCIPY: f64 = 0.021821251692488396;

    #[test]
    fn without_variance_the_p_value_is_0_or_1() {
        assert_eq!(welch_test(&[5.0, 5.0], &[5.0, 5.0]), Some(1.0));
        assert_eq!(welch_test(&[5.0, 5.0], &[6.0, 6.0]), Some(0.0));
        assert_eq!(welch_test(&[5.0], &[6.0, 6.0]), None);
    }
}
