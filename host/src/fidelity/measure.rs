//! Measurement of one row.

use serde::Serialize;

use super::cycles::Cycles;
use super::error::FidelityError;
use crate::board::link::LinkError;
use crate::board::{BoardError, Session, SessionError, Workload, WorkloadCode};
use crate::stats::Length;

/// Repetitions of a kernel's code in a sample of single and of double length. Both are multiples of four, so that both
/// begin at an 8-byte boundary. Everything around the code cancels out in their difference.
pub(crate) const LENGTHS: [u32; 2] = [16, 32];

/// Alignment in bytes of a kernel's code, at either length.
pub(crate) const ALIGNMENT: u32 = 8;

/// Measured cycles of a kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Measurement {
    /// Median cycles of a sample of each of [`LENGTHS`]; of an even number of samples, the lower of the two in the
    /// middle.
    pub medians: [u64; 2],
    /// Largest difference between two samples of the same length.
    pub spread: u64,
}

impl Measurement {
    /// Summarises the samples of both lengths; returns `None` if one of them has no samples.
    fn new(mut samples: [Vec<u64>; 2]) -> Option<Self> {
        let mut medians = [0; 2];
        let mut spread = 0;
        for (samples, median) in samples.iter_mut().zip(&mut medians) {
            samples.sort_unstable();
            *median = *samples.get(samples.len().checked_sub(1)? / 2)?;
            spread = spread.max(samples.last()? - samples.first()?);
        }
        Some(Self { medians, spread })
    }

    /// Returns the cycles of one repetition: the slope between both lengths.
    pub(crate) fn cycles(&self) -> Cycles {
        let [short, long] = self.medians.map(|cycles| i64::try_from(cycles).unwrap_or(i64::MAX));
        Cycles::ratio(long.saturating_sub(short), LENGTHS[1] - LENGTHS[0])
    }
}

/// Error of a measurement.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MeasureError {
    /// The session fails.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The kernel or the firmware does not do what the table expects.
    #[error(transparent)]
    Fidelity(#[from] FidelityError),
}

impl MeasureError {
    /// Returns the failure of the kernel, if it faulted, hung, or returned a wrong result. The firmware must be booted
    /// before the next kernel.
    ///
    /// # Errors
    /// Returns any other error unchanged.
    pub(crate) fn into_kernel_failure(self) -> Result<String, Self> {
        match self {
            // A kernel that malfunctions may overwrite the link.
            Self::Session(SessionError::Board(BoardError::Link(
                error @ (LinkError::Corrupt { .. } | LinkError::NotReady { .. }),
            ))) => Ok(error.to_string()),
            Self::Session(error) if error.is_work_failure() => Ok(error.to_string()),
            Self::Fidelity(error @ FidelityError::WrongResult { .. }) => Ok(error.to_string()),
            other => Err(other),
        }
    }
}

/// Loads a kernel and measures `samples` samples of each length, at least 1, after one warm-up sample.
///
/// # Errors
/// Returns an error if the board or the kernel fails, or if the firmware has no such kernel.
pub(crate) fn measure_kernel(
    session: &mut Session<'_>,
    kernel: &str,
    samples: u32,
) -> Result<Measurement, MeasureError> {
    let address = session.image().kernel(kernel).map_err(FidelityError::from)?;
    session.load(Workload::new(WorkloadCode::Native(address), LENGTHS[0]))?;
    let mut cycles = [Vec::new(), Vec::new()];
    for (length, cycles) in [Length::Single, Length::Double].into_iter().zip(&mut cycles) {
        *cycles = sample(session, kernel, length, samples)?;
    }
    let measurement = Measurement::new(cycles);
    measurement.ok_or_else(|| wrong_result(kernel, "samples".to_owned(), "none".to_owned()).into())
}

fn sample(
    session: &mut Session<'_>,
    kernel: &str,
    length: Length,
    samples: u32,
) -> Result<Vec<u64>, MeasureError> {
    let repetitions = LENGTHS[0] * length.factor();
    let taken = session.sample(length, samples.saturating_add(1))?;
    if let Some(wrong) = taken.iter().find(|sample| sample.record.checksum != repetitions) {
        let expected = format!("{repetitions} repetitions");
        return Err(wrong_result(kernel, expected, wrong.record.checksum.to_string()).into());
    }
    Ok(taken.iter().skip(1).map(|sample| sample.record.cycles).collect())
}

fn wrong_result(kernel: &str, expected: String, found: String) -> FidelityError {
    FidelityError::WrongResult { kernel: kernel.to_owned(), expected, found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slope_is_exact() {
        let measurement = Measurement::new([vec![40, 41, 40], vec![73, 73, 72]]).unwrap();
        assert_eq!(measurement, Measurement { medians: [40, 73], spread: 1 });
        assert_eq!(measurement.cycles(), Cycles::ratio(33, 16));
        assert_eq!(Measurement::new([vec![3, 1], vec![5, 9]]).unwrap().medians, [1, 5]);
        assert_eq!(Measurement::new([vec![], vec![1]]), None);
    }

    #[test]
    fn the_lengths_are_single_and_double_and_aligned_alike() {
        // An instruction has at least two bytes.
        assert!(LENGTHS.iter().all(|length| 2 * length % ALIGNMENT == 0));
        assert_eq!(LENGTHS[1], 2 * LENGTHS[0]);
    }
}
