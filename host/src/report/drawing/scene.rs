//! A picture as a list of shapes, in the order they are drawn.

use super::{
    font::Font,
    marker::{Marker, Symbol},
    theme,
};
use plotters::style::RGBColor;

/// The room that a chart is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) struct PageSize {
    /// Width of each picture in pixels.
    pub width: i32,
    /// Pictures are not made higher than this; what does not fit goes on in the next.
    pub height: i32,
    /// Whether labels stand above what they belong to, as there is no room beside it.
    pub narrow: bool,
}

impl PageSize {
    /// Picture files, and the page in a browser on a desk.
    pub(in crate::report) const WIDE: Self = Self { width: 1600, height: 2400, narrow: false };
    /// A phone held upright: one picture to scroll, whatever its height.
    pub(in crate::report) const NARROW: Self = Self { width: 430, height: 100_000, narrow: true };
    /// What a page of paper holds of one chart.
    pub(in crate::report) const A4: Self = Self { width: 1080, height: 1540, narrow: false };
}

/// Where a text stands relative to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Anchor {
    Left,
    Center,
    Right,
}

/// One thing to draw, in pixels.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Text { at: (i32, i32), text: String, font: Font, color: RGBColor, anchor: Anchor },
    Path { points: Vec<(i32, i32)>, color: RGBColor, opacity: f64, width: u32 },
    Box { from: (i32, i32), to: (i32, i32), color: RGBColor, opacity: f64 },
    Dot { at: (i32, i32), radius: i32, color: RGBColor },
    Polygon { corners: Vec<(i32, i32)>, color: RGBColor },
}

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Scene {
    pub width: i32,
    pub height: i32,
    /// A name for people who cannot see it.
    pub title: String,
    /// What it shows, in words.
    pub description: String,
    pub(super) items: Vec<Item>,
}

impl Scene {
    /// An empty picture.
    pub(in crate::report) fn new(width: i32, height: i32, title: &str, description: &str) -> Self {
        Self {
            width,
            height,
            title: title.to_owned(),
            description: description.to_owned(),
            items: Vec::new(),
        }
    }

    /// Writes `text` with the middle of its capitals at the height of `at`.
    pub(in crate::report) fn text(
        &mut self,
        at: (i32, i32),
        text: &str,
        font: Font,
        color: RGBColor,
        anchor: Anchor,
    ) {
        if !text.is_empty() {
            self.items.push(Item::Text { at, text: text.to_owned(), font, color, anchor });
        }
    }

    /// A straight line of `width` pixels.
    pub(in crate::report) fn line(&mut self, from: (i32, i32), to: (i32, i32), color: RGBColor, width: u32) {
        self.path(vec![from, to], color, 1.0, width);
    }

    /// A line through `points`, from invisible (opacity 0) to solid (1).
    pub(in crate::report) fn path(
        &mut self,
        points: Vec<(i32, i32)>,
        color: RGBColor,
        opacity: f64,
        width: u32,
    ) {
        if points.len() > 1 {
            self.items.push(Item::Path { points, color, opacity, width });
        }
    }

    /// Fills the box between two corners.
    pub(in crate::report) fn fill(
        &mut self,
        from: (i32, i32),
        to: (i32, i32),
        color: RGBColor,
        opacity: f64,
    ) {
        self.items.push(Item::Box { from, to, color, opacity });
    }

    /// A marker, filled or hollow, about as large as a circle of `radius`.
    pub(in crate::report) fn mark(&mut self, at: (i32, i32), radius: i32, marker: Marker, filled: bool) {
        const RING: i32 = 3;
        self.shape(at, marker.symbol, (radius, 0), marker.color);
        if !filled {
            self.shape(at, marker.symbol, (radius, RING), theme::BACKGROUND);
        }
    }

    fn shape(&mut self, (x, y): (i32, i32), symbol: Symbol, (radius, inset): (i32, i32), color: RGBColor) {
        self.items.push(match symbol {
            Symbol::Circle => Item::Dot { at: (x, y), radius: (radius - inset).max(1), color },
            _ => {
                let corners = symbol.corners(radius, inset).into_iter();
                Item::Polygon { corners: corners.map(|(right, down)| (x + right, y + down)).collect(), color }
            }
        });
    }

    /// Its texts.
    #[cfg(test)]
    pub(in crate::report) fn texts(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(|item| match item {
            Item::Text { text, .. } => Some(text.as_str()),
            _ => None,
        })
    }
}
