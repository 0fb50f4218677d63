//! What every picture has, and pages that fill up one after the other.

use crate::report::{
    ReportData,
    drawing::{Anchor, Font, Marker, PageSize, Scene, theme},
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
/// Height of a line of a legend, and the room of its sign before the text.
const LEGEND_LINE: i32 = LINE + 4;
const SWATCH: i32 = 28;
/// Height of the last line of a picture.
const FOOT: i32 = 52;

/// What stands above a chart on each of its pages.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::report) struct PageHeader {
    pub title: String,
    /// What it shows, for people who cannot see it.
    pub description: String,
    /// How it is to be read.
    pub notes: Vec<String>,
    pub legend: Vec<LegendEntry>,
}

/// An entry of a legend.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct LegendEntry {
    pub swatch: Swatch,
    pub text: String,
}

/// What stands beside an entry's text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::report) enum Swatch {
    Dot { marker: Marker, filled: bool },
    Band { color: RGBColor, opacity: f64 },
    Line { color: RGBColor },
}

/// `text` as a sentence begins.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Where an entry of a legend stands: its left end, its first line, and its text in lines.
struct LegendPosition {
    x: i32,
    line: i32,
    texts: Vec<String>,
}

/// Pages being filled from top to bottom.
pub(in crate::report) struct PageLayout<'a> {
    pub size: PageSize,
    data: &'a ReportData,
    head: &'a PageHeader,
    done: Vec<Scene>,
    current: Scene,
    /// Where the next thing goes.
    y: i32,
    /// Where the first thing of this page went.
    start: i32,
}

impl<'a> PageLayout<'a> {
    pub(in crate::report) fn new(data: &'a ReportData, head: &'a PageHeader, size: PageSize) -> Self {
        let current = Scene::new(size.width, size.height, &head.title, &head.description);
        let mut layout = Self { size, data, head, done: Vec::new(), current, y: 0, start: 0 };
        layout.draw_head();
        layout
    }

    /// Free space at each edge.
    pub(in crate::report) fn margin(&self) -> i32 {
        if self.size.narrow { 20 } else { 32 }
    }

    pub(in crate::report) fn left(&self) -> i32 {
        self.margin()
    }

    pub(in crate::report) fn right(&self) -> i32 {
        self.size.width - self.margin()
    }

    /// The picture being filled.
    pub(in crate::report) fn scene(&mut self) -> &mut Scene {
        &mut self.current
    }

    /// How much height is left on this page.
    pub(in crate::report) fn remaining_height(&self) -> i32 {
        self.size.height - FOOT - self.y
    }

    /// Whether nothing stands on this page yet.
    pub(in crate::report) fn is_empty(&self) -> bool {
        self.y == self.start
    }

    /// Takes `height` pixels of this page, and says where they begin.
    pub(in crate::report) fn reserve(&mut self, height: i32) -> i32 {
        let top = self.y;
        self.y += height;
        top
    }

    /// Goes on at a new page, unless this one has `height` pixels left or nothing on it.
    pub(in crate::report) fn ensure_height(&mut self, height: i32) {
        if self.remaining_height() < height && !self.is_empty() {
            self.next_page();
        }
    }

    pub(in crate::report) fn next_page(&mut self) {
        let next = Scene::new(self.size.width, self.size.height, &self.head.title, &self.head.description);
        let mut page = std::mem::replace(&mut self.current, next);
        page.height = self.y + FOOT;
        self.done.push(page);
        self.draw_head();
    }

    /// The lines of a heading.
    pub(super) fn heading_lines(&self, words: &str) -> Vec<String> {
        HEADING.wrap_within(words, self.right() - self.left(), 3)
    }

    /// A heading of one line that takes `height`, and [`HEADING_LINE`] more for each further one.
    pub(super) fn heading_within(&mut self, words: &str, height: i32, middle: i32) {
        let left = self.left();
        let lines = self.heading_lines(words);
        let y = self.reserve(height + (lines.len() as i32 - 1).max(0) * HEADING_LINE) + middle;
        for (index, line) in (0..).zip(&lines) {
            let at = (left, y + index * HEADING_LINE);
            self.current.text(at, line, HEADING, theme::TEXT, Anchor::Left);
        }
    }

    /// A heading with space above it.
    pub(in crate::report) fn heading(&mut self, words: &str) {
        self.heading_within(words, 54, 36);
    }

