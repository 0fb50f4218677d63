//! Requests to the firmware, and its replies.

use std::mem::offset_of;

use twinbench_link::{
    BoardReport, Command, DOWN_BYTES, Firmware, Header, Link, MAGIC, Placement, Reply, Request, Ring, State,
    Status, UP_BYTES, VERSION,
};

use super::frames::{Frame, FrameParser};
use super::memory::LinkMemory;
use crate::board::error::BoardError;
use crate::board::link_error::LinkError;
use crate::board::polling::{Polled, Poller};

/// A request to the firmware.
#[derive(Clone, Debug)]
pub struct RequestMessage<'a> {
    /// The command.
    pub command: Command,
    /// Load of native code: address of the entry.
    pub entry: u32,
    /// Sample: operations in each sample.
    pub operations: u32,
    /// Sample: number of samples.
    pub samples: u32,
    /// A union of [`twinbench_link::flags`].
    pub flags: u32,
    /// Load: address of the fixture's descriptor, 0 for none.
    pub fixture: u32,
    /// Load: argument of the fixture.
    pub argument: u32,
    /// Source of the script.
    pub payload: &'a [u8],
}

impl RequestMessage<'_> {
    /// Creates a request in which every field but the command is zero or empty.
    pub fn new(command: Command) -> Self {
        Self { command, entry: 0, operations: 0, samples: 0, flags: 0, fixture: 0, argument: 0, payload: &[] }
    }
}

/// Identity and set-up of a booted firmware, as it reports them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkReport {
    /// Firmware: native or MicroPython.
    pub firmware: Firmware,
    /// Memory that holds the measured code.
    pub placement: Placement,
    /// Largest script in bytes.
    pub script_capacity: u32,
    /// clk_sys in Hz, measured by the chip's frequency counter.
    pub sysclk_hz: u32,
    /// SYSINFO CHIP_ID.
    pub chip_id: u32,
    /// QMI M0_TIMING.
    pub qmi_m0_timing: u32,
    /// QMI M0_RFMT.
    pub qmi_m0_rfmt: u32,
    /// QMI M0_RCMD.
    pub qmi_m0_rcmd: u32,
    /// XIP_CTRL.
    pub xip_ctrl: u32,
    /// Cycles of an empty sample.
    pub empty_sample_cycles: u32,
    /// Heap of a script in bytes; 0 without an interpreter.
    pub heap_bytes: u32,
}

/// Completion of a request, as the firmware replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Status of the request.
    pub status: Status,
    /// Code of SystemExit.
    pub exit_code: i32,
    /// Cycles of parsing and compiling.
    pub compile_cycles: u64,
    /// Number of samples sent.
    pub samples: u32,
}

impl Polled<Completion> {
    /// Converts the result of waiting for a reply.
    pub(in crate::board) fn into_completion(self) -> Result<Completion, BoardError> {
        match self {
            Self::Ready(completion) => Ok(completion),
            Self::TimedOut(limit) => Err(LinkError::Timeout { limit }.into()),
            Self::Cancelled => Err(LinkError::Interrupted.into()),
        }
    }
}

/// Client of one booted firmware.
#[derive(Debug)]
pub struct LinkClient {
    base: u32,
    sequence: u32,
    up_read: u32,
    parser: FrameParser,
    /// Text of the failure frames received so far; they precede the state [`State::Failed`].
    failure: Vec<u8>,
    report: LinkReport,
}

const HEADER_WORDS: usize = size_of::<Header>() / 4;
const BOARD_WORDS: usize = size_of::<BoardReport>() / 4;
/// Words from the start of the reply to the counts of the `down` ring, read in one block.
const POLL_WORDS: usize = size_of::<Reply>() / 4 + 2;
const _: () = assert!(offset_of!(Link, down) == offset_of!(Link, reply) + size_of::<Reply>());
const _: () = assert!(offset_of!(Link, board) == offset_of!(Link, header) + size_of::<Header>());

impl LinkClient {
    /// Clears the magic word, so that a later [`Self::connect`] accepts the block of the next boot only.
    ///
    /// # Errors
    /// Returns an SWD error.
    pub fn invalidate(memory: &mut dyn LinkMemory, base: u32) -> Result<(), BoardError> {
        memory.write_word(base + offset_of!(Header, magic) as u32, 0)?;
        memory.write_word(base + offset_of!(Header, state) as u32, State::Booting as u32)
    }

