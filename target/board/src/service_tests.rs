//! Requests served with a runtime and a stopwatch that need no board.

use std::cell::Cell;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use twinbench_link::{
    FRAME_HEADER_BYTES, Firmware, FrameHeader, FrameKind, Link, Placement, SampleRecord, State,
};

use super::*;
use crate::{Entry, Identity};

const CAPACITY: usize = 100;
/// Operations before which preparing a sample fails.
const REFUSED: u32 = 13;

extern "C" fn doubled(operations: u32) -> u32 {
    operations * 2
}

/// Loads any script of at least one byte; the third sample fails where `fails` is set.
struct Scripted<'a> {
    script: [u8; CAPACITY],
    loaded: Option<Load>,
    samples: u32,
    fails: bool,
    collections: &'a Cell<u32>,
    chatter: Option<&'a Output<'a>>,
    left: Vec<u32>,
}

impl Runtime for Scripted<'_> {
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
        self.loaded.map(|_| doubled as Entry)
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
        Ok(&self.left)
    }

    fn execute(&mut self, script_bytes: usize) -> Answer {
        Answer { exit_code: -(script_bytes as i32), ..Status::Exit.into() }
    }
}

struct Counted<'a> {
    output: Option<&'a Output<'a>>,
}

impl Stopwatch for Counted<'_> {
    fn sample(&mut self, entry: Entry, operations: u32, interrupts: bool) -> SampleRecord {
        if let Some(output) = self.output {
            (0..20).for_each(|_| output.text(&[b'x'; 200]));
        }
        // SAFETY: the entry is the test's own function.
        let checksum = unsafe { entry(operations) };
        SampleRecord {
            cycles: u64::from(operations),
            checksum,
            timer_us: u64::from(interrupts),
            ..Default::default()
        }
    }
}

struct Bench<'a> {
    link: &'a Link,
    service: Service<'a, Scripted<'a>, Counted<'a>>,
}

impl<'a> Bench<'a> {
    fn new(
        link: &'a Link,
        output: &'a Output<'a>,
        collections: &'a Cell<u32>,
        fails: bool,
        chatter: bool,
    ) -> Self {
        let chatter = chatter.then_some(output);
        let runtime = Scripted {
            script: [0; CAPACITY],
            loaded: None,
            samples: 0,
            fails,
            collections,
            chatter,
            left: Vec::new(),
        };
        let stopwatch = Counted { output: runtime.chatter };
        let identity = Scripted::IDENTITY;
        let device = Device::begin(link, identity.firmware, identity.placement, identity.script_capacity);
        Self { link, service: Service::new(device, output, runtime, stopwatch, &FIXTURES) }
    }

