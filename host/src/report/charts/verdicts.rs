//! Which runtime keeps which deadline, by time scale.

use super::{
    Chart,
    flow::{Flow, GAP, HEADING, Head, LABEL, SMALL},
};
use crate::{
    report::{
        Material,
        drawing::{Anchor, Scene, Shape, Type, theme},
        tables,
    },
    scenario::{Runtime, Scale},
    store::{RunRecord, Verdict, VerdictRecord},
};

const HEADING_LINE: i32 = 50;
const HEADS: i32 = 30;
const COLUMN: Type = Type::regular(16);
/// Height of a row, without the space below it.
const ROW: i32 = 54;
const BELOW: i32 = 6;
/// Share of the width that labels take where they stand beside the boxes.
const LABELS: f64 = 0.22;

/// `charts/verdicts`.
pub(super) struct Verdicts;

impl Chart for Verdicts {
    fn id(&self) -> &'static str {
        "verdicts"
    }

    fn draw(&self, material: &Material, shape: Shape) -> Vec<Scene> {
        let record = &material.record;
        if record.verdicts.is_empty() {
            return Vec::new();
        }
        let head = Head {
            title: "Verdicts by time scale".to_owned(),
            description: description(record),
            notes: vec![
                "The best implementation of each runtime in its worst case: what is left of the deadline, over the \
                 deadline."
                    .to_owned(),
            ],
            legend: Vec::new(),
        };
        let runtimes: Vec<Runtime> = Runtime::ALL
            .iter()
            .copied()
            .filter(|&runtime| record.verdicts.iter().any(|it| runtime_of(record, it) == Some(runtime)))
            .collect();
        let mut flow = Flow::new(material, &head, shape);
        for &scale in Scale::ALL {
            draw_scale(&mut flow, scale, &rows(record, scale, &runtimes), &runtimes);
        }
        flow.finish()
    }
}

/// A deadline of a scenario, and the best of each runtime.
struct Row<'a> {
    scenario: &'a str,
    deadline: &'a str,
    best: Vec<Option<&'a VerdictRecord>>,
}

fn runtime_of(record: &RunRecord, verdict: &VerdictRecord) -> Option<Runtime> {
    record.cells.iter().find(|cell| cell.id == verdict.cell).map(|cell| cell.runtime)
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
                of_runtime.copied().min_by(|one, other| one.better(other))
            };
            Row { scenario: &scenario.id, deadline, best: runtimes.iter().map(best).collect() }
        }));
    }
    rows
}

fn draw_scale(flow: &mut Flow<'_>, scale: Scale, rows: &[Row<'_>], runtimes: &[Runtime]) {
    let (left, right) = (flow.left(), flow.right());
    let narrow = flow.shape.narrow;
    // On a phone the boxes stand below their label, one a line.
    let boxes_left = if narrow { left } else { left + (f64::from(right - left) * LABELS) as i32 };
    let across = if narrow { 1 } else { runtimes.len().max(1) as i32 };
    let width = (right - boxes_left + BELOW) / across - BELOW;
    let height = if narrow { ROW * (1 + runtimes.len() as i32) } else { ROW } + BELOW;
    for (index, row) in rows.iter().enumerate() {
        if index == 0 || flow.room() < height {
            flow.need(HEADING_LINE + HEADS + height);
            let y = flow.take(HEADING_LINE) + HEADING_LINE / 2 + 6;
            let more = if index > 0 { " (continued)" } else { "" };
            let text = HEADING.fit(&format!("{}{more}", scale_words(scale)), right - left);
            flow.scene().text((left, y), &text, HEADING, theme::INK, Anchor::Left);
            if !narrow {
                let y = flow.take(HEADS) + HEADS / 2;
                for (runtime, x) in runtimes.iter().zip((boxes_left..).step_by((width + BELOW) as usize)) {
                    let text = COLUMN.fit(runtime.as_str(), width);
                    flow.scene().text((x, y), &text, COLUMN, theme::FAINT_INK, Anchor::Left);
                }
            }
        }
        let top = flow.take(height);
        let label = if narrow { right - left } else { boxes_left - GAP - left };
        let scene = flow.scene();
        let bold = Type::bold(LABEL.size);
        scene.text((left, top + 15), &bold.fit(row.scenario, label), bold, theme::INK, Anchor::Left);
        scene.text((left, top + 40), &SMALL.fit(row.deadline, label), SMALL, theme::FAINT_INK, Anchor::Left);
        for (index, (best, runtime)) in (0..).zip(row.best.iter().zip(runtimes)) {
            let at = if narrow {
                (left, top + ROW * (1 + index))
            } else {
                (boxes_left + index * (width + BELOW), top)
            };
            let name = if narrow { runtime.as_str() } else { "" };
            draw_box(scene, *best, name, at, width);
        }
    }
}

fn draw_box(
    scene: &mut Scene,
    best: Option<&VerdictRecord>,
    name: &str,
    (left, top): (i32, i32),
    width: i32,
) {
    let (ground, first, second) = match best {
        None => (theme::BAND, "–".to_owned(), String::new()),
        Some(it) => {
            (theme::verdict(it.verdict), format!("{} {}", symbol(it.verdict), it.verdict), margin_words(it))
        }
    };
    let right = left + width;
    scene.fill((left, top), (right, top + ROW - 4), ground, 1.0);
    let bold = Type::bold(LABEL.size);
    let name_left = right - 10 - SMALL.width(name);
    scene.text((right - 10, top + 15), name, SMALL, theme::INK, Anchor::Right);
    scene.text(
        (left + 10, top + 15),
        &bold.fit(&first, name_left - left - 20),
        bold,
        theme::INK,
        Anchor::Left,
    );
    scene.text((left + 10, top + 38), &SMALL.fit(&second, width - 20), SMALL, theme::INK, Anchor::Left);
}

/// What is left of the deadline, or by how much it is missed, and by which implementation.
fn margin_words(verdict: &VerdictRecord) -> String {
    format!("{} · {}", tables::margin(verdict), verdict.cell.implementation)
}

/// A sign beside the word, as colour alone tells too little.
fn symbol(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "✓",
        Verdict::Marginal => "~",
        Verdict::No => "✗",
    }
}

fn scale_words(scale: Scale) -> &'static str {
    match scale {
        Scale::Nanoseconds => "Nanoseconds",
        Scale::Microseconds => "Microseconds",
        Scale::Milliseconds => "Milliseconds",
        Scale::Seconds => "Seconds",
    }
}

fn description(record: &RunRecord) -> String {
    let count = |verdict| record.verdicts.iter().filter(|it| it.verdict == verdict).count();
    format!(
        "{} cells under deadlines: {} keep theirs, {} only just, {} do not.",
        record.verdicts.len(),
        count(Verdict::Yes),
        count(Verdict::Marginal),
        count(Verdict::No)
    )
}
