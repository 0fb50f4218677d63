//! Ring buffer with one writer and one reader.

use core::sync::atomic::{AtomicU8, AtomicU32, Ordering};

/// Size of the ring from host to firmware, in bytes; a power of two.
pub const DOWN_BYTES: usize = 1024;
/// Size of the ring from firmware to host, in bytes; a power of two.
pub const UP_BYTES: usize = 2048;

/// Ring buffer of `N` bytes. Both counts increase freely and wrap at 2³²; their difference is the number of bytes in the
/// ring.
#[derive(Debug)]
#[repr(C)]
pub struct Ring<const N: usize> {
    /// Number of bytes written so far. Only the writer changes it.
    pub written: AtomicU32,
    /// Number of bytes read so far. Only the reader changes it.
    pub read: AtomicU32,
    /// Contents: byte `k` of the stream is at `k mod N`.
    pub data: [AtomicU8; N],
}

/// Error: the counts of a ring contradict its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RingError {
    /// Number of bytes in the ring according to the counts.
    pub claimed: u32,
}

impl<const N: usize> Default for Ring<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> Ring<N> {
    /// Creates an empty ring.
    pub const fn new() -> Self {
        const {
            assert!(N.is_power_of_two() && N <= 1 << 16);
        }
        Self { written: AtomicU32::new(0), read: AtomicU32::new(0), data: [const { AtomicU8::new(0) }; N] }
    }

    /// Returns the number of bytes to read.
    ///
    /// # Errors
    /// If the counts contradict the size.
    pub fn filled(&self) -> Result<usize, RingError> {
        let claimed = self.written.load(Ordering::Acquire).wrapping_sub(self.read.load(Ordering::Acquire));
        if claimed as usize > N { Err(RingError { claimed }) } else { Ok(claimed as usize) }
    }

    /// Returns the number of bytes that can be written.
    ///
    /// # Errors
    /// If the counts contradict the size.
    pub fn free(&self) -> Result<usize, RingError> {
        Ok(N - self.filled()?)
    }

    /// Writes as many of `bytes` as fit. Returns their number.
    ///
    /// # Errors
    /// If the counts contradict the size.
    pub fn write(&self, bytes: &[u8]) -> Result<usize, RingError> {
        let count = bytes.len().min(self.free()?);
        let start = self.written.load(Ordering::Relaxed);
        for (offset, byte) in bytes.iter().take(count).enumerate() {
            self.slot(start, offset).store(*byte, Ordering::Relaxed);
        }
        self.written.store(start.wrapping_add(count as u32), Ordering::Release);
        Ok(count)
    }

    /// Writes all parts in order, or nothing. Returns true if they fit.
    ///
    /// # Errors
    /// If the counts contradict the size.
    pub fn write_all(&self, parts: &[&[u8]]) -> Result<bool, RingError> {
        let total: usize = parts.iter().map(|part| part.len()).sum();
        if total > self.free()? {
            return Ok(false);
        }
        let start = self.written.load(Ordering::Relaxed);
        let bytes = parts.iter().copied().flatten();
        for (offset, byte) in bytes.enumerate() {
            self.slot(start, offset).store(*byte, Ordering::Relaxed);
        }
        self.written.store(start.wrapping_add(total as u32), Ordering::Release);
        Ok(true)
    }

    /// Reads up to `buffer.len()` bytes. Returns their number.
    ///
    /// # Errors
    /// If the counts contradict the size.
    pub fn read(&self, buffer: &mut [u8]) -> Result<usize, RingError> {
        let count = buffer.len().min(self.filled()?);
        let start = self.read.load(Ordering::Relaxed);
        for (offset, byte) in buffer.iter_mut().take(count).enumerate() {
            *byte = self.slot(start, offset).load(Ordering::Relaxed);
        }
        self.read.store(start.wrapping_add(count as u32), Ordering::Release);
        Ok(count)
    }

    fn slot(&self, start: u32, offset: usize) -> &AtomicU8 {
        &self.data[(start as usize).wrapping_add(offset) % N]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn behaves_as_a_queue(
            start in any::<u32>(),
            steps in prop::collection::vec((any::<bool>(), prop::collection::vec(any::<u8>(), 0..90)), 0..60),
        ) {
            let ring = Ring::<64>::new();
            ring.written.store(start, Ordering::Relaxed);
            ring.read.store(start, Ordering::Relaxed);
            let mut model = VecDeque::new();
            for (write, bytes) in steps {
                if write {
                    let taken = ring.write(&bytes).unwrap();
                    prop_assert_eq!(taken, bytes.len().min(64 - model.len()));
                    model.extend(bytes[..taken].iter().copied());
                } else {
                    let mut buffer = vec![0; bytes.len()];
                    let given = ring.read(&mut buffer).unwrap();
                    let expected: Vec<u8> = model.drain(..bytes.len().min(model.len())).collect();
                    prop_assert_eq!(&buffer[..given], &expected[..]);
                }
                prop_assert_eq!(ring.filled().unwrap(), model.len());
            }
        }

        #[test]
        fn refuses_invalid_counts(written in any::<u32>(), read in any::<u32>()) {
            let ring = Ring::<64>::new();
            ring.written.store(written, Ordering::Relaxed);
            ring.read.store(read, Ordering::Relaxed);
            let valid = written.wrapping_sub(read) <= 64;
            prop_assert_eq!(ring.filled().is_ok(), valid);
            prop_assert_eq!(ring.read(&mut [0; 8]).is_ok(), valid);
        }
    }

    #[test]
    fn write_all_writes_all_or_nothing() {
        let ring = Ring::<8>::new();
        assert_eq!(ring.write_all(&[b"abc", b"de"]), Ok(true));
        assert_eq!(ring.write_all(&[b"fghi"]), Ok(false));
        let mut buffer = [0; 8];
        assert_eq!(ring.read(&mut buffer), Ok(5));
        assert_eq!(&buffer[..5], b"abcde");
    }
}
