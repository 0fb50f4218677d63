//! Page layout of charts and PDF tables: header, legend, footer and page breaks.

use crate::report::{
    ReportData,
    drawing::{Anchor, Font, Marker, PageSize, Scene, theme},
    format,
};
use plotters::style::RGBColor;

pub(in crate::report) const HEADING: Font = Font::bold(22);
pub(super) const LABEL: Font = Font::regular(20);
pub(super) const SMALL: Font = Font::regular(18);
/// Space between columns.
pub(super) const GAP: i32 = 20;
/// Height of a line of [`SMALL`] text.
pub(super) const LINE: i32 = 26;
/// Height of a further line of a heading.
pub(super) const HEADING_LINE: i32 = 28;
/// Radius of a dot.
pub(super) const DOT: i32 = 8;
/// Height of a line of a legend.
const LEGEND_LINE: i32 = LINE + 4;
/// Width of a legend's swatch with the space after it.
const SWATCH: i32 = 28;
/// Height of the footer.
const FOOTER: i32 = 52;

/// The header of a chart, repeated on each of its pages.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::report) struct PageHeader {
    pub title: String,
    /// Description for readers who cannot see the chart.
    pub description: String,
    /// Notes on how to read the chart.
    pub notes: Vec<String>,
    pub legend: Vec<LegendEntry>,
}

/// An entry of a legend.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct LegendEntry {
    pub swatch: Swatch,
    pub text: String,
}

/// The sample mark before the text of a legend entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::report) enum Swatch {
    Dot { marker: Marker, filled: bool },
    Band { color: RGBColor, opacity: f64 },
    Line { color: RGBColor },
}

/// The position of a legend entry.
struct LegendPosition {
    x: i32,
    /// Index of the first line.
    line: i32,
    texts: Vec<String>,
}

/// Pages that are filled from top to bottom.
pub(in crate::report) struct PageLayout<'a> {
    pub size: PageSize,
    data: &'a ReportData,
    header: &'a PageHeader,
    done: Vec<Scene>,
    current: Scene,
    /// Vertical position of the next item.
    y: i32,
    /// Vertical position below the header of the current page.
    start: i32,
}

impl<'a> PageLayout<'a> {
    pub(in crate::report) fn new(data: &'a ReportData, header: &'a PageHeader, size: PageSize) -> Self {
        let current = Scene::new(size.width, size.height, &header.title, &header.description);
        let mut layout = Self { size, data, header, done: Vec::new(), current, y: 0, start: 0 };
        layout.draw_header();
        layout
    }

    /// Returns the width of the margins.
    fn margin(&self) -> i32 {
        if self.size.narrow { 20 } else { 32 }
    }

    pub(in crate::report) fn left(&self) -> i32 {
        self.margin()
    }

    pub(in crate::report) fn right(&self) -> i32 {
        self.size.width - self.margin()
    }

    /// Returns the current page.
    pub(in crate::report) fn scene(&mut self) -> &mut Scene {
        &mut self.current
    }

    /// Returns the height left on the current page.
    pub(in crate::report) fn remaining_height(&self) -> i32 {
        self.size.height - FOOTER - self.y
    }

    /// Returns true if the current page contains only its header.
    fn is_empty(&self) -> bool {
        self.y == self.start
    }

    /// Reserves `height` pixels of the current page and returns the position of their top.
    pub(in crate::report) fn reserve(&mut self, height: i32) -> i32 {
        let top = self.y;
        self.y += height;
        top
    }

    /// Starts a new page unless the current one is empty or has `height` pixels left.
    pub(in crate::report) fn ensure_height(&mut self, height: i32) {
        if self.remaining_height() < height && !self.is_empty() {
            self.next_page();
        }
    }

    fn next_page(&mut self) {
        let PageHeader { title, description, .. } = self.header;
        let next = Scene::new(self.size.width, self.size.height, title, description);
        let mut page = std::mem::replace(&mut self.current, next);
        page.height = self.y + FOOTER;
        self.done.push(page);
        self.draw_header();
    }

    /// Returns the lines of a heading.
    pub(super) fn heading_lines(&self, text: &str) -> Vec<String> {
        HEADING.wrap_within(text, self.right() - self.left(), 3)
    }

    /// Draws a heading. Its first line takes `height` pixels, with its middle at `middle`, and each further line takes
    /// [`HEADING_LINE`] pixels.
    pub(super) fn heading_within(&mut self, text: &str, height: i32, middle: i32) {
        let left = self.left();
        let lines = self.heading_lines(text);
        let y = self.reserve(height + (lines.len() as i32 - 1).max(0) * HEADING_LINE) + middle;
        for (index, line) in (0..).zip(&lines) {
            let at = (left, y + index * HEADING_LINE);
            self.current.text(at, line, HEADING, theme::TEXT, Anchor::Left);
        }
    }

    /// Draws a heading with space above it.
    pub(in crate::report) fn heading(&mut self, text: &str) {
        self.heading_within(text, 54, 36);
    }