    fn ask(&mut self, command: u32, request: [u32; 4], payload: &[u8]) -> Answer {
        let [entry, operations, samples, flags] = request;
        let block = &self.link.request;
        self.link.down.write(payload).expect("sound counts");
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

    fn status(&mut self, command: Command, request: [u32; 4], payload: &[u8]) -> Status {
        self.ask(command as u32, request, payload).status
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

    /// The readings in their frames, channel first.
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

/// Operations that the fixture below does not take.
const TOO_MANY: u32 = 99;

std::thread_local! {
    static WITNESSED: Cell<[u32; 3]> = const { Cell::new([0; 3]) };
}

/// Sees what it was armed with, and whether it was stopped.
static WITNESS: Fixture = Fixture {
    arm: |operations, argument| {
        if operations == TOO_MANY {
            return Err(crate::Refused);
        }
        WITNESSED.set([operations, argument, 0]);
        Ok(())
    },
    stop: || {
        let [operations, argument, stops] = WITNESSED.get();
        WITNESSED.set([operations, argument, stops + 1]);
    },
    report: |sink| {
        sink(1, &WITNESSED.get());
        sink(2, &[]);
        sink(3, &[7; 100]);
    },
};

static FIXTURES: [&Fixture; 1] = [&WITNESS];

macro_rules! bench {
    ($name:ident, fails: $fails:expr, chatter: $chatter:expr) => {
        bench!($name, collections, fails: $fails, chatter: $chatter)
    };
    ($name:ident, $collections:ident, fails: $fails:expr, chatter: $chatter:expr) => {
        let link = Link::new();
        let output = Output::new(&link);
        let $collections = Cell::new(0);
        let mut $name = Bench::new(&link, &output, &$collections, $fails, $chatter);
    };
}

#[test]
fn load_then_sample() {
    bench!(bench, collections, fails: false, chatter: false);
    assert_eq!(bench.status(Command::Ping, [0; 4], b""), Status::Ok);
    assert_eq!(bench.status(Command::Sample, [0, 10, 2, 0], b""), Status::NotLoaded);
    let loaded = bench.ask(Command::Load as u32, [0; 4], b"x = 1");
    assert_eq!(loaded, Answer { status: Status::Ok, exit_code: 0, compile_cycles: 5 << 32 | 6, samples: 0 });
    let sampled = bench.ask(Command::Sample as u32, [0, 10, 3, flags::INTERRUPTS], b"");
    assert_eq!(sampled, Answer { status: Status::Ok, exit_code: 0, compile_cycles: 0, samples: 3 });
    let expected = SampleRecord { cycles: 10, checksum: 21, timer_us: 1, ..Default::default() };
    assert_eq!(bench.samples(), vec![expected; 3]);
    assert_eq!(collections.get(), 3);
    assert_eq!(bench.status(Command::Sample, [0, 10, 1, flags::NO_COLLECTION], b""), Status::Ok);
    assert_eq!(collections.get(), 3);
}

#[test]
fn a_sample_that_fails_ends_the_sampling() {
    bench!(bench, fails: true, chatter: false);
    assert_eq!(bench.status(Command::Load, [0; 4], b"x"), Status::Ok);
    let sampled = bench.ask(Command::Sample as u32, [0, 10, 5, 0], b"");
    assert_eq!((sampled.status, sampled.samples), (Status::Exception, 2));
    assert_eq!(bench.samples().len(), 2);
}

#[test]
fn a_sample_that_cannot_be_prepared_is_not_taken() {
    bench!(bench, fails: false, chatter: false);
    assert_eq!(bench.status(Command::Load, [0; 4], b"x"), Status::Ok);
    let sampled = bench.ask(Command::Sample as u32, [0, REFUSED, 5, 0], b"");
    assert_eq!((sampled.status, sampled.samples), (Status::Exception, 0));
    assert!(bench.samples().is_empty());
}

#[test]
fn a_sample_that_prints_too_much_is_refused() {
    bench!(bench, fails: false, chatter: true);
    assert_eq!(bench.status(Command::Load, [0; 4], b"x"), Status::Ok);
    let sampled = bench.ask(Command::Sample as u32, [0, 10, 5, 0], b"");
    assert_eq!((sampled.status, sampled.samples), (Status::OutputOverflow, 0));
}

#[test]
fn readings_follow_their_sample() {
    bench!(bench, fails: false, chatter: false);
    let witness = core::ptr::from_ref(&WITNESS) as usize as u32;
    bench.link.request.fixture.store(witness, Relaxed);
    bench.link.request.argument.store(5, Relaxed);
    bench.service.runtime.left = vec![1, 2, u32::MAX];
    assert_eq!(bench.status(Command::Load, [0; 4], b"x"), Status::Ok);
    assert_eq!(bench.status(Command::Sample, [0, 10, 1, 0], b""), Status::Ok);
    let readings = bench.readings();
    assert_eq!(readings[..2], [vec![0, 1, 2, u32::MAX], vec![1, 10, 5, 1]]);
    let long: Vec<u32> = readings[2..].iter().flat_map(|frame| frame[1..].to_vec()).collect();
    assert_eq!(long, [7; 100]);
    assert!(readings[2..].iter().all(|frame| frame[0] == 3));
    bench.link.request.fixture.store(0, Relaxed);
    assert_eq!(bench.status(Command::Load, [0; 4], b"x"), Status::Ok);
    assert_eq!(bench.status(Command::Sample, [0, 10, 1, 0], b""), Status::Ok);
    assert_eq!(bench.readings().len(), 1);
}

#[test]
fn a_fixture_stops_after_a_sample_that_failed() {
    bench!(bench, fails: true, chatter: false);
    bench.link.request.fixture.store(core::ptr::from_ref(&WITNESS) as usize as u32, Relaxed);
    assert_eq!(bench.status(Command::Load, [0; 4], b"x"), Status::Ok);
    assert_eq!(bench.ask(Command::Sample as u32, [0, 10, 5, 0], b"").samples, 2);
    assert_eq!(WITNESSED.get()[2], 1);
    let refused = bench.ask(Command::Sample as u32, [0, TOO_MANY, 5, 0], b"");
    assert_eq!((refused.status, refused.samples), (Status::BadFixture, 0));
}

#[test]
fn an_unknown_fixture_is_refused() {
    bench!(bench, fails: false, chatter: false);
    bench.link.request.fixture.store(0x1000_0000, Relaxed);
    assert_eq!(bench.status(Command::Load, [0; 4], b"x"), Status::BadFixture);
}

#[test]
fn an_exit_code_comes_through() {
    bench!(bench, fails: false, chatter: false);
    let executed = bench.ask(Command::Execute as u32, [0; 4], b"exit");
    assert_eq!(executed, Answer { status: Status::Exit, exit_code: -4, compile_cycles: 0, samples: 0 });
}

#[test]
fn what_is_not_known_is_unsupported() {
    bench!(bench, fails: false, chatter: false);
    assert_eq!(bench.ask(77, [0; 4], b"").status, Status::Unsupported);
    assert_eq!(bench.status(Command::Ping, [0, 0, 0, flags::INTERRUPTS], b""), Status::Unsupported);
    assert_eq!(bench.status(Command::Load, [0, 0, 0, flags::INTERRUPTS], b"x"), Status::Unsupported);
    assert_eq!(bench.status(Command::Sample, [0, 0, 0, 1 << 31], b""), Status::Unsupported);
}

#[test]
fn a_script_too_large_is_refused_and_leaves_the_ring_clean() {
    bench!(bench, fails: false, chatter: false);
    assert_eq!(bench.status(Command::Load, [0; 4], &[b'#'; CAPACITY + 1]), Status::TooLarge);
    assert_eq!(bench.status(Command::Load, [0; 4], &[b'#'; CAPACITY]), Status::Ok);
    assert_eq!(bench.service.runtime.loaded.map(|load| load.script_bytes), Some(CAPACITY));
}

#[test]
fn impossible_ring_counts_are_answered() {
    bench!(bench, fails: false, chatter: false);
    bench.link.down.read.store(77, Relaxed);
    bench.link.request.payload_bytes.store(4, Relaxed);
    bench.link.request.command.store(Command::Load as u32, Relaxed);
    bench.link.request.sequence.store(9, Relaxed);
    assert!(bench.service.poll());
    assert_eq!(bench.link.reply.status.load(Relaxed), Status::BadRing as u32);
}
