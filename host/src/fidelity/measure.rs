//! One row on a board.

use std::time::Duration;

use serde::Serialize;
use twinbench_link::{Command, Status};

use super::{Cycles, FidelityError};
use crate::board::link::{Frame, LinkClient, LinkError, RequestMessage};
use crate::board::{AttachedBoard, BoardError, FirmwareImage};

/// Repetitions of a kernel's code, both multiples of four so that both begin at an 8-byte boundary. What stands around
/// the code drops out of their difference.
pub const LENGTHS: [u32; 2] = [16, 32];

/// Bytes to whose multiple the code of a kernel is aligned, at either length.
pub const ALIGNMENT: u32 = 8;

/// What a kernel took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Measurement {
    /// Median cycles of a sample of each of [`LENGTHS`]; the lower one of two in the middle.
    pub medians: [u64; 2],
    /// Largest difference between two samples of one length.
    pub spread: u64,
}

impl Measurement {
    /// Of the samples of both lengths; `None` if there is none of one.
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

    /// Cycles of one repetition: the slope between both lengths.
    pub fn cycles(&self) -> Cycles {
        let [short, long] = self.medians.map(|cycles| i64::try_from(cycles).unwrap_or(i64::MAX));
        Cycles::ratio(long.saturating_sub(short), LENGTHS[1] - LENGTHS[0])
    }
}

/// A booted native firmware, and how its kernels are sampled.
pub struct Measurer<'a> {
    /// The board.
    pub board: &'a mut AttachedBoard,
    /// The connection to its firmware.
    pub client: &'a mut LinkClient,
    /// The firmware.
    pub image: &'a FirmwareImage,
    /// Samples of each length, at least 1, after one that warms up and does not count.
    pub samples: u32,
    /// Longest time that one request may take.
    pub limit: Duration,
    /// True once the user pressed Ctrl-C.
    pub interrupted: &'a dyn Fn() -> bool,
}

/// Why a row could not be measured.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// The board or the probe.
    #[error(transparent)]
    Board(#[from] BoardError),
    /// The kernel or the firmware.
    #[error(transparent)]
    Fidelity(#[from] FidelityError),
}

impl MeasureError {
    /// What is to be said of the kernel, if it is the kernel that failed: it faulted, hung, or did not do what it must.
    /// The board is to be booted before anything else runs on it. Otherwise the error comes back.
    ///
    /// # Errors
    /// The error is not the kernel's.
    pub fn of_kernel(self) -> Result<String, Self> {
        match self {
            Self::Board(BoardError::Link(
                error @ (LinkError::Failed { .. }
                | LinkError::Timeout { .. }
                | LinkError::Corrupt { .. }
                | LinkError::NotReady { .. }
                | LinkError::Refused { .. }),
            )) => Ok(error.to_string()),
            Self::Fidelity(error @ FidelityError::Misbehaved { .. }) => Ok(error.to_string()),
            other => Err(other),
        }
    }
}

impl Measurer<'_> {
    /// Starts the firmware anew, after a kernel that failed.
    ///
    /// # Errors
    /// Board trouble.
    pub fn boot(&mut self) -> Result<(), BoardError> {
        *self.client = self.board.boot(self.image)?;
        Ok(())
    }

    /// Loads the kernel and takes its samples.
    ///
    /// # Errors
    /// Board trouble, a firmware without that kernel, or a kernel that does not do what it must.
    pub fn measure(&mut self, kernel: &str) -> Result<Measurement, MeasureError> {
        let address =
            self.image.kernels.get(kernel).copied().ok_or_else(|| FidelityError::NotInFirmware {
                firmware: self.image.path.display().to_string(),
                kernel: kernel.to_owned(),
            })?;
        self.request(&RequestMessage { entry: address, ..RequestMessage::new(Command::Load) })?;
        let mut samples = [Vec::new(), Vec::new()];
        for (operations, samples) in LENGTHS.into_iter().zip(&mut samples) {
            *samples = self.sample(kernel, operations)?;
        }
        let measurement = Measurement::new(samples);
        measurement.ok_or_else(|| misbehaved(kernel, "samples".to_owned(), "none".to_owned()).into())
    }

    fn sample(&mut self, kernel: &str, operations: u32) -> Result<Vec<u64>, MeasureError> {
        let samples = self.samples.saturating_add(1);
        let message = RequestMessage { operations, samples, ..RequestMessage::new(Command::Sample) };
        let records = self.request(&message)?;
        if records.len() != samples as usize {
            let found = format!("{} samples", records.len());
            return Err(misbehaved(kernel, format!("{samples} samples"), found).into());
        }
        if let Some(wrong) = records.iter().find(|record| record.checksum != operations) {
            let expected = format!("{operations} repetitions");
            return Err(misbehaved(kernel, expected, wrong.checksum.to_string()).into());
        }
        Ok(records.iter().skip(1).map(|record| record.cycles).collect())
    }

    fn request(
        &mut self,
        message: &RequestMessage<'_>,
    ) -> Result<Vec<twinbench_link::SampleRecord>, BoardError> {
        let mut records = Vec::new();
        let mut core = self.board.core()?;
        let outcome =
            self.client.request(&mut core, message, Some(self.limit), self.interrupted, &mut |frame| {
                if let Frame::Sample(record) = frame {
                    records.push(record);
                }
            })?;
        match outcome.status {
            Status::Ok => Ok(records),
            status => Err(LinkError::Refused { status }.into()),
        }
    }
}

fn misbehaved(kernel: &str, expected: String, found: String) -> FidelityError {
    FidelityError::Misbehaved { kernel: kernel.to_owned(), expected, found }
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
    fn both_lengths_begin_at_the_same_alignment() {
        // An instruction has two bytes at least.
        assert!(LENGTHS.iter().all(|length| 2 * length % ALIGNMENT == 0));
        assert!(LENGTHS[1] > LENGTHS[0]);
    }
}
