use super::{super::example, *};
use crate::store::BoardKind;
use std::{fs, process::Command};

/// Pages, counted as objects of that type (ISO 32000-1, section 7.7.3.3): only streams are compressed.
fn pages(bytes: &[u8]) -> usize {
    let mark = b"/Type /Page\n";
    bytes.windows(mark.len()).filter(|window| window == mark).count()
}

#[test]
fn one_page_for_each_picture() {
    for data in [example::data(0, BoardKind::Hardware), example::judged(5), example::judged(120)] {
        let charts: usize = CHARTS.iter().map(|chart| chart.draw(&data, PageSize::A4).len()).sum();
        let words = pages::front(&data).len() + pages::cells(&data).len();
        let bytes = render(&data).unwrap();
        assert!(bytes.starts_with(b"%PDF-1.") && bytes.trim_ascii_end().ends_with(b"%%EOF"));
        assert_eq!(super::tests::pages(&bytes), charts + words);
    }
}

#[test]
fn nothing_overlaps_or_leaves_a_page() {
    for data in [example::judged(0), example::judged(1), example::judged(5), example::judged(120)] {
        for scene in pages::front(&data).iter().chain(&pages::cells(&data)) {
            crate::report::drawing::legibility::assert_legible(scene);
        }
    }
}

#[test]
fn failures_verdicts_and_claims_are_told_in_full() {
    let mut data = example::judged(40);
    let reason =
        "a reason that goes on for a while, so that no line of a page could ever hold the whole of it";
    for cell in &mut data.record.cells {
        if let crate::store::CellOutcome::Failed { reason: words } = &mut cell.outcome {
            *words = reason.into();
        }
    }
    let said = |scenes: &[crate::report::drawing::Scene]| {
        scenes.iter().flat_map(crate::report::drawing::Scene::texts).collect::<Vec<_>>().join(" ")
    };
    let cells = said(&pages::cells(&data));
    assert!(cells.contains("Why cells failed") && cells.contains(reason), "{cells}");
    let front = said(&pages::front(&data));
    for scene in pages::front(&data).iter().chain(&pages::cells(&data)) {
        crate::report::drawing::legibility::assert_legible(scene);
    }
    assert!(front.contains("late by 350 %") && front.contains("a WS2812 bit"));
    // Hashes are told by their first digits, and "exact, n = …" is explained; nothing else is cut.
    assert_eq!(front.matches('…').count(), data.record.firmwares.len() + 1, "{front}");
}

/// What Poppler reads of it, where that is installed.
#[test]
fn its_text_can_be_searched() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("report.pdf");
    fs::write(&path, render(&example::judged(5)).unwrap()).unwrap();
    let Ok(output) = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output() else {
        eprintln!("pdftotext is not installed: not checked");
        return;
    };
    let text = String::from_utf8(output.stdout).unwrap();
    for words in ["SIMULATED", "Twinbench run example", "micropython-local", "The ladder", "page 1 of"] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
}
