//! Small multiples: a grid of small plots of equal size, one per cell, in groups.

use super::page_layout::{GAP, HEADING_LINE, PageHeader, PageLayout, SMALL};
use crate::report::{
    ReportData,
    drawing::{Anchor, Font, Marker, PageSize, Scene, theme},
};
use plotters::style::RGBColor;

/// Minimum width of a tile.
const MIN_WIDTH: i32 = 440;
/// Middle of the title, from the top of the tile.
const TITLE_AT: i32 = 16;
/// Top of the plot, from the top of the tile.
const PLOT_TOP: i32 = 38;
/// Bottom of the plot, from the top of the tile.
const PLOT_BOTTOM: i32 = 158;
/// Middle of the note, from the top of the tile.
const NOTE_AT: i32 = 178;
/// Height of a tile with the space below it.
const HEIGHT: i32 = 208;
const HEADING_HEIGHT: i32 = 46;
/// Maximum number of lines of a title.
const MAX_TITLE_LINES: usize = 3;
/// Height of a further line of a title.
const TITLE_LINE: i32 = 22;
const TITLE: Font = Font::bold(SMALL.size);

/// A small plot with its title and note.
pub(super) struct Tile {
    pub title: String,
    /// Text at the right of the title: the placement of the cell.
    pub tag: String,
    pub note: String,
    /// The note is a warning.
    pub warns: bool,
    /// Smallest and largest value of the vertical axis.
    pub range: (f64, f64),
    pub marks: Vec<Mark>,
}

/// An item drawn in a tile. Horizontal positions are fractions of the plot's width, vertical positions are values.
pub(super) enum Mark {
    Dot {
        x: f64,
        y: f64,
        radius: i32,
        marker: Marker,
        filled: bool,
    },
    Path {
        points: Vec<(f64, f64)>,
        color: RGBColor,
        opacity: f64,
        width: u32,
    },
    /// The range between two values, over the whole width.
    Band {
        from: f64,
        to: f64,
        color: RGBColor,
        opacity: f64,
    },
    /// A vertical line from top to bottom.
    Rule {
        x: f64,
    },
}

/// Draws groups of tiles, each group with its heading, on as many pages as needed.
pub(super) fn draw(
    data: &ReportData,
    header: &PageHeader,
    groups: &[(String, Vec<Tile>)],
    axis_label: fn(f64) -> String,
    size: PageSize,
) -> Vec<Scene> {
    let mut layout = PageLayout::new(data, header, size);
    let (left, right) = (layout.left(), layout.right());
    let across = ((right - left + GAP) / (MIN_WIDTH + GAP)).max(1);
    let width = (right - left + GAP) / across - GAP;
    for (heading, tiles) in groups {
        let mut heading = heading.clone();
        for (index, row) in tiles.chunks(across as usize).enumerate() {
            let lines =
                row.iter().map(|tile| title_lines(tile, width).len()).max().unwrap_or(1).max(1) as i32;
            let drop = (lines - 1) * TITLE_LINE;
            let height = HEIGHT + drop;
            if index == 0 || layout.remaining_height() < height {
                let more = (layout.heading_lines(&heading).len() as i32 - 1).max(0) * HEADING_LINE;
                layout.ensure_height(HEADING_HEIGHT + more + height);
                layout.heading_within(&heading, HEADING_HEIGHT, HEADING_HEIGHT / 2 + 4);
                if index == 0 {
                    heading += " (continued)";
                }
            }
            let top = layout.reserve(height);
            for (tile, x) in row.iter().zip((left..).step_by((width + GAP) as usize)) {
                draw_tile(layout.scene(), tile, axis_label, (x, top, drop), width);
            }
        }
    }
    layout.finish()
}

/// Returns the lines of a tile's title.
fn title_lines(tile: &Tile, width: i32) -> Vec<String> {
    TITLE.wrap_within(&tile.title, width - SMALL.width(&tile.tag) - GAP / 2, MAX_TITLE_LINES)
}

/// Draws a tile. `drop` is the height of the further lines of its title.
fn draw_tile(
    scene: &mut Scene,
    tile: &Tile,
    axis_label: fn(f64) -> String,
    (left, top, drop): (i32, i32, i32),
    width: i32,
) {
    let right = left + width;
    for (line, title) in (0..).zip(title_lines(tile, width)) {
        let at = (left, top + TITLE_AT + line * TITLE_LINE);
        scene.text(at, &title, TITLE, theme::TEXT, Anchor::Left);
    }
    scene.text((right, top + TITLE_AT), &tile.tag, SMALL, theme::MUTED_TEXT, Anchor::Right);
    let top = top + drop;
    let note_color = if tile.warns { theme::FAILURE } else { theme::MUTED_TEXT };
    let note = SMALL.fit(&tile.note, width);
    scene.text((left, top + NOTE_AT), &note, SMALL, note_color, Anchor::Left);

    let (least, most) = tile.range;
    let labels = [axis_label(most), axis_label(least)];
    let gutter = labels.iter().map(|label| SMALL.width(label)).max().unwrap_or(0) + 10;
    let plot = Plot {
        left: left + gutter.min(width / 2),
        right,
        top: top + PLOT_TOP,
        bottom: top + PLOT_BOTTOM,
        least,
        most,
    };
    scene.fill((plot.left, plot.top), (plot.right, plot.bottom), theme::STRIPE, 1.0);
    for (value, label) in
        [most, least].into_iter().zip(&labels).take(if labels[0] == labels[1] { 1 } else { 2 })
    {
        let y = plot.y(value);
        scene.line((plot.left, y), (plot.right, y), theme::GRID, 1);
        let text = SMALL.fit(label, gutter - 10);
        scene.text((plot.left - 8, y), &text, SMALL, theme::MUTED_TEXT, Anchor::Right);
    }
    for mark in &tile.marks {
        plot.draw(scene, mark);
    }
}

/// The area and axes of a tile's plot.
struct Plot {
    left: i32,
    right: i32,
    top: i32,
    bottom: i32,
    least: f64,
    most: f64,
}

impl Plot {
    /// Space between the ends of the axes and the edge of the plot.
    const INSET: i32 = 10;

    fn x(&self, share: f64) -> i32 {
        let width = f64::from(self.right - self.left - 2 * Self::INSET);
        self.left + Self::INSET + (share.clamp(0.0, 1.0) * width).round() as i32
    }

    fn y(&self, value: f64) -> i32 {
        let height = f64::from(self.bottom - self.top - 2 * Self::INSET);
        let span = self.most - self.least;
        let share = if span > 0.0 { ((value - self.least) / span).clamp(0.0, 1.0) } else { 0.5 };
        self.bottom - Self::INSET - (share * height).round() as i32
    }

    fn draw(&self, scene: &mut Scene, mark: &Mark) {
        match mark {
            Mark::Dot { x, y, radius, marker, filled } => {
                scene.mark((self.x(*x), self.y(*y)), *radius, *marker, *filled);
            }
            Mark::Path { points, color, opacity, width } => {
                let points = points.iter().map(|&(x, y)| (self.x(x), self.y(y))).collect();
                scene.path(points, *color, *opacity, *width);
            }
            Mark::Band { from, to, color, opacity } => {
                let (top, bottom) = (self.y(*to), self.y(*from));
                let bottom = bottom.max(top + 2);
                scene.fill((self.left, top), (self.right, bottom), *color, *opacity);
            }
            Mark::Rule { x } => {
                scene.line((self.x(*x), self.top), (self.x(*x), self.bottom), theme::GRID, 1);
            }
        }
    }
}
