//! `--vcd`: waveform of the pins during a command.

use std::fs;

use predicates::prelude::*;

use crate::support::twinbench;

/// Toggles GP25 ten times by writes to registers.
const BLINK: &str = "
import micropython
from micropython import const
RESETS_RESET_CLR = const(0x40023000)
IO_BANK0_GPIO25_CTRL = const(0x400280cc)
PADS_BANK0_GPIO25 = const(0x40038068)
SIO_GPIO_OUT_XOR = const(0xd0000028)
SIO_GPIO_OE_SET = const(0xd0000038)
RESETS_IO_BANK0 = const(1 << 6)
RESETS_PADS_BANK0 = const(1 << 9)
PADS_IE_4MA_PDE_SCHMITT = const(1 << 6 | 1 << 4 | 1 << 2 | 1 << 1)
FUNCSEL_SIO = const(5)
LED = const(1 << 25)
@micropython.viper
def blink(n: int):
    ptr32(RESETS_RESET_CLR)[0] = RESETS_IO_BANK0 | RESETS_PADS_BANK0
    ptr32(PADS_BANK0_GPIO25)[0] = PADS_IE_4MA_PDE_SCHMITT
    ptr32(IO_BANK0_GPIO25_CTRL)[0] = FUNCSEL_SIO
    ptr32(SIO_GPIO_OE_SET)[0] = LED
    toggle = ptr32(SIO_GPIO_OUT_XOR)
    for i in range(n):
        toggle[0] = LED
blink(10)
print('done')
";

/// Returns the times and levels of a signal in a VCD file, including the initial level.
pub fn level_changes(vcd: &str, name: &str) -> Vec<(u64, char)> {
    let identifier = vcd
        .lines()
        .find_map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            (words.first() == Some(&"$var") && words.get(4) == Some(&name)).then(|| words[3].to_owned())
        })
        .expect("the VCD file declares the signal");
    let mut time = 0;
    let mut changes = Vec::new();
    for line in vcd.lines() {
        if let Some(number) = line.strip_prefix('#') {
            time = number.parse().expect("a time");
        } else if let Some(level) = line.strip_suffix(identifier.as_str())
            && let ("0" | "1", Some(level)) = (level, level.chars().next())
        {
            changes.push((time, level));
        }
    }
    changes
}

#[test]
fn edges_during_a_script_are_recorded_with_their_times() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("blink.vcd");
    twinbench().args(["exec", "--code", BLINK, "--vcd"]).arg(&path).assert().success().stdout("done\n");
    let vcd = fs::read_to_string(&path).unwrap();
    assert!(vcd.contains("$timescale 1 ns $end"), "{vcd}");
    let led = level_changes(&vcd, "GP25");
    assert_eq!(led.iter().map(|(_, level)| *level).collect::<String>(), "01010101010");
    let gaps: Vec<u64> = led[1..].windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    // Every iteration takes the same number of cycles at 150 MHz. The time of each edge is rounded to nanoseconds.
    let cycles = |gap: u64| (gap as f64 * 0.15).round();
    let is_whole = |gap: u64| (cycles(gap) / 0.15 - gap as f64).abs() < 1.0;
    assert!(gaps.iter().all(|gap| cycles(*gap) == cycles(gaps[0]) && is_whole(*gap)), "{gaps:?}");
    assert_eq!(led[0].0, 0, "times count from the start of the recording");
    assert_eq!(level_changes(&vcd, "GP0").len(), 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "expected no other file");
}

#[test]
fn a_waveform_is_written_even_if_the_script_fails() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("failed.vcd");
    let code = format!("{BLINK}\n1/0");
    twinbench().args(["exec", "--code", &code, "--vcd"]).arg(&path).assert().code(1);
    assert_eq!(level_changes(&fs::read_to_string(&path).unwrap(), "GP25").len(), 11);
}

#[test]
fn a_waveform_of_a_run_is_recorded_from_the_first_boot() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.vcd");
    twinbench()
        .args(["run", "--quick", "--boots", "1", "--samples", "2", "--scenario", "increment-register"])
        .args(["--runtime", "c", "--out"])
        .arg(folder.path().join("out"))
        .arg("--vcd")
        .arg(&path)
        .assert()
        .success();
    assert_eq!(level_changes(&fs::read_to_string(&path).unwrap(), "GP29").len(), 1);
}

#[test]
fn a_waveform_path_that_cannot_be_written_exits_with_2() {
    twinbench()
        .args(["exec", "--code", "print(1)", "--vcd", "no/such/folder/pins.vcd"])
        .assert()
        .code(2)
        .stdout("")
        .stderr(predicate::str::contains("no/such/folder/pins.vcd"));
}
