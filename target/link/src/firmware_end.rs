//! The firmware's end of the link.

use core::sync::atomic::Ordering;

use crate::{
    Command, FRAME_HEADER_BYTES, Firmware, FrameHeader, FrameKind, Link, MAGIC, MAX_FRAME_PAYLOAD, Placement,
    SampleRecord, State, Status, TWINBENCH_LINK_VERSION,
};

/// Maximum number of readings in a frame. Small, because the payload is on the stack.
const READINGS_PER_FRAME: usize = 63;

const _: () = assert!((1 + READINGS_PER_FRAME) * 4 <= MAX_FRAME_PAYLOAD);

/// Request as the firmware receives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceivedRequest {
    /// Sequence number, which the reply repeats.
    pub sequence: u32,
    /// Command; `None` if this version does not know it.
    pub command: Option<Command>,
    /// Address of a native entry.
    pub entry: u32,
    /// Number of operations in each sample.
    pub operations: u32,
    /// Number of samples.
    pub samples: u32,
    /// Union of [`flags`](crate::flags).
    pub flags: u32,
    /// Length of the payload, in bytes.
    pub payload_bytes: u32,
    /// Address of a fixture; 0 for none.
    pub fixture: u32,
    /// Argument of the fixture.
    pub argument: u32,
}

/// Contents of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Status of the request.
    pub status: Status,
    /// Exit code of SystemExit.
    pub exit_code: i32,
    /// Cycles of parsing and compiling the script.
    pub compile_cycles: u64,
    /// Number of samples sent.
    pub samples: u32,
}

impl From<Status> for Answer {
    fn from(status: Status) -> Self {
        Self { status, exit_code: 0, compile_cycles: 0, samples: 0 }
    }
}

/// The firmware's end of a [`Link`]. Only one may be in use at a time: a ring has one writer and one reader.
#[derive(Clone, Copy, Debug)]
pub struct FirmwareEnd<'a> {
    link: &'a Link,
}

impl<'a> FirmwareEnd<'a> {
    /// Initialises the block, whose previous contents are undefined, and sets [`State::Booting`]. Writes the magic word
    /// last.
    pub fn begin(link: &'a Link, firmware: Firmware, placement: Placement, script_capacity: u32) -> Self {
        let header = &link.header;
        header.magic.store(0, Ordering::Release);
        for word in [
            &link.down.written,
            &link.down.read,
            &link.up.written,
            &link.up.read,
            &link.request.sequence,
            &link.reply.sequence,
        ] {
            word.store(0, Ordering::Relaxed);
        }
        // black_box keeps the static in the image: the compiler would replace the load by the constant.
        let version = *core::hint::black_box(&TWINBENCH_LINK_VERSION);
        header.version.store(version, Ordering::Relaxed);
        header.size.store(size_of::<Link>() as u32, Ordering::Relaxed);
        header.firmware.store(firmware as u32, Ordering::Relaxed);
        header.placement.store(placement as u32, Ordering::Relaxed);
        header.script_capacity.store(script_capacity, Ordering::Relaxed);
        header.state.store(State::Booting as u32, Ordering::Relaxed);
        header.magic.store(MAGIC, Ordering::Release);
        Self { link }
    }

    /// Returns the end of a link that is already initialised.
    pub const fn resume(link: &'a Link) -> Self {
        Self { link }
    }

