//! MicroPython's modules that reach the hardware, used as a script does, on the simulated board: what the script sees,
//! and what the board saw on the pins.

mod isolation;
mod pins;
mod state_machines;
mod timers;
mod waveforms;

use std::fs;

use crate::support::twinbench;
use crate::waveform::changes;

/// What a script prints, in each image. A script that does not end well fails the test.
fn printed(script: &str) -> String {
    let of = |placement: &str| {
        let output = twinbench().args(["exec", "--placement", placement, "--code", script]).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{placement}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    };
    let text = of("ram");
    assert_eq!(of("flash"), text, "the two images differ");
    text
}

/// What a script prints, and the edges of pins: times in nanoseconds and levels, the first of which is the start's.
fn recorded<const N: usize>(script: &str, pins: [&str; N]) -> (String, [Vec<(u64, char)>; N]) {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("pins.vcd");
    let output = twinbench().args(["exec", "--code", script, "--vcd"]).arg(&path).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let dump = fs::read_to_string(&path).unwrap();
    (String::from_utf8(output.stdout).unwrap(), pins.map(|pin| changes(&dump, pin)))
}

/// What a script prints, and what a pin did: the cycles at 150 MHz, to the nearest, that each level but the first and
/// the last lasted.
fn watched(script: &str, pin: &str) -> (String, Vec<(char, u64)>) {
    let (text, [edges]) = recorded(script, [pin]);
    let cycles = |ns: u64| (ns * 3 + 10) / 20;
    let spans = edges[1..].windows(2).map(|pair| (pair[0].1, cycles(pair[1].0 - pair[0].0))).collect();
    (text, spans)
}
