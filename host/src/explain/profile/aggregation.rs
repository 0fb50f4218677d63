//! Sums over a part of a trace: the profile.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::attribution::{Attribution, BytecodePart, NodeLabel, ROOT};
use crate::explain::document::{
    Allocations, BytecodeRow, CallTreeNode, CallTreeNodeKind, Counts, FunctionRow, Profile,
};
use crate::explain::instruction::InstructionClass;
use crate::explain::trace::{Step, Trace};

/// Bytes of a block of MicroPython's heap: four words (py/gc.h, MICROPY_BYTES_PER_GC_BLOCK).
const BLOCK_BYTES: u64 = 16;
/// Function that performs a garbage collection (py/gc.c).
const COLLECTION: &str = "gc_collect";

/// Call of MicroPython's allocator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AllocatorCall {
    /// Index of the step in the trace.
    pub step: usize,
    /// Requested bytes.
    pub bytes: u32,
}

/// Root of the call tree in a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallTreeRoot {
    /// The sample as a whole.
    Sample,
    /// The innermost function that contains all steps of the part.
    LowestCommonAncestor,
}

/// Returns the profile of a range of steps.
pub(crate) fn profile(
    trace: &Trace,
    attribution: &Attribution,
    range: Range<usize>,
    allocator_calls: &[AllocatorCall],
    root: CallTreeRoot,
) -> Profile {
    let cycles_known = trace.cycles.is_some();
    let mut sums = Sums::default();
    let steps = trace.steps.iter().zip(&attribution.steps).enumerate();
    for (index, (step, attributed)) in steps.take(range.end).skip(range.start) {
        let counts = counts(step, cycles_known);
        sums.total += counts;
        *sums.classes.entry(attributed.class).or_default() += 1;
        let function = sums.functions.entry(attributed.function).or_default();
        function.own += counts;
        *function.classes.entry(attributed.class).or_default() += 1;
        function.calls += u64::from(attributed.is_call);
        if attributed.is_call && attribution.functions[attributed.function as usize] == COLLECTION {
            sums.allocations.collections += 1;
        }
        match attributed.part {
            BytecodePart::Outside => sums.outside += counts,
            part => {
                let execution = &attribution.executions[attributed.execution as usize];
                let name = bytecode_name(&attribution.texts[execution.text as usize]).to_owned();
                let row = sums.bytecodes.entry(name).or_default();
                row.executions += u64::from(execution.first_step == index);
                match part {
                    BytecodePart::Dispatch => row.dispatch += counts,
                    BytecodePart::Own => row.own += counts,
                    _ => row.callee += counts,
                }
            }
        }
        if !sums.own.contains_key(&attributed.node) {
            sums.reached.push(attributed.node);
        }
        *sums.own.entry(attributed.node).or_default() += counts;
        if attributed.is_call {
            // The step's node may be a bytecode or an inlined function below the node of the called function.
            *sums.entered.entry(function_node(attribution, attributed.node)).or_default() += 1;
        }
        if attributed.part == BytecodePart::Dispatch
            && attribution.executions[attributed.execution as usize].first_step == index
        {
            *sums.entered.entry(attribution.nodes[attributed.node as usize].parent).or_default() += 1;
        }
    }
    for call in allocator_calls.iter().filter(|call| range.contains(&call.step)) {
        sums.allocations.count += 1;
        sums.allocations.bytes += u64::from(call.bytes);
        sums.allocations.blocks += u64::from(call.bytes).div_ceil(BLOCK_BYTES);
    }
    sums.into_profile(attribution, root)
}

/// Returns the text of a bytecode without its argument.
fn bytecode_name(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
}

fn counts(step: &Step, cycles_known: bool) -> Counts {
    Counts {
        instructions: 1,
        cycles: cycles_known.then_some(step.cycles.into()),
        xip_hits: cycles_known.then_some(step.xip_hits.into()),
        xip_accesses: cycles_known.then_some(step.xip_accesses.into()),
    }
}

/// Returns the closest function among a node and its ancestors.
fn function_node(attribution: &Attribution, mut node: u32) -> u32 {
    while node != ROOT && !matches!(attribution.nodes[node as usize].label, NodeLabel::Function(_)) {
        node = attribution.nodes[node as usize].parent;
    }
    node
}

#[derive(Default)]
struct FunctionSums {
    calls: u64,
    own: Counts,
    classes: BTreeMap<InstructionClass, u64>,
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
    classes: BTreeMap<InstructionClass, u64>,
    /// By index of the function.
    functions: HashMap<u32, FunctionSums>,
    /// By name of the bytecode.
    bytecodes: BTreeMap<String, BytecodeSums>,
    /// Own counts by node.
    own: HashMap<u32, Counts>,
    /// Calls or executions by node.
    entered: HashMap<u32, u64>,
    /// Nodes with own counts, in the order in which they were reached first.
    reached: Vec<u32>,
    allocations: Allocations,
}

impl Sums {
    fn into_profile(self, attribution: &Attribution, root: CallTreeRoot) -> Profile {
        let tree = self.call_tree(attribution, root);
        let mut functions: Vec<FunctionRow> = self
            .functions
            .into_iter()
            .map(|(function, sums)| FunctionRow {
                name: attribution.functions[function as usize].clone(),
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
                let BytecodeSums { executions, dispatch, own, callee } = sums;
                let mut total = dispatch;
                total += own;
                total += callee;
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

    fn call_tree(&self, attribution: &Attribution, root: CallTreeRoot) -> CallTreeNode {
        let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
        let mut known = HashSet::new();
        for &node in &self.reached {
            let mut parent = ROOT;
            for descendant in attribution.path(node) {
                if known.insert(descendant) {
                    children.entry(parent).or_default().push(descendant);
                }
                parent = descendant;
            }
        }
        let mut top = ROOT;
        while root == CallTreeRoot::LowestCommonAncestor && !self.own.contains_key(&top) {
            match children.get(&top).map(Vec::as_slice) {
                // A bytecode stays below the function that executes it.
                Some([only])
                    if !matches!(attribution.nodes[*only as usize].label, NodeLabel::Bytecode(_)) =>
                {
                    top = *only
                }
                _ => break,
            }
        }
        self.call_tree_node(attribution, &children, top)
    }

    fn call_tree_node(
        &self,
        attribution: &Attribution,
        children: &HashMap<u32, Vec<u32>>,
        node: u32,
    ) -> CallTreeNode {
        let child_nodes: Vec<CallTreeNode> = children
            .get(&node)
            .into_iter()
            .flatten()
            .map(|child| self.call_tree_node(attribution, children, *child))
            .collect();
        let own = self.own.get(&node).copied().unwrap_or_default();
        let mut total = own;
        for child in &child_nodes {
            total += child.total;
        }
        let kind = match attribution.nodes[node as usize].label {
            NodeLabel::Root => CallTreeNodeKind::Sample,
            NodeLabel::Function(_) => CallTreeNodeKind::Function,
            NodeLabel::Inlined(_) => CallTreeNodeKind::Inlined,
            NodeLabel::Bytecode(_) => CallTreeNodeKind::Bytecode,
            NodeLabel::Dispatch => CallTreeNodeKind::Dispatch,
        };
        CallTreeNode {
            name: attribution.name(node).to_owned(),
            kind,
            entered: self.entered.get(&node).copied().unwrap_or(0),
            total,
            own,
            children: child_nodes,
        }
    }
}
