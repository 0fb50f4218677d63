//! Printed text and tracebacks of a runtime.

use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use twinbench_link::{FirmwareEnd, FrameKind, Link, Status};

/// Maximum length of a text frame, in bytes. Short frames let the host see long output while it is printed.
const PIECE_BYTES: usize = 256;

const _: () = assert!(PIECE_BYTES <= twinbench_link::MAX_FRAME_PAYLOAD);

/// Sends printed text and tracebacks to the host. Waits for room in the ring, except during a timed sample, where
/// output without room is lost. A loss is reported by [`Output::take_error`].
#[derive(Debug)]
pub struct Output<'a> {
    link: FirmwareEnd<'a>,
    timed: AtomicBool,
    /// First error since it was last taken, as a [`Status`]; [`Status::Ok`] if none.
    error: AtomicU32,
}

impl<'a> Output<'a> {
    /// Creates an output that waits for room.
    pub const fn new(link: &'a Link) -> Self {
        Self {
            link: FirmwareEnd::resume(link),
            timed: AtomicBool::new(false),
            error: AtomicU32::new(Status::Ok as u32),
        }
    }

    /// Sends printed text.
    pub fn text(&self, bytes: &[u8]) {
        self.send(FrameKind::Text, bytes);
    }

    /// Sends a piece of a traceback.
    pub fn traceback(&self, bytes: &[u8]) {
        self.send(FrameKind::Traceback, bytes);
    }

    /// Starts a timed sample: output without room is lost.
    pub fn begin_timed(&self) {
        self.timed.store(true, Ordering::Relaxed);
    }

    /// Ends a timed sample: output waits for room again.
    pub fn end_timed(&self) {
        self.timed.store(false, Ordering::Relaxed);
    }

    /// Takes the reason why output was lost since the last call: [`Status::OutputOverflow`] or [`Status::BadRing`].
    pub fn take_error(&self) -> Option<Status> {
        let error = self.error.swap(Status::Ok as u32, Ordering::Relaxed);
        Status::from_u32(error).filter(|status| *status != Status::Ok)
    }

    /// Waits for room, with interrupts enabled.
    fn send_waiting(&self, kind: FrameKind, piece: &[u8]) -> Result<(), Status> {
        loop {
            match self.try_send(kind, piece) {
                Err(Status::OutputOverflow) => core::hint::spin_loop(),
                result => return result,
            }
        }
    }

    /// Sends with interrupts masked: interrupt handlers may print, and the ring supports one writer at a time.
    fn try_send(&self, kind: FrameKind, piece: &[u8]) -> Result<(), Status> {
        #[cfg(target_os = "none")]
        return cortex_m::interrupt::free(|_| self.link.try_send(kind, piece));
        #[cfg(not(target_os = "none"))]
        self.link.try_send(kind, piece)
    }

    fn send(&self, kind: FrameKind, bytes: &[u8]) {
        for piece in bytes.chunks(PIECE_BYTES) {
            let sent = if self.timed.load(Ordering::Relaxed) {
                self.try_send(kind, piece)
            } else {
                self.send_waiting(kind, piece)
            };
            if let Err(status) = sent
                && self.error.load(Ordering::Relaxed) == Status::Ok as u32
            {
                self.error.store(status as u32, Ordering::Relaxed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use twinbench_link::{FRAME_HEADER_BYTES, FrameHeader};

    use super::*;

    /// Reads all frames from the ring.
    fn frames(link: &Link) -> Vec<(FrameKind, Vec<u8>)> {
        let mut frames = Vec::new();
        let mut header = [0; FRAME_HEADER_BYTES];
        while link.up.read(&mut header) == Ok(FRAME_HEADER_BYTES) {
            let header = FrameHeader::from_bytes(header).expect("a header");
            let mut payload = vec![0; usize::from(header.length)];
            assert_eq!(link.up.read(&mut payload), Ok(payload.len()));
            frames.push((header.kind, payload));
        }
        frames
    }

    #[test]
    fn long_text_is_split() {
        let link = Link::new();
        let output = Output::new(&link);
        let text: Vec<u8> = (0..700u32).map(|index| index as u8).collect();
        output.text(&text);
        output.traceback(b"Traceback");
        let frames = frames(&link);
        assert_eq!(frames.len(), 4);
        assert_eq!(frames[3], (FrameKind::Traceback, b"Traceback".to_vec()));
        let joined: Vec<u8> = frames[..3].iter().flat_map(|(_, payload)| payload.clone()).collect();
        assert_eq!(joined, text);
        assert_eq!(output.take_error(), None);
    }

    #[test]
    fn timed_sample_never_waits() {
        let link = Link::new();
        let output = Output::new(&link);
        output.begin_timed();
        for _ in 0..100 {
            output.text(&[b'x'; 200]);
        }
        output.end_timed();
        assert_eq!(output.take_error(), Some(Status::OutputOverflow));
        assert_eq!(output.take_error(), None);
        assert!(frames(&link).iter().all(|(_, payload)| payload == &[b'x'; 200]));
    }

    #[test]
    fn output_waits_for_the_host_outside_a_sample() {
        let link = Link::new();
        let output = Output::new(&link);
        let total = std::thread::scope(|scope| {
            let host = scope.spawn(|| {
                let mut total = 0;
                while total < 20_000 {
                    total += frames(&link).iter().map(|(_, payload)| payload.len()).sum::<usize>();
                }
                total
            });
            output.text(&[b'y'; 20_000]);
            host.join().expect("the host thread ends")
        });
        assert_eq!(total, 20_000);
        assert_eq!(output.take_error(), None);
    }

    #[test]
    fn invalid_ring_counts_are_reported() {
        let link = Link::new();
        let output = Output::new(&link);
        link.up.read.store(5, Ordering::Relaxed);
        output.text(b"hello");
        assert_eq!(output.take_error(), Some(Status::BadRing));
    }
}
