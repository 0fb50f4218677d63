//! `--vcd`: what the pins did while a command worked.

use std::fs;

use predicates::prelude::*;

use crate::support::twinbench;

/// Toggles GP25 by SIO ten times.
const BLINK: &str = "
import micropython
@micropython.viper
def blink(n: int):
    ptr32(0x40023000)[0] = 1 << 6 | 1 << 9
    ptr32(0x40038004)[25] = 0x56
    ptr32(0x40028000)[51] = 5
    sio = ptr32(0xd0000000)
    sio[14] = 1 << 25
    for i in range(n):
        sio[10] = 1 << 25
blink(10)
print('done')
";

/// Times and levels of a signal in a dump, the initial level included.
pub fn changes(dump: &str, name: &str) -> Vec<(u64, char)> {
    let code = dump
        .lines()
        .find_map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            (words.first() == Some(&"$var") && words.get(4) == Some(&name)).then(|| words[3].to_owned())
        })
        .expect("the signal is declared");
    let mut time = 0;
    let mut changes = Vec::new();
    for line in dump.lines() {
        if let Some(number) = line.strip_prefix('#') {
            time = number.parse().expect("a time");
        } else if let Some(level) = line.strip_suffix(code.as_str())
            && let ("0" | "1", Some(level)) = (level, level.chars().next())
        {
            changes.push((time, level));
        }
    }
    changes
}

#[test]
fn a_scripts_edges_are_recorded_with_their_times() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("blink.vcd");
    twinbench().args(["exec", "--code", BLINK, "--vcd"]).arg(&path).assert().success().stdout("done\n");
    let dump = fs::read_to_string(&path).unwrap();
    assert!(dump.contains("$timescale 1 ns $end"), "{dump}");
    let led = changes(&dump, "GP25");
    assert_eq!(led.iter().map(|(_, level)| *level).collect::<String>(), "01010101010");
    let gaps: Vec<u64> = led[1..].windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    // The loop takes the same cycles each time: nanoseconds of 150 MHz, each edge rounded.
    let cycles = |gap: u64| (gap as f64 * 0.15).round();
    let whole = |gap: u64| (cycles(gap) / 0.15 - gap as f64).abs() < 1.0;
    assert!(gaps.iter().all(|gap| cycles(*gap) == cycles(gaps[0]) && whole(*gap)), "{gaps:?}");
    assert_eq!(led[0].0, 0, "time counts from the start of the recording");
    assert_eq!(changes(&dump, "GP0").len(), 1);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "nothing else is left");
}

#[test]
fn a_script_that_fails_has_its_waveform_too() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("failed.vcd");
    let code = format!("{BLINK}\n1/0");
    twinbench().args(["exec", "--code", &code, "--vcd"]).arg(&path).assert().code(1);
    assert_eq!(changes(&fs::read_to_string(&path).unwrap(), "GP25").len(), 11);
}

#[test]
fn a_run_is_recorded_from_its_first_boot_on() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("run.vcd");
    twinbench()
        .args(["run", "--quick", "--boots", "1", "--samples", "2", "--scenario", "increment-register"])
        .args(["--runtime", "c", "--out"])
        .arg(place.path().join("out"))
        .arg("--vcd")
        .arg(&path)
        .assert()
        .success();
    assert_eq!(changes(&fs::read_to_string(&path).unwrap(), "GP29").len(), 1);
}

#[test]
fn a_file_that_cannot_be_written_is_wrong_use() {
    twinbench()
        .args(["exec", "--code", "print(1)", "--vcd", "no/such/folder/pins.vcd"])
        .assert()
        .code(2)
        .stdout("")
        .stderr(predicate::str::contains("no/such/folder/pins.vcd"));
}