    /// Draws paragraphs of small text.
    pub(in crate::report) fn notes(&mut self, notes: &[String]) {
        let (left, width) = (self.left(), self.right() - self.left());
        for line in notes.iter().flat_map(|note| SMALL.wrap(note, width)) {
            let y = self.reserve(LINE) + LINE / 2;
            self.current.text((left, y), &line, SMALL, theme::MUTED_TEXT, Anchor::Left);
        }
    }

    /// Draws a legend with its entries side by side, in as many lines as needed.
    pub(super) fn legend(&mut self, entries: &[LegendEntry]) {
        let (positions, lines) = self.legend_positions(entries);
        let top = self.reserve(lines * LEGEND_LINE);
        let scene = &mut self.current;
        for (entry, LegendPosition { x, line, texts }) in entries.iter().zip(positions) {
            let y = top + line * LEGEND_LINE + LINE / 2;
            match entry.swatch {
                Swatch::Dot { marker, filled } => scene.mark((x + DOT + 1, y), DOT, marker, filled),
                Swatch::Band { color, opacity } => scene.fill((x, y - 8), (x + 18, y + 8), color, opacity),
                Swatch::Line { color } => scene.line((x, y), (x + 18, y), color, 3),
            }
            for (below, text) in (0..).zip(&texts) {
                let at = (x + SWATCH, y + below * LEGEND_LINE);
                scene.text(at, text, LABEL, theme::TEXT, Anchor::Left);
            }
        }
    }

    /// Returns the height of a legend.
    pub(super) fn legend_height(&self, entries: &[LegendEntry]) -> i32 {
        self.legend_positions(entries).1 * LEGEND_LINE
    }

    /// Returns the positions of the entries of a legend, and the number of lines.
    fn legend_positions(&self, entries: &[LegendEntry]) -> (Vec<LegendPosition>, i32) {
        let (left, right) = (self.left(), self.right());
        let (mut x, mut line, mut used) = (left, 0, 0);
        let mut positions = Vec::with_capacity(entries.len());
        for entry in entries {
            let texts = LABEL.wrap_within(&entry.text, right - left - SWATCH, 3);
            let width = SWATCH + texts.iter().map(|text| LABEL.width(text)).max().unwrap_or(0);
            if x > left && x + width > right {
                (x, line) = (left, used);
            }
            used = used.max(line + texts.len().max(1) as i32);
            positions.push(LegendPosition { x, line, texts });
            x += width + GAP;
        }
        (positions, used)
    }

    fn draw_header(&mut self) {
        let (left, right) = (self.left(), self.right());
        let (title, label) = if self.size.narrow {
            (Font::bold(28), Font::bold(22))
        } else {
            (Font::bold(34), Font::bold(28))
        };
        let kind = self.data.record.provenance.board.kind;
        let (word, statement) = self.data.board_statement();
        let height = label.size + 16;
        let width = label.width(word) + 2 * GAP;
        self.y = self.margin() - 8;
        let top = self.y;
        self.current.fill((right - width, top), (right, top + height), theme::board(kind), 1.0);
        let middle = (right - width / 2, top + height / 2);
        self.current.text(middle, word, label, theme::BACKGROUND, Anchor::Center);
        let step = title.size + 6;
        let lines = title.wrap(&self.header.title, right - left - width - GAP);
        for (line, text) in (0..).zip(&lines) {
            let at = (left, top + height / 2 + line * step);
            self.current.text(at, text, title, theme::TEXT, Anchor::Left);
        }
        self.y = top + height + 8 + (lines.len() as i32 - 1).max(0) * step;
        let mut notes = vec![format::capitalized(&statement) + "."];
        notes.extend(self.header.notes.iter().cloned());
        if self.data.omitted_from_charts > 0 {
            notes.push(format!(
                "{}: see the tables.",
                format::count(self.data.omitted_from_charts, "more cell")
            ));
        }
        self.notes(&notes);
        self.reserve(8);
        let header = self.header;
        self.legend(&header.legend);
        self.start = self.y;
    }

    /// Returns the pages, each with its footer.
    pub(in crate::report) fn finish(mut self) -> Vec<Scene> {
        self.current.height = self.y + FOOTER;
        let (left, right) = (self.left(), self.right());
        let record = &self.data.record;
        let provenance = &record.provenance;
        self.done.push(self.current);
        let count = self.done.len();
        for (index, page) in self.done.iter_mut().enumerate() {
            let y = page.height - FOOTER / 2;
            let number = if count > 1 { format!("{} of {count}", index + 1) } else { String::new() };
            page.text((right, y), &number, SMALL, theme::MUTED_TEXT, Anchor::Right);
            let line = format!(
                "run {} · {} board · twinbench {} · {}",
                record.name, provenance.board.kind, provenance.tool_version, provenance.started
            );
            let line = SMALL.fit(&line, right - left - SMALL.width(&number) - GAP);
            page.text((left, y), &line, SMALL, theme::MUTED_TEXT, Anchor::Left);
        }
        self.done
    }
}
