//! Call tree of one operation.

use super::format::{cycles, percentage};
use super::table::Table;
use crate::explain::document::{CallTreeNode, CallTreeNodeKind, Counts, SteadyOperation};

/// Appends the call tree with counts and shares.
pub(super) fn write_call_tree(text: &mut String, operation: &SteadyOperation) {
    let total = operation.profile.total.instructions;
    let mut table = Table::new(&["", "entered", "instructions", "share", "cycles"]);
    let root = &operation.profile.tree;
    push_row(&mut table, &root.name, root.entered, &root.total, total);
    push_children(&mut table, root, "", total);
    table.write(text);
}

fn push_children(table: &mut Table, node: &CallTreeNode, indent: &str, total: u64) {
    // A leaf's own counts are its total.
    if node.own.instructions > 0 && !node.children.is_empty() {
        push_row(table, &format!("{indent}├─ (own)"), 0, &node.own, total);
    }
    for (index, child) in node.children.iter().enumerate() {
        let is_last = index + 1 == node.children.len();
        let (branch, continuation) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let inlined = if child.kind == CallTreeNodeKind::Inlined { " (inlined)" } else { "" };
        let name = format!("{indent}{branch}{}{inlined}", child.name);
        push_row(table, &name, child.entered, &child.total, total);
        push_children(table, child, &format!("{indent}{continuation}"), total);
    }
}

fn push_row(table: &mut Table, name: &str, entered: u64, counts: &Counts, total: u64) {
    let entered = if entered > 0 { format!("{entered}×") } else { String::new() };
    table.push(vec![
        name.to_owned(),
        entered,
        counts.instructions.to_string(),
        percentage(counts.instructions, total),
        cycles(counts),
    ]);
}
