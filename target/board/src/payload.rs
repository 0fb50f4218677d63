//! Taking a request's payload out of the `down` ring.

use twinbench_link::{Link, RingError};

/// Reads the whole payload of `length` bytes, waiting for the host; what does not fit in `buffer` is dropped, so that
/// the next request finds the ring as it expects it. Returns how many bytes were kept.
pub fn receive(link: &Link, length: u32, buffer: &mut [u8]) -> Result<usize, RingError> {
    let mut kept = 0;
    let mut remaining = length as usize;
    let mut dropped = [0; 64];
    while remaining > 0 {
        let target = if kept < buffer.len() { &mut buffer[kept..] } else { &mut dropped[..] };
        let room = target.len().min(remaining);
        let count = link.down.read(&mut target[..room])?;
        if kept < buffer.len() {
            kept += count;
        }
        remaining -= count;
        if count == 0 {
            core::hint::spin_loop();
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;

    #[test]
    fn a_payload_that_fits_is_kept_whole() {
        let link = Link::new();
        assert_eq!(link.down.write(b"print(1)rest"), Ok(12));
        let mut buffer = [0; 100];
        assert_eq!(receive(&link, 8, &mut buffer), Ok(8));
        assert_eq!(&buffer[..8], b"print(1)");
        assert_eq!(link.down.filled(), Ok(4));
    }

    #[test]
    fn what_does_not_fit_is_dropped_but_read() {
        let link = Link::new();
        assert_eq!(link.down.write(&[7; 500]), Ok(500));
        let mut buffer = [0; 10];
        assert_eq!(receive(&link, 500, &mut buffer), Ok(10));
        assert_eq!(buffer, [7; 10]);
        assert_eq!(link.down.filled(), Ok(0));
    }

    #[test]
    fn a_payload_longer_than_the_ring_is_streamed() {
        let link = Link::new();
        let script: Vec<u8> = (0..5000u32).map(|index| index as u8).collect();
        let mut buffer = vec![0; script.len()];
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut sent = 0;
                while sent < script.len() {
                    sent += link.down.write(&script[sent..]).expect("the counts are sound");
                }
            });
            assert_eq!(receive(&link, script.len() as u32, &mut buffer), Ok(script.len()));
        });
        assert_eq!(buffer, script);
    }

    #[test]
    fn impossible_counts_are_an_error() {
        let link = Link::new();
        link.down.written.store(9999, Ordering::Relaxed);
        assert!(receive(&link, 4, &mut [0; 8]).is_err());
    }
}
