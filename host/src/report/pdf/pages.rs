//! The pages with tables and text.

use super::table::{self, Column, Row, Table};
use crate::report::charts::{self, PageHeader, PageLayout};
use crate::report::drawing::{PageSize, Scene, theme};
use crate::report::tables::{self, CellRow};
use crate::report::{ReportData, deadline_tables, format, summary};
use crate::run::RunRecord;

/// Maximum number of listed cells and verdicts: about 250 pages.
const MAX_CELLS: usize = 10_000;

fn text(head: &'static str) -> Column {
    Column { head, numbers: false }
}

fn numbers(head: &'static str) -> Column {
    Column { head, numbers: true }
}

fn plain(texts: Vec<String>) -> Row {
    Row { texts, marker: None, heading: false }
}

/// Returns the first pages: provenance, overview, verdicts, claims and reading notes.
pub(super) fn front(data: &ReportData) -> Vec<Scene> {
    let record = &data.record;
    let mut notes = vec![format!(
        "{}, {}. {}",
        tables::extent(record),
        tables::failures(record),
        summary::incomplete(record).map_or(String::new(), |it| format!("Incomplete: {it}."))
    )];
    notes.extend(tables::firmware_warning(record).map(str::to_owned));
    let header = PageHeader {
        title: format!("Twinbench run {}", record.name),
        description: "Provenance and overview of the run.".to_owned(),
        notes,
        legend: Vec::new(),
    };
    let mut layout = PageLayout::new(data, &header, PageSize::A4);
    let rows = tables::provenance(record).into_iter();
    section(
        &mut layout,
        "Provenance",
        &Table {
            columns: vec![text(""), text("")],
            rows: rows.map(|(key, value)| plain(vec![key.to_owned(), value.replace('`', "")])).collect(),
        },
    );
    section(&mut layout, "Runtimes, all scenarios", &runtimes(record));
    section(&mut layout, "Firmware images", &firmwares(record));
    for table in deadline_tables::tables(record) {
        let columns = table.heads.iter().map(|head| text(head));
        let rows = table.rows.into_iter().map(plain).collect();
        section(&mut layout, table.title, &Table { columns: columns.collect(), rows });
        layout.notes(&[table.note]);
    }
    if !record.claims.is_empty() {
        heading(&mut layout, "Claims");
        layout.notes(&tables::claims_note(record).map(str::to_owned).into_iter().collect::<Vec<_>>());
        table::draw(&mut layout, &claims(record));
    }
    section(&mut layout, "Verdicts", &verdicts(record));
    heading(&mut layout, "How to read this report");
    let notes = tables::HOW_TO_READ.iter().map(|(term, meaning)| format!("{term} {meaning}"));
    layout.notes(&notes.collect::<Vec<_>>());
    layout.finish()
}

/// Height of a heading with the first rows of its table.
const HEADING_WITH_ROWS: i32 = 140;

fn heading(layout: &mut PageLayout<'_>, text: &str) {
    layout.ensure_height(HEADING_WITH_ROWS);
    layout.heading(text);
}

fn section(layout: &mut PageLayout<'_>, title: &str, table: &Table) {
    if !table.rows.is_empty() {
        heading(layout, title);
        table::draw(layout, table);
    }
}

fn runtimes(record: &RunRecord) -> Table {
    let rows = tables::runtimes(record).into_iter().map(|row| Row {
        texts: vec![
            row.runtime.to_string(),
            row.placement.to_string(),
            row.cells.to_string(),
            row.mean,
            row.deviation,
        ],
        marker: Some(theme::marker(row.runtime)),
        heading: false,
    });
    Table {
        columns: vec![
            text("runtime"),
            text("placement"),
            numbers("cells"),
            numbers("× baseline, geometric mean"),
            numbers("geometric standard deviation"),
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
            format::with_unit(&charts::stated_text(claim), &claim.unit),
            claim.measured.as_ref().map_or(tables::NOTHING.to_owned(), |it| format::number(it.value)),
            charts::status_text(claim),
        ])
    });
    Table {
        columns: vec![text("claim"), text("source"), numbers("stated"), numbers("measured"), text("status")],
        rows: rows.collect(),
    }
}

fn verdicts(record: &RunRecord) -> Table {
    let rows = record.verdicts.iter().take(MAX_CELLS).map(|it| {
        plain(vec![
            it.cell.to_string(),
            format::with_micro_sign(&it.deadline),
            it.verdict.to_string(),
            it.worst_ns.map_or(tables::NOTHING.to_owned(), format::duration),
            tables::margin(it),
        ])
    });
    Table {
        columns: vec![
            text("cell"),
            text("deadline"),
            text("verdict"),
            numbers("worst case"),
            numbers("margin"),
        ],
        rows: rows.collect(),
    }
}

/// Returns the table of failed cells with the reasons.
fn failures(record: &RunRecord) -> Table {
    let failed = record
        .cells
        .iter()
        .filter_map(|cell| Some(plain(vec![cell.key.to_string(), cell.failure()?.to_owned()])));
    Table { columns: vec![text("cell"), text("reason")], rows: failed.take(MAX_CELLS).collect() }
}

/// Returns the pages with the table of all cells, by scenario.
pub(super) fn cells(data: &ReportData) -> Vec<Scene> {
    let record = &data.record;
    let more = record.cells.len().saturating_sub(MAX_CELLS);
    let header = PageHeader {
        title: "All cells".to_owned(),
        description: "The results of all cells.".to_owned(),
        notes: if more > 0 {
            vec![format!("{}: see cells.parquet.", format::count(more, "more cell"))]
        } else {
            Vec::new()
        },
        legend: Vec::new(),
    };
    let mut layout = PageLayout::new(data, &header, PageSize::A4);
    let mut rows = Vec::new();
    for scenario in &record.scenarios {
        let cells: Vec<_> = record.cells.iter().filter(|cell| cell.key.scenario == scenario.id).collect();
        if cells.is_empty() || rows.len() >= MAX_CELLS {
            continue;
        }
        let heading = format!("{}: {}", scenario.id, scenario.title);
        rows.push(Row { texts: vec![heading], marker: None, heading: true });
        rows.extend(cells.into_iter().map(|cell| {
            let row = CellRow::of(record, scenario, cell);
            Row {
                texts: vec![
                    cell.key.implementation.clone(),
                    cell.key.placement.to_string(),
                    if row.failure.is_some() { "failed".to_owned() } else { row.cycles },
                    row.interval,
                    row.time,
                    row.ratio,
                    row.ratio_interval,
                ],
                marker: Some(theme::marker(cell.runtime)),
                heading: false,
            }
        }));
    }
    let columns = vec![
        text("implementation"),
        text(""),
        numbers("cycles"),
        numbers("95 % interval"),
        numbers("time"),
        numbers("×"),
        numbers("interval of ×"),
    ];
    table::draw(&mut layout, &Table { columns, rows });
    section(&mut layout, "Failed cells", &failures(record));
    layout.finish()
}
