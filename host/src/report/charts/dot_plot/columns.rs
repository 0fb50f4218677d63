//! Column positions of dot plots.

use super::{
    super::page_layout::{GAP, LABEL, LINE, PageLayout, SMALL},
    DotPlot, Row,
};

/// Maximum number of lines of a label.
const MAX_LINES: usize = 3;
/// Height of a further line of a label.
pub(super) const LABEL_LINE: i32 = 24;

/// Maximum width of the label column, as a fraction of the page width.
const MAX_LABEL_WIDTH: f64 = 0.3;

/// Horizontal positions in pixels, and the height of a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    pub label_left: i32,
    /// Right end of the labels; longer labels are wrapped.
    pub label_right: i32,
    pub tag_left: i32,
    pub plot_left: i32,
    pub plot_right: i32,
    /// Right end of each column of texts.
    pub texts: Vec<i32>,
    /// Height of a row whose label has one line.
    row: i32,
    /// Distance from the top of such a row to the middle of its label.
    pub label_at: i32,
    /// Distance from the top of such a row to the middle of its texts.
    pub texts_at: i32,
    /// Distance from the top of such a row to the middle of its dots.
    pub dots_at: i32,
    /// Top and bottom of the grid within a row; `None` if the grid fills the row.
    pub grid: Option<(i32, i32)>,
}

impl Columns {
    /// Returns the lines of a row's label.
    pub(super) fn label(&self, row: &Row) -> Vec<String> {
        LABEL.wrap_within(&row.label, self.label_right - self.label_left, MAX_LINES)
    }

    /// Returns the height of the further lines of a row's label.
    pub(super) fn extra_height(&self, row: &Row) -> i32 {
        (self.label(row).len() as i32 - 1).max(0) * LABEL_LINE
    }

    /// Returns the height of `row`.
    pub(super) fn height(&self, row: &Row) -> i32 {
        self.row + self.extra_height(row)
    }

    /// Computes the columns of `plot`.
    pub(super) fn of(plot: &DotPlot, layout: &PageLayout<'_>) -> Self {
        let rows = || plot.groups.iter().flat_map(|group| &group.rows);
        let widest = |of: &dyn Fn(&Row) -> i32| rows().map(of).max().unwrap_or(0);
        let (left, right) = (layout.left(), layout.right());
        let tag = widest(&|row| LABEL.width(&row.tag));
        let mut texts = Vec::new();
        let mut end = right;
        for (index, head) in plot.columns.iter().enumerate().rev() {
            let width = widest(&|row| row.columns.get(index).map_or(0, |text| LABEL.width(text)));
            texts.push(end);
            end -= width.max(if layout.size.narrow { 0 } else { SMALL.width(head) }) + GAP;
        }
        texts.reverse();
        if layout.size.narrow {
            // The dots use the whole width. Labels and texts are above them, in one line if it is wide enough for both.
            let share = end - tag - GAP - left >= (right - left) / 2;
            let label_right = if share { end } else { right } - tag - GAP;
            let drop = if share { 0 } else { LINE };
            return Self {
                label_left: left,
                label_right,
                tag_left: label_right + GAP / 2,
                plot_left: left + 2 * GAP,
                plot_right: right - 2 * GAP,
                texts,
                row: 62 + drop,
                label_at: 17,
                texts_at: 17 + drop,
                dots_at: 46 + drop,
                grid: Some((32 + drop, 60 + drop)),
            };
        }
        let limit = (f64::from(layout.size.width) * MAX_LABEL_WIDTH) as i32;
        let label_right = left + widest(&|row| LABEL.width(&row.label)).min(limit);
        let tag_left = label_right + GAP;
        // The margin at both ends of the axis holds half of an axis number.
        Self {
            label_left: left,
            label_right,
            tag_left,
            plot_left: tag_left + tag + GAP,
            plot_right: end - 2 * GAP,
            texts,
            row: 30,
            label_at: 15,
            texts_at: 15,
            dots_at: 15,
            grid: None,
        }
    }
}
