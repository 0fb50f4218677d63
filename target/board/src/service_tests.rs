//! Serves requests with test doubles of the runtime and the stopwatch.

use std::cell::Cell;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use twinbench_link::{
    FRAME_HEADER_BYTES, Firmware, FrameHeader, FrameKind, Link, Placement, SampleRecord, State,
};

use super::*;
use crate::{Entry, Identity};

const CAPACITY: usize = 100;
/// Number of operations for which preparing a sample fails.
const REFUSED: u32 = 13;

extern "C" fn double(operations: u32) -> u32 {
    operations * 2
}

/// Loads any script of at least one byte. The third sample fails if `fails` is set.
struct FakeRuntime<'a> {
    script: [u8; CAPACITY],
    loaded: Option<Load>,
    samples: u32,
    fails: bool,
    collections: &'a Cell<u32>,
    prints: Option<&'a Output<'a>>,
    recorded: Vec<u32>,
}

impl Runtime for FakeRuntime<'_> {
    const IDENTITY: Identity = Identity {
        firmware: Firmware::MicroPython,
        placement: Placement::Ram,
        script_capacity: CAPACITY as u32,
        heap_bytes: 12_345,
    };

    fn script_buffer(&mut self) -> &mut [u8] {
        &mut self.script
    }

    fn load(&mut self, load: &Load) -> Answer {
        if load.script_bytes == 0 {
            return Status::BadEntry.into();
        }
        self.loaded = Some(*load);
        Answer { compile_cycles: 5 << 32 | 6, ..Status::Ok.into() }
    }

    fn entry(&self) -> Option<Entry> {
        self.loaded.map(|_| double as Entry)
    }

    fn before_sample(&mut self, operations: u32, collect: bool) -> Answer {
        self.collections.set(self.collections.get() + u32::from(collect));
        if operations == REFUSED { Status::Exception.into() } else { Status::Ok.into() }
    }

    fn after_sample(&mut self, record: &mut SampleRecord) -> Answer {
        self.samples += 1;
        record.checksum += 1;
        if self.fails && self.samples == 3 { Status::Exception.into() } else { Status::Ok.into() }
    }

    fn readings(&mut self) -> Result<&[u32], Answer> {
        Ok(&self.recorded)
    }

    fn execute(&mut self, script_bytes: usize) -> Answer {
        Answer { exit_code: -(script_bytes as i32), ..Status::Exit.into() }
    }
}

struct FakeStopwatch<'a> {
    output: Option<&'a Output<'a>>,
}

impl Stopwatch for FakeStopwatch<'_> {
    fn sample(&mut self, entry: Entry, operations: u32, interrupts: bool) -> SampleRecord {
        if let Some(output) = self.output {
            (0..20).for_each(|_| output.text(&[b'x'; 200]));
        }
        // SAFETY: the entry is a function of this test.
        let checksum = unsafe { entry(operations) };
        SampleRecord {
            cycles: u64::from(operations),
            checksum,
            timer_us: u64::from(interrupts),
            ..Default::default()
        }
    }
}

struct TestBoard<'a> {
    link: &'a Link,
    service: Service<'a, FakeRuntime<'a>, FakeStopwatch<'a>>,
}

impl<'a> TestBoard<'a> {
    fn new(
        link: &'a Link,
        output: &'a Output<'a>,
        collections: &'a Cell<u32>,
        fails: bool,
        prints: bool,
    ) -> Self {
        let prints = prints.then_some(output);
        let runtime = FakeRuntime {
            script: [0; CAPACITY],
            loaded: None,
            samples: 0,
            fails,
            collections,
            prints,
            recorded: Vec::new(),
        };
        let stopwatch = FakeStopwatch { output: runtime.prints };
        let identity = FakeRuntime::IDENTITY;
        let end = FirmwareEnd::begin(link, identity.firmware, identity.placement, identity.script_capacity);
        Self { link, service: Service::new(end, output, runtime, stopwatch, &FIXTURES) }
    }

    fn request(&mut self, command: u32, fields: [u32; 4], payload: &[u8]) -> Answer {
        let [entry, operations, samples, flags] = fields;
        let block = &self.link.request;
        self.link.down.write(payload).expect("valid ring counts");
        block.command.store(command, Relaxed);
        block.entry.store(entry, Relaxed);
        block.operations.store(operations, Relaxed);
        block.samples.store(samples, Relaxed);
        block.flags.store(flags, Relaxed);
        block.payload_bytes.store(payload.len() as u32, Relaxed);
        let sequence = block.sequence.load(Relaxed).wrapping_add(1);
        block.sequence.store(sequence, Release);
        assert!(self.service.poll());
        assert!(!self.service.poll());
        let reply = &self.link.reply;
        assert_eq!(reply.sequence.load(Acquire), sequence);
        assert_eq!(self.link.header.state.load(Relaxed), State::Ready as u32);
        Answer {
            status: Status::from_u32(reply.status.load(Relaxed)).expect("a status"),
            exit_code: reply.exit_code.load(Relaxed) as i32,
            compile_cycles: u64::from(reply.compile_cycles_low.load(Relaxed))
                | u64::from(reply.compile_cycles_high.load(Relaxed)) << 32,
            samples: reply.samples.load(Relaxed),
        }
    }