    /// Texts in as many lines as they need, on as many pages.
    pub(in crate::report) fn notes(&mut self, notes: &[String]) {
        let (left, width) = (self.left(), self.right() - self.left());
        for line in notes.iter().flat_map(|note| SMALL.wrap(note, width)) {
            let y = self.reserve(LINE) + LINE / 2;
            self.current.text((left, y), &line, SMALL, theme::MUTED_TEXT, Anchor::Left);
        }
    }

    /// Entries beside each other, in as many lines as they need.
    pub(in crate::report) fn legend(&mut self, keys: &[LegendEntry]) {
        let (places, lines) = self.places(keys);
        let top = self.reserve(lines * LEGEND_LINE);
        let scene = &mut self.current;
        for (key, LegendPosition { x, line, texts }) in keys.iter().zip(places) {
            let y = top + line * LEGEND_LINE + LINE / 2;
            match key.swatch {
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

    /// Height of a legend.
    pub(in crate::report) fn legend_height(&self, keys: &[LegendEntry]) -> i32 {
        self.places(keys).1 * LEGEND_LINE
    }

    /// Where the entries of a legend stand, and how many lines they take.
    fn places(&self, keys: &[LegendEntry]) -> (Vec<LegendPosition>, i32) {
        let (left, right) = (self.left(), self.right());
        let (mut x, mut line, mut used) = (left, 0, 0);
        let mut places = Vec::with_capacity(keys.len());
        for key in keys {
            let texts = LABEL.wrap_within(&key.text, right - left - SWATCH, 3);
            let width = SWATCH + texts.iter().map(|text| LABEL.width(text)).max().unwrap_or(0);
            if x > left && x + width > right {
                (x, line) = (left, used);
            }
            used = used.max(line + texts.len().max(1) as i32);
            places.push(LegendPosition { x, line, texts });
            x += width + GAP;
        }
        (places, used)
    }

    fn draw_head(&mut self) {
        let (left, right) = (self.left(), self.right());
        let (title, stamp) = if self.size.narrow {
            (Font::bold(28), Font::bold(22))
        } else {
            (Font::bold(34), Font::bold(28))
        };
        let kind = self.data.record.provenance.board.kind;
        let (word, statement) = self.data.board_statement();
        let height = stamp.size + 16;
        let width = stamp.width(word) + 2 * GAP;
        self.y = self.margin() - 8;
        let top = self.y;
        self.current.fill((right - width, top), (right, top + height), theme::board(kind), 1.0);
        let middle = (right - width / 2, top + height / 2);
        self.current.text(middle, word, stamp, theme::BACKGROUND, Anchor::Center);
        let step = title.size + 6;
        let lines = title.wrap(&self.head.title, right - left - width - GAP);
        for (line, text) in (0..).zip(&lines) {
            let at = (left, top + height / 2 + line * step);
            self.current.text(at, text, title, theme::TEXT, Anchor::Left);
        }
        self.y = top + height + 8 + (lines.len() as i32 - 1).max(0) * step;
        let mut notes = vec![capitalised(&statement)];
        notes.extend(self.head.notes.iter().cloned());
        if self.data.uncharted > 0 {
            notes.push(format!("{} more cells are in the tables.", self.data.uncharted));
        }
        self.notes(&notes);
        self.reserve(8);
        let head = self.head;
        self.legend(&head.legend);
        self.start = self.y;
    }

    /// The pages, each with its last line.
    pub(in crate::report) fn finish(mut self) -> Vec<Scene> {
        self.current.height = self.y + FOOT;
        let (left, right) = (self.left(), self.right());
        let record = &self.data.record;
        let provenance = &record.provenance;
        self.done.push(self.current);
        let count = self.done.len();
        for (index, page) in self.done.iter_mut().enumerate() {
            let y = page.height - FOOT / 2;
            let number = if count > 1 { format!("{} of {count}", index + 1) } else { String::new() };
            page.text((right, y), &number, SMALL, theme::MUTED_TEXT, Anchor::Right);
            let line = format!(
                "run {} · {} · twinbench {} · {}",
                record.name, provenance.board.kind, provenance.tool_version, provenance.started
            );
            let line = SMALL.fit(&line, right - left - SMALL.width(&number) - GAP);
            page.text((left, y), &line, SMALL, theme::MUTED_TEXT, Anchor::Left);
        }
        self.done
    }
}
