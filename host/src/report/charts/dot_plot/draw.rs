//! Draws a dot plot.

use super::{
    super::flow::{DOT, Flow, GAP, HEADING, LABEL, LINE, SMALL},
    DotPlot, Group, Mark, Row,
    layout::Columns,
};
use crate::report::{
    Material,
    drawing::{Anchor, Decades, LogAxis, Scene, Shape, Type, theme},
};

/// Height of a heading with the space above it, and of the numbers of an axis.
const ABOVE_HEADING: i32 = 22;
const HEADING_LINE: i32 = 32;
const NUMBERS: i32 = 32;
/// Space below the last row of a group.
const BELOW: i32 = 10;
/// Rows that stand together with their heading.
const FEWEST: usize = 3;
/// Length of an interval's caps, from the middle.
const CAP: i32 = 6;

impl DotPlot {
    /// Its pages.
    pub(in crate::report::charts) fn draw(&self, material: &Material, shape: Shape) -> Vec<Scene> {
        let mut flow = Flow::new(material, &self.head, shape);
        let columns = Columns::of(self, &flow);
        if self.groups.is_empty() {
            let at = (shape.width / 2, flow.take(80) + 40);
            flow.scene().text(at, self.nothing, HEADING, theme::FAINT_INK, Anchor::Center);
        }
        for group in &self.groups {
            draw_group(&mut flow, group, self, &columns);
        }
        flow.finish()
    }
}

fn draw_group(flow: &mut Flow<'_>, group: &Group, plot: &DotPlot, columns: &Columns) {
    let mut rows = group.rows.as_slice();
    let mut heading = group.heading.clone();
    while !rows.is_empty() {
        let notes = SMALL.wrap(&group.note, flow.right() - flow.left()).len() as i32;
        let fixed =
            ABOVE_HEADING + HEADING_LINE + (notes + group.legend.len() as i32) * (LINE + 4) + NUMBERS + BELOW;
        flow.need(fixed + rows.len().min(FEWEST) as i32 * columns.row);
        draw_heading(flow, group, &heading);
        let fit = ((flow.room() - NUMBERS - BELOW) / columns.row).max(1) as usize;
        let (now, later) = rows.split_at(fit.min(rows.len()));
        draw_rows(flow, group, now, plot, columns);
        rows = later;
        heading = format!("{} (continued)", group.heading);
    }
}

fn draw_heading(flow: &mut Flow<'_>, group: &Group, heading: &str) {
    let left = flow.left();
    let text = HEADING.fit(heading, flow.right() - left);
    let y = flow.take(ABOVE_HEADING + HEADING_LINE) + ABOVE_HEADING + HEADING_LINE / 2;
    flow.scene().text((left, y), &text, HEADING, theme::INK, Anchor::Left);
    flow.notes(std::slice::from_ref(&group.note));
    flow.legend(&group.legend);
}

fn draw_rows(flow: &mut Flow<'_>, group: &Group, rows: &[Row], plot: &DotPlot, columns: &Columns) {
    let axis = LogAxis::new(group.decades, columns.plot_left, columns.plot_right);
    let numbers = flow.take(NUMBERS) + NUMBERS / 2 - 2;
    let height = rows.len() as i32 * columns.row;
    let top = flow.take(height + BELOW);
    let narrow = flow.shape.narrow;
    let (left, right) = (flow.left(), flow.right());
    let scene = flow.scene();
    for (index, y) in (0..rows.len()).zip((top..).step_by(columns.row as usize)) {
        if index.is_multiple_of(2) {
            scene.fill((left - 8, y), (right + 8, y + columns.row), theme::BAND, 1.0);
        }
    }
    // Where labels stand above the dots, grid and bands are left out behind them.
    let spans: Vec<(i32, i32)> = match columns.grid {
        None => vec![(top - 5, top + height)],
        Some((from, to)) => {
            let rows = (top..).step_by(columns.row as usize).take(rows.len());
            rows.map(|row| (row + from, row + to)).collect()
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
    for (x, label) in axis.labels(SMALL, group.words) {
        scene.text((x, numbers), &label, SMALL, theme::INK, Anchor::Center);
    }
    for (&right, head) in columns.texts.iter().zip(&plot.columns).filter(|_| !narrow) {
        scene.text((right, numbers), head, SMALL, theme::FAINT_INK, Anchor::Right);
    }
    for (row, y) in rows.iter().zip((top..).step_by(columns.row as usize)) {
        draw_row(scene, row, y, &axis, columns);
    }
}

fn draw_row(scene: &mut Scene, row: &Row, top: i32, axis: &LogAxis, columns: &Columns) {
    let text = top + columns.label_at;
    let label = LABEL.fit(&row.label, columns.label_right - columns.label_left);
    scene.text((columns.label_left, text), &label, LABEL, theme::INK, Anchor::Left);
    scene.text((columns.tag_left, text), &row.tag, LABEL, theme::FAINT_INK, Anchor::Left);
    for (&right, words) in columns.texts.iter().zip(&row.columns) {
        scene.text((right, top + columns.texts_at), words, LABEL, theme::INK, Anchor::Right);
    }
    let y = top + columns.dots_at;
    for mark in &row.marks {
        draw_mark(scene, mark, y, axis, columns);
    }
}

fn draw_mark(scene: &mut Scene, mark: &Mark, y: i32, axis: &LogAxis, columns: &Columns) {
    match *mark {
        Mark::Word { text, color } => {
            let at = (columns.plot_left + GAP, y);
            scene.text(at, text, Type::bold(LABEL.size), color, Anchor::Left);
        }
        Mark::Join { from, to, color } => {
            scene.path(vec![(axis.pixel(from), y), (axis.pixel(to), y)], color, 0.4, 4);
        }
        Mark::Range { from, to, color } => {
            let from = axis.pixel(from);
            let to = axis.pixel(to).max(from + 4);
            scene.fill((from, y - 9), (to, y + 9), color, 0.35);
            for x in [from, to] {
                scene.line((x, y - 9), (x, y + 9), color, 2);
            }
        }
        Mark::Dot { value, lower, upper, color, filled } if Decades::can_hold(value) => {
            if lower < upper {
                let ends = [axis.pixel(lower), axis.pixel(upper)];
                scene.line((ends[0], y), (ends[1], y), color, 3);
                for end in ends {
                    scene.line((end, y - CAP), (end, y + CAP), color, 3);
                }
            }
            scene.dot((axis.pixel(value), y), DOT, color, filled);
        }
        Mark::Dot { .. } => {}
    }
}
