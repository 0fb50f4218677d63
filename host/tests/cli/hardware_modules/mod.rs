//! MicroPython's hardware modules (machine, rp2, neopixel) in scripts on the simulated board: the output of the script, and
//! the levels of the pins.

mod isolation;
mod pins;
mod state_machines;
mod timers;
mod waveforms;

use std::fs;

use crate::support::twinbench;
use crate::waveform::level_changes;

/// Runs a script on both images and returns its output. Fails the test if the script fails or the outputs differ.
fn run_script(script: &str) -> String {
    let run = |placement: &str| {
        let output = twinbench().args(["exec", "--placement", placement, "--code", script]).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{placement}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    };
    let text = run("ram");
    assert_eq!(run("flash"), text, "the two images differ");
    text
}

/// Runs a script, and returns its output and the level changes of pins: times in nanoseconds and levels, of which the first
/// is the initial level.
fn record_levels<const N: usize>(script: &str, pins: [&str; N]) -> (String, [Vec<(u64, char)>; N]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pins.vcd");
    let output = twinbench().args(["exec", "--code", script, "--vcd"]).arg(&path).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let vcd = fs::read_to_string(&path).unwrap();
    (String::from_utf8(output.stdout).unwrap(), pins.map(|pin| level_changes(&vcd, pin)))
}

/// Runs a script, and returns its output and the pulses of a pin: the duration of each level but the first and the last, in
/// cycles at 150 MHz, rounded.
fn record_pulses(script: &str, pin: &str) -> (String, Vec<(char, u64)>) {
    let (text, [edges]) = record_levels(script, [pin]);
    let cycles = |ns: u64| (ns * 3 + 10) / 20;
    let spans = edges[1..].windows(2).map(|pair| (pair[0].1, cycles(pair[1].0 - pair[0].0))).collect();
    (text, spans)
}