    fn status(&mut self, command: Command, fields: [u32; 4], payload: &[u8]) -> Status {
        self.request(command as u32, fields, payload).status
    }

    fn samples(&self) -> Vec<SampleRecord> {
        self.frames()
            .into_iter()
            .filter_map(|(kind, payload)| match kind {
                FrameKind::Sample => Some(SampleRecord::from_bytes(&payload).expect("a record")),
                _ => None,
            })
            .collect()
    }

    /// Returns the payloads of all reading frames, each with its channel first.
    fn readings(&self) -> Vec<Vec<u32>> {
        let of_readings = self.frames().into_iter().filter(|(kind, _)| *kind == FrameKind::Readings);
        of_readings
            .map(|(_, payload)| {
                payload.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)).collect()
            })
            .collect()
    }

    fn frames(&self) -> Vec<(FrameKind, Vec<u8>)> {
        let mut frames = Vec::new();
        let mut header = [0; FRAME_HEADER_BYTES];
        while self.link.up.read(&mut header) == Ok(FRAME_HEADER_BYTES) {
            let header = FrameHeader::from_bytes(header).expect("a header");
            let mut payload = vec![0; usize::from(header.length)];
            assert_eq!(self.link.up.read(&mut payload), Ok(payload.len()));
            frames.push((header.kind, payload));
        }
        frames
    }
}

/// Number of operations that [`WITNESS`] refuses.
const TOO_MANY: u32 = 99;

std::thread_local! {
    static CALLS: Cell<[u32; 3]> = const { Cell::new([0; 3]) };
}

/// Records its arguments and the number of times it was stopped.
static WITNESS: Fixture = Fixture {
    arm: |operations, argument| {
        if operations == TOO_MANY {
            return Err(crate::Refused);
        }
        CALLS.set([operations, argument, 0]);
        Ok(())
    },
    stop: || {
        let [operations, argument, stops] = CALLS.get();
        CALLS.set([operations, argument, stops + 1]);
    },
    report: |sink| {
        sink(1, &CALLS.get());
        sink(2, &[]);
        sink(3, &[7; 100]);
    },
};

static FIXTURES: [&Fixture; 1] = [&WITNESS];

macro_rules! test_board {
    ($name:ident, fails: $fails:expr, prints: $prints:expr) => {
        test_board!($name, collections, fails: $fails, prints: $prints)
    };
    ($name:ident, $collections:ident, fails: $fails:expr, prints: $prints:expr) => {
        let link = Link::new();
        let output = Output::new(&link);
        let $collections = Cell::new(0);
        let mut $name = TestBoard::new(&link, &output, &$collections, $fails, $prints);
    };
}

#[test]
fn load_then_sample() {
    test_board!(board, collections, fails: false, prints: false);
    assert_eq!(board.status(Command::Ping, [0; 4], b""), Status::Ok);
    assert_eq!(board.status(Command::Sample, [0, 10, 2, 0], b""), Status::NotLoaded);
    let loaded = board.request(Command::Load as u32, [0; 4], b"x = 1");
    assert_eq!(loaded, Answer { status: Status::Ok, exit_code: 0, compile_cycles: 5 << 32 | 6, samples: 0 });
    let sampled = board.request(Command::Sample as u32, [0, 10, 3, flags::INTERRUPTS], b"");
    assert_eq!(sampled, Answer { status: Status::Ok, exit_code: 0, compile_cycles: 0, samples: 3 });
    let expected = SampleRecord { cycles: 10, checksum: 21, timer_us: 1, ..Default::default() };
    assert_eq!(board.samples(), vec![expected; 3]);
    assert_eq!(collections.get(), 3);
    assert_eq!(board.status(Command::Sample, [0, 10, 1, flags::NO_COLLECTION], b""), Status::Ok);
    assert_eq!(collections.get(), 3);
}

#[test]
fn failed_sample_ends_the_request() {
    test_board!(board, fails: true, prints: false);
    assert_eq!(board.status(Command::Load, [0; 4], b"x"), Status::Ok);
    let sampled = board.request(Command::Sample as u32, [0, 10, 5, 0], b"");
    assert_eq!((sampled.status, sampled.samples), (Status::Exception, 2));
    assert_eq!(board.samples().len(), 2);
}

