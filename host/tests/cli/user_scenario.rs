//! Scenarios of a user: a folder outside the repository, with deadlines and claims, runs without a rebuild. Implementations
//! with deliberate errors must be detected.

use std::fs;
use std::path::PathBuf;

use crate::support::twinbench;
use assert_cmd::assert::Assert;
use predicates::prelude::*;
use twinbench::run::{ClaimStatus, Verdict, VerdictRecord};
use twinbench::store::Run;

const HEADER: &str = "id = 'own'
scale = 'us'
title = 'A scenario of a user'
";

/// Temporary folder with one scenario.
struct UserScenario(tempfile::TempDir);

impl UserScenario {
    fn new(definition: &str, scripts: &[(&str, &str)]) -> Self {
        let scenario_folder = Self(tempfile::tempdir().unwrap());
        let folder = scenario_folder.scenarios().join("us/own");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("scenario.toml"), format!("{HEADER}{definition}")).unwrap();
        for (name, text) in scripts {
            fs::write(folder.join(name), text).unwrap();
        }
        scenario_folder
    }

    fn scenarios(&self) -> PathBuf {
        self.0.path().join("mine")
    }

    fn with_claims(self, text: &str) -> Self {
        fs::write(self.scenarios().join("claims.toml"), text).unwrap();
        self
    }

    fn run_folder(&self) -> PathBuf {
        self.0.path().join("run")
    }

    fn run(&self, more: &[&str]) -> Assert {
        twinbench()
            .args(["run", "--samples", "2", "--boots", "1", "--scenarios"])
            .arg(self.scenarios())
            .arg("--out")
            .arg(self.run_folder())
            .args(more)
            .assert()
    }

    fn opened_run(&self) -> Run {
        Run::open(&self.run_folder()).unwrap()
    }
}

