use super::{super::example, *};
use crate::run::BoardKind;
use std::{fs, process::Command};

/// Counts the page objects (ISO 32000-1, section 7.7.3.3). Only streams are compressed.
fn pages(bytes: &[u8]) -> usize {
    let mark = b"/Type /Page\n";
    bytes.windows(mark.len()).filter(|window| window == mark).count()
}

#[test]
fn one_page_for_each_scene() {
    for data in [
        example::report_data(0, BoardKind::Hardware),
        example::with_deadlines_and_claims(5),
        example::with_deadlines_and_claims(120),
    ] {
        let charts: usize = CHARTS.iter().map(|chart| chart.draw(&data, PageSize::A4).len()).sum();
        let tables = pages::front(&data).len() + pages::cells(&data).len();
        let bytes = render(&data).unwrap();
        assert!(bytes.starts_with(b"%PDF-1.") && bytes.trim_ascii_end().ends_with(b"%%EOF"));
        assert_eq!(super::tests::pages(&bytes), charts + tables);
    }
}

#[test]
fn nothing_overlaps_or_leaves_a_page() {
    for data in [
        example::with_deadlines_and_claims(0),
        example::with_deadlines_and_claims(1),
        example::with_deadlines_and_claims(5),
        example::with_deadlines_and_claims(120),
    ] {
        for scene in pages::front(&data).iter().chain(&pages::cells(&data)) {
            crate::report::drawing::legibility::assert_legible(scene);
        }
    }
}

#[test]
fn failures_verdicts_and_claims_are_not_truncated() {
    let mut data = example::with_deadlines_and_claims(40);
    let reason =
        "a reason that goes on for a while, so that no line of a page could ever hold the whole of it";
    for cell in &mut data.record.cells {
        if let crate::run::CellOutcome::Failed { reason: words } = &mut cell.outcome {
            *words = reason.into();
        }
    }
    let said = |scenes: &[crate::report::drawing::Scene]| {
        scenes.iter().flat_map(crate::report::drawing::Scene::texts).collect::<Vec<_>>().join(" ")
    };
    let cells = said(&pages::cells(&data));
    assert!(cells.contains("Failed cells") && cells.contains(reason), "{cells}");
    let front = said(&pages::front(&data));
    for scene in pages::front(&data).iter().chain(&pages::cells(&data)) {
        crate::report::drawing::legibility::assert_legible(scene);
    }
    assert!(front.contains("late by 350 %") && front.contains("a WS2812 bit"));
    // Hashes are truncated, and the notes explain "exact, n = …". No other text is truncated.
    assert_eq!(front.matches('…').count(), data.record.firmwares.len() + 1, "{front}");
}

/// Reads the text with Poppler, if it is installed.
#[test]
fn text_can_be_searched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.pdf");
    fs::write(&path, render(&example::with_deadlines_and_claims(5)).unwrap()).unwrap();
    let Ok(output) = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output() else {
        eprintln!("pdftotext is not installed: not checked");
        return;
    };
    let text = String::from_utf8(output.stdout).unwrap();
    for words in
        ["SIMULATED", "Twinbench run example", "micropython-local", "Ladder: time per operation", "page 1 of"]
    {
        assert!(text.contains(words), "{words} is not in {text}");
    }
}