#[test]
fn sample_that_cannot_be_prepared_is_not_executed() {
    test_board!(board, fails: false, prints: false);
    assert_eq!(board.status(Command::Load, [0; 4], b"x"), Status::Ok);
    let sampled = board.request(Command::Sample as u32, [0, REFUSED, 5, 0], b"");
    assert_eq!((sampled.status, sampled.samples), (Status::Exception, 0));
    assert!(board.samples().is_empty());
}

#[test]
fn sample_that_prints_too_much_is_refused() {
    test_board!(board, fails: false, prints: true);
    assert_eq!(board.status(Command::Load, [0; 4], b"x"), Status::Ok);
    let sampled = board.request(Command::Sample as u32, [0, 10, 5, 0], b"");
    assert_eq!((sampled.status, sampled.samples), (Status::OutputOverflow, 0));
}

#[test]
fn readings_follow_their_sample() {
    test_board!(board, fails: false, prints: false);
    let witness = core::ptr::from_ref(&WITNESS) as usize as u32;
    board.link.request.fixture.store(witness, Relaxed);
    board.link.request.argument.store(5, Relaxed);
    board.service.runtime.recorded = vec![1, 2, u32::MAX];
    assert_eq!(board.status(Command::Load, [0; 4], b"x"), Status::Ok);
    assert_eq!(board.status(Command::Sample, [0, 10, 1, 0], b""), Status::Ok);
    let readings = board.readings();
    assert_eq!(readings[..2], [vec![0, 1, 2, u32::MAX], vec![1, 10, 5, 1]]);
    let long: Vec<u32> = readings[2..].iter().flat_map(|frame| frame[1..].to_vec()).collect();
    assert_eq!(long, [7; 100]);
    assert!(readings[2..].iter().all(|frame| frame[0] == 3));
    board.link.request.fixture.store(0, Relaxed);
    assert_eq!(board.status(Command::Load, [0; 4], b"x"), Status::Ok);
    assert_eq!(board.status(Command::Sample, [0, 10, 1, 0], b""), Status::Ok);
    assert_eq!(board.readings().len(), 1);
}

#[test]
fn fixture_stops_after_a_failed_sample() {
    test_board!(board, fails: true, prints: false);
    board.link.request.fixture.store(core::ptr::from_ref(&WITNESS) as usize as u32, Relaxed);
    assert_eq!(board.status(Command::Load, [0; 4], b"x"), Status::Ok);
    assert_eq!(board.request(Command::Sample as u32, [0, 10, 5, 0], b"").samples, 2);
    assert_eq!(CALLS.get()[2], 1);
    let refused = board.request(Command::Sample as u32, [0, TOO_MANY, 5, 0], b"");
    assert_eq!((refused.status, refused.samples), (Status::BadFixture, 0));
}

#[test]
fn unknown_fixture_is_refused() {
    test_board!(board, fails: false, prints: false);
    board.link.request.fixture.store(0x1000_0000, Relaxed);
    assert_eq!(board.status(Command::Load, [0; 4], b"x"), Status::BadFixture);
}

#[test]
fn exit_code_is_passed_on() {
    test_board!(board, fails: false, prints: false);
    let executed = board.request(Command::Execute as u32, [0; 4], b"exit");
    assert_eq!(executed, Answer { status: Status::Exit, exit_code: -4, compile_cycles: 0, samples: 0 });
}

#[test]
fn unknown_commands_and_flags_are_unsupported() {
    test_board!(board, fails: false, prints: false);
    assert_eq!(board.request(77, [0; 4], b"").status, Status::Unsupported);
    assert_eq!(board.status(Command::Ping, [0, 0, 0, flags::INTERRUPTS], b""), Status::Unsupported);
    assert_eq!(board.status(Command::Load, [0, 0, 0, flags::INTERRUPTS], b"x"), Status::Unsupported);
    assert_eq!(board.status(Command::Sample, [0, 0, 0, 1 << 31], b""), Status::Unsupported);
}

#[test]
fn script_that_is_too_large_is_refused_and_drained() {
    test_board!(board, fails: false, prints: false);
    assert_eq!(board.status(Command::Load, [0; 4], &[b'#'; CAPACITY + 1]), Status::TooLarge);
    assert_eq!(board.status(Command::Load, [0; 4], &[b'#'; CAPACITY]), Status::Ok);
    assert_eq!(board.service.runtime.loaded.map(|load| load.script_bytes), Some(CAPACITY));
}

#[test]
fn invalid_ring_counts_are_answered() {
    test_board!(board, fails: false, prints: false);
    board.link.down.read.store(77, Relaxed);
    board.link.request.payload_bytes.store(4, Relaxed);
    board.link.request.command.store(Command::Load as u32, Relaxed);
    board.link.request.sequence.store(9, Relaxed);
    assert!(board.service.poll());
    assert_eq!(board.link.reply.status.load(Relaxed), Status::BadRing as u32);
}
