use super::*;
use crate::report::terminal::verdicts_and_claims;
use crate::run::{BoardKind, Deadline, Scale};
use crate::scenario::Scenario;
use crate::store::Run;
use crate::store::example::{self, cells, scenario};

/// Returns a scenario with one deadline on the time of an operation. The implementations have the given techniques.
fn timed(id: &str, scale: Scale, latest_ns: u64, implementations: &[(&str, Runtime, &str)]) -> Scenario {
    let runtimes: Vec<_> = implementations.iter().map(|it| (it.0, it.1)).collect();
    let mut scenario = scenario(id, scale, id, &runtimes);
    for (implementation, (_, _, technique)) in scenario.implementations.iter_mut().zip(implementations) {
        implementation.technique = (*technique).to_owned();
    }
    let name = "in time".to_owned();
    scenario.deadlines = vec![Deadline { name, quantity: None, earliest_ns: 0, latest_ns }];
    scenario
}

fn record(scenarios: Vec<Scenario>) -> RunRecord {
    let folder = tempfile::tempdir().unwrap();
    let folder = example::write(&folder.path().join("a"), BoardKind::Simulated, &cells(scenarios), |_| 1.0);
    Run::open(&folder).unwrap().record
}

const ALL: [(&str, Runtime, &str); 5] = [
    ("c", Runtime::C, "bit-bang"),
    ("c-pio", Runtime::C, "pio"),
    ("micropython", Runtime::MicroPython, "bit-bang"),
    ("micropython-viper", Runtime::MicroPythonViper, "bit-bang"),
    ("micropython-pio", Runtime::MicroPython, "pio"),
];

#[test]
fn timing_source_by_runtime_and_technique() {
    let record = record(vec![timed("wire", Scale::Nanoseconds, 100, &ALL)]);
    let timing =
        |id: &str| TimingSource::of(record.cells.iter().find(|cell| cell.key.implementation == id).unwrap());
    assert_eq!(timing("c"), TimingSource::Code(Runtime::C));
    assert_eq!(timing("c-pio"), TimingSource::HardwareFromNative);
    assert_eq!(timing("micropython-viper"), TimingSource::Code(Runtime::MicroPythonViper));
    assert_eq!(timing("micropython-pio"), TimingSource::DelegatedByPython);
}

/// In the example, C takes 7 cycles, viper 9 and bytecode 130, and a quarter more from flash. The first hundred
/// operations of a boot take 400 cycles more, and any Python sample up to 600 cycles more.
#[test]
fn time_scales_by_their_deadlines() {
    let record = record(vec![
        timed("wire", Scale::Nanoseconds, 150, &ALL),
        timed("bus", Scale::Nanoseconds, 10_000, &ALL[2..3]),
        timed("button", Scale::Milliseconds, 1_000_000, &ALL[..3]),
    ]);
    let table = time_scales::table(&record).unwrap();
    assert_eq!(
        table.heads,
        ["time scale", "primer: Python?", "C, Rust", "Python", "@viper", "Python + C or PIO"]
    );
    let listed = "Scenarios with deadlines: nanoseconds (bus, wire); milliseconds (button).";
    assert!(table.note.ends_with(listed), "{}", table.note);
    let rows: Vec<Vec<&str>> =
        table.rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    assert_eq!(
        rows,
        [
            vec!["nanoseconds", "no", "yes (1 of 1)", "no (1 of 2)", "marginal (1 of 1)", "no (0 of 1)"],
            vec!["milliseconds", "yes", "yes (1 of 1)", "yes (1 of 1)", "–", "–"],
        ]
    );
}

#[test]
fn layers_by_deadlines_on_events() {
    let mut record = record(vec![timed("wire", Scale::Nanoseconds, 100, &ALL)]);
    assert_eq!(layers::table(&record), None, "the time of an operation is not an event");
    record.scenarios[0].deadlines[0].quantity = Some("pulse-error".into());
    let table = layers::table(&record).unwrap();
    let names: Vec<_> = table.rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(names, ["application logic", "hardware drivers", "hardware peripherals"]);
    let drivers = &table.rows[1];
    assert_eq!(
        drivers[2..],
        [
            "about 1 µs".to_owned(),
            "74.67 ns".to_owned(),
            "74.67 ns".to_owned(),
            "86.33 ns".to_owned(),
            "wire/c/flash".to_owned(),
            "2".to_owned()
        ]
    );
    for verdict in &mut record.verdicts {
        verdict.missed = 1;
    }
    assert_eq!(layers::table(&record), None);
}

#[test]
fn run_without_deadlines_and_claims_has_no_text() {
    let record = record(vec![example::increment()]);
    assert!(tables(&record).is_empty());
    assert_eq!(verdicts_and_claims(&record), "");
}

#[test]
fn text_for_the_terminal() {
    let data = crate::report::example::with_deadlines_and_claims(20);
    let text = verdicts_and_claims(&data.record);
    for words in [
        "Does Python meet the deadlines?",
        "20 verdicts: 7 yes, 7 marginal, 6 no",
        "| stated ",
        "off by 1.705×",
        "6 claims: 2 hold, 3 off, 1 not measured",
    ] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    // Claims without a measurement are only counted.
    assert!(!text.contains("a statement about name"));
}
