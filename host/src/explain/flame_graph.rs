//! Flame graphs of call trees.

use inferno::flamegraph::{self, Options};

use super::document::{CallTreeNode, CallTreeNodeKind, Explanation};
use super::error::ExplainError;
use crate::run::BoardKind;

/// Frames that the stacks of a flame graph show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FlameGraphView {
    /// Functions only.
    Function,
    /// Bytecodes, and the functions that each calls.
    Bytecode,
}

impl FlameGraphView {
    /// All views.
    pub(crate) const ALL: [Self; 2] = [Self::Function, Self::Bytecode];

    /// Returns the identifier used in file names.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Function => "functions",
            Self::Bytecode => "bytecodes",
        }
    }
}

/// Draws the steady operation as SVG; the whole sample if nothing repeats. The subtitle names the `board`. Returns
/// `None` if the flame graph would be empty.
///
/// # Errors
/// Returns [`ExplainError::FlameGraph`] if the drawing fails.
pub(crate) fn flame_graph(
    explanation: &Explanation,
    board: BoardKind,
    view: FlameGraphView,
) -> Result<Option<String>, ExplainError> {
    let profile = explanation.steady_or_sample_profile();
    if view == FlameGraphView::Bytecode && profile.bytecodes.is_empty() {
        return Ok(None);
    }
    let mut lines = Vec::new();
    fold(&profile.tree, &mut Vec::new(), view, &mut lines);
    if lines.is_empty() {
        return Ok(None);
    }
    let operation = explanation.steady.as_ref().map_or("sample", |steady| &*steady.text);
    let mut options = Options::default();
    options.title = format!("{}: {operation}", explanation.workload.title);
    let grouping = match view {
        FlameGraphView::Function => "instructions by function",
        FlameGraphView::Bytecode => "instructions by bytecode, and what each calls",
    };
    options.subtitle = Some(format!("{board}: {grouping}"));
    options.count_name = "instructions".to_owned();
    options.font_size = 13;
    options.hash = true;
    let mut svg = Vec::new();
    flamegraph::from_lines(&mut options, lines.iter().map(String::as_str), &mut svg)
        .map_err(|error| ExplainError::FlameGraph(error.to_string()))?;
    String::from_utf8(svg).map(Some).map_err(|error| ExplainError::FlameGraph(error.to_string()))
}

/// Appends one folded stack (`a;b;c count`) per node with instructions of its own.
fn fold<'a>(node: &'a CallTreeNode, stack: &mut Vec<&'a str>, view: FlameGraphView, lines: &mut Vec<String>) {
    use {CallTreeNodeKind as Kind, FlameGraphView as View};
    let shown = match (view, node.kind) {
        (View::Function, Kind::Bytecode | Kind::Dispatch) => false,
        // Functions outside any bytecode are not shown.
        (View::Bytecode, Kind::Function | Kind::Inlined) => !stack.is_empty(),
        (View::Bytecode, Kind::Sample) => false,
        _ => true,
    };
    if shown {
        stack.push(&node.name);
    }
    if node.own.instructions > 0 && !stack.is_empty() {
        let names: Vec<String> = stack.iter().map(|name| name.replace(';', ",")).collect();
        lines.push(format!("{} {}", names.join(";"), node.own.instructions));
    }
    for child in &node.children {
        fold(child, stack, view, lines);
    }
    if shown {
        stack.pop();
    }
}
