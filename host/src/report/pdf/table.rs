//! Tables of the PDF.

use crate::report::{
    charts::PageLayout,
    drawing::{Anchor, Font, Marker, theme},
};

const HEAD: Font = Font::bold(16);
const TEXT: Font = Font::regular(17);
/// Height of a row with one line.
const LINE: i32 = 28;
/// Height of a further line.
const FURTHER_LINE: i32 = 22;
/// Maximum number of lines of a text.
const MAX_LINES: usize = 12;
/// Space between columns.
const GAP: i32 = 24;
/// Space between the edge of a row and its text.
const INSET: i32 = 6;
/// Width of a marker with the space after it.
const MARKER_WIDTH: i32 = 20;

/// A table whose column heads are repeated on each page.
pub(super) struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

/// A column.
pub(super) struct Column {
    pub head: &'static str,
    /// The column contains numbers and is right-aligned.
    pub numbers: bool,
}

/// A row.
pub(super) struct Row {
    pub texts: Vec<String>,
    /// A marker before the first text.
    pub marker: Option<Marker>,
    /// The row is a heading: its first text, over all columns.
    pub heading: bool,
}

/// Draws `table` on as many pages as needed.
pub(super) fn draw(layout: &mut PageLayout<'_>, table: &Table) {
    let widths = widths(layout, table);
    for (index, row) in table.rows.iter().enumerate() {
        let together = if row.heading { 3 * LINE } else { height(&lines(table, row, &widths)) };
        if index == 0 || layout.remaining_height() < together {
            layout.ensure_height(together + LINE);
            draw_head(layout, table, &widths);
        }
        draw_row(layout, table, row, index, &widths);
    }
}

/// Returns the lines of each text of a row. Numbers have one line.
fn lines(table: &Table, row: &Row, widths: &[i32]) -> Vec<Vec<String>> {
    let texts = row.texts.iter().zip(&table.columns).zip(widths).enumerate();
    let lines = texts.map(|(column, ((text, kind), width))| {
        let room = if column == 0 && row.marker.is_some() { width - MARKER_WIDTH } else { *width };
        match kind.numbers {
            true => vec![TEXT.fit(text, room)],
            false => TEXT.wrap_within(text, room, MAX_LINES),
        }
    });
    lines.collect()
}

fn height(lines: &[Vec<String>]) -> i32 {
    let most = lines.iter().map(Vec::len).max().unwrap_or(1).max(1);
    LINE + (most as i32 - 1) * FURTHER_LINE
}

/// Returns the widths of the columns. If the texts are too wide for the page, the widest columns are narrowed.
fn widths(layout: &PageLayout<'_>, table: &Table) -> Vec<i32> {
    let mut widths: Vec<i32> = (0..table.columns.len())
        .map(|column| {
            let texts = table.rows.iter().filter(|row| !row.heading).filter_map(|row| {
                let marker = if column == 0 && row.marker.is_some() { MARKER_WIDTH } else { 0 };
                Some(TEXT.width(row.texts.get(column)?) + marker)
            });
            texts.chain([HEAD.width(table.columns[column].head)]).max().unwrap_or(0)
        })
        .collect();
    let room = layout.right() - layout.left() - 2 * INSET - GAP * (widths.len() as i32 - 1).max(0);
    // Narrows the widest columns first.
    while widths.iter().sum::<i32>() > room {
        let excess = widths.iter().sum::<i32>() - room;
        let Some(widest) = widths.iter_mut().max() else { break };
        *widest -= excess.min((*widest / 10).max(1));
    }
    // Distributes the spare width, so that the table fills the page.
    let spare = (room - widths.iter().sum::<i32>()) / (widths.len() as i32).max(1);
    widths.iter().map(|width| width + spare.max(0)).collect()
}

/// Returns the text position and alignment of each column.
fn positions(layout: &PageLayout<'_>, table: &Table, widths: &[i32]) -> Vec<(i32, Anchor)> {
    let mut left = layout.left() + INSET;
    let position = |(width, column): (&i32, &Column)| {
        let at = if column.numbers { (left + width, Anchor::Right) } else { (left, Anchor::Left) };
        left += width + GAP;
        at
    };
    widths.iter().zip(&table.columns).map(position).collect()
}

fn draw_head(layout: &mut PageLayout<'_>, table: &Table, widths: &[i32]) {
    if table.columns.iter().all(|column| column.head.is_empty()) {
        return;
    }
    let positions = positions(layout, table, widths);
    let (left, right) = (layout.left(), layout.right());
    let top = layout.reserve(LINE);
    let scene = layout.scene();
    for (((x, anchor), column), width) in positions.into_iter().zip(&table.columns).zip(widths) {
        let text = HEAD.fit(column.head, *width);
        scene.text((x, top + LINE / 2), &text, HEAD, theme::TEXT, anchor);
    }
    scene.line((left, top + LINE - 1), (right, top + LINE - 1), theme::TEXT, 1);
}

fn draw_row(layout: &mut PageLayout<'_>, table: &Table, row: &Row, index: usize, widths: &[i32]) {
    let positions = positions(layout, table, widths);
    let (left, right) = (layout.left(), layout.right());
    if row.heading {
        let y = layout.reserve(LINE) + LINE / 2;
        let text = row.texts.first().map_or(String::new(), |it| HEAD.fit(it, right - left - 2 * INSET));
        layout.scene().text((left + INSET, y + 2), &text, HEAD, theme::TEXT, Anchor::Left);
        return;
    }
    let lines = lines(table, row, widths);
    let height = height(&lines);
    let top = layout.reserve(height);
    let scene = layout.scene();
    if index.is_multiple_of(2) {
        scene.fill((left, top), (right, top + height), theme::STRIPE, 1.0);
    }
    for (column, ((mut x, anchor), texts)) in positions.into_iter().zip(lines).enumerate() {
        if let Some(marker) = row.marker.filter(|_| column == 0) {
            scene.mark((x + 6, top + LINE / 2), 6, marker, true);
            x += MARKER_WIDTH;
        }
        for (y, text) in (top + LINE / 2..).step_by(FURTHER_LINE as usize).zip(texts) {
            scene.text((x, y), &text, TEXT, theme::TEXT, anchor);
        }
    }
}
