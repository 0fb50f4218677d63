//! Where everything stands.

use super::{
    super::{axis::LogAxis, canvas::Type},
    NAME,
    rows::{Group, Mark, Row},
};
use crate::report::ReportError;

pub(super) const TITLE: Type = Type::bold(34);
pub(super) const STAMP: Type = Type::bold(30);
pub(super) const HEADING: Type = Type::bold(22);
pub(super) const LABEL: Type = Type::regular(20);
pub(super) const SMALL: Type = Type::regular(18);

/// Width of the image.
const WIDTH: i32 = 1600;
/// Free space at each edge.
pub(super) const MARGIN: i32 = 32;
/// Space between columns.
pub(super) const GAP: i32 = 20;
/// Height of a cell's row.
pub(super) const ROW: i32 = 30;
/// Height of a scenario's heading with the space above it, and of its axis' numbers.
const HEAD: i32 = 84;
/// From the top of a scenario to the middle of its heading.
const HEADING_AT: i32 = 34;
/// From the top of a scenario to the middle of its axis' numbers.
const NUMBERS_AT: i32 = 66;
/// Height of the title, the line below it and the legend.
const TOP: i32 = 146;
/// Height of the axis of time, with its name.
const AXIS: i32 = 62;
/// Widest that the column of implementations gets; longer names are cut.
const WIDEST_LABEL: i32 = 460;

/// Positions in pixels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    pub width: u32,
    pub height: u32,
    /// Right end of the implementations' names.
    pub labels_right: i32,
    /// Left end of the placements.
    pub placements_left: i32,
    pub plot_left: i32,
    pub plot_right: i32,
    /// Where the axis of time lies.
    pub plot_bottom: i32,
    /// Right end of the column of cycles.
    pub values_right: i32,
    /// Right end of the column of ratios.
    pub ratios_right: i32,
    pub axis: LogAxis,
    pub groups: Vec<Panel>,
}

/// Vertical positions of one group.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Panel {
    /// Middle of the heading.
    pub heading: i32,
    /// Middle of the axis' numbers.
    pub numbers: i32,
    pub top: i32,
    pub bottom: i32,
    /// Middle of each row.
    pub rows: Vec<i32>,
}

impl Layout {
    pub(super) fn of(groups: &[Group]) -> Result<Self, ReportError> {
        let rows = || groups.iter().flat_map(|group| &group.rows);
        let labels = widest(LABEL, rows().map(|row| row.implementation.as_str()))?.min(WIDEST_LABEL);
        let placements = widest(LABEL, rows().map(|row| row.placement.as_str()))?;
        let values =
            widest(LABEL, rows().filter_map(|row| texts(row).map(|(value, _)| value)).chain(["cycles"]))?;
        let ratios =
            widest(LABEL, rows().filter_map(|row| texts(row).map(|(_, ratio)| ratio)).chain(["ratio"]))?;

        let labels_right = MARGIN + labels;
        let placements_left = labels_right + GAP;
        let plot_left = placements_left + placements + GAP;
        let ratios_right = WIDTH - MARGIN;
        let values_right = ratios_right - ratios - GAP;
        // Room for half a number at the end of the axis.
        let plot_right = values_right - values - 3 * GAP;

        let mut y = TOP;
        let mut panels = Vec::with_capacity(groups.len());
        for group in groups {
            let top = y + HEAD;
            let bottom = top + group.rows.len() as i32 * ROW;
            let rows = (0..group.rows.len() as i32).map(|index| top + index * ROW + ROW / 2).collect();
            panels.push(Panel { heading: y + HEADING_AT, numbers: y + NUMBERS_AT, top, bottom, rows });
            y = bottom;
        }
        // An empty chart has room for the words that say so.
        let plot_bottom = if groups.is_empty() { TOP + HEAD } else { y };
        Ok(Self {
            width: WIDTH as u32,
            height: (plot_bottom + AXIS + MARGIN) as u32,
            labels_right,
            placements_left,
            plot_left,
            plot_right,
            plot_bottom,
            values_right,
            ratios_right,
            axis: LogAxis::over(rows().flat_map(extent), plot_left, plot_right),
            groups: panels,
        })
    }
}

fn widest<'a>(font: Type, texts: impl Iterator<Item = &'a str>) -> Result<i32, ReportError> {
    texts.map(|text| font.width(NAME, text)).try_fold(0, |widest, width| Ok(widest.max(width?)))
}

fn texts(row: &Row) -> Option<(&str, &str)> {
    match &row.mark {
        Mark::Dot { value, ratio, .. } => Some((value, ratio)),
        Mark::Word(_) => None,
    }
}

/// The values that a row needs room for on the axis.
fn extent(row: &Row) -> Vec<f64> {
    match &row.mark {
        Mark::Dot { cycles, .. } => vec![cycles.lower(), cycles.value, cycles.upper()],
        Mark::Word(_) => Vec::new(),
    }
}
