//! A scenario of a user's own: a folder outside the repository, run without a rebuild, with deadlines and claims; and
//! implementations that are wrong on purpose, each of which has to be seen.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::twinbench;
use assert_cmd::assert::Assert;
use predicates::prelude::*;
use twinbench::run::{ClaimStatus, Verdict, VerdictRecord};
use twinbench::store::Run;

const HEAD: &str = "id = 'own'
scale = 'us'
title = 'A scenario of my own'
";

/// A folder of scenarios with one in it.
struct Own(tempfile::TempDir);

impl Own {
    fn new(scenario: &str, scripts: &[(&str, &str)]) -> Self {
        let own = Self(tempfile::tempdir().unwrap());
        let folder = own.scenarios().join("us/own");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("scenario.toml"), format!("{HEAD}{scenario}")).unwrap();
        for (name, text) in scripts {
            fs::write(folder.join(name), text).unwrap();
        }
        own
    }

    fn scenarios(&self) -> PathBuf {
        self.0.path().join("mine")
    }

    fn claims(self, text: &str) -> Self {
        fs::write(self.scenarios().join("claims.toml"), text).unwrap();
        self
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("run")
    }

    fn run(&self, more: &[&str]) -> Assert {
        twinbench()
            .args(["run", "--samples", "2", "--boots", "1", "--scenarios"])
            .arg(self.scenarios())
            .arg("--out")
            .arg(self.out())
            .args(more)
            .assert()
    }

    fn opened(&self) -> Run {
        Run::open(&self.out()).unwrap()
    }
}

fn verdict<'a>(run: &'a Run, implementation: &str, deadline: &str) -> &'a VerdictRecord {
    let of = |it: &&VerdictRecord| it.cell.implementation == implementation && it.deadline == deadline;
    run.record.verdicts.iter().find(of).unwrap()
}

fn exists(path: &Path) -> bool {
    path.exists()
}

const SUM: &str = "operations = 100
expect = 100
baseline = 'c'

[[deadline]]
name = 'an operation in a microsecond'
latest_ns = 1000

[[implementation]]
id = 'c'
runtime = 'c'
technique = 'loop'
entry = 'increment_memory'
placements = ['ram']

[[implementation]]
id = 'python'
runtime = 'micropython'
technique = 'loop'
script = 'own.py'
placements = ['ram']
";

const COUNT: &str = "def run(operations):
    n = 0
    for _ in range(operations):
        n += 1
    return n
";

const CLAIMS: &str = "[[claim]]
id = 'cheap'
source = 'a colleague'
statement = 'counting in C takes 3 to 5 cycles'
unit = 'cycles'
stated = [3, 5]
measure = { figure = 'cycles-per-operation', cell = 'own/c/ram' }

[[claim]]
id = 'equal'
source = 'another colleague'
statement = 'counting in Python takes as long'
unit = '×'
about = 1
measure = { figure = 'ratio', cell = 'own/python/ram' }

[[claim]]
id = 'elsewhere'
source = 'hearsay'
statement = 'there is something else'
unit = '×'
about = 1
measure = { figure = 'ratio', cell = 'nothing/python/ram' }
";

#[test]
fn it_runs_without_a_rebuild_and_is_judged() {
    let own = Own::new(SUM, &[("own.py", COUNT)]).claims(CLAIMS);
    own.run(&[]).success().stdout(
        predicate::str::contains("Does Python meet the deadlines?")
            .and(predicate::str::contains("| microseconds | marginal "))
            .and(predicate::str::contains("2 verdicts: 1 yes, 0 marginal, 1 no"))
            .and(predicate::str::contains("3 claims: 1 holds, 1 off, 1 not measured")),
    );
    let run = own.opened();
    assert_eq!(verdict(&run, "c", "an operation in a microsecond").verdict, Verdict::Yes);
    assert_eq!(verdict(&run, "python", "an operation in a microsecond").verdict, Verdict::No);
    let verdicts: Vec<_> = run.record.claims.iter().map(|it| it.status).collect();
    assert_eq!(verdicts, [ClaimStatus::Holds, ClaimStatus::Off, ClaimStatus::NotMeasured]);
    let summary = fs::read_to_string(own.out().join("summary.md")).unwrap();
    for words in [
        "## Does Python meet the deadlines?",
        "## Verdicts",
        "## Claims",
        "counting in C takes 3 to 5 cycles",
        "cell nothing/python/ram was not part of the run",
        "if less than 20 % of the deadline is left",
    ] {
        assert!(summary.contains(words), "{words} is not in\n{summary}");
    }
}

