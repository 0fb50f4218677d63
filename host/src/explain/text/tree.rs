//! The tree of one operation: bytecodes, functions and what they call.

use super::table::Table;
use super::{cycles, share};
use crate::explain::document::{Counts, NodeKind, Steady, TreeNode};

/// Writes the tree with counts and shares.
pub(super) fn write(text: &mut String, steady: &Steady) {
    let all = steady.profile.total.instructions;
    let mut table = Table::new(&["", "entered", "instructions", "share", "cycles"]);
    let root = &steady.profile.tree;
    row(&mut table, &root.name, root.entered, &root.total, all);
    below(&mut table, root, "", all);
    table.write(text);
}

fn below(table: &mut Table, node: &TreeNode, indent: &str, all: u64) {
    let has_own = node.own.instructions > 0 && !node.children.is_empty();
    let count = node.children.len();
    if has_own {
        let branch = if count == 0 { "└─ " } else { "├─ " };
        row(table, &format!("{indent}{branch}(own)"), 0, &node.own, all);
    }
    for (index, child) in node.children.iter().enumerate() {
        let last = index + 1 == count;
        let (branch, deeper) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let inlined = if child.kind == NodeKind::Inlined { " (inlined)" } else { "" };
        row(table, &format!("{indent}{branch}{}{inlined}", child.name), child.entered, &child.total, all);
        below(table, child, &format!("{indent}{deeper}"), all);
    }
}

fn row(table: &mut Table, name: &str, entered: u64, counts: &Counts, all: u64) {
    let entered = if entered > 0 { format!("{entered}×") } else { String::new() };
    table.row(vec![
        name.to_owned(),
        entered,
        counts.instructions.to_string(),
        share(counts.instructions, all),
        cycles(counts),
    ]);
}
