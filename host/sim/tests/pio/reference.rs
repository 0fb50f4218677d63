//! The package rp2040-pio-emulator, executed by `reference.py`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::case::Case;

/// State after an instruction or a stall cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Cycle of the instruction, and of the next one.
    pub from: u64,
    pub to: u64,
    pub program_counter: u32,
    pub x: u32,
    pub y: u32,
    /// Content and count of the shift registers.
    pub input: (u32, u32),
    pub output: (u32, u32),
    /// Levels of the pins that are outputs.
    pub pins: u32,
    pub directions: u32,
    /// Words in the TX and the RX FIFO.
    pub fifos: (u32, u32),
    /// Words that the system read before the instruction.
    pub read: Vec<u32>,
}

fn python() -> PathBuf {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../build/python/bin/python");
    assert!(python.exists(), "the Python packages are missing: run ci/setup");
    python
}

/// Returns the trace of each case in the package.
pub fn run(cases: &[Case]) -> Vec<Vec<Step>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pio/reference.py");
    let mut child = Command::new(python())
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("start Python");
    let mut input = child.stdin.take().expect("a pipe");
    let lines: String = cases.iter().map(Case::line).collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("run Python");
    assert!(output.status.success(), "reference.py failed");
    writer.join().expect("the thread").expect("write the cases");
    let text = String::from_utf8(output.stdout).expect("text");
    let mut traces = vec![Vec::new()];
    for line in text.lines() {
        match traces.last_mut() {
            Some(trace) if line != "end" => trace.push(parse(line)),
            _ => traces.push(Vec::new()),
        }
    }
    traces.pop();
    assert_eq!(traces.len(), cases.len(), "a trace for each case");
    traces
}

fn parse(line: &str) -> Step {
    let numbers: Vec<u64> =
        line.split(' ').map(|number| u64::from_str_radix(number, 16).expect("a number")).collect();
    let word = |place: usize| numbers[place] as u32;
    Step {
        from: numbers[0],
        to: numbers[1],
        program_counter: word(2),
        x: word(3),
        y: word(4),
        input: (word(5), word(6)),
        output: (word(7), word(8)),
        pins: word(9),
        directions: word(10),
        fifos: (word(11), word(12)),
        read: numbers[13..].iter().map(|word| *word as u32).collect(),
    }
}