#[test]
fn instruction_counts_for_claims() {
    let claims = "[[claim]]
id = 'few'
source = 'a colleague'
statement = 'counting in C is 3 instructions'
unit = 'instructions'
whole = 3
measure = { figure = 'explain', cell = 'own/c/ram', name = 'total.instructions' }

[[claim]]
id = 'bytecodes'
source = 'a colleague'
statement = 'counting in Python is a bytecode'
unit = 'bytecodes'
whole = 1
measure = { figure = 'explain', cell = 'own/python/ram', name = 'total.bytecodes' }
";
    let own = Own::new(SUM, &[("own.py", COUNT)]).claims(claims);
    own.run(&[]).success().stdout(predicate::str::contains("explain.json"));
    let claims = own.opened().record.claims;
    assert_eq!(claims[0].measured.map(|it| it.value), Some(3.0), "{claims:?}");
    assert_eq!(claims[0].status, ClaimStatus::Holds);
    assert_eq!(claims[1].status, ClaimStatus::Off, "{claims:?}");
    assert!(exists(&own.out().join("explain.json")));

    fs::remove_dir_all(own.out()).unwrap();
    own.run(&["--no-explain"]).success().stdout(predicate::str::contains("2 not measured"));
    assert!(!exists(&own.out().join("explain.json")));
}

#[test]
fn a_gate_on_claims() {
    let own = Own::new(SUM, &[("own.py", COUNT)]).claims(CLAIMS);
    own.run(&["--fail-on", "claims"]).code(1).stdout(predicate::str::contains("off by "));
    let held = Own::new(SUM, &[("own.py", COUNT)]).claims(CLAIMS.split("\n\n").next().unwrap());
    held.run(&["--fail-on", "claims"]).success();
    held.run(&["--fail-on", "weather"]).code(2).stderr(predicate::str::contains("claims"));
}

#[test]
fn what_is_not_there_is_refused_before_a_board_is_touched() {
    for (keys, claims, words) in [
        ("fixture = 'orchestra'\n", "", "scenario.toml:4: fixture `orchestra` is not in the firmware"),
        ("evaluation = { kind = 'music' }\n", "", "scenario.toml:4: unknown value `music`"),
        ("lengths = 3\n", "", "scenario.toml:4: `lengths` is 3"),
        ("", "[[claim]]\nid = 'a'\n", "claims.toml:1: missing field `source`"),
        ("", "[[claim]\n", "claims.toml:1: "),
    ] {
        let own = Own::new(&format!("{keys}{SUM}"), &[("own.py", COUNT)]).claims(claims);
        own.run(&[]).code(2).stderr(predicate::str::contains(words));
        assert!(!exists(&own.out()), "something was written");
    }
    let lost = CLAIMS.replace("own/c/ram", "own/c/flash");
    let own = Own::new(SUM, &[("own.py", COUNT)]).claims(&lost);
    own.run(&[]).code(2).stderr(predicate::str::contains(
        "claims.toml:2: scenario `own` has no cell `own/c/flash`, expected one of `own/c/ram`, `own/python/ram`",
    ));
}

/// Transitions a millisecond apart, the one numbered LATE by 400 µs too late.
const TRANSITIONS: &str = "from machine import Pin
import time

out = Pin(2, Pin.OUT, value=0)
LATE = -1


def run(operations):
    start = time.ticks_us()
    level = 0
    for k in range(operations):
        due = 500 + k * 1000 + (400 if k == LATE else 0)
        while time.ticks_diff(time.ticks_us(), start) < due:
            pass
        level ^= 1
        out.value(level)
    return operations
";

