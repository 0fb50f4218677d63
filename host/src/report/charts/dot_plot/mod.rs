//! Dot plots: groups of rows with dots and whiskers on logarithmic axes, the form of most charts.

mod columns;
mod draw;

use super::page_layout::{LegendEntry, PageHeader};
use crate::report::drawing::{Decades, Marker};
use plotters::style::RGBColor;

/// A dot plot.
#[derive(Debug, Clone)]
pub(super) struct DotPlot {
    pub header: PageHeader,
    /// Heads of the columns beside the plot.
    pub columns: Vec<&'static str>,
    pub groups: Vec<Group>,
    /// Text of a plot without groups.
    pub empty_text: &'static str,
}

/// Rows that share an axis.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub heading: String,
    pub note: String,
    /// Legend of the group, below its note.
    pub legend: Vec<LegendEntry>,
    pub decades: Decades,
    /// Formats the numbers of the axis.
    pub axis_label: fn(f64) -> String,
    /// Bands behind all rows.
    pub bands: Vec<Band>,
    pub rows: Vec<Row>,
}

/// A range of values, drawn behind all rows of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Band {
    pub from: f64,
    pub to: f64,
    pub color: RGBColor,
    pub opacity: f64,
    /// A line is drawn at the upper end.
    pub edge: bool,
}

/// A row of a group.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub label: String,
    /// Text next to the label: the placement of the cell.
    pub tag: String,
    pub marks: Vec<Mark>,
    /// Texts of the columns of the plot.
    pub columns: Vec<String>,
}

/// An item drawn in a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    /// A value with the ends of its interval. Both ends are equal to an exact value.
    Dot { value: f64, lower: f64, upper: f64, marker: Marker, filled: bool },
    /// A line between two values.
    Connector { from: f64, to: f64, color: RGBColor },
    /// A stated range. A range without an upper limit extends to the end of the axis.
    Range { from: f64, to: Option<f64>, color: RGBColor },
    /// A text instead of a value.
    Text { text: &'static str, color: RGBColor },
}