fn verdict<'a>(run: &'a Run, implementation: &str, deadline: &str) -> &'a VerdictRecord {
    let is_wanted = |it: &&VerdictRecord| it.cell.implementation == implementation && it.deadline == deadline;
    run.record.verdicts.iter().find(is_wanted).unwrap()
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
script = 'count.py'
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
fn a_user_scenario_has_verdicts_and_claims() {
    let scenario = UserScenario::new(SUM, &[("count.py", COUNT)]).with_claims(CLAIMS);
    scenario.run(&[]).success().stdout(
        predicate::str::contains("Does Python meet the deadlines?")
            .and(predicate::str::contains("| microseconds | marginal "))
            .and(predicate::str::contains("2 verdicts: 1 yes, 0 marginal, 1 no"))
            .and(predicate::str::contains("3 claims: 1 holds, 1 off, 1 not measured")),
    );
    let run = scenario.opened_run();
    assert_eq!(verdict(&run, "c", "an operation in a microsecond").verdict, Verdict::Yes);
    assert_eq!(verdict(&run, "python", "an operation in a microsecond").verdict, Verdict::No);
    let statuses: Vec<_> = run.record.claims.iter().map(|claim| claim.status).collect();
    assert_eq!(statuses, [ClaimStatus::Holds, ClaimStatus::Off, ClaimStatus::NotMeasured]);
    let summary = fs::read_to_string(scenario.run_folder().join("summary.md")).unwrap();
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
fn claims_about_instruction_counts_are_tested_by_explaining() {
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
    let scenario = UserScenario::new(SUM, &[("count.py", COUNT)]).with_claims(claims);
    scenario.run(&[]).success().stdout(predicate::str::contains("explain.json"));
    let claims = scenario.opened_run().record.claims;
    assert_eq!(claims[0].measured.map(|it| it.value), Some(3.0), "{claims:?}");
    assert_eq!(claims[0].status, ClaimStatus::Holds);
    assert_eq!(claims[1].status, ClaimStatus::Off, "{claims:?}");
    assert!(scenario.run_folder().join("explain.json").exists());

    fs::remove_dir_all(scenario.run_folder()).unwrap();
    scenario.run(&["--no-explain"]).success().stdout(predicate::str::contains("2 not measured"));
    assert!(!scenario.run_folder().join("explain.json").exists());
}

#[test]
fn fail_on_claims_fails_if_a_claim_is_off() {
    let scenario = UserScenario::new(SUM, &[("count.py", COUNT)]).with_claims(CLAIMS);
    scenario.run(&["--fail-on", "claims"]).code(1).stdout(predicate::str::contains("off by "));
    let true_claim =
        UserScenario::new(SUM, &[("count.py", COUNT)]).with_claims(CLAIMS.split("\n\n").next().unwrap());
    true_claim.run(&["--fail-on", "claims"]).success();
    true_claim.run(&["--fail-on", "weather"]).code(2).stderr(predicate::str::contains("claims"));
}

#[test]
fn unknown_names_and_keys_are_refused_before_a_board_is_opened() {
    for (keys, claims, words) in [
        ("fixture = 'orchestra'\n", "", "scenario.toml:4: fixture `orchestra` is not in the firmware"),
        ("evaluation = { kind = 'music' }\n", "", "scenario.toml:4: unknown value `music`"),
        ("lengths = 3\n", "", "scenario.toml:4: `lengths` is 3"),
        ("", "[[claim]]\nid = 'a'\n", "claims.toml:1: missing field `source`"),
        ("", "[[claim]\n", "claims.toml:1: "),
    ] {
        let scenario = UserScenario::new(&format!("{keys}{SUM}"), &[("count.py", COUNT)]).with_claims(claims);
        scenario.run(&[]).code(2).stderr(predicate::str::contains(words));
        assert!(!scenario.run_folder().exists(), "expected no run folder");
    }
    let unknown_cell = CLAIMS.replace("own/c/ram", "own/c/flash");
    let scenario = UserScenario::new(SUM, &[("count.py", COUNT)]).with_claims(&unknown_cell);
    scenario.run(&[]).code(2).stderr(predicate::str::contains(
        "claims.toml:2: scenario `own` has no cell `own/c/flash`, expected one of `own/c/ram`, `own/python/ram`",
    ));
}

/// Transitions at intervals of 1 ms. The transition with index `LATE` is 400 µs late.
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
fn a_late_transition_and_missing_transitions_miss_the_deadline() {
    let definition = "operations = 4
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
    let scenario = UserScenario::new(definition, &scripts);
    scenario.run(&[]).success().stdout(predicate::str::contains("3 verdicts: 1 yes, 0 marginal, 2 no"));
    let run = scenario.opened_run();
    let of = |implementation| verdict(&run, implementation, "a transition within 200 us");
    let worst = of("late").worst_ns.unwrap();
    assert!((350_000.0..450_000.0).contains(&worst), "{worst}");
    assert_eq!((of("punctual").verdict, of("punctual").missed), (Verdict::Yes, 0));
    assert_eq!((of("late").verdict, of("late").missed), (Verdict::No, 0));
    assert_eq!((of("lazy").verdict, of("lazy").missed), (Verdict::No, 2));
    assert!(scenario.run_folder().join("quantities.parquet").exists());
    assert!(scenario.run_folder().join("charts/worst-cases.png").exists());
}

/// WS2812 bits by a state machine at 10 MHz: a 0 is high for 4 of its cycles and low for 8, a 1 is high for 8 and low for 4.
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
    # All bytes fit into the FIFO: the state machine never stalls.
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
fn a_ws2812_bit_that_is_200_ns_too_long_misses_the_deadline() {
    let definition = "operations = 24
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
    let scenario = UserScenario::new(definition, &[("good.py", &good), ("long.py", &long)]);
    scenario.run(&[]).success().stdout(
        predicate::str::contains("Timing error by layer")
            .and(predicate::str::contains("hardware peripherals")),
    );
    let run = scenario.opened_run();
    let of = |implementation| verdict(&run, implementation, "a bit within 150 ns");
    assert_eq!((of("good").verdict, of("good").missed), (Verdict::Yes, 0), "{:?}", of("good"));
    assert_eq!((of("long").verdict, of("long").missed), (Verdict::No, 0));
    assert_eq!(of("long").worst_ns.map(f64::round), Some(200.0));
    let long = run.record.measured(&of("long").cell).unwrap();
    let high = long.quantity("t1h").unwrap().values.unwrap();
    assert_eq!((high.minimum.round(), high.maximum.round()), (1000.0, 1000.0));
    assert!(long.quantity("bits-out-of-tolerance").unwrap().values.unwrap().minimum >= 13.0);
}
