//! Draws the chart.

use super::{
    super::{
        canvas::{Anchor, Canvas, Type},
        palette,
    },
    NAME,
    layout::{GAP, HEADING, LABEL, Layout, MARGIN, Panel, ROW, SMALL, STAMP, TITLE},
    rows::{Group, Mark, Row},
};
use crate::{
    report::{ReportError, board_statement, format},
    scenario::{Placement, Runtime},
    store::{Run, RunRecord},
};
use plotters::{backend::DrawingBackend, style::Color};

/// Radius of a dot.
const DOT: i32 = 8;
/// Length of an interval's caps, from the middle.
const CAP: i32 = 6;

pub(super) fn draw<DB: DrawingBackend>(
    canvas: &Canvas<DB>,
    run: &Run,
    groups: &[Group],
    layout: &Layout,
) -> Result<(), ReportError> {
    head(canvas, run, layout)?;
    legend(canvas, groups)?;
    for (group, panel) in groups.iter().zip(&layout.groups) {
        heading(canvas, group, panel, layout)?;
        grid(canvas, panel, layout)?;
        for (index, (row, &y)) in group.rows.iter().zip(&panel.rows).enumerate() {
            draw_row(canvas, row, y, index, layout)?;
        }
    }
    if groups.is_empty() {
        let middle = ((MARGIN + layout.ratios_right) / 2, layout.plot_bottom - 2 * ROW);
        return canvas.text(middle, "no cell was measured", HEADING, palette::FAINT_INK, Anchor::Center);
    }
    time_axis(canvas, &run.record, layout)
}

/// Title, the board's stamp, and a line of provenance.
fn head<DB: DrawingBackend>(canvas: &Canvas<DB>, run: &Run, layout: &Layout) -> Result<(), ReportError> {
    let record = &run.record;
    let right = layout.ratios_right;
    let (word, statement) = board_statement(run);
    let stamp = STAMP.width(NAME, word)? + 2 * GAP;
    let color = palette::board(record.provenance.board.kind);
    canvas.fill((right - stamp, MARGIN - 8), (right, MARGIN + 40), color)?;
    canvas.text((right - stamp / 2, MARGIN + 16), word, STAMP, palette::PAPER, Anchor::Center)?;
    canvas.text((MARGIN, MARGIN + 16), "Cycles per operation", TITLE, palette::INK, Anchor::Left)?;
    let shown: usize = layout.groups.iter().map(|panel| panel.rows.len()).sum();
    let more = match record.cells.len() - shown {
        0 => String::new(),
        more => format!(" · {more} more cells in summary.md"),
    };
    let line = format!("{statement} · 95 % intervals, joined to the baseline · run {}{more}", record.name);
    let line = SMALL.fit(NAME, &line, right - MARGIN)?;
    canvas.text((MARGIN, MARGIN + 60), &line, SMALL, palette::FAINT_INK, Anchor::Left)
}

/// One entry for each runtime that is there, and for the placements.
fn legend<DB: DrawingBackend>(canvas: &Canvas<DB>, groups: &[Group]) -> Result<(), ReportError> {
    let y = MARGIN + 96;
    let mut x = MARGIN;
    let mut entry = |text: &str, color, filled| -> Result<(), ReportError> {
        canvas.dot((x + DOT, y), DOT, color, filled)?;
        canvas.text((x + 2 * DOT + 8, y), text, LABEL, palette::INK, Anchor::Left)?;
        x += 2 * DOT + 8 + LABEL.width(NAME, text)? + 2 * GAP;
        Ok(())
    };
    let shown = |runtime| groups.iter().flat_map(|group| &group.rows).any(|row| row.runtime == runtime);
    for &runtime in Runtime::ALL.iter().filter(|&&runtime| shown(runtime)) {
        entry(runtime.as_str(), palette::runtime(runtime), true)?;
    }
    for &placement in Placement::ALL {
        entry(&format!("in {placement}"), palette::FAINT_INK, placement == Placement::Ram)?;
    }
    Ok(())
}

/// The scenario's id and title.
fn heading<DB: DrawingBackend>(
    canvas: &Canvas<DB>,
    group: &Group,
    panel: &Panel,
    layout: &Layout,
) -> Result<(), ReportError> {
    let id = HEADING.fit(NAME, &group.id, (layout.ratios_right - MARGIN) / 2)?;
    canvas.text((MARGIN, panel.heading), &id, HEADING, palette::INK, Anchor::Left)?;
    let left = MARGIN + HEADING.width(NAME, &id)? + GAP;
    let title = SMALL.fit(NAME, &group.title, layout.ratios_right - left)?;
    canvas.text((left, panel.heading), &title, SMALL, palette::FAINT_INK, Anchor::Left)
}