    /// Checks the block at `base` and reads the firmware's report.
    ///
    /// # Errors
    /// Returns [`LinkError::NotReady`], [`LinkError::Version`], [`LinkError::Size`], [`LinkError::Corrupt`],
    /// [`LinkError::Failed`], or an SWD error.
    pub fn connect(memory: &mut dyn LinkMemory, base: u32) -> Result<Self, BoardError> {
        let mut words = [0; HEADER_WORDS + BOARD_WORDS];
        memory.read_words(base, &mut words)?;
        let header = |offset: usize| words[offset / 4];
        let board = |offset: usize| words[HEADER_WORDS + offset / 4];
        if header(offset_of!(Header, magic)) != MAGIC {
            return Err(LinkError::NotReady { state: None }.into());
        }
        let version = header(offset_of!(Header, version));
        if version != VERSION {
            return Err(LinkError::Version { firmware: version, host: VERSION }.into());
        }
        let size = header(offset_of!(Header, size));
        if size != size_of::<Link>() as u32 {
            return Err(LinkError::Size { firmware: size, host: size_of::<Link>() as u32 }.into());
        }
        let found = header(offset_of!(Header, state));
        let state = State::from_u32(found).ok_or_else(|| corrupt("state", "a state from 0 to 3", found))?;
        let found = header(offset_of!(Header, firmware));
        let firmware = Firmware::from_u32(found).ok_or_else(|| corrupt("firmware kind", "1 or 2", found))?;
        let found = header(offset_of!(Header, placement));
        let placement = Placement::from_u32(found).ok_or_else(|| corrupt("placement", "0, 1 or 2", found))?;
        let report = LinkReport {
            firmware,
            placement,
            script_capacity: header(offset_of!(Header, script_capacity)),
            sysclk_hz: board(offset_of!(BoardReport, sysclk_hz)),
            chip_id: board(offset_of!(BoardReport, chip_id)),
            qmi_m0_timing: board(offset_of!(BoardReport, qmi_m0_timing)),
            qmi_m0_rfmt: board(offset_of!(BoardReport, qmi_m0_rfmt)),
            qmi_m0_rcmd: board(offset_of!(BoardReport, qmi_m0_rcmd)),
            xip_ctrl: board(offset_of!(BoardReport, xip_ctrl)),
            empty_sample_cycles: board(offset_of!(BoardReport, empty_sample_cycles)),
            heap_bytes: board(offset_of!(BoardReport, heap_bytes)),
        };
        let sequence_at = base + offset_of!(Link, reply) as u32 + offset_of!(Reply, sequence) as u32;
        let mut sequence = [0];
        memory.read_words(sequence_at, &mut sequence)?;
        let mut counts = [0; 2];
        memory.read_words(base + offset_of!(Link, up) as u32, &mut counts)?;
        let mut client = Self {
            base,
            sequence: sequence[0],
            up_read: counts[1],
            parser: FrameParser::default(),
            failure: Vec::new(),
            report,
        };
        match state {
            State::Ready => Ok(client),
            State::Failed => Err(client.failed(memory)?.into()),
            State::Booting | State::Busy => Err(LinkError::NotReady { state: Some(state) }.into()),
        }
    }

    /// Returns the report of the firmware.
    pub fn report(&self) -> &LinkReport {
        &self.report
    }

    /// Sends a request without waiting for its reply.
    ///
    /// # Errors
    /// Returns [`LinkError::ScriptTooLarge`] before anything is written, or an SWD error.
    pub fn send(
        &mut self,
        memory: &mut dyn LinkMemory,
        message: &RequestMessage<'_>,
    ) -> Result<Pending, BoardError> {
        if message.payload.len() > self.report.script_capacity as usize {
            let (bytes, capacity) = (message.payload.len(), self.report.script_capacity);
            return Err(LinkError::ScriptTooLarge { bytes, capacity }.into());
        }
        self.sequence = self.sequence.wrapping_add(1);
        let request = self.base + offset_of!(Link, request) as u32;
        let fields = [
            (offset_of!(Request, command), message.command as u32),
            (offset_of!(Request, entry), message.entry),
            (offset_of!(Request, operations), message.operations),
            (offset_of!(Request, samples), message.samples),
            (offset_of!(Request, flags), message.flags),
            (offset_of!(Request, fixture), message.fixture),
            (offset_of!(Request, argument), message.argument),
            (offset_of!(Request, payload_bytes), message.payload.len() as u32),
            // Written last: a new sequence number makes the other fields valid.
            (offset_of!(Request, sequence), self.sequence),
        ];
        for (offset, value) in fields {
            memory.write_word(request + offset as u32, value)?;
        }
        Ok(Pending { payload: message.payload.to_vec(), sent: 0 })
    }

