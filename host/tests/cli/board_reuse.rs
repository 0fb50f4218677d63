//! One board used by several firmware images, scripts and requests in turn, through the library.

use std::path::Path;
use std::time::Duration;

use crate::support::firmware;
use tokio_util::sync::CancellationToken;
use twinbench::board::link::{Frame, LinkError, RequestMessage};
use twinbench::board::{self, AttachedBoard, BoardError, BoardSelector, FirmwareImage};
use twinbench_link::{Command, Firmware, Status, flags};

fn attach(image: &Path) -> (AttachedBoard, FirmwareImage) {
    board::register_simulated_board();
    let image = FirmwareImage::read(image).unwrap();
    let mut board = AttachedBoard::attach(board::choose(&BoardSelector::Simulated).unwrap()).unwrap();
    board.flash(&image, |_| {}).unwrap();
    (board, image)
}

fn request(
    board: &mut AttachedBoard,
    client: &mut board::link::LinkClient,
    message: &RequestMessage<'_>,
    limit: Duration,
) -> Result<(Status, Vec<Frame>), BoardError> {
    let mut frames = Vec::new();
    let poller = board.poller(Some(limit), &CancellationToken::new());
    let mut core = board.core()?;
    let completion = client.request(&mut core, message, &poller, &mut |frame| frames.push(frame))?;
    Ok((completion.status, frames))
}

/// Time limit of a request that must succeed.
const TIMEOUT: Duration = Duration::from_secs(60);

/// One test: there is one simulated board per process.
#[test]
fn a_board_stays_usable_after_a_timeout_refused_requests_and_other_firmware() {
    let (mut board, image) = attach(&firmware().join("micropython-ram.elf"));
    let mut client = board.boot(&image, TIMEOUT, &CancellationToken::new()).unwrap();
    assert_eq!(client.report().firmware, Firmware::MicroPython);

    // An endless script ends at the time limit. After a reset, the board is usable again.
    let endless = RequestMessage { payload: b"while True: pass", ..RequestMessage::new(Command::Execute) };
    let error = request(&mut board, &mut client, &endless, Duration::from_millis(300)).unwrap_err();
    assert!(matches!(error, BoardError::Link(LinkError::Timeout { .. })), "{error}");
    board.stop().unwrap();
    let mut client = board.boot(&image, TIMEOUT, &CancellationToken::new()).unwrap();
    let hello = RequestMessage { payload: b"print('hello')", ..RequestMessage::new(Command::Execute) };
    for _ in 0..3 {
        let (status, frames) = request(&mut board, &mut client, &hello, TIMEOUT).unwrap();
        assert_eq!(status, Status::Ok);
        let text: Vec<u8> = frames
            .into_iter()
            .flat_map(|frame| if let Frame::Text(text) = frame { text } else { Vec::new() })
            .collect();
        assert_eq!(text, b"hello\n");
    }

    // The firmware answers requests after it has refused some.
    let sample = RequestMessage { samples: 1, operations: 1, ..RequestMessage::new(Command::Sample) };
    assert_eq!(request(&mut board, &mut client, &sample, TIMEOUT).unwrap().0, Status::NotLoaded);
    let unknown = RequestMessage { flags: !flags::ALL, ..RequestMessage::new(Command::Ping) };
    assert_eq!(request(&mut board, &mut client, &unknown, TIMEOUT).unwrap().0, Status::Unsupported);
    let load = |script: &'static str, flags| RequestMessage {
        payload: script.as_bytes(),
        flags,
        ..RequestMessage::new(Command::Load)
    };
    for (script, level, expected) in [
        ("def run(operations): return 'text'", 0, Status::BadChecksum),
        ("def run(operations): print('x' * 10000); return 1", 0, Status::OutputOverflow),
        ("def run(operations): raise ValueError", 0, Status::Exception),
        ("checksum = operations", flags::MODULE_LEVEL, Status::Ok),
        ("def run(operations): return operations", 0, Status::Ok),
    ] {
        assert_eq!(
            request(&mut board, &mut client, &load(script, level), TIMEOUT).unwrap().0,
            Status::Ok,
            "{script}"
        );
        assert_eq!(request(&mut board, &mut client, &sample, TIMEOUT).unwrap().0, expected, "{script}");
    }
    assert_eq!(request(&mut board, &mut client, &load("x = = 1", 0), TIMEOUT).unwrap().0, Status::Exception);

    // The native firmware runs on the same board.
    let native = FirmwareImage::read(&firmware().join("native.elf")).unwrap();
    board.flash(&native, |_| {}).unwrap();
    let mut client = board.boot(&native, TIMEOUT, &CancellationToken::new()).unwrap();
    assert_eq!(client.report().firmware, Firmware::Native);
    let entry = native.entries.iter().find(|entry| entry.name == "sum_loop").unwrap();
    let load = RequestMessage { entry: entry.address, ..RequestMessage::new(Command::Load) };
    assert_eq!(request(&mut board, &mut client, &load, TIMEOUT).unwrap().0, Status::Ok);
    let sample = RequestMessage { samples: 2, operations: 1000, ..RequestMessage::new(Command::Sample) };
    let (status, frames) = request(&mut board, &mut client, &sample, TIMEOUT).unwrap();
    assert_eq!(status, Status::Ok);
    let checksums: Vec<u32> = frames
        .iter()
        .filter_map(|frame| if let Frame::Sample(record) = frame { Some(record.checksum) } else { None })
        .collect();
    assert_eq!(checksums, [499_500; 2]);
    let nowhere = RequestMessage { entry: 0x4000_0001, ..RequestMessage::new(Command::Load) };
    assert_eq!(request(&mut board, &mut client, &nowhere, TIMEOUT).unwrap().0, Status::BadEntry);
    let script = RequestMessage { payload: b"", ..RequestMessage::new(Command::Execute) };
    assert_eq!(request(&mut board, &mut client, &script, TIMEOUT).unwrap().0, Status::Unsupported);
}