#[test]
fn a_late_transition_is_seen() {
    let scenario = "operations = 4
expect = 4
lengths = 1
samples = 1
fixture = 'transitions'
evaluation = { kind = 'schedule', period_us = 1000 }
baseline = 'punctual'

[[deadline]]
name = 'a transition within 200 us'
quantity = 'lateness'
latest_ns = 200000

[[implementation]]
id = 'punctual'
runtime = 'micropython'
technique = 'poll'
script = 'punctual.py'
placements = ['ram']

[[implementation]]
id = 'late'
runtime = 'micropython'
technique = 'poll'
script = 'late.py'
placements = ['ram']

[[implementation]]
id = 'lazy'
runtime = 'micropython'
technique = 'poll'
script = 'lazy.py'
placements = ['ram']
";
    let lazy = TRANSITIONS.replace("out.value(level)", "out.value(level if k < 2 else 0)");
    let scripts = [
        ("punctual.py", TRANSITIONS.to_owned()),
        ("late.py", TRANSITIONS.replace("LATE = -1", "LATE = 2")),
        ("lazy.py", lazy),
    ];
    let scripts: Vec<_> = scripts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let own = Own::new(scenario, &scripts);
    own.run(&[]).success().stdout(predicate::str::contains("3 verdicts: 1 yes, 0 marginal, 2 no"));
    let run = own.opened();
    let of = |implementation| verdict(&run, implementation, "a transition within 200 us");
    let worst = of("late").worst_ns.unwrap();
    assert!((350_000.0..450_000.0).contains(&worst), "{worst}");
    assert_eq!((of("punctual").verdict, of("punctual").missed), (Verdict::Yes, 0));
    assert_eq!((of("late").verdict, of("late").missed), (Verdict::No, 0));
    assert_eq!((of("lazy").verdict, of("lazy").missed), (Verdict::No, 2));
    assert!(exists(&own.out().join("quantities.parquet")));
    assert!(exists(&own.out().join("charts/worst-cases.png")));
}

/// WS2812 bits by a state machine of 10 MHz: high for 4 and 8 of its cycles, low for 8 and 4.
const WS2812: &str = "import rp2
import time
from machine import Pin


@rp2.asm_pio(
    sideset_init=rp2.PIO.OUT_LOW,
    out_shiftdir=rp2.PIO.SHIFT_LEFT,
    autopull=True,
    pull_thresh=8,
    fifo_join=rp2.PIO.JOIN_TX,
)
def ws2812():
    wrap_target()
    label(\"bit\")
    out(x, 1).side(0)[3]
    jmp(not_x, \"zero\").side(1)[3]
    jmp(\"bit\").side(1)[HIGH]
    label(\"zero\")
    nop().side(0)[3]
    wrap()


machine = rp2.StateMachine(0, ws2812, freq=10_000_000, sideset_base=Pin(2))


def run(operations):
    # All bytes fit into the FIFO, so that the state machine never waits for Python.
    for k in range(operations // 8):
        machine.put((k * 73 + 41 & 0xFF) << 24)
    machine.active(1)
    while machine.tx_fifo():
        pass
    time.sleep_us(50)
    machine.active(0)
    return operations
";

#[test]
fn a_ws2812_bit_200_ns_too_long_is_seen() {
    let scenario = "operations = 24
expect = 24
fixture = 'waveform'
evaluation = { kind = 'ws2812' }
baseline = 'good'

[[deadline]]
name = 'a bit within 150 ns'
quantity = 'pulse-error'
latest_ns = 150

[[implementation]]
id = 'good'
runtime = 'micropython'
technique = 'pio'
script = 'good.py'
placements = ['ram']

[[implementation]]
id = 'long'
runtime = 'micropython'
technique = 'pio'
script = 'long.py'
placements = ['ram']
";
    let (good, long) = (WS2812.replace("HIGH", "3"), WS2812.replace("HIGH", "5"));
    let own = Own::new(scenario, &[("good.py", &good), ("long.py", &long)]);
    own.run(&[]).success().stdout(
        predicate::str::contains("Timing error by layer")
            .and(predicate::str::contains("hardware peripherals")),
    );
    let run = own.opened();
    let of = |implementation| verdict(&run, implementation, "a bit within 150 ns");
    assert_eq!((of("good").verdict, of("good").missed), (Verdict::Yes, 0), "{:?}", of("good"));
    assert_eq!((of("long").verdict, of("long").missed), (Verdict::No, 0));
    assert_eq!(of("long").worst_ns.map(f64::round), Some(200.0));
    let long = run.record.measured(&of("long").cell).unwrap();
    let high = long.quantity("t1h").unwrap().values.unwrap();
    assert_eq!((high.minimum.round(), high.maximum.round()), (1000.0, 1000.0));
    assert!(long.quantity("bits-out-of-tolerance").unwrap().values.unwrap().minimum >= 13.0);
}
