//! The pages of words and figures.

use super::table::{self, Column, Row, Table};
use crate::{
    report::{
        ReportData,
        charts::{PageHeader, PageLayout},
        deadline_tables,
        drawing::{PageSize, Scene, theme},
        format, summary,
        tables::{self, CellRow},
    },
    store::{CellOutcome, RunRecord},
};

/// Cells that are listed at most: some 250 pages.
const MOST_CELLS: usize = 10_000;

fn text(head: &'static str) -> Column {
    Column { head, figures: false }
}

fn figures(head: &'static str) -> Column {
    Column { head, figures: true }
}

fn plain(texts: Vec<String>) -> Row {
    Row { texts, dot: None, heading: false }
}

/// Provenance, and one line for each runtime.
pub(super) fn front(data: &ReportData) -> Vec<Scene> {
    let record = &data.record;
    let failed = record.cells.iter().filter(|it| matches!(it.outcome, CellOutcome::Failed { .. })).count();
    let mut notes = vec![format!(
        "{}, {failed} failed. {}",
        tables::extent(record),
        summary::ending(record).map_or(String::new(), |it| format!("Incomplete: {it}."))
    )];
    notes.extend(tables::firmware_warning(record).map(str::to_owned));
    let head = PageHeader {
        title: format!("Twinbench run {}", record.name),
        description: "Where the figures come from.".to_owned(),
        notes,
        legend: Vec::new(),
    };
    let mut layout = PageLayout::new(data, &head, PageSize::A4);
    let rows = tables::provenance(record).into_iter();
    section(
        &mut layout,
        "Where the figures come from",
        &Table {
            columns: vec![text(""), text("")],
            rows: rows.map(|(key, value)| plain(vec![key.to_owned(), value.replace('`', "")])).collect(),
        },
    );
    section(&mut layout, "Runtimes over all scenarios", &runtimes(record));
    section(&mut layout, "Firmwares", &firmwares(record));
    for table in deadline_tables::tables(record) {
        let columns = table.heads.iter().map(|head| text(head));
        let rows = table.rows.into_iter().map(plain).collect();
        section(&mut layout, table.title, &Table { columns: columns.collect(), rows });
        layout.notes(&[table.note]);
    }
    section(&mut layout, "Claims", &claims(record));
    section(&mut layout, "Verdicts", &verdicts(record));
    heading(&mut layout, "How to read this");
    let reading = tables::READING.iter().map(|(what, how)| format!("{what} {how}"));
    layout.notes(&reading.collect::<Vec<_>>());
    layout.finish()
}

fn heading(layout: &mut PageLayout<'_>, words: &str) {
    layout.ensure_height(140);
    layout.heading(words);
}

fn section(layout: &mut PageLayout<'_>, words: &str, table: &Table) {
    if !table.rows.is_empty() {
        heading(layout, words);
        table::draw(layout, table);
    }
}

fn runtimes(record: &RunRecord) -> Table {
    let rows = tables::runtimes(record).into_iter().map(|row| Row {
        texts: vec![
            row.runtime.to_string(),
            row.placement.to_string(),
            row.cells.to_string(),
            format!("{}×", row.mean),
            row.deviation,
        ],
        dot: Some(theme::marker(row.runtime)),
        heading: false,
    });
    Table {
        columns: vec![
            text("runtime"),
            text("placement"),
            figures("cells"),
            figures("geometric mean"),
            figures("deviation"),
        ],
        rows: rows.collect(),
    }
}

fn firmwares(record: &RunRecord) -> Table {
    Table {
        columns: tables::FIRMWARE_HEADS.iter().map(|head| text(head)).collect(),
        rows: tables::firmwares(record).into_iter().map(plain).collect(),
    }
}

fn claims(record: &RunRecord) -> Table {
    let rows = record.claims.iter().map(|claim| {
        plain(vec![
            claim.statement.clone(),
            claim.source.clone(),
            format!("{} {}", crate::report::charts::stated_words(claim), claim.unit),
            claim.measured.as_ref().map_or("–".to_owned(), |it| format::number(it.value)),
            crate::report::charts::verdict_words(claim),
        ])
    });
    Table {
        columns: vec![text("claim"), text("where"), figures("stated"), figures("measured"), text("verdict")],
        rows: rows.collect(),
    }
}

fn verdicts(record: &RunRecord) -> Table {
    let rows = record.verdicts.iter().take(MOST_CELLS).map(|it| {
        plain(vec![
            it.cell.to_string(),
            it.deadline.clone(),
            it.verdict.to_string(),
            it.worst_ns.map_or("–".to_owned(), format::duration),
            tables::margin(it),
        ])
    });
    Table {
        columns: vec![
            text("cell"),
            text("deadline"),
            text("verdict"),
            figures("worst case"),
            figures("left of the deadline"),
        ],
        rows: rows.collect(),
    }
}

/// The cells without figures, and why.
fn failures(record: &RunRecord) -> Table {
    let failed = record.cells.iter().filter_map(|cell| match &cell.outcome {
        CellOutcome::Failed { reason } => Some(plain(vec![cell.id.to_string(), reason.clone()])),
        CellOutcome::Measured(_) => None,
    });
    Table { columns: vec![text("cell"), text("why it failed")], rows: failed.take(MOST_CELLS).collect() }
}

/// Every cell, by scenario.
pub(super) fn cells(data: &ReportData) -> Vec<Scene> {
    let record = &data.record;
    let more = record.cells.len().saturating_sub(MOST_CELLS);
    let head = PageHeader {
        title: "Every cell".to_owned(),
        description: "The figures of every cell.".to_owned(),
        notes: if more > 0 { vec![format!("{more} more cells are in cells.parquet.")] } else { Vec::new() },
        legend: Vec::new(),
    };
    let mut layout = PageLayout::new(data, &head, PageSize::A4);
    let mut rows = Vec::new();
    for scenario in &record.scenarios {
        let cells: Vec<_> = record.cells.iter().filter(|cell| cell.id.scenario == scenario.id).collect();
        if cells.is_empty() || rows.len() >= MOST_CELLS {
            continue;
        }
        let words = format!("{}: {}", scenario.id, scenario.title);
        rows.push(Row { texts: vec![words], dot: None, heading: true });
        rows.extend(cells.into_iter().map(|cell| {
            let row = CellRow::of(record, scenario, cell);
            Row {
                texts: vec![
                    cell.id.implementation.clone(),
                    cell.id.placement.to_string(),
                    if row.failure.is_some() { "failed".to_owned() } else { row.cycles },
                    row.certainty,
                    row.time,
                    row.ratio,
                    row.ratio_certainty,
                ],
                dot: Some(theme::marker(cell.runtime)),
                heading: false,
            }
        }));
    }
    let columns = vec![
        text("implementation"),
        text(""),
        figures("cycles"),
        figures("95 % interval"),
        figures("time"),
        figures("×"),
        figures("interval of ×"),
    ];
    table::draw(&mut layout, &Table { columns, rows });
    section(&mut layout, "Why cells failed", &failures(record));
    layout.finish()
}
