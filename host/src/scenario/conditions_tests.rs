use super::*;
use crate::run::Deadline;
use crate::scenario::{Scenario, check_fixtures, parse};
use std::path::Path;

const HEAD: &str = "id = 'wire'
scale = 'ns'
title = 'A wire'
operations = 24
expect = 24
baseline = 'c'
";
const TAIL: &str = "
[[implementation]]
id = 'c'
runtime = 'c'
technique = 'bit-bang'
entry = 'wire'
";

/// Parses the scenario with more keys, the first of them in line 7.
fn with(keys: &str) -> Result<Scenario, ScenarioError> {
    parse(Path::new("wire/scenario.toml"), &format!("{HEAD}{keys}{TAIL}"))
}

fn refused(keys: &str) -> String {
    with(keys).unwrap_err().to_string()
}

#[test]
fn defaults() {
    let scenario = with("").unwrap();
    assert_eq!(scenario.conditions, Conditions::default());
    assert_eq!(
        (scenario.conditions.lengths, scenario.conditions.collector),
        (Lengths::Two, Collector::Forced)
    );
    assert!(scenario.evaluation.is_none() && scenario.deadlines.is_empty());
}

#[test]
fn all_keys() {
    let scenario = with(
        "lengths = 1
samples = 3
boots = 2
interrupts = true
collector = 'free'
fixture = 'waveform'
argument = 7
evaluation = { kind = 'ws2812' }
[[deadline]]
name = 'a bit'
quantity = 'pulse-error'
latest_ns = 150
[[deadline]]
name = 'an operation'
earliest_ns = 1200
latest_ns = 1250
",
    )
    .unwrap();
    let fixture = scenario.conditions.fixture.clone().unwrap();
    assert_eq!((fixture.name.as_str(), fixture.argument, fixture.location.line), ("waveform", 7, 12));
    assert_eq!(
        scenario.conditions,
        Conditions {
            lengths: Lengths::One,
            samples: Some(3),
            boots: Some(2),
            interrupts: true,
            collector: Collector::Free,
            fixture: Some(fixture),
        }
    );
    assert_eq!(scenario.evaluation.unwrap().kind(), "ws2812");
    let deadline = |name: &str, quantity: Option<&str>, earliest_ns, latest_ns| Deadline {
        name: name.into(),
        quantity: quantity.map(Into::into),
        earliest_ns,
        latest_ns,
    };
    assert_eq!(
        scenario.deadlines,
        [deadline("a bit", Some("pulse-error"), 0, 150), deadline("an operation", None, 1200, 1250)]
    );
}

#[test]
fn invalid_values() {
    assert_eq!(refused("lengths = 3\n"), "wire/scenario.toml:7: `lengths` is 3, expected 1 to 2");
    assert_eq!(refused("\nsamples = 0\n"), "wire/scenario.toml:8: `samples` is 0, expected 1 to 100000");
    assert_eq!(refused("boots = 1001\n"), "wire/scenario.toml:7: `boots` is 1001, expected 1 to 1000");
    assert!(
        refused("collector = 'off'\n")
            .starts_with("wire/scenario.toml:7: unknown value `off`, expected `forced` or `free`")
    );
    assert!(refused("argument = -1\nfixture = 'waveform'\n").starts_with("wire/scenario.toml:7: "));
    assert!(refused("interrupts = 1\n").starts_with("wire/scenario.toml:7: "));
}

#[test]
fn keys_that_need_another() {
    assert_eq!(
        refused("argument = 5\n"),
        "wire/scenario.toml:7: `argument` is passed to the fixture, but `fixture` is missing"
    );
    let error = refused("lengths = 1\nexpect_double = 48\n");
    assert!(
        error.starts_with("wire/scenario.toml:8: `expect_double` is the checksum of double length"),
        "{error}"
    );
    for fixture in ["", "fixture = 'echo'\n"] {
        let error = refused(&format!("evaluation = {{ kind = 'toggle' }}\n{fixture}"));
        assert!(
            error.starts_with(
                "wire/scenario.toml:7: evaluation `toggle` needs the readings of fixture `waveform`"
            ),
            "{error}"
        );
    }
    with("evaluation = { kind = 'readings', id = 'a', title = 'A', unit = '1' }\n").unwrap();
}

#[test]
fn evaluations() {
    let error = refused("evaluation = { kind = 'music' }\n");
    assert!(
        error.starts_with("wire/scenario.toml:7: unknown value `music`, expected one of `ws2812`, `toggle`"),
        "{error}"
    );
    let error = refused("fixture = 'transitions'\nevaluation = { kind = 'schedule' }\n");
    assert!(error.starts_with("wire/scenario.toml:8: missing field `period_us`"), "{error}");
}

#[test]
fn deadlines() {
    let refused_deadline = |keys: &str| {
        refused(&format!("fixture = 'waveform'\nevaluation = {{ kind = 'ws2812' }}\n[[deadline]]\n{keys}\n"))
    };
    for (keys, words) in [
        ("name = 'a'", "9: missing field `latest_ns`"),
        ("name = ' '\nlatest_ns = 5", "10: `name` is empty"),
        ("name = 'a'\nlatest_ns = 0", "11: `latest_ns` is 0, expected 1 to"),
        ("name = 'a'\nlatest_ns = 5\nearliest_ns = 6", "12: `earliest_ns` is 6, expected 0 to 5"),
        ("name = 'a'\nlatest_ns = 5\nlatest_us = 5", "12: unknown field `latest_us`"),
        (
            "name = 'a'\nlatest_ns = 5\nquantity = 'colour'",
            "12: quantity `colour` is not a time that the evaluation of this scenario yields, expected one of `pulse-error`, `t0h`",
        ),
        (
            "name = 'a'\nlatest_ns = 5\nquantity = 'bits-out-of-tolerance'",
            "12: quantity `bits-out-of-tolerance`",
        ),
        (
            "name = 'a'\nlatest_ns = 5\n[[deadline]]\nname = 'a'\nlatest_ns = 6",
            "13: deadline `a` is already defined",
        ),
    ] {
        let error = refused_deadline(keys);
        assert!(error.starts_with(&format!("wire/scenario.toml:{words}")), "{error}");
    }
    let error = refused("[[deadline]]\nname = 'a'\nlatest_ns = 5\nquantity = 'latency'\n");
    assert!(error.ends_with("expected no `quantity`: the time of an operation"), "{error}");
}

#[test]
fn fixtures_are_in_the_firmware() {
    let scenarios = [with("").unwrap(), with("fixture = 'waveform'\n").unwrap()];
    let check = |fixtures: &[&str]| {
        let fixtures = fixtures.iter().map(|it| (*it).to_owned()).collect();
        check_fixtures(&scenarios, "native", &fixtures).map_err(|error| error.to_string())
    };
    assert_eq!(check(&["echo", "waveform"]), Ok(()));
    assert_eq!(
        check(&["echo"]),
        Err("wire/scenario.toml:7: fixture `waveform` is not in the firmware native, which has `echo`".into())
    );
}