    /// Sends more of the payload, receives frames, and returns the completion once the firmware has replied.
    ///
    /// # Errors
    /// Returns [`LinkError::Failed`], [`LinkError::Corrupt`], or an SWD error.
    pub fn poll(
        &mut self,
        memory: &mut dyn LinkMemory,
        pending: &mut Pending,
        on_frame: &mut dyn FnMut(Frame),
    ) -> Result<Option<Completion>, BoardError> {
        let mut words = [0; POLL_WORDS];
        memory.read_words(self.base + offset_of!(Link, reply) as u32, &mut words)?;
        let reply = |offset: usize| words[offset / 4];
        let down_counts = [words[POLL_WORDS - 2], words[POLL_WORDS - 1]];
        self.push_payload(memory, pending, down_counts)?;
        let done = reply(offset_of!(Reply, sequence)) == self.sequence;
        self.collect(memory, on_frame)?;
        if done {
            let found = reply(offset_of!(Reply, status));
            let status =
                Status::from_u32(found).ok_or_else(|| corrupt("status", "a status from 0 to 11", found))?;
            let low = reply(offset_of!(Reply, compile_cycles_low));
            let high = reply(offset_of!(Reply, compile_cycles_high));
            return Ok(Some(Completion {
                status,
                exit_code: reply(offset_of!(Reply, exit_code)) as i32,
                compile_cycles: u64::from(high) << 32 | u64::from(low),
                samples: reply(offset_of!(Reply, samples)),
            }));
        }
        let mut state = [0];
        memory.read_words(self.base + offset_of!(Header, state) as u32, &mut state)?;
        if state[0] == State::Failed as u32 {
            return Err(self.failed(memory)?.into());
        }
        Ok(None)
    }

    /// Sends a request and waits for its reply.
    ///
    /// # Errors
    /// As [`Self::send`] and [`Self::poll`]; [`LinkError::Timeout`] after the poller's limit,
    /// [`LinkError::Interrupted`] if its token is cancelled.
    pub fn request(
        &mut self,
        memory: &mut dyn LinkMemory,
        message: &RequestMessage<'_>,
        poller: &Poller,
        on_frame: &mut dyn FnMut(Frame),
    ) -> Result<Completion, BoardError> {
        let mut pending = self.send(memory, message)?;
        poller.poll(|| self.poll(memory, &mut pending, on_frame))?.into_completion()
    }

    fn push_payload(
        &self,
        memory: &mut dyn LinkMemory,
        pending: &mut Pending,
        [written, read]: [u32; 2],
    ) -> Result<(), BoardError> {
        let rest = &pending.payload[pending.sent..];
        if rest.is_empty() {
            return Ok(());
        }
        let filled = written.wrapping_sub(read);
        if filled as usize > DOWN_BYTES {
            return Err(corrupt("counts of the down ring", "at most its size between them", filled).into());
        }
        let count = rest.len().min(DOWN_BYTES - filled as usize);
        if count == 0 {
            return Ok(());
        }
        let ring = self.base + offset_of!(Link, down) as u32;
        let data = ring + offset_of!(Ring<DOWN_BYTES>, data) as u32;
        let start = written as usize % DOWN_BYTES;
        let (first, second) = rest[..count].split_at(count.min(DOWN_BYTES - start));
        memory.write_bytes(data + start as u32, first)?;
        if !second.is_empty() {
            memory.write_bytes(data, second)?;
        }
        memory.write_word(
            ring + offset_of!(Ring<DOWN_BYTES>, written) as u32,
            written.wrapping_add(count as u32),
        )?;
        pending.sent += count;
        Ok(())
    }

    fn collect(
        &mut self,
        memory: &mut dyn LinkMemory,
        on_frame: &mut dyn FnMut(Frame),
    ) -> Result<(), BoardError> {
        let ring = self.base + offset_of!(Link, up) as u32;
        let mut written = [0];
        memory.read_words(ring + offset_of!(Ring<UP_BYTES>, written) as u32, &mut written)?;
        let filled = written[0].wrapping_sub(self.up_read);
        if filled == 0 {
            return Ok(());
        }
        if filled as usize > UP_BYTES {
            return Err(corrupt("counts of the up ring", "at most its size between them", filled).into());
        }
        let data = ring + offset_of!(Ring<UP_BYTES>, data) as u32;
        let start = self.up_read as usize % UP_BYTES;
        let mut bytes = vec![0; filled as usize];
        let (first, second) = bytes.split_at_mut((filled as usize).min(UP_BYTES - start));
        memory.read_bytes(data + start as u32, first)?;
        if !second.is_empty() {
            memory.read_bytes(data, second)?;
        }
        self.up_read = written[0];
        memory.write_word(ring + offset_of!(Ring<UP_BYTES>, read) as u32, self.up_read)?;
        self.parser.push(&bytes);
        while let Some(frame) = self.parser.next_frame()? {
            match frame {
                Frame::Failure(text) => self.failure.extend(text),
                frame => on_frame(frame),
            }
        }
        Ok(())
    }

    fn failed(&mut self, memory: &mut dyn LinkMemory) -> Result<LinkError, BoardError> {
        self.collect(memory, &mut |_| {})?;
        let reason = String::from_utf8_lossy(&self.failure).trim().to_owned();
        Ok(LinkError::Failed {
            reason: if reason.is_empty() { "it gave no reason".to_owned() } else { reason },
        })
    }
}

/// A request without a reply yet; a part of its payload may remain to be sent.
#[derive(Debug)]
pub struct Pending {
    payload: Vec<u8>,
    sent: usize,
}

fn corrupt(what: &'static str, expected: &str, found: u32) -> LinkError {
    LinkError::Corrupt { what, expected: expected.to_owned(), found }
}
