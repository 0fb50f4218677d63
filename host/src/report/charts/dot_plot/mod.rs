//! Rows of dots with intervals on logarithmic axes, in groups: the size that most charts have.

mod columns;
mod draw;

use super::page_layout::{LegendEntry, PageHeader};
use crate::report::drawing::{Decades, Marker};
use plotters::style::RGBColor;

/// Groups of rows with one head.
#[derive(Debug, Clone)]
pub(super) struct DotPlot {
    pub head: PageHeader,
    /// Heads of the columns beside the plot.
    pub columns: Vec<&'static str>,
    pub groups: Vec<Group>,
    /// What stands there if there is no group.
    pub nothing: &'static str,
}

/// Rows that share an axis.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub heading: String,
    pub note: String,
    /// A legend of its own, below its note.
    pub legend: Vec<LegendEntry>,
    pub decades: Decades,
    /// Words for a power of ten.
    pub words: fn(f64) -> String,
    /// What lies behind all its rows.
    pub bands: Vec<Band>,
    pub rows: Vec<Row>,
}

/// A range of values, marked from the group's first row to its last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Band {
    pub from: f64,
    pub to: f64,
    pub color: RGBColor,
    pub opacity: f64,
    /// Whether it ends with a line.
    pub edge: bool,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub label: String,
    /// A word beside the label: a cell's placement.
    pub tag: String,
    pub marks: Vec<Mark>,
    /// One text for each of the chart's columns.
    pub columns: Vec<String>,
}

/// What is drawn in a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    /// A figure with the ends of its interval; the ends agree with it where it is exact.
    Dot { value: f64, lower: f64, upper: f64, marker: Marker, filled: bool },
    /// Joins two figures.
    Connector { from: f64, to: f64, color: RGBColor },
    /// A range that somebody stated; without an upper end it goes on to the end of the axis.
    Range { from: f64, to: Option<f64>, color: RGBColor },
    /// A word in place of a figure.
    Text { text: &'static str, color: RGBColor },
}
