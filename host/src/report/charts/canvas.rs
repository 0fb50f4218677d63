//! What charts draw with: text of a font that comes along, lines, boxes and dots.

use crate::report::ReportError;
use plotters::{
    backend::{BitMapBackend, DrawingBackend},
    coord::Shift,
    drawing::{DrawingArea, IntoDrawingArea},
    element::{Circle, PathElement, Rectangle},
    style::{
        Color, FontFamily, FontStyle, IntoFont, RGBColor, TextStyle, register_font,
        text_anchor::{HPos, Pos, VPos},
    },
};
use std::{path::Path, sync::OnceLock};

const FONT: &str = "twinbench-sans";

/// By how much of its size a text is lowered for its letters to stand in the middle. DejaVu Sans' capitals
/// and ascenders are 0.63 of the line high, and the library puts the baseline 0.1 below the middle.
const LOWERING: f64 = 0.17;

/// A text's size in pixels, and its weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Type {
    pub size: u32,
    pub bold: bool,
}

impl Type {
    pub(super) const fn regular(size: u32) -> Self {
        Self { size, bold: false }
    }

    pub(super) const fn bold(size: u32) -> Self {
        Self { size, bold: true }
    }

    fn style(self, color: RGBColor, anchor: HPos) -> TextStyle<'static> {
        let weight = if self.bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = (FontFamily::Name(FONT), f64::from(self.size), weight).into_font();
        TextStyle { font, color: color.to_backend_color(), pos: Pos::new(anchor, VPos::Center) }
    }

    /// Width of `text` in pixels.
    pub(super) fn width(self, chart: &'static str, text: &str) -> Result<i32, ReportError> {
        register_fonts(chart)?;
        let draw_error =
            |error: plotters::style::FontError| ReportError::Draw { chart, reason: error.to_string() };
        let (width, _) = self.style(RGBColor(0, 0, 0), HPos::Left).font.box_size(text).map_err(draw_error)?;
        Ok(i32::try_from(width).unwrap_or(i32::MAX))
    }

    /// `text`, or as much of it as fits in `width` pixels with an ellipsis.
    pub(super) fn fit(self, chart: &'static str, text: &str, width: i32) -> Result<String, ReportError> {
        if self.width(chart, text)? <= width {
            return Ok(text.to_owned());
        }
        let characters: Vec<char> = text.chars().collect();
        for kept in (0..characters.len()).rev() {
            let shortened: String = characters.iter().take(kept).chain(&['…']).collect();
            if self.width(chart, &shortened)? <= width {
                return Ok(shortened);
            }
        }
        Ok(String::new())
    }
}

/// Where a text stands relative to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Left,
    Center,
    Right,
}

/// A chart's surface, on any of the drawing library's backends.
pub(super) struct Canvas<DB: DrawingBackend> {
    chart: &'static str,
    area: DrawingArea<DB, Shift>,
}

impl<'a> Canvas<BitMapBackend<'a>> {
    /// A new PNG file at `path`, of `width` × `height` pixels.
    pub(super) fn png(
        chart: &'static str,
        path: &'a Path,
        width: u32,
        height: u32,
    ) -> Result<Self, ReportError> {
        register_fonts(chart)?;
        let canvas = Self { chart, area: BitMapBackend::new(path, (width, height)).into_drawing_area() };
        canvas.check(canvas.area.fill(&super::palette::PAPER))?;
        Ok(canvas)
    }
}

impl<DB: DrawingBackend> Canvas<DB> {
    fn check<T, E: std::fmt::Display>(&self, result: Result<T, E>) -> Result<(), ReportError> {
        match result {
            Ok(_) => Ok(()),
            Err(error) => Err(ReportError::Draw { chart: self.chart, reason: error.to_string() }),
        }
    }

    /// Writes `text` with the middle of its letters' height at `y`.
    pub(super) fn text(
        &self,
        (x, y): (i32, i32),
        text: &str,
        font: Type,
        color: RGBColor,
        anchor: Anchor,
    ) -> Result<(), ReportError> {
        // Anchored here and not by the backend, so that every backend puts it at the same place.
        let width = font.width(self.chart, text)?;
        let left = match anchor {
            Anchor::Left => x,
            Anchor::Center => x - width / 2,
            Anchor::Right => x - width,
        };
        // The drawing library centres the line's height, which has more room above the letters than below.
        let lowered = y + (f64::from(font.size) * LOWERING).round() as i32;
        self.check(self.area.draw_text(text, &font.style(color, HPos::Left), (left, lowered)))
    }

    /// Draws a line of `width` pixels.
    pub(super) fn line(
        &self,
        from: (i32, i32),
        to: (i32, i32),
        color: &impl Color,
        width: u32,
    ) -> Result<(), ReportError> {
        self.check(self.area.draw(&PathElement::new(vec![from, to], color.stroke_width(width))))
    }

    /// Fills the box between two corners.
    pub(super) fn fill(&self, from: (i32, i32), to: (i32, i32), color: RGBColor) -> Result<(), ReportError> {
        self.check(self.area.draw(&Rectangle::new([from, to], color.filled())))
    }

    /// Draws a dot, filled or as a ring.
    pub(super) fn dot(
        &self,
        at: (i32, i32),
        radius: i32,
        color: RGBColor,
        filled: bool,
    ) -> Result<(), ReportError> {
        self.check(self.area.draw(&Circle::new(at, radius, color.filled())))?;
        if filled {
            return Ok(());
        }
        self.check(self.area.draw(&Circle::new(at, radius - 3, super::palette::PAPER.filled())))
    }

    /// Completes the file.
    pub(super) fn finish(self) -> Result<(), ReportError> {
        self.check(self.area.present())
    }
}

fn register_fonts(chart: &'static str) -> Result<(), ReportError> {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    let registered = REGISTERED.get_or_init(|| {
        register_font(FONT, FontStyle::Normal, dejavu::sans::regular()).is_ok()
            && register_font(FONT, FontStyle::Bold, dejavu::sans::bold()).is_ok()
    });
    if *registered {
        Ok(())
    } else {
        Err(ReportError::Draw { chart, reason: "its font cannot be used".to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_to_fit() {
        let font = Type::regular(20);
        let text = "micropython-native-module-level";
        let whole = font.width("test", text).unwrap();
        assert_eq!(font.fit("test", text, whole).unwrap(), text);
        let cut = font.fit("test", text, whole - 1).unwrap();
        assert!(cut.ends_with('…') && font.width("test", &cut).unwrap() < whole, "{cut}");
        assert_eq!(font.fit("test", text, 1).unwrap(), "");
        assert!(Type::bold(20).width("test", text).unwrap() > whole);
    }
}
