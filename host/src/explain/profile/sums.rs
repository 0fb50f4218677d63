//! Sums over a part of a trace.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::analysis::{Analysis, Label, Part};
use crate::explain::document::{Allocations, BytecodeRow, Counts, FunctionRow, NodeKind, Profile, TreeNode};
use crate::explain::instruction::Class;
use crate::explain::trace::{Step, Trace};

/// Bytes of a block of MicroPython's heap: four words (py/gc.h, MICROPY_BYTES_PER_GC_BLOCK).
const BLOCK_BYTES: u64 = 16;
/// What starts a collection, py/gc.c.
const COLLECTION: &str = "gc_collect";

/// Sums over steps of a trace. `allocations`: step and bytes of each call of the allocator. `whole`: the tree begins
/// with the first function, else where the part's paths part.
pub fn profile(
    trace: &Trace,
    analysis: &Analysis,
    range: Range<usize>,
    allocations: &[(usize, u32)],
    whole: bool,
) -> Profile {
    let timed = trace.cycles.is_some();
    let mut sums = Sums::default();
    for (index, (step, attributed)) in
        trace.steps.iter().zip(&analysis.steps).enumerate().take(range.end).skip(range.start)
    {
        let counts = counts(step, timed);
        sums.total += counts;
        *sums.classes.entry(attributed.class).or_default() += 1;
        let function = sums.functions.entry(attributed.function).or_default();
        function.own += counts;
        *function.classes.entry(attributed.class).or_default() += 1;
        function.calls += u64::from(attributed.enters);
        if attributed.enters && analysis.functions[attributed.function as usize] == COLLECTION {
            sums.allocations.collections += 1;
        }
        match attributed.part {
            Part::Outside => sums.outside += counts,
            part => {
                let execution = &analysis.executions[attributed.execution as usize];
                let name = bytecode_name(&analysis.texts[execution.text as usize]).to_owned();
                let row = sums.bytecodes.entry(name).or_default();
                row.executions += u64::from(execution.step == index);
                match part {
                    Part::Dispatch => row.dispatch += counts,
                    Part::Own => row.own += counts,
                    _ => row.callee += counts,
                }
            }
        }
        if !sums.own.contains_key(&attributed.node) {
            sums.order.push(attributed.node);
        }
        *sums.own.entry(attributed.node).or_default() += counts;
        if attributed.enters {
            // The node of the function itself: above the inlined functions and the bytecode.
            *sums.entered.entry(function_node(analysis, attributed.node)).or_default() += 1;
        }
        if attributed.part == Part::Dispatch
            && analysis.executions[attributed.execution as usize].step == index
        {
            *sums.entered.entry(analysis.nodes[attributed.node as usize].parent).or_default() += 1;
        }
    }
    for (_, bytes) in allocations.iter().filter(|(step, _)| range.contains(step)) {
        sums.allocations.count += 1;
        sums.allocations.bytes += u64::from(*bytes);
        sums.allocations.blocks += u64::from(*bytes).div_ceil(BLOCK_BYTES);
    }
    sums.into_profile(analysis, whole)
}

/// Without its argument.
fn bytecode_name(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
}

fn counts(step: &Step, timed: bool) -> Counts {
    Counts {
        instructions: 1,
        cycles: timed.then_some(step.cycles.into()),
        xip_hits: timed.then_some(step.xip_hits.into()),
        xip_accesses: timed.then_some(step.xip_accesses.into()),
    }
}

fn function_node(analysis: &Analysis, mut node: u32) -> u32 {
    while node != 0 && !matches!(analysis.nodes[node as usize].label, Label::Function(_)) {
        node = analysis.nodes[node as usize].parent;
    }
    node
}

#[derive(Default)]
struct FunctionSums {
    calls: u64,
    own: Counts,
    classes: BTreeMap<Class, u64>,
}

#[derive(Default)]
struct BytecodeSums {
    executions: u64,
    dispatch: Counts,
    own: Counts,
    callee: Counts,
}

#[derive(Default)]
struct Sums {
    total: Counts,
    outside: Counts,
    classes: BTreeMap<Class, u64>,
    functions: HashMap<u32, FunctionSums>,
    bytecodes: BTreeMap<String, BytecodeSums>,
    own: HashMap<u32, Counts>,
    entered: HashMap<u32, u64>,
    /// Nodes in the order in which they were reached.
    order: Vec<u32>,
    allocations: Allocations,
}

impl Sums {
    fn into_profile(self, analysis: &Analysis, whole: bool) -> Profile {
        let tree = self.tree(analysis, whole);
        let mut functions: Vec<FunctionRow> = self
            .functions
            .into_iter()
            .map(|(function, sums)| FunctionRow {
                name: analysis.functions[function as usize].clone(),
                calls: sums.calls,
                own: sums.own,
                classes: sums.classes,
            })
            .collect();
        functions
            .sort_by(|a, b| b.own.instructions.cmp(&a.own.instructions).then_with(|| a.name.cmp(&b.name)));
        let mut bytecodes: Vec<BytecodeRow> = self
            .bytecodes
            .into_iter()
            .map(|(name, sums)| {
                let mut total = sums.dispatch;
                total += sums.own;
                total += sums.callee;
                let BytecodeSums { executions, dispatch, own, callee } = sums;
                BytecodeRow { name, executions, dispatch, own, callee, total }
            })
            .collect();
        bytecodes.sort_by_key(|row| std::cmp::Reverse(row.total.instructions));
        Profile {
            total: self.total,
            outside: self.outside,
            classes: self.classes,
            bytecodes,
            functions,
            tree,
            allocations: self.allocations,
        }
    }

    fn tree(&self, analysis: &Analysis, whole: bool) -> TreeNode {
        let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
        let mut known = std::collections::HashSet::new();
        for &node in &self.order {
            let mut around = 0;
            for at in analysis.path(node) {
                if known.insert(at) {
                    children.entry(around).or_default().push(at);
                }
                around = at;
            }
        }
        let mut top = 0;
        while !whole && !self.own.contains_key(&top) {
            match children.get(&top).map(Vec::as_slice) {
                Some([only]) if !matches!(analysis.nodes[*only as usize].label, Label::Bytecode(_)) => {
                    top = *only
                }
                _ => break,
            }
        }
        self.node(analysis, &children, top)
    }

    fn node(&self, analysis: &Analysis, children: &HashMap<u32, Vec<u32>>, at: u32) -> TreeNode {
        let below: Vec<TreeNode> = children
            .get(&at)
            .into_iter()
            .flatten()
            .map(|child| self.node(analysis, children, *child))
            .collect();
        let own = self.own.get(&at).copied().unwrap_or_default();
        let mut total = own;
        for child in &below {
            total += child.total;
        }
        let kind = match analysis.nodes[at as usize].label {
            _ if at == 0 => NodeKind::Sample,
            Label::Function(_) => NodeKind::Function,
            Label::Inlined(_) => NodeKind::Inlined,
            Label::Bytecode(_) => NodeKind::Bytecode,
            Label::Dispatch => NodeKind::Dispatch,
        };
        TreeNode {
            name: analysis.name(at).to_owned(),
            kind,
            entered: self.entered.get(&at).copied().unwrap_or(0),
            total,
            own,
            children: below,
        }
    }
}
