//! What the page's template is filled with.

use super::explanations::{self, ExplanationSection};
use crate::{
    report::{
        ReportData, ReportError,
        charts::{self, CHARTS},
        deadline_tables::{self, DeadlineTable},
        drawing::{self, PageSize, Scene, theme},
        format, summary,
        tables::{self, CellRow, RuntimeRow},
    },
    scenario::Runtime,
    store::{CellOutcome, ClaimRecord, RunRecord, ScenarioRecord, VERDICT_RULE, VerdictRecord},
};

/// Cells whose figures are listed at most: what a phone can still sort.
const MOST_CELLS: usize = 5000;

#[derive(askama::Template)]
#[template(path = "report/page.html")]
pub(super) struct PageTemplate<'a> {
    name: &'a str,
    kind: &'static str,
    stamp: &'static str,
    statement: String,
    at_a_glance: String,
    incomplete: Option<String>,
    style: String,
    script: &'static str,
    charts: Vec<ChartFigure>,
    rows: Vec<CellRow<'a>>,
    more_rows: usize,
    failures: Vec<(String, &'a str)>,
    runtimes: Vec<RuntimeRow>,
    deadline_tables: Vec<DeadlineTable>,
    verdict_rule: String,
    verdicts: Vec<VerdictRow>,
    claims: Vec<ClaimRow<'a>>,
    explanations: Vec<ExplanationSection>,
    scenarios: Vec<(&'a ScenarioRecord, String)>,
    provenance: Vec<(&'static str, String)>,
    firmware_heads: &'static [&'static str],
    firmwares: Vec<Vec<String>>,
    firmware_warning: Option<&'static str>,
    compilers: Vec<(&'a str, &'a str, &'a str)>,
    reading: &'static [(&'static str, &'static str)],
}

/// A chart for wide and for narrow pages, as inline SVG.
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
    certainty: String,
    verdict: String,
    note: String,
}

impl<'a> PageTemplate<'a> {
    pub(super) fn of(data: &'a ReportData) -> Result<Self, ReportError> {
        let record = &data.record;
        let (stamp, statement) = data.board_statement();
        let mut rows = Vec::new();
        for scenario in &record.scenarios {
            let cells = record.cells.iter().filter(|cell| cell.id.scenario == scenario.id);
            rows.extend(cells.map(|cell| CellRow::of(record, scenario, cell)));
        }
        let more_rows = rows.len().saturating_sub(MOST_CELLS);
        rows.truncate(MOST_CELLS);
        let failures: Vec<(String, &str)> = record
            .cells
            .iter()
            .filter_map(|cell| match &cell.outcome {
                CellOutcome::Failed { reason } => Some((cell.id.to_string(), reason.as_str())),
                CellOutcome::Measured(_) => None,
            })
            .collect();
        Ok(Self {
            name: &record.name,
            kind: record.provenance.board.kind.as_str(),
            stamp,
            statement,
            at_a_glance: format!("{}, {} failed", tables::extent(record), failures.len()),
            incomplete: summary::ending(record).map(|it| it.replace('`', "")),
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
            explanations: explanations::sections(data.explanations.as_ref())?,
            scenarios: record
                .scenarios
                .iter()
                .map(|it| (it, tables::conditions(it).replace('`', "")))
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
            reading: tables::READING,
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
        deadline: it.deadline.clone(),
        worst: it.worst_ns.map_or("–".to_owned(), format::duration),
        worst_key: it.worst_ns.unwrap_or(f64::INFINITY),
        margin: tables::margin(it),
        margin_key: it.margin.unwrap_or(f64::NEG_INFINITY),
        verdict: it.verdict.as_str(),
    };
    record.verdicts.iter().map(row).collect()
}

fn claims<'a>(record: &'a RunRecord) -> Vec<ClaimRow<'a>> {
    let row = |claim: &'a ClaimRecord| {
        let with_unit = |figure: String| format!("{figure} {}", claim.unit);
        let nothing = || "–".to_owned();
        let measured = claim.measured.as_ref();
        let notes: Vec<&str> =
            [claim.tested_by.as_deref(), claim.note.as_deref()].into_iter().flatten().collect();
        ClaimRow {
            statement: &claim.statement,
            source: &claim.source,
            stated: with_unit(charts::stated_words(claim)),
            measured: measured.map_or_else(nothing, |it| with_unit(format::estimate(it))),
            certainty: charts::certainty_words(claim),
            verdict: charts::verdict_words(claim),
            note: notes.join("; "),
        }
    };
    record.claims.iter().map(row).collect()
}

/// The style sheet: its own rules, and for each colour of the charts the one that stands for it in the dark.
fn style() -> String {
    let mut style = include_str!("../../../templates/report/style.css").to_owned();
    for &runtime in Runtime::ALL {
        let color = theme::hex(theme::runtime(runtime));
        style += &format!(".{} {{ background: {color} }}\n", runtime.as_str());
    }
    let mut dark = String::new();
    for (day, night) in theme::PAIRS {
        let (day, night) = (theme::hex(*day), theme::hex(*night));
        dark += &format!(
            "svg [fill=\"{day}\"] {{ fill: {night} }}\nsvg [stroke=\"{day}\"] {{ stroke: {night} }}\n"
        );
        if let Some(runtime) = Runtime::ALL.iter().find(|it| theme::hex(theme::runtime(**it)) == day) {
            dark += &format!(".{} {{ background: {night} }}\n", runtime.as_str());
        }
    }
    style + &format!("@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n")
}
