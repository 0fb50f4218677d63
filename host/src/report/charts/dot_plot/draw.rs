//! Drawing of dot plots.

use super::{
    super::page_layout::{DOT, GAP, HEADING_LINE, LABEL, LINE, PageLayout, SMALL},
    DotPlot, Group, Mark, Row,
    columns::{Columns, LABEL_LINE},
};
use crate::report::{
    ReportData,
    drawing::{Anchor, Decades, Font, LogAxis, PageSize, Scene, theme},
};

/// Space above a heading.
const ABOVE_HEADING: i32 = 22;
const HEADING_HEIGHT: i32 = 32;
/// Height of the numbers of an axis.
const NUMBERS: i32 = 32;
/// Space below the last row of a group.
const BELOW: i32 = 10;
/// Minimum number of rows on the same page as their heading.
const MIN_ROWS: usize = 3;
/// Half the length of a whisker's caps.
const CAP: i32 = 6;

impl DotPlot {
    /// Draws the plot on as many pages as needed.
    pub(in crate::report::charts) fn draw(&self, data: &ReportData, size: PageSize) -> Vec<Scene> {
        let mut header = self.header.clone();
        if self.groups.is_empty() {
            header.legend.clear();
        } else if size.narrow && !self.columns.is_empty() {
            header.notes.push(format!("Above the dots: {}.", self.columns.join(", ")));
        }
        let mut layout = PageLayout::new(data, &header, size);
        let columns = Columns::of(self, &layout);
        if self.groups.is_empty() {
            layout.heading_within(self.empty_text, 80, 40);
        }
        for group in &self.groups {
            draw_group(&mut layout, group, self, &columns);
        }
        layout.finish()
    }
}

fn draw_group(layout: &mut PageLayout<'_>, group: &Group, plot: &DotPlot, columns: &Columns) {
    let mut rows = group.rows.as_slice();
    let mut heading = group.heading.clone();
    while !rows.is_empty() {
        let more = (layout.heading_lines(&heading).len() as i32 - 1).max(0) * HEADING_LINE;
        let heading_height = HEADING_HEIGHT + more;
        let notes = SMALL.wrap(&group.note, layout.right() - layout.left()).len() as i32;
        let fixed = ABOVE_HEADING
            + heading_height
            + notes * LINE
            + layout.legend_height(&group.legend)
            + NUMBERS
            + BELOW;
        let first: i32 = rows.iter().take(MIN_ROWS).map(|row| columns.height(row)).sum();
        layout.ensure_height(fixed + first);
        draw_heading(layout, group, &heading);
        let mut room = layout.remaining_height() - NUMBERS - BELOW;
        let fit = rows.iter().take_while(|row| {
            room -= columns.height(row);
            room >= 0
        });
        let fit = fit.count().max(1);
        let (now, later) = rows.split_at(fit);
        draw_rows(layout, group, now, plot, columns);
        rows = later;
        heading = format!("{} (continued)", group.heading);
    }
}

fn draw_heading(layout: &mut PageLayout<'_>, group: &Group, heading: &str) {
    layout.heading_within(heading, ABOVE_HEADING + HEADING_HEIGHT, ABOVE_HEADING + HEADING_HEIGHT / 2);
    layout.notes(std::slice::from_ref(&group.note));
    layout.legend(&group.legend);
}

