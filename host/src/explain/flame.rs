//! Flame graphs.

use inferno::flamegraph::{self, Options};

use super::ExplainError;
use super::document::{Explanation, NodeKind, Profile, TreeNode};
use crate::store::BoardKind;

/// What the stacks of a flame graph are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlameView {
    /// Functions alone: who called whom.
    Function,
    /// Bytecodes, and what each calls.
    Bytecode,
}

impl FlameView {
    /// For names of files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Function => "functions",
            Self::Bytecode => "bytecodes",
        }
    }
}

/// An SVG of the steady operation (of the whole sample, where nothing repeats), which says what the `board` was; `None` where it would be empty.
///
/// # Errors
/// The drawing fails.
pub fn flame_graph(
    explanation: &Explanation,
    board: BoardKind,
    view: FlameView,
) -> Result<Option<String>, ExplainError> {
    let profile: &Profile = explanation.steady.as_ref().map_or(&explanation.sample, |steady| &steady.profile);
    if view == FlameView::Bytecode && profile.bytecodes.is_empty() {
        return Ok(None);
    }
    let mut lines = Vec::new();
    fold(&profile.tree, &mut Vec::new(), view, &mut lines);
    if lines.is_empty() {
        return Ok(None);
    }
    let what = explanation.steady.as_ref().map_or("sample", |steady| &*steady.text);
    let mut options = Options::default();
    options.title = format!("{}: {what}", explanation.subject.title);
    let by = match view {
        FlameView::Function => "instructions by function",
        FlameView::Bytecode => "instructions by bytecode, and what each calls",
    };
    options.subtitle = Some(format!("{board}: {by}"));
    options.count_name = "instructions".to_owned();
    options.font_size = 13;
    options.hash = true;
    let mut svg = Vec::new();
    flamegraph::from_lines(&mut options, lines.iter().map(String::as_str), &mut svg)
        .map_err(|error| ExplainError::Flame(error.to_string()))?;
    String::from_utf8(svg).map(Some).map_err(|error| ExplainError::Flame(error.to_string()))
}

/// One line for each node: the names on the way to it, and its own instructions.
fn fold<'a>(node: &'a TreeNode, path: &mut Vec<&'a str>, view: FlameView, lines: &mut Vec<String>) {
    let shown = match (view, node.kind) {
        (FlameView::Function, NodeKind::Bytecode | NodeKind::Dispatch) => false,
        (FlameView::Bytecode, NodeKind::Function | NodeKind::Inlined) => !path.is_empty(),
        (FlameView::Bytecode, NodeKind::Sample) => false,
        _ => true,
    };
    if shown {
        path.push(&node.name);
    }
    if node.own.instructions > 0 && !path.is_empty() {
        let names: Vec<String> = path.iter().map(|name| name.replace(';', ",")).collect();
        lines.push(format!("{} {}", names.join(";"), node.own.instructions));
    }
    for child in &node.children {
        fold(child, path, view, lines);
    }
    if shown {
        path.pop();
    }
}
