//! Where the columns of a dot plot stand.

use super::{
    super::page_layout::{GAP, LABEL, LINE, PageLayout, SMALL},
    DotPlot, Row,
};

/// Lines that a label takes at most, and the height of each but the first.
const MOST_LINES: usize = 3;
pub(super) const LABEL_LINE: i32 = 24;

/// Widest that the column of labels gets, over the width of the picture.
const WIDEST_LABEL: f64 = 0.3;

/// Horizontal positions in pixels, and the height of a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    pub label_left: i32,
    /// Right end of the labels; longer ones take more lines.
    pub label_right: i32,
    pub tag_left: i32,
    pub plot_left: i32,
    pub plot_right: i32,
    /// Right end of each column of texts.
    pub texts: Vec<i32>,
    /// Height of a row whose label has one line.
    row: i32,
    /// From the top of such a row to the middle of its label, of its texts, and of its dots.
    pub label_at: i32,
    pub texts_at: i32,
    pub dots_at: i32,
    /// Which part of a row the grid fills; `None` for all of it.
    pub grid: Option<(i32, i32)>,
}

impl Columns {
    /// The lines of a row's label.
    pub(super) fn label(&self, row: &Row) -> Vec<String> {
        LABEL.wrap_within(&row.label, self.label_right - self.label_left, MOST_LINES)
    }

    /// How much further down things stand in `row` than in one whose label has one line.
    pub(super) fn extra(&self, row: &Row) -> i32 {
        (self.label(row).len() as i32 - 1).max(0) * LABEL_LINE
    }

    /// Height of `row`.
    pub(super) fn height(&self, row: &Row) -> i32 {
        self.row + self.extra(row)
    }

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
            // The dots have the whole width. Labels and texts share the line above them, or have one each.
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
        let limit = (f64::from(layout.size.width) * WIDEST_LABEL) as i32;
        let label_right = left + widest(&|row| LABEL.width(&row.label)).min(limit);
        let tag_left = label_right + GAP;
        // Beyond the plot's ends there is room for half a number of the axis.
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
