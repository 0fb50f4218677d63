//! Generated report data for tests, with any number of cells and the full range of an axis.

use super::ReportData;
use crate::claims::OPEN;
use crate::run::{
    BoardKind, CellOutcome, ClaimRecord, ClaimStatus, Deadline, Runtime, Scale, Verdict, VerdictRecord,
};
use crate::scenario::{Cell, Scenario};
use crate::stats::{Estimate, Interval};
use crate::store::example::{self, cells, scenario};

/// The implementations of each scenario.
const IMPLEMENTATIONS: [(&str, Runtime); 10] = [
    ("c", Runtime::C),
    ("rust", Runtime::Rust),
    ("micropython-local", Runtime::MicroPython),
    ("micropython-global", Runtime::MicroPython),
    ("micropython-module", Runtime::MicroPython),
    ("micropython-native-local", Runtime::MicroPythonNative),
    ("micropython-native-global", Runtime::MicroPythonNative),
    ("micropython-viper-local", Runtime::MicroPythonViper),
    ("micropython-viper-a-name-so-long-that-nobody-should-ever-use-it", Runtime::MicroPythonViper),
    ("broken", Runtime::MicroPythonNative),
];

/// The scenarios with the factors of their costs, from half a nanosecond to ten seconds.
const SCENARIOS: [(&str, Scale, f64); 6] = [
    ("increment-register", Scale::Nanoseconds, 0.0107),
    ("increment-memory", Scale::Nanoseconds, 1.0),
    ("interrupt-latency", Scale::Microseconds, 1e2),
    ("a-scenario-with-a-name-that-is-far-too-long-for-any-heading-on-a-phone", Scale::Milliseconds, 1e4),
    ("control-loop", Scale::Seconds, 1e6),
    ("state-machine", Scale::Seconds, 1.1e7),
];

/// Returns a run of `count` cells, up to 120. One cell in ten fails.
pub(super) fn report_data(count: usize, kind: BoardKind) -> ReportData {
    let title = "A title that says at some length what is measured, x += 1 & <so on>";
    let scenarios: Vec<Scenario> =
        SCENARIOS.iter().map(|(id, scale, _)| scenario(id, *scale, title, &IMPLEMENTATIONS)).collect();
    let scenario_index = |cell: &Cell| SCENARIOS.iter().position(|it| it.0 == cell.scenario().id).unwrap();
    let mut all: Vec<Cell> = cells(scenarios);
    all.sort_by_key(|cell| {
        let implementation = IMPLEMENTATIONS.iter().position(|it| it.0 == cell.implementation().id);
        (scenario_index(cell), implementation)
    });
    all.truncate(count);
    let folder = tempfile::tempdir().unwrap();
    let path =
        example::write(&folder.path().join("example"), kind, &all, |cell| SCENARIOS[scenario_index(cell)].2);
    let mut data = ReportData::read(&path).unwrap();
    // Ratios over the full range of an axis.
    for (index, ratio) in [(2, 0.2), (4, 5000.0), (6, 200.0)] {
        if let Some(CellOutcome::Measured(cell)) = data.record.cells.get_mut(index).map(|it| &mut it.outcome)
            && let Some(stored) = &mut cell.ratio
        {
            let interval = Some(Interval { lower: ratio * 0.8, upper: ratio * 1.3 });
            stored.estimate = Estimate { value: ratio, samples: 40, interval };
        }
    }
    data
}

/// Returns the same run with deadlines, verdicts and claims.
pub(super) fn with_deadlines_and_claims(count: usize) -> ReportData {
    let mut data = report_data(count, BoardKind::Simulated);
    let record = &mut data.record;
    for scenario in &mut record.scenarios {
        let deadline = |name: &str, quantity: Option<&str>, earliest_ns, latest_ns| Deadline {
            name: name.into(),
            quantity: quantity.map(Into::into),
            earliest_ns,
            latest_ns,
        };
        scenario.deadlines.push(deadline("a WS2812 bit", Some("pulse-error"), 650, 950));
        scenario.deadlines.push(deadline(
            "a name of a deadline that goes on for quite a while",
            None,
            0,
            5_000_000,
        ));
    }
    for (index, cell) in record.cells.iter().enumerate() {
        let margin = [0.9871, 0.1, -3.5][index % 3];
        record.verdicts.push(VerdictRecord {
            cell: cell.key.clone(),
            deadline: "a WS2812 bit".into(),
            worst_ns: Some(950.0 * (1.0 - margin)),
            best_ns: Some(475.0 * (1.0 - margin)),
            margin: Some(margin),
            missed: 0,
            verdict: [Verdict::Yes, Verdict::Marginal, Verdict::No][index % 3],
        });
    }
    let measured = |value| Some(Estimate { value, samples: 60, interval: None });
    for (id, unit, stated, measured, status) in [
        ("ns", "ns", (20.0, 30.0), measured(26.9), ClaimStatus::Holds),
        ("cycle", "cycles", (1.0, 1.0), measured(1.03), ClaimStatus::Off),
        ("ratio", "×", (133.0, 300.0), measured(78.0), ClaimStatus::Off),
        ("name", "instructions", (50.0, 100.0), None, ClaimStatus::NotMeasured),
        ("all", "instructions", (500.0, 700.0), measured(1e7), ClaimStatus::Off),
        ("open", "×", (5.0, OPEN), measured(58.0), ClaimStatus::Holds),
    ] {
        record.claims.push(ClaimRecord {
            id: id.into(),
            source: "primer, part 6".into(),
            statement: format!("a statement about {id} that takes more words than a chart has room for"),
            unit: unit.into(),
            stated: Interval { lower: stated.0, upper: stated.1 },
            stated_as: (stated.1 == OPEN).then(|| "at least 5".into()),
            nominal: None,
            measured,
            tested_by: Some("increment-memory/c/ram".into()),
            measure: None,
            status,
            note: None,
        });
    }
    data
}
