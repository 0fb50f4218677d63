//! Rendering of scenes as PNG and SVG with plotters.

use super::{
    accessible_svg,
    font::{FAMILY, Font, is_registered},
    scene::{Anchor, Item, Scene},
    theme,
};
use crate::report::ReportError;
use plotters::{
    backend::{BitMapBackend, DrawingBackend, SVGBackend},
    coord::Shift,
    drawing::{DrawingArea, IntoDrawingArea},
    element::{Circle, PathElement, Polygon, Rectangle},
    style::{
        Color, FontFamily, IntoFont, TextStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};
use std::path::Path;

/// Text metrics of a plotters backend.
struct TextMetrics {
    /// Returns the size to request from the backend.
    size: fn(Font) -> f64,
    /// Returns the distance from the requested position down to the baseline.
    baseline: fn(Font) -> f64,
}

/// The bitmap backend takes the line height as the size, and puts the baseline half of it below the position of a text
/// that is anchored at its top (plotters 0.3.7, `style/font/ab_glyph.rs`).
const BITMAP: TextMetrics =
    TextMetrics { size: |font| f64::from(font.size), baseline: |font| f64::from(font.size) / 2.0 };

/// The SVG backend writes the size divided by 1.24 as the em, and puts the baseline 0.76 em below the position of a text
/// that is anchored at its top (plotters-svg 0.3.7, `svg.rs`).
const VECTOR: TextMetrics = TextMetrics { size: |font| font.em() * 1.24, baseline: |font| font.em() * 0.76 };

/// Writes `scene` as a PNG file to `path`.
pub(in crate::report) fn png(scene: &Scene, path: &Path) -> Result<(), ReportError> {
    let size = (scene.width.max(1) as u32, scene.height.max(1) as u32);
    draw(scene, BitMapBackend::new(path, size).into_drawing_area(), &BITMAP)
}

/// Returns `scene` as an SVG document, with its title and description for readers who cannot see it.
pub(in crate::report) fn svg(scene: &Scene) -> Result<String, ReportError> {
    let mut text = String::new();
    let size = (scene.width.max(1) as u32, scene.height.max(1) as u32);
    draw(scene, SVGBackend::with_string(&mut text, size).into_drawing_area(), &VECTOR)?;
    accessible_svg::describe(&text, &scene.title, &scene.description)
        .map_err(|error| ReportError::Draw { title: scene.title.clone(), reason: error.to_string() })
}

fn draw<DB: DrawingBackend>(
    scene: &Scene,
    area: DrawingArea<DB, Shift>,
    metrics: &TextMetrics,
) -> Result<(), ReportError> {
    let fail = |reason: String| ReportError::Draw { title: scene.title.clone(), reason };
    if !is_registered() {
        return Err(fail("the bundled font cannot be loaded".to_owned()));
    }
    area.fill(&theme::BACKGROUND).map_err(|error| fail(error.to_string()))?;
    for item in &scene.items {
        draw_item(item, &area, metrics).map_err(fail)?;
    }
    area.present().map_err(|error| fail(error.to_string()))
}

fn draw_item<DB: DrawingBackend>(
    item: &Item,
    area: &DrawingArea<DB, Shift>,
    metrics: &TextMetrics,
) -> Result<(), String> {
    let drawn = match item {
        Item::Text { at: (x, y), text, font, color, anchor } => {
            let size = (metrics.size)(*font);
            let side = match anchor {
                Anchor::Left => HPos::Left,
                Anchor::Center => HPos::Center,
                Anchor::Right => HPos::Right,
            };
            let style = TextStyle {
                font: (FontFamily::Name(FAMILY), size, font.weight()).into_font(),
                color: color.to_backend_color(),
                pos: Pos::new(side, VPos::Top),
            };
            let top = f64::from(y + font.baseline()) - (metrics.baseline)(*font);
            area.draw_text(text, &style, (*x, top.round() as i32))
        }
        Item::Path { points, color, opacity, width } => {
            area.draw(&PathElement::new(points.clone(), color.mix(*opacity).stroke_width(*width)))
        }
        Item::Box { from, to, color, opacity } => {
            area.draw(&Rectangle::new([*from, *to], color.mix(*opacity).filled()))
        }
        Item::Dot { at, radius, color } => area.draw(&Circle::new(*at, *radius, color.filled())),
        Item::Polygon { corners, color } => area.draw(&Polygon::new(corners.clone(), color.filled())),
    };
    drawn.map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{super::marker::Marker, *};

    fn scene() -> Scene {
        let mut scene = Scene::new(200, 100, "A < B", "One \"dot\" & a line");
        scene.fill((20, 20), (60, 60), theme::STRIPE, 1.0);
        scene.line((0, 80), (199, 80), theme::TEXT, 2);
        scene.mark((100, 50), 8, Marker::dot(theme::FAILURE), false);
        scene.text((190, 40), "a <b> & c", Font::regular(20), theme::TEXT, Anchor::Right);
        scene
    }

    #[test]
    fn svg_is_well_formed_with_title_and_description() {
        let text = svg(&scene()).unwrap();
        let document = roxmltree::Document::parse(&text).unwrap();
        let words = |tag: &str| {
            let node = document.descendants().find(|node| node.has_tag_name(tag)).unwrap();
            node.text().unwrap().trim().to_owned()
        };
        assert_eq!((words("title"), words("desc")), ("A < B".into(), "One \"dot\" & a line".into()));
        assert_eq!(words("text"), "a <b> & c");
        assert_eq!(document.root_element().attribute("role"), Some("img"));
    }

    /// Width and height are in the header of a PNG file (PNG specification, section 11.2.2).
    #[test]
    fn png_has_the_size_of_the_scene() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scene.png");
        png(&scene(), &path).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(bytes[..8], *b"\x89PNG\r\n\x1a\n");
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        assert_eq!((number(16), number(20)), (200, 100));
    }

    #[test]
    fn file_that_cannot_be_written_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = png(&scene(), &folder.path().join("none/scene.png")).unwrap_err().to_string();
        assert!(error.starts_with("cannot draw A < B: "), "{error}");
    }
}
