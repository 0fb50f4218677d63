//! Verdict chart: the verdict of each runtime on each deadline, by time scale.

use super::{
    Chart,
    page_layout::{GAP, LABEL, PageHeader, PageLayout, SMALL},
};
use crate::report::drawing::{Anchor, Font, PageSize, Scene, theme};
use crate::report::{ReportData, format, tables};
use crate::run::{RunRecord, Runtime, Scale, Verdict, VerdictRecord};
use strum::VariantArray;

const HEADING_HEIGHT: i32 = 50;
/// Height of the column heads.
const HEADS: i32 = 30;
/// Height of a line of text in a row.
const TEXT_LINE: i32 = 24;
/// Sum of the space above the first and below the last line of a row.
const PADDING: i32 = 8;
/// Space below a row or a box.
const BELOW: i32 = 6;
/// Space left and right of the text in a box.
const INSET: i32 = 10;
/// Maximum number of lines of a scenario's name, of a deadline's name, and of the details of a verdict.
const MAX_LINES: usize = 8;
/// Width of the label column, as a fraction of the page width, if the labels are next to the boxes.
const LABEL_WIDTH: f64 = 0.22;

/// `charts/verdicts`.
pub(super) struct Verdicts;

impl Chart for Verdicts {
    fn id(&self) -> &'static str {
        "verdicts"
    }

    fn draw(&self, data: &ReportData, size: PageSize) -> Vec<Scene> {
        let record = &data.record;
        if record.verdicts.is_empty() {
            return Vec::new();
        }
        let header = PageHeader {
            title: "Verdicts by time scale".to_owned(),
            description: verdict_counts(record) + ".",
            notes: vec![
                "Each box gives the verdict on the best implementation of the runtime in its worst case, with its \
                 margin: the time left, in percent of the deadline."
                    .to_owned(),
            ],
            legend: Vec::new(),
        };
        let runtimes: Vec<Runtime> = Runtime::VARIANTS
            .iter()
            .copied()
            .filter(|&runtime| record.verdicts.iter().any(|it| runtime_of(record, it) == Some(runtime)))
            .collect();
        let mut layout = PageLayout::new(data, &header, size);
        let grid = Grid::of(&layout, runtimes.len());
        for &scale in Scale::VARIANTS {
            draw_scale(&mut layout, scale, &rows(record, scale, &runtimes), &runtimes, &grid);
        }
        layout.finish()
    }
}

/// A deadline of a scenario, with the best verdict of each runtime.
struct Row<'a> {
    scenario: &'a str,
    deadline: &'a str,
    best: Vec<Option<&'a VerdictRecord>>,
}

fn runtime_of(record: &RunRecord, verdict: &VerdictRecord) -> Option<Runtime> {
    record.cells.iter().find(|cell| cell.key == verdict.cell).map(|cell| cell.runtime)
}

fn rows<'a>(record: &'a RunRecord, scale: Scale, runtimes: &[Runtime]) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    for scenario in record.scenarios.iter().filter(|it| it.scale == scale) {
        let verdicts: Vec<&VerdictRecord> =
            record.verdicts.iter().filter(|it| it.cell.scenario == scenario.id).collect();
        let mut deadlines: Vec<&str> = Vec::new();
        for verdict in &verdicts {
            if !deadlines.contains(&verdict.deadline.as_str()) {
                deadlines.push(&verdict.deadline);
            }
        }
        rows.extend(deadlines.into_iter().map(|deadline| {
            let best = |&runtime: &Runtime| {
                let of_runtime = verdicts
                    .iter()
                    .filter(|it| it.deadline == deadline && runtime_of(record, it) == Some(runtime));
                of_runtime.copied().min_by(|one, other| one.compare(other))
            };
            Row { scenario: &scenario.id, deadline, best: runtimes.iter().map(best).collect() }
        }));
    }
    rows
}

/// Column positions.
struct Grid {
    left: i32,
    right: i32,
    /// The boxes of a row are below its label, one per line, as on a phone.
    narrow: bool,
    boxes_left: i32,
    box_width: i32,
}

impl Grid {
    fn of(layout: &PageLayout<'_>, runtimes: usize) -> Self {
        let (left, right) = (layout.left(), layout.right());
        let narrow = layout.size.narrow;
        let boxes_left = if narrow { left } else { left + (f64::from(right - left) * LABEL_WIDTH) as i32 };
        let across = if narrow { 1 } else { runtimes.max(1) as i32 };
        Self { left, right, narrow, boxes_left, box_width: (right - boxes_left + BELOW) / across - BELOW }
    }

    /// Returns the lines of a row's label: the scenario's name and the deadline's name.
    fn label(&self, row: &Row<'_>) -> (Vec<String>, Vec<String>) {
        let width = if self.narrow { self.right - self.left } else { self.boxes_left - GAP - self.left };
        let name = Font::bold(LABEL.size).wrap_within(row.scenario, width, MAX_LINES);
        (name, SMALL.wrap_within(&format::with_micro_sign(row.deadline), width, MAX_LINES))
    }

    fn label_height(&self, row: &Row<'_>) -> i32 {
        let (name, deadline) = self.label(row);
        (name.len() + deadline.len()) as i32 * TEXT_LINE + PADDING
    }

