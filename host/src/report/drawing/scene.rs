//! Scenes: pages as lists of shapes, in drawing order.

use super::{
    font::Font,
    marker::{Marker, Symbol},
    theme,
};
use plotters::style::RGBColor;

/// The page size and form that a chart is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) struct PageSize {
    /// Width of a page in pixels.
    pub width: i32,
    /// Maximum height of a page in pixels. Further content goes to the next page.
    pub height: i32,
    /// The page is too narrow for labels next to their rows; they are above them.
    pub narrow: bool,
}

impl PageSize {
    /// Image files, and the HTML page in a desktop browser.
    pub(in crate::report) const WIDE: Self = Self { width: 1600, height: 2400, narrow: false };
    /// The HTML page on a phone in portrait orientation: one page of any height.
    pub(in crate::report) const NARROW: Self = Self { width: 430, height: 100_000, narrow: true };
    /// A printed page.
    pub(in crate::report) const A4: Self = Self { width: 1080, height: 1540, narrow: false };
}

/// Horizontal alignment of a text at its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Anchor {
    Left,
    Center,
    Right,
}

/// A shape, in pixels.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Text { at: (i32, i32), text: String, font: Font, color: RGBColor, anchor: Anchor },
    Path { points: Vec<(i32, i32)>, color: RGBColor, opacity: f64, width: u32 },
    Box { from: (i32, i32), to: (i32, i32), color: RGBColor, opacity: f64 },
    Dot { at: (i32, i32), radius: i32, color: RGBColor },
    Polygon { corners: Vec<(i32, i32)>, color: RGBColor },
}

/// A page of a chart or document.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Scene {
    pub width: i32,
    pub height: i32,
    /// Title for readers who cannot see the page.
    pub title: String,
    /// Description for readers who cannot see the page.
    pub description: String,
    pub(super) items: Vec<Item>,
}

impl Scene {
    /// Creates an empty page.
    pub(in crate::report) fn new(width: i32, height: i32, title: &str, description: &str) -> Self {
        Self {
            width,
            height,
            title: title.to_owned(),
            description: description.to_owned(),
            items: Vec::new(),
        }
    }

    /// Adds a text. The middle of its capital letters is at the height of `at`.
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

    /// Adds a straight line, `width` pixels wide.
    pub(in crate::report) fn line(&mut self, from: (i32, i32), to: (i32, i32), color: RGBColor, width: u32) {
        self.path(vec![from, to], color, 1.0, width);
    }

    /// Adds a line through `points`, with an opacity from 0 (invisible) to 1 (solid).
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

    /// Adds a filled box between two corners.
    pub(in crate::report) fn fill(
        &mut self,
        from: (i32, i32),
        to: (i32, i32),
        color: RGBColor,
        opacity: f64,
    ) {
        self.items.push(Item::Box { from, to, color, opacity });
    }

    /// Adds a marker, filled or hollow, with about the area of a circle of `radius`.
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

    /// Returns all texts.
    #[cfg(test)]
    pub(in crate::report) fn texts(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(|item| match item {
            Item::Text { text, .. } => Some(text.as_str()),
            _ => None,
        })
    }
}
