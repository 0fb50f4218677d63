//! Values of the template of the HTML page.

use super::explanations::{self, ExplanationSection};
use crate::report::charts::{self, CHARTS};
use crate::report::deadline_tables::{self, DeadlineTable};
use crate::report::drawing::{self, PageSize, Scene, theme};
use crate::report::tables::{self, CellRow, RuntimeRow};
use crate::report::{ReportData, ReportError, format, summary};
use crate::run::{ClaimRecord, RunRecord, Runtime, ScenarioRecord, VERDICT_RULE, VerdictRecord};
use strum::VariantArray;

/// Maximum number of cells that the page lists, so that a phone can still sort them.
const MAX_CELLS: usize = 5000;

#[derive(askama::Template)]
#[template(path = "report/page.html")]
pub(super) struct PageTemplate<'a> {
    name: &'a str,
    kind: &'static str,
    board_label: &'static str,
    statement: String,
    overview: String,
    incomplete: Option<String>,
    style: String,
    script: &'static str,
    charts: Vec<ChartFigure>,
    rows: Vec<CellRow<'a>>,
    more_rows: Option<String>,
    failures: Vec<(String, &'a str)>,
    runtimes: Vec<RuntimeRow>,
    deadline_tables: Vec<DeadlineTable>,
    verdict_rule: String,
    verdicts: Vec<VerdictRow>,
    claims: Vec<ClaimRow<'a>>,
    claims_note: Option<&'static str>,
    explanations: Vec<ExplanationSection>,
    scenarios: Vec<(&'a ScenarioRecord, String)>,
    provenance: Vec<(&'static str, String)>,
    firmware_heads: &'static [&'static str],
    firmwares: Vec<Vec<String>>,
    firmware_warning: Option<&'static str>,
    compilers: Vec<(&'a str, &'a str, &'a str)>,
    how_to_read: &'static [(&'static str, &'static str)],
}

/// A chart as inline SVG, for wide and narrow pages.
struct ChartFigure {
    id: &'static str,
    title: String,
    description: String,
    wide: Vec<String>,
    narrow: Vec<String>,
}

struct VerdictRow {
    cell: String,
    deadline: String,
    worst: String,
    worst_key: f64,
    margin: String,
    margin_key: f64,
    verdict: &'static str,
}

struct ClaimRow<'a> {
    statement: &'a str,
    source: &'a str,
    stated: String,
    measured: String,
    interval: String,
    status: String,
    note: String,
}

impl<'a> PageTemplate<'a> {
    pub(super) fn of(data: &'a ReportData) -> Result<Self, ReportError> {
        let record = &data.record;
        let (board_label, statement) = data.board_statement();
        let mut rows = Vec::new();
        for scenario in &record.scenarios {
            let cells = record.cells.iter().filter(|cell| cell.key.scenario == scenario.id);
            rows.extend(cells.map(|cell| CellRow::of(record, scenario, cell)));
        }
        let more_rows = match rows.len().saturating_sub(MAX_CELLS) {
            0 => None,
            more => Some(format::count(more, "more cell")),
        };
        rows.truncate(MAX_CELLS);
        let failures: Vec<(String, &str)> =
            record.cells.iter().filter_map(|cell| Some((cell.key.to_string(), cell.failure()?))).collect();
        Ok(Self {
            name: &record.name,
            kind: record.provenance.board.kind.into(),
            board_label,
            statement,
            overview: format!("{}, {}", tables::extent(record), tables::failures(record)),
            incomplete: summary::incomplete(record).map(|it| it.replace('`', "")),
            style: style(),
            script: include_str!("../../../templates/report/script.js"),
            charts: figures(data)?,
            rows,
            more_rows,
            failures,
            runtimes: tables::runtimes(record),
            deadline_tables: deadline_tables::tables(record),
            verdict_rule: VERDICT_RULE.replace('`', ""),
            verdicts: verdicts(record),
            claims: claims(record),
            claims_note: tables::claims_note(record),
            explanations: explanations::sections(data.explanations.as_ref())?,
            scenarios: record
                .scenarios
                .iter()
                .map(|it| {
                    (
                        it,
                        format!("{}; {}", tables::scale_name(it.scale), tables::conditions(it))
                            .replace('`', ""),
                    )
                })
                .collect(),
            provenance: tables::provenance(record)
                .into_iter()
                .map(|(key, it)| (key, it.replace('`', "")))
                .collect(),
            firmware_heads: tables::FIRMWARE_HEADS,
            firmwares: tables::firmwares(record),
            firmware_warning: tables::firmware_warning(record),
            compilers: record
                .firmwares
                .iter()
                .map(|it| (it.name.as_str(), it.compiler.as_str(), it.flags.as_str()))
                .collect(),
            how_to_read: tables::HOW_TO_READ,
        })
    }
}

fn figures(data: &ReportData) -> Result<Vec<ChartFigure>, ReportError> {
    let mut figures = Vec::new();
    let data = data.charted();
    for chart in CHARTS {
        let draw = |size: PageSize| -> Result<(Vec<Scene>, Vec<String>), ReportError> {
            let scenes = chart.draw(&data, size);
            let texts = scenes.iter().map(drawing::svg).collect::<Result<_, _>>()?;
            Ok((scenes, texts))
        };
        let (scenes, wide) = draw(PageSize::WIDE)?;
        if let Some(first) = scenes.first() {
            let (title, description) = (first.title.clone(), first.description.clone());
            let (_, narrow) = draw(PageSize::NARROW)?;
            figures.push(ChartFigure { id: chart.id(), title, description, wide, narrow });
        }
    }
    Ok(figures)
}

fn verdicts(record: &RunRecord) -> Vec<VerdictRow> {
    let row = |it: &VerdictRecord| VerdictRow {
        cell: it.cell.to_string(),
        deadline: format::with_micro_sign(&it.deadline),
        worst: it.worst_ns.map_or(tables::NOTHING.to_owned(), format::duration),
        worst_key: it.worst_ns.unwrap_or(f64::INFINITY),
        margin: tables::margin(it),
        margin_key: it.margin.unwrap_or(f64::NEG_INFINITY),
        verdict: it.verdict.into(),
    };
    record.verdicts.iter().map(row).collect()
}

fn claims<'a>(record: &'a RunRecord) -> Vec<ClaimRow<'a>> {
    let row = |claim: &'a ClaimRecord| {
        let with_unit = |value: String| format::with_unit(&value, &claim.unit);
        let measured = claim.measured.as_ref();
        let notes: Vec<&str> =
            [claim.tested_by.as_deref(), claim.note.as_deref()].into_iter().flatten().collect();
        ClaimRow {
            statement: &claim.statement,
            source: &claim.source,
            stated: with_unit(charts::stated_text(claim)),
            measured: measured.map_or(tables::NOTHING.to_owned(), |it| with_unit(format::estimate(it))),
            interval: charts::interval_text(claim),
            status: charts::status_text(claim),
            note: notes.join("; "),
        }
    };
    record.claims.iter().map(row).collect()
}

/// Returns the style sheet, with rules for the colors of charts on light and dark pages.
fn style() -> String {
    let mut style = include_str!("../../../templates/report/style.css").to_owned();
    for &runtime in Runtime::VARIANTS {
        let color = theme::hex(theme::runtime(runtime));
        style += &format!(".{} {{ background: {color} }}\n", runtime.as_ref());
    }
    let mut dark = String::new();
    for (day, night) in theme::PAIRS {
        let (day, night) = (theme::hex(*day), theme::hex(*night));
        dark += &format!(
            "svg [fill=\"{day}\"] {{ fill: {night} }}\nsvg [stroke=\"{day}\"] {{ stroke: {night} }}\n"
        );
        if let Some(runtime) = Runtime::VARIANTS.iter().find(|it| theme::hex(theme::runtime(**it)) == day) {
            dark += &format!(".{} {{ background: {night} }}\n", runtime.as_ref());
        }
    }
    style + &format!("@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n")
}
