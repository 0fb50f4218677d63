use super::{
    layout::{LABEL, Layout, ROW},
    *,
};
use crate::{
    scenario::{Cell, Runtime, Scale, Scenario},
    store::{
        BoardKind,
        example::{self, cells, scenario},
    },
};
use rows::{Mark, groups};

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

/// Scenarios with `count` cells altogether, over a wide range of costs.
fn run(count: usize, kind: BoardKind) -> (tempfile::TempDir, Run) {
    let names =
        ["increment-register", "increment-memory", "sum-loop", "display-update", "control-loop", "crc32"];
    let scenarios: Vec<Scenario> = names
        .iter()
        .zip([
            Scale::Nanoseconds,
            Scale::Nanoseconds,
            Scale::Milliseconds,
            Scale::Milliseconds,
            Scale::Seconds,
            Scale::Milliseconds,
        ])
        .map(|(id, scale)| {
            scenario(id, scale, "A title that says what is measured, x += 1", &IMPLEMENTATIONS)
        })
        .collect();
    let mut all: Vec<Cell> = cells(scenarios);
    all.sort_by_key(|cell| {
        let scenario = names.iter().position(|name| *name == cell.scenario().id);
        let implementation = IMPLEMENTATIONS.iter().position(|(id, _)| *id == cell.implementation().id);
        (scenario, implementation)
    });
    all.truncate(count);
    let place = tempfile::tempdir().unwrap();
    let stretch =
        |cell: &Cell| 10_f64.powi(names.iter().position(|name| *name == cell.scenario().id).unwrap() as i32);
    let folder = example::write(&place.path().join("example"), kind, &all, stretch);
    let run = Run::open(&folder).unwrap();
    (place, run)
}

#[test]
fn nothing_overlaps_or_leaves_the_frame() {
    for count in [0, 1, 5, 20, 120] {
        let (_place, run) = run(count, BoardKind::Simulated);
        let groups = groups(&run.record);
        let layout = Layout::of(&groups).unwrap();
        assert_eq!(groups.iter().map(|group| group.rows.len()).sum::<usize>(), count);

        let mut below = layout::MARGIN;
        for (group, panel) in groups.iter().zip(&layout.groups) {
            for y in [panel.heading, panel.numbers] {
                assert!(y - ROW / 2 >= below, "{count}");
                below = y + ROW / 2;
            }
            for y in &panel.rows {
                assert!(y - ROW / 2 >= below, "{count}");
                below = y + ROW / 2;
            }
            for row in &group.rows {
                let label =
                    LABEL.fit(NAME, &row.implementation, layout.labels_right - layout::MARGIN).unwrap();
                assert!(layout::MARGIN + LABEL.width(NAME, &label).unwrap() < layout.placements_left);
                if let Mark::Dot { value, ratio, .. } = &row.mark {
                    assert!(layout.values_right - LABEL.width(NAME, value).unwrap() > layout.plot_right);
                    assert!(layout.ratios_right - LABEL.width(NAME, ratio).unwrap() > layout.values_right);
                }
            }
        }
        assert!(below <= layout.plot_bottom && layout.plot_bottom < layout.height as i32);
        assert!(layout.plot_right - layout.plot_left > 600, "{layout:?}");
        let numbers = LABEL.width(NAME, "1000 M").unwrap();
        let decades = layout.axis.decades().count() as i32 - 1;
        assert!((layout.plot_right - layout.plot_left) / decades > numbers, "axis numbers overlap");
    }
}

#[test]
fn rows_beyond_the_limit_are_counted_only() {
    let many: Vec<Scenario> = (0..101)
        .map(|index| scenario(&format!("s{index}"), Scale::Nanoseconds, "T", &IMPLEMENTATIONS[..5]))
        .collect();
    let place = tempfile::tempdir().unwrap();
    let all = cells(many);
    let writer = crate::store::RunWriter::create(
        &place.path().join("many"),
        example::provenance(BoardKind::Simulated),
        &all,
    );
    let mut writer = writer.unwrap();
    for cell in &all {
        writer.record(cell, crate::store::Outcome::Failed { reason: "not today".into() }).unwrap();
    }
    let record = writer.summary();
    assert_eq!(record.cells.len(), 1010);
    let groups = groups(&record);
    assert_eq!(groups.iter().map(|group| group.rows.len()).sum::<usize>(), rows::MOST_ROWS);
}

/// The picture's width and height, as its header states them (PNG specification, section 11.2.2), and
/// its bytes.
fn picture(count: usize, kind: BoardKind) -> (u32, u32, Vec<u8>) {
    let (place, run) = run(count, kind);
    let path = place.path().join("chart.png");
    CyclesPerOperation.write(&run, &path).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(bytes[..8], *b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20), bytes)
}

#[test]
fn picture_grows_with_its_rows() {
    let (width, height, _) = picture(5, BoardKind::Simulated);
    let (same_width, taller, _) = picture(20, BoardKind::Simulated);
    assert_eq!((width, width), (same_width, 1600));
    assert_eq!(taller - height, 15 * ROW as u32);
}

#[test]
fn board_kinds_look_different_and_the_same_run_looks_the_same() {
    let (_, _, simulated) = picture(5, BoardKind::Simulated);
    assert_eq!(simulated, picture(5, BoardKind::Simulated).2);
    assert_ne!(simulated, picture(5, BoardKind::Hardware).2);
}

#[test]
fn dots_failures_and_what_has_no_place() {
    let (_place, mut run) = run(20, BoardKind::Simulated);
    let crate::store::CellOutcome::Measured(first) = &mut run.record.cells[0].outcome else {
        panic!("measured")
    };
    first.statistics.per_operation.value = -0.5;
    let groups = groups(&run.record);
    let words: Vec<_> = groups[0]
        .rows
        .iter()
        .filter_map(|row| if let Mark::Word(word) = row.mark { Some(word) } else { None })
        .collect();
    assert_eq!(words, ["not above 0", "failed", "failed"]);
    let path = run.folder.join("chart.png");
    CyclesPerOperation.write(&run, &path).unwrap();
}