    /// Returns the block.
    pub const fn link(&self) -> &'a Link {
        self.link
    }

    /// Sets [`State::Ready`].
    pub fn ready(&self) {
        self.set_state(State::Ready);
    }

    /// Returns the pending request and sets [`State::Busy`]; `None` if there is no request.
    pub fn receive(&self) -> Option<ReceivedRequest> {
        let request = &self.link.request;
        let sequence = request.sequence.load(Ordering::Acquire);
        if sequence == self.link.reply.sequence.load(Ordering::Relaxed) {
            return None;
        }
        self.set_state(State::Busy);
        Some(ReceivedRequest {
            sequence,
            command: Command::from_u32(request.command.load(Ordering::Relaxed)),
            entry: request.entry.load(Ordering::Relaxed),
            operations: request.operations.load(Ordering::Relaxed),
            samples: request.samples.load(Ordering::Relaxed),
            flags: request.flags.load(Ordering::Relaxed),
            payload_bytes: request.payload_bytes.load(Ordering::Relaxed),
            fixture: request.fixture.load(Ordering::Relaxed),
            argument: request.argument.load(Ordering::Relaxed),
        })
    }

    /// Reads the payload of a request from the `down` ring into `buffer`. Waits for the host.
    ///
    /// # Errors
    /// [`Status::TooLarge`] if the payload does not fit, after reading and discarding it; [`Status::BadRing`].
    pub fn read_payload<'b>(
        &self,
        request: &ReceivedRequest,
        buffer: &'b mut [u8],
    ) -> Result<&'b [u8], Status> {
        let length = request.payload_bytes as usize;
        if length > buffer.len() {
            let mut remaining = length;
            let mut discarded = [0; 32];
            while remaining > 0 {
                let part = &mut discarded[..remaining.min(32)];
                remaining -= self.link.down.read(part).map_err(|_| Status::BadRing)?;
            }
            return Err(Status::TooLarge);
        }
        let payload = &mut buffer[..length];
        let mut taken = 0;
        while taken < length {
            taken += self.link.down.read(&mut payload[taken..]).map_err(|_| Status::BadRing)?;
        }
        Ok(payload)
    }

    /// Sends one frame without waiting.
    ///
    /// # Errors
    /// [`Status::OutputOverflow`] if the ring has no room or the payload is too long for one frame; [`Status::BadRing`].
    pub fn try_send(&self, kind: FrameKind, payload: &[u8]) -> Result<(), Status> {
        if payload.len() > MAX_FRAME_PAYLOAD {
            return Err(Status::OutputOverflow);
        }
        let header = FrameHeader { kind, length: payload.len() as u16 }.to_bytes();
        match self.link.up.write_all(&[&header, payload]) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Status::OutputOverflow),
            Err(_) => Err(Status::BadRing),
        }
    }

    /// Sends bytes of any length in as many frames as needed. Waits for the host, so it must not be used during a sample.
    ///
    /// # Errors
    /// [`Status::BadRing`].
    pub fn send(&self, kind: FrameKind, payload: &[u8]) -> Result<(), Status> {
        for piece in payload.chunks(MAX_FRAME_PAYLOAD) {
            while self.link.up.free().map_err(|_| Status::BadRing)? < piece.len() + FRAME_HEADER_BYTES {
                core::hint::spin_loop();
            }
            self.try_send(kind, piece)?;
        }
        Ok(())
    }

    /// Sends one sample. Waits for the host.
    ///
    /// # Errors
    /// [`Status::BadRing`].
    pub fn send_sample(&self, record: &SampleRecord) -> Result<(), Status> {
        self.send(FrameKind::Sample, &record.to_bytes())
    }

    /// Sends readings of the last sample. Waits for the host.
    ///
    /// # Errors
    /// [`Status::BadRing`].
    pub fn send_readings(&self, channel: u32, readings: &[u32]) -> Result<(), Status> {
        let mut payload = [0; (1 + READINGS_PER_FRAME) * 4];
        payload[..4].copy_from_slice(&channel.to_le_bytes());
        for piece in readings.chunks(READINGS_PER_FRAME) {
            for (bytes, reading) in payload[4..].chunks_exact_mut(4).zip(piece) {
                bytes.copy_from_slice(&reading.to_le_bytes());
            }
            self.send(FrameKind::Readings, &payload[..(1 + piece.len()) * 4])?;
        }
        Ok(())
    }

    /// Replies to a request and sets [`State::Ready`].
    pub fn reply(&self, request: &ReceivedRequest, answer: Answer) {
        let reply = &self.link.reply;
        reply.status.store(answer.status as u32, Ordering::Relaxed);
        reply.exit_code.store(answer.exit_code as u32, Ordering::Relaxed);
        reply.compile_cycles_low.store(answer.compile_cycles as u32, Ordering::Relaxed);
        reply.compile_cycles_high.store((answer.compile_cycles >> 32) as u32, Ordering::Relaxed);
        reply.samples.store(answer.samples, Ordering::Relaxed);
        self.set_state(State::Ready);
        reply.sequence.store(request.sequence, Ordering::Release);
    }

    /// Sends the reason of a failure, truncated to the room in the ring, and sets [`State::Failed`].
    pub fn fail(&self, reason: &[u8]) {
        for piece in reason.chunks(MAX_FRAME_PAYLOAD) {
            if self.try_send(FrameKind::Failure, piece).is_err() {
                break;
            }
        }
        self.set_state(State::Failed);
    }

    fn set_state(&self, state: State) {
        self.link.header.state.store(state as u32, Ordering::Release);
    }
}

impl ReceivedRequest {
    /// Returns true if a flag is set.
    pub const fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin(link: &Link) -> FirmwareEnd<'_> {
        FirmwareEnd::begin(link, Firmware::MicroPython, Placement::Ram, 16)
    }

    #[test]
    fn initialises_the_block_over_arbitrary_memory() {
        let link = Link::new();
        link.up.written.store(0xDEAD_BEEF, Ordering::Relaxed);
        link.request.sequence.store(7, Ordering::Relaxed);
        let end = begin(&link);
        assert_eq!(link.header.magic.load(Ordering::Relaxed), MAGIC);
        assert_eq!(link.up.filled(), Ok(0));
        assert_eq!(end.receive(), None);
    }

    #[test]
    fn request_is_answered_once() {
        let link = Link::new();
        let end = begin(&link);
        end.ready();
        link.request.command.store(Command::Ping as u32, Ordering::Relaxed);
        link.request.sequence.store(1, Ordering::Relaxed);
        let request = end.receive().unwrap();
        assert_eq!(request.command, Some(Command::Ping));
        assert_eq!(link.header.state.load(Ordering::Relaxed), State::Busy as u32);
        end.reply(&request, Status::Ok.into());
        assert_eq!(end.receive(), None);
        assert_eq!(link.header.state.load(Ordering::Relaxed), State::Ready as u32);
    }

    #[test]
    fn payload_that_is_too_long_is_drained_and_refused() {
        let link = Link::new();
        let end = begin(&link);
        link.down.write(&[7; 40]).unwrap();
        link.request.payload_bytes.store(40, Ordering::Relaxed);
        link.request.sequence.store(1, Ordering::Relaxed);
        let request = end.receive().unwrap();
        assert_eq!(end.read_payload(&request, &mut [0; 16]), Err(Status::TooLarge));
        assert_eq!(link.down.filled(), Ok(0));
    }

    #[test]
    fn frame_that_does_not_fit_is_refused_whole() {
        let link = Link::new();
        let end = begin(&link);
        let payload = [b'x'; MAX_FRAME_PAYLOAD];
        assert_eq!(end.try_send(FrameKind::Text, &payload), Ok(()));
        assert_eq!(end.try_send(FrameKind::Text, &payload), Ok(()));
        assert_eq!(end.try_send(FrameKind::Text, b"y"), Err(Status::OutputOverflow));
    }
}
