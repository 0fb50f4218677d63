//! The host's client tested against the firmware's end, which a second thread runs over the same block.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, Ordering};
use std::time::Duration;

use proptest::prelude::*;
use tokio_util::sync::CancellationToken;
use twinbench_link::{
    Answer, Command, Firmware, FirmwareEnd, FrameKind, Link, Placement, SampleRecord, State, Status, VERSION,
};

use super::*;
use crate::board::{BoardError, Poller};
use crate::run::BoardKind;

const BASE: u32 = 0x2008_0000;
const CAPACITY: u32 = 5000;

/// The block as SWD accesses it: bytes and words by address.
struct Window<'a>(&'a Link);

impl Window<'_> {
    fn bytes(&self, address: u32, count: usize) -> &[AtomicU8] {
        let start = (address - BASE) as usize;
        // SAFETY: a Link consists of atomics only, has no padding, and outlives the borrow.
        let all =
            unsafe { std::slice::from_raw_parts((&raw const *self.0).cast::<AtomicU8>(), size_of::<Link>()) };
        &all[start..start + count]
    }

    fn word(&self, address: u32) -> &AtomicU32 {
        assert_eq!(address % 4, 0);
        let byte = &raw const self.bytes(address, 4)[0];
        // SAFETY: as above; the address is aligned and four bytes are in bounds.
        unsafe { &*byte.cast::<AtomicU32>() }
    }
}

impl LinkMemory for Window<'_> {
    fn read_words(&mut self, address: u32, words: &mut [u32]) -> Result<(), BoardError> {
        for (index, word) in words.iter_mut().enumerate() {
            *word = self.word(address + 4 * index as u32).load(Ordering::Acquire);
        }
        Ok(())
    }

    fn write_word(&mut self, address: u32, word: u32) -> Result<(), BoardError> {
        self.word(address).store(word, Ordering::Release);
        Ok(())
    }

    fn read_bytes(&mut self, address: u32, bytes: &mut [u8]) -> Result<(), BoardError> {
        let cells = self.bytes(address, bytes.len());
        for (byte, cell) in bytes.iter_mut().zip(cells) {
            *byte = cell.load(Ordering::Acquire);
        }
        Ok(())
    }

    fn write_bytes(&mut self, address: u32, bytes: &[u8]) -> Result<(), BoardError> {
        for (byte, cell) in bytes.iter().zip(self.bytes(address, bytes.len())) {
            cell.store(*byte, Ordering::Release);
        }
        Ok(())
    }
}

/// Serves requests until `stop` is set: Execute prints its payload, Sample sends the requested number of samples.
fn serve(link: &Link, stop: &AtomicBool) {
    let device = FirmwareEnd::begin(link, Firmware::MicroPython, Placement::Ram, CAPACITY);
    device.ready();
    let mut buffer = [0; CAPACITY as usize];
    while !stop.load(Ordering::Relaxed) {
        let Some(request) = device.receive() else { continue };
        let answer = match request.command {
            Some(Command::Execute) => match device.read_payload(&request, &mut buffer) {
                Ok(script) => match device.send(FrameKind::Text, script) {
                    Ok(()) => Answer { exit_code: -3, ..Status::Exit.into() },
                    Err(status) => status.into(),
                },
                Err(status) => status.into(),
            },
            Some(Command::Sample) => {
                for checksum in 0..request.samples {
                    let record =
                        SampleRecord { cycles: u64::from(checksum) << 31, checksum, ..Default::default() };
                    if device.send_sample(&record).is_err() {
                        break;
                    }
                }
                Answer { samples: request.samples, ..Status::Ok.into() }
            }
            Some(Command::Load) => {
                device.fail(b"a reason");
                return;
            }
            _ => Status::Unsupported.into(),
        };
        device.reply(&request, answer);
    }
}

fn with_firmware<R>(work: impl FnOnce(&mut LinkClient, &mut Window<'_>) -> R) -> R {
    let link = Link::new();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| serve(&link, &stop));
        let mut window = Window(&link);
        let mut client = loop {
            match LinkClient::connect(&mut window, BASE) {
                Ok(client) => break client,
                Err(BoardError::Link(LinkError::NotReady { .. })) => std::thread::yield_now(),
                Err(error) => panic!("{error}"),
            }
        };
        let result = work(&mut client, &mut window);
        stop.store(true, Ordering::Relaxed);
        result
    })
}

fn poller(limit: Option<Duration>) -> Poller {
    Poller::new(BoardKind::Simulated, limit, CancellationToken::new())
}