    /// Returns the lines below the verdict: its margin and the implementation.
    fn details(&self, verdict: &VerdictRecord) -> Vec<String> {
        let (margin, by) = (tables::margin(verdict), &verdict.cell.implementation);
        let width = self.box_width - 2 * INSET;
        let together = format!("{margin} · {by}");
        if SMALL.width(&together) <= width {
            return vec![together];
        }
        let mut lines = SMALL.wrap_within(&margin, width, MAX_LINES);
        lines.extend(SMALL.wrap_within(by, width, MAX_LINES));
        lines
    }

    fn box_height(&self, best: Option<&VerdictRecord>) -> i32 {
        (1 + best.map_or(1, |it| self.details(it).len() as i32)) * TEXT_LINE + PADDING
    }

    /// Returns the height of the boxes of `row`: the largest one, or their sum in a narrow layout.
    fn boxes_height(&self, row: &Row<'_>) -> i32 {
        if self.narrow {
            return row.best.iter().flatten().map(|it| self.box_height(Some(it)) + BELOW).sum();
        }
        row.best.iter().map(|it| self.box_height(*it)).max().unwrap_or(0)
    }

    fn height(&self, row: &Row<'_>) -> i32 {
        let (label, boxes) = (self.label_height(row), self.boxes_height(row));
        if self.narrow { label + boxes + BELOW } else { label.max(boxes) + BELOW }
    }
}

fn draw_scale(
    layout: &mut PageLayout<'_>,
    scale: Scale,
    rows: &[Row<'_>],
    runtimes: &[Runtime],
    grid: &Grid,
) {
    for (index, row) in rows.iter().enumerate() {
        let height = grid.height(row);
        if index == 0 || layout.remaining_height() < height {
            layout.ensure_height(HEADING_HEIGHT + HEADS + height);
            let more = if index > 0 { " (continued)" } else { "" };
            let heading = format!("{}{more}", format::capitalized(tables::scale_name(scale)));
            layout.heading_within(&heading, HEADING_HEIGHT, HEADING_HEIGHT / 2 + 6);
            if !grid.narrow {
                let y = layout.reserve(HEADS) + HEADS / 2;
                let positions = (grid.boxes_left..).step_by((grid.box_width + BELOW) as usize);
                for (runtime, x) in runtimes.iter().zip(positions) {
                    let text = SMALL.fit(runtime.as_ref(), grid.box_width);
                    layout.scene().text((x, y), &text, SMALL, theme::MUTED_TEXT, Anchor::Left);
                }
            }
        }
        let top = layout.reserve(height);
        draw_row(layout.scene(), row, runtimes, grid, top);
    }
}

fn draw_row(scene: &mut Scene, row: &Row<'_>, runtimes: &[Runtime], grid: &Grid, top: i32) {
    let (name, deadline) = grid.label(row);
    let name = name.into_iter().map(|text| (text, Font::bold(LABEL.size), theme::TEXT));
    let deadline = deadline.into_iter().map(|text| (text, SMALL, theme::MUTED_TEXT));
    for (line, (text, font, color)) in (0..).zip(name.chain(deadline)) {
        let at = (grid.left, top + PADDING / 2 + line * TEXT_LINE + TEXT_LINE / 2);
        scene.text(at, &text, font, color, Anchor::Left);
    }
    let mut y = top + grid.label_height(row);
    let height = grid.boxes_height(row);
    let positions = (grid.boxes_left..).step_by((grid.box_width + BELOW) as usize);
    for ((best, runtime), x) in row.best.iter().zip(runtimes).zip(positions) {
        if !grid.narrow {
            draw_box(scene, *best, "", grid, (x, top, height));
        } else if best.is_some() {
            let height = grid.box_height(*best);
            draw_box(scene, *best, runtime.as_ref(), grid, (grid.left, y, height));
            y += height + BELOW;
        }
    }
}

fn draw_box(
    scene: &mut Scene,
    best: Option<&VerdictRecord>,
    name: &str,
    grid: &Grid,
    (left, top, height): (i32, i32, i32),
) {
    let (ground, word) = match best {
        None => (theme::STRIPE, "–".to_owned()),
        Some(it) => (theme::verdict(it.verdict), format!("{} {}", symbol(it.verdict), it.verdict)),
    };
    let right = left + grid.box_width;
    scene.fill((left, top), (right, top + height), ground, 1.0);
    let bold = Font::bold(LABEL.size);
    let mut y = top + PADDING / 2 + TEXT_LINE / 2;
    let name_left = right - INSET - SMALL.width(name);
    scene.text((right - INSET, y), name, SMALL, theme::TEXT, Anchor::Right);
    let word = bold.fit(&word, name_left - left - 2 * INSET);
    scene.text((left + INSET, y), &word, bold, theme::TEXT, Anchor::Left);
    for line in best.map_or(Vec::new(), |it| grid.details(it)) {
        y += TEXT_LINE;
        scene.text((left + INSET, y), &line, SMALL, theme::TEXT, Anchor::Left);
    }
}

/// Returns the sign before the verdict, for readers who cannot distinguish the colors.
fn symbol(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "✓",
        Verdict::Marginal => "~",
        Verdict::No => "✗",
    }
}

/// Counts the verdicts: `20 verdicts: 7 yes, 7 marginal, 6 no`.
pub(in crate::report) fn verdict_counts(record: &RunRecord) -> String {
    let count = |verdict| record.verdicts.iter().filter(|it| it.verdict == verdict).count();
    format!(
        "{}: {} yes, {} marginal, {} no",
        format::count(record.verdicts.len(), "verdict"),
        count(Verdict::Yes),
        count(Verdict::Marginal),
        count(Verdict::No)
    )
}