fn draw_rows(layout: &mut PageLayout<'_>, group: &Group, rows: &[Row], plot: &DotPlot, columns: &Columns) {
    let axis = LogAxis::new(group.decades, columns.plot_left, columns.plot_right);
    let numbers = layout.reserve(NUMBERS) + NUMBERS / 2 - 2;
    let heights: Vec<i32> = rows.iter().map(|row| columns.height(row)).collect();
    let height: i32 = heights.iter().sum();
    let top = layout.reserve(height + BELOW);
    let tops: Vec<i32> = heights
        .iter()
        .scan(top, |next, height| {
            *next += height;
            Some(*next - height)
        })
        .collect();
    let narrow = layout.size.narrow;
    let (left, right) = (layout.left(), layout.right());
    let scene = layout.scene();
    for (y, height) in tops.iter().zip(&heights).step_by(2) {
        scene.fill((left - 8, *y), (right + 8, y + height), theme::STRIPE, 1.0);
    }
    // Grid and bands are not drawn behind labels that are above the dots.
    let spans: Vec<(i32, i32)> = match columns.grid {
        None => vec![(top - 5, top + height)],
        Some((from, to)) => {
            let below = rows.iter().zip(&tops).map(|(row, top)| top + columns.extra_height(row));
            below.map(|top| (top + from, top + to)).collect()
        }
    };
    for band in &group.bands {
        for &(from, to) in &spans {
            scene.fill((axis.pixel(band.from), from), (axis.pixel(band.to), to), band.color, band.opacity);
        }
    }
    for &(from, to) in &spans {
        for x in axis.fine_ticks() {
            scene.line((x, from), (x, to), theme::FINE_GRID, 1);
        }
        for x in axis.ticks() {
            scene.line((x, from), (x, to), theme::GRID, 2);
        }
        for band in group.bands.iter().filter(|band| band.edge) {
            let x = axis.pixel(band.to);
            scene.line((x, from), (x, to), band.color, 3);
        }
    }
    for (x, label) in axis.labels(SMALL, group.axis_label) {
        scene.text((x, numbers), &label, SMALL, theme::TEXT, Anchor::Center);
    }
    for (&right, title) in columns.texts.iter().zip(&plot.columns).filter(|_| !narrow) {
        scene.text((right, numbers), title, SMALL, theme::MUTED_TEXT, Anchor::Right);
    }
    for (row, y) in rows.iter().zip(tops) {
        draw_row(scene, row, y, &axis, columns);
    }
}

fn draw_row(scene: &mut Scene, row: &Row, top: i32, axis: &LogAxis, columns: &Columns) {
    for (line, label) in (0..).zip(columns.label(row)) {
        let at = (columns.label_left, top + columns.label_at + line * LABEL_LINE);
        scene.text(at, &label, LABEL, theme::TEXT, Anchor::Left);
    }
    // Next to a label of several lines, the other items are centered; below it, they follow its last line.
    let drop = columns.extra_height(row);
    let (tag, top) =
        if columns.grid.is_some() { (top, top + drop) } else { (top + drop / 2, top + drop / 2) };
    let at = (columns.tag_left, tag + columns.label_at);
    scene.text(at, &row.tag, LABEL, theme::MUTED_TEXT, Anchor::Left);
    for (&right, words) in columns.texts.iter().zip(&row.columns) {
        scene.text((right, top + columns.texts_at), words, LABEL, theme::TEXT, Anchor::Right);
    }
    let y = top + columns.dots_at;
    for mark in &row.marks {
        draw_mark(scene, mark, y, axis, columns);
    }
}

fn draw_mark(scene: &mut Scene, mark: &Mark, y: i32, axis: &LogAxis, columns: &Columns) {
    match *mark {
        Mark::Text { text, color } => {
            let at = (columns.plot_left + GAP, y);
            scene.text(at, text, Font::bold(LABEL.size), color, Anchor::Left);
        }
        Mark::Connector { from, to, color } => {
            scene.path(vec![(axis.pixel(from), y), (axis.pixel(to), y)], color, 0.4, 4);
        }
        Mark::Range { from, to, color } => {
            let from = axis.pixel(from);
            let end = to.map(|to| axis.pixel(to).max(from + 4));
            scene.fill((from, y - 9), (end.unwrap_or(columns.plot_right), y + 9), color, 0.35);
            for x in [Some(from), end].into_iter().flatten() {
                scene.line((x, y - 9), (x, y + 9), color, 2);
            }
        }
        Mark::Dot { value, lower, upper, marker, filled } if Decades::can_show(value) => {
            if lower < upper {
                let color = marker.color;
                scene.line((axis.pixel(lower), y), (axis.pixel(upper), y), color, 3);
                // No cap at an end that is outside the axis.
                for end in [lower, upper].into_iter().filter(|end| axis.contains(*end)) {
                    let x = axis.pixel(end);
                    scene.line((x, y - CAP), (x, y + CAP), color, 3);
                }
            }
            scene.mark((axis.pixel(value), y), DOT, marker, filled);
        }
        Mark::Dot { .. } => {}
    }
}