/// A panel's grid, its numbers of cycles, and the heads of the columns beside it.
fn grid<DB: DrawingBackend>(canvas: &Canvas<DB>, panel: &Panel, layout: &Layout) -> Result<(), ReportError> {
    for value in layout.axis.between_decades() {
        let x = layout.axis.pixel(value);
        canvas.line((x, panel.top), (x, panel.bottom), &palette::FINE_GRID, 1)?;
    }
    for value in layout.axis.decades() {
        let x = layout.axis.pixel(value);
        canvas.line((x, panel.top - 5), (x, panel.bottom), &palette::GRID, 2)?;
        canvas.text((x, panel.numbers), &power_of_ten(value), SMALL, palette::INK, Anchor::Center)?;
    }
    for (right, head) in [(layout.values_right, "cycles"), (layout.ratios_right, "ratio")] {
        canvas.text((right, panel.numbers), head, SMALL, palette::FAINT_INK, Anchor::Right)?;
    }
    Ok(())
}

/// What the cycles are in time, below the last panel.
fn time_axis<DB: DrawingBackend>(
    canvas: &Canvas<DB>,
    record: &RunRecord,
    layout: &Layout,
) -> Result<(), ReportError> {
    let bottom = layout.plot_bottom;
    canvas.line((layout.plot_left, bottom), (layout.plot_right, bottom), &palette::GRID, 2)?;
    let Some(clock) = common_clock(record) else { return Ok(()) };
    let nanoseconds = 1e9 / f64::from(clock);
    for value in layout.axis.decades_scaled(nanoseconds) {
        let x = layout.axis.pixel(value / nanoseconds);
        canvas.line((x, bottom), (x, bottom + 8), &palette::FAINT_INK, 2)?;
        canvas.text((x, bottom + 24), &format::duration(value), SMALL, palette::INK, Anchor::Center)?;
    }
    let note = format!("time at {}", format::frequency(clock));
    canvas.text((layout.plot_right, bottom + 50), &note, SMALL, palette::FAINT_INK, Anchor::Right)
}

/// The clock, if all firmwares ran at the same.
fn common_clock(record: &RunRecord) -> Option<u32> {
    let clock = record.firmwares.first()?.board.sysclk_hz;
    (clock > 0 && record.firmwares.iter().all(|it| it.board.sysclk_hz == clock)).then_some(clock)
}

fn power_of_ten(value: f64) -> String {
    if value >= 1e-3 { format::compact(value) } else { format!("{value:e}") }
}

fn draw_row<DB: DrawingBackend>(
    canvas: &Canvas<DB>,
    row: &Row,
    y: i32,
    index: usize,
    layout: &Layout,
) -> Result<(), ReportError> {
    if index.is_multiple_of(2) {
        // Beside the plot only, where it leads the eye without covering the grid.
        let (top, bottom) = (y - ROW / 2, y + ROW / 2);
        canvas.fill((MARGIN - 8, top), (layout.plot_left - GAP / 2, bottom), palette::BAND)?;
        canvas.fill((layout.plot_right + GAP / 2, top), (layout.ratios_right + 8, bottom), palette::BAND)?;
    }
    let label = LABEL.fit(NAME, &row.implementation, layout.labels_right - MARGIN)?;
    canvas.text((MARGIN, y), &label, LABEL, palette::INK, Anchor::Left)?;
    let placement = row.placement.as_str();
    canvas.text((layout.placements_left, y), placement, LABEL, palette::FAINT_INK, Anchor::Left)?;

    let color = palette::runtime(row.runtime);
    match &row.mark {
        Mark::Word(word) => canvas.text(
            (layout.plot_left + GAP, y),
            word,
            Type::bold(LABEL.size),
            palette::FAILURE,
            Anchor::Left,
        ),
        Mark::Dot { cycles, baseline, value, ratio } => {
            let x = layout.axis.pixel(cycles.value);
            if let Some(baseline) = baseline {
                canvas.line((layout.axis.pixel(*baseline), y), (x, y), &color.mix(0.35), 3)?;
            }
            if !cycles.is_exact() {
                let ends =
                    [cycles.lower(), cycles.upper()].map(|end| layout.axis.pixel(end.max(f64::MIN_POSITIVE)));
                canvas.line((ends[0], y), (ends[1], y), &color, 3)?;
                for end in ends {
                    canvas.line((end, y - CAP), (end, y + CAP), &color, 3)?;
                }
            }
            canvas.dot((x, y), DOT, color, row.placement == Placement::Ram)?;
            canvas.text((layout.values_right, y), value, LABEL, palette::INK, Anchor::Right)?;
            canvas.text((layout.ratios_right, y), ratio, LABEL, palette::INK, Anchor::Right)
        }
    }
}
