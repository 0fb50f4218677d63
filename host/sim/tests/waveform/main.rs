//! Recordings read by third-party readers: the PyPI package vcdvcd, and sigrok.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::process::Command;

use pico2_sim::board::Board;
use pico2_sim::bus::{Bus, Initiator, Size};
use pico2_sim::chip::Chip;
use pico2_sim::waveform::{BONDED_PINS, Edge, EdgeLog, VcdDocument};

/// Names and addresses of the registers, with the value to write: GP5 and GP6 change by side-set of instructions with
/// delays, in a pattern of 23 cycles.
const SET_UP: [(&str, u32, u32); 12] = [
    ("RESETS.RESET, clear alias: PIO0, PADS_BANK0, IO_BANK0", 0x4002_3000, 1 << 11 | 1 << 9 | 1 << 6),
    ("PADS_BANK0.GPIO5", 0x4003_8018, 0x50),
    ("PADS_BANK0.GPIO6", 0x4003_801C, 0x50),
    ("IO_BANK0.GPIO5_CTRL", 0x4002_802C, 6),
    ("IO_BANK0.GPIO6_CTRL", 0x4002_8034, 6),
    // nop side 1 [6]; nop side 3 [2]; nop side 2 [7]; nop side 0 [4]
    ("PIO0.INSTR_MEM0", 0x5020_0048, 0xA042 | 0b01_110 << 8),
    ("PIO0.INSTR_MEM1", 0x5020_004C, 0xA042 | 0b11_010 << 8),
    ("PIO0.INSTR_MEM2", 0x5020_0050, 0xA042 | 0b10_111 << 8),
    ("PIO0.INSTR_MEM3", 0x5020_0054, 0xA042 | 0b00_100 << 8),
    ("PIO0.SM0_EXECCTRL", 0x5020_00CC, 3 << 12),
    // set pindirs, 3
    ("PIO0.SM0_PINCTRL", 0x5020_00DC, 2 << 29 | 2 << 26 | 5 << 10 | 5 << 5),
    ("PIO0.SM0_INSTR", 0x5020_00D8, 0xE083),
];
/// PIO0.CTRL.
const PIO0_CTRL: u32 = 0x5020_0000;

/// Records the pattern as edges and as a VCD file.
fn record(path: &Path, cycles: u64) -> Vec<Edge> {
    let mut chip = Chip::default();
    let mut now = 0;
    let mut write = |chip: &mut Chip, address: u32, value: u32| {
        now += 10;
        chip.advance(now);
        let by = Initiator { core: 0, now, debugger: false };
        chip.write(address, Size::Word, value, by).expect("the register exists");
        now
    };
    for (_, address, value) in SET_UP {
        write(&mut chip, address, value);
    }
    let start = write(&mut chip, PIO0_CTRL, 1);
    let end = start + cycles;
    // The pattern repeats: the edges are of the first half, the file is of the second.
    let log = EdgeLog::new(100_000);
    chip.record_pins(BONDED_PINS, Some(Box::new(log.clone())), start);
    chip.record_pins(0, None, end);
    let file = BufWriter::new(File::create(path).expect("create the file"));
    let document = VcdDocument::begin(Box::new(file), BONDED_PINS).expect("write the head");
    chip.record_pins(BONDED_PINS, Some(Box::new(document.clone())), end);
    chip.record_pins(0, None, end + cycles);
    document.finish(chip.time_at(end + cycles)).expect("write the file");
    let (edges, lost) = log.take();
    assert_eq!(lost, 0);
    edges
}

#[test]
fn a_third_party_reader_finds_every_edge() {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../build/python/bin/python");
    assert!(python.exists(), "the Python packages are missing: run ci/setup");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pattern.vcd");
    // A whole number of patterns, so that both recordings have the same edges.
    let cycles = 23 * 400;
    let edges = record(&path, cycles);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/waveform/read.py");
    let output = Command::new(python).arg(script).arg(&path).output().expect("run Python");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains("timescale 1 ns\n"), "{}", text.lines().next().unwrap_or_default());

    for pin in 0..30 {
        let read: Vec<(u64, bool)> = text
            .lines()
            .filter_map(|line| line.strip_prefix(&format!("pico2.GP{pin} ")))
            .map(|line| {
                let (time, level) = line.split_once(' ').expect("time and level");
                (time.parse().expect("a time"), level == "1")
            })
            .collect();
        let expected = changes(&edges, pin);
        assert_eq!(read, expected, "GP{pin}");
        assert_eq!(expected.len() > 700, pin == 5 || pin == 6, "GP{pin}");
    }
}

/// Returns the changes of a pin, as nanoseconds since the first edge and level. Both recordings begin with the pattern.
fn changes(edges: &[Edge], pin: u32) -> Vec<(u64, bool)> {
    let chip = Chip::default();
    assert_eq!(chip.time_at(11), 1_000_000, "11 MHz, as after power-on");
    let mut changes: Vec<(u64, bool)> = Vec::new();
    for edge in edges {
        let level = edge.levels >> pin & 1 == 1;
        if changes.last().is_none_or(|(_, last)| *last != level) {
            let picoseconds = chip.time_at(edge.cycle) - chip.time_at(edges[0].cycle);
            changes.push(((picoseconds + 500) / 1000, level));
        }
    }
    changes
}

#[test]
fn sigrok_finds_every_edge() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sigrok.vcd");
    let edges = record(&path, 23 * 40);
    let output = Command::new("sigrok-cli")
        .args([
            "--input-format",
            "vcd",
            "--output-format",
            "csv:header=false:label=off",
            "--channels",
            "GP5,GP6",
        ])
        .arg("--input-file")
        .arg(&path)
        .output()
        .expect("sigrok-cli is missing: run ci/setup");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    // One row each nanosecond, with the levels of both channels.
    let rows: Vec<(bool, bool)> = text
        .lines()
        .filter_map(|line| {
            let (one, other) = line.split_once(',')?;
            Some((one == "1", other.starts_with('1')))
        })
        .collect();
    for (pin, level) in [(5, (|row| row.0) as fn(&(bool, bool)) -> bool), (6, |row| row.1)] {
        let mut found: Vec<(u64, bool)> = Vec::new();
        for (time, row) in rows.iter().enumerate() {
            if found.last().is_none_or(|(_, last)| *last != level(row)) {
                found.push((time as u64, level(row)));
            }
        }
        let expected = changes(&edges, pin);
        assert!(expected.len() > 70, "GP{pin}");
        assert_eq!(found, expected, "GP{pin}");
    }
}

#[test]
fn an_idle_board_has_only_the_first_edge() {
    let mut board = Board::new();
    let log = EdgeLog::new(10);
    board.record_pins(BONDED_PINS, Some(Box::new(log.clone())));
    board.advance(10_000);
    assert_eq!(board.pin_levels(), 0);
    assert_eq!(log.take().0, [Edge { cycle: 0, time: 0, levels: 0 }]);
}