/// A poller that gives up after a minute.
fn poller_of_a_minute() -> Poller {
    poller(Some(Duration::from_secs(60)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn payloads_are_echoed_unchanged(scripts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..5000), 1..4)) {
        with_firmware(|client, window| {
            for script in &scripts {
                let message = RequestMessage { payload: script, ..RequestMessage::new(Command::Execute) };
                let mut text = Vec::new();
                let outcome = client
                    .request(window, &message, &poller_of_a_minute(), &mut |frame| {
                        if let Frame::Text(piece) = frame { text.extend(piece) }
                    })
                    .unwrap();
                prop_assert_eq!((outcome.status, outcome.exit_code), (Status::Exit, -3));
                prop_assert_eq!(&text, script);
            }
            Ok(())
        })?;
    }

    #[test]
    fn samples_come_whole_and_in_order(count in 0u32..300) {
        with_firmware(|client, window| {
            let message = RequestMessage { samples: count, ..RequestMessage::new(Command::Sample) };
            let mut records = Vec::new();
            let outcome = client
                .request(window, &message, &poller_of_a_minute(), &mut |frame| {
                    if let Frame::Sample(record) = frame { records.push(record) }
                })
                .unwrap();
            prop_assert_eq!(outcome.samples, count);
            prop_assert_eq!(records.len() as u32, count);
            for (index, record) in records.iter().enumerate() {
                prop_assert_eq!(record.cycles, (index as u64) << 31);
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_block_of_noise_is_refused(words in prop::collection::vec(any::<u32>(), size_of::<Link>() / 4), real in any::<bool>()) {
        let link = Link::new();
        let mut window = Window(&link);
        for (index, word) in words.iter().enumerate() {
            window.write_word(BASE + 4 * index as u32, *word).unwrap();
        }
        if real {
            for (offset, word) in [(0, twinbench_link::MAGIC), (4, VERSION), (8, size_of::<Link>() as u32)] {
                window.write_word(BASE + offset, word).unwrap();
            }
        }
        if let Ok(mut client) = LinkClient::connect(&mut window, BASE) {
            let mut pending = client.send(&mut window, &RequestMessage::new(Command::Ping)).unwrap();
            let _ = client.poll(&mut window, &mut pending, &mut |_| {});
        }
    }
}

#[test]
fn a_script_that_does_not_fit_is_refused_before_anything_is_written() {
    with_firmware(|client, window| {
        let script = vec![b'#'; CAPACITY as usize + 1];
        let message = RequestMessage { payload: &script, ..RequestMessage::new(Command::Execute) };
        let error = client.send(window, &message).unwrap_err().to_string();
        assert_eq!(error, "the script has 5001 bytes; the firmware takes at most 5000");
        assert_eq!(window.0.request.sequence.load(Ordering::Relaxed), 0);
    });
}

#[test]
fn another_version_is_refused_with_both_named() {
    let link = Link::new();
    FirmwareEnd::begin(&link, Firmware::Native, Placement::Both, 0).ready();
    link.header.version.store(VERSION + 6, Ordering::Relaxed);
    let error = LinkClient::connect(&mut Window(&link), BASE).unwrap_err().to_string();
    assert!(
        error.starts_with(&format!(
            "the firmware uses link version {}, this program uses version {VERSION}",
            VERSION + 6
        )),
        "{error}"
    );
}

#[test]
fn a_firmware_that_stopped_gives_its_reason() {
    with_firmware(|client, window| {
        let error = client
            .request(window, &RequestMessage::new(Command::Load), &poller_of_a_minute(), &mut |_| {})
            .unwrap_err();
        assert_eq!(error.to_string(), "the firmware stopped: a reason");
    });
    let link = Link::new();
    FirmwareEnd::begin(&link, Firmware::Native, Placement::Both, 0).fail(b"panic at x.rs:1");
    let error = LinkClient::connect(&mut Window(&link), BASE).unwrap_err();
    assert_eq!(error.to_string(), "the firmware stopped: panic at x.rs:1");
    assert_eq!(link.header.state.load(Ordering::Relaxed), State::Failed as u32);
}

#[test]
fn a_request_without_a_reply_times_out() {
    let link = Link::new();
    FirmwareEnd::begin(&link, Firmware::Native, Placement::Both, 0).ready();
    let mut window = Window(&link);
    let mut client = LinkClient::connect(&mut window, BASE).unwrap();
    let limited = poller(Some(Duration::from_millis(1)));
    let ping = RequestMessage::new(Command::Ping);
    let error = client.request(&mut window, &ping, &limited, &mut |_| {}).unwrap_err();
    assert!(matches!(error, BoardError::Link(LinkError::Timeout { .. })), "{error}");
    let cancel = CancellationToken::new();
    cancel.cancel();
    let cancelled = Poller::new(BoardKind::Simulated, None, cancel);
    let error = client.request(&mut window, &ping, &cancelled, &mut |_| {}).unwrap_err();
    assert!(error.is_interruption(), "{error}");
}
