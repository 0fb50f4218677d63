//! Attribution of each step of a trace to a function, a bytecode and a node of the call tree.

use std::collections::HashMap;

use pico2_sim::instruction::Flow;

use super::call_stack::{CallStack, StackChange};
use super::vm_trace::VmTrace;
use crate::explain::instruction::{Instruction, InstructionClass};
use crate::explain::instruction_map::InstructionMap;
use crate::explain::micropython::VM_FUNCTION;
use crate::explain::program::Program;
use crate::explain::trace::Trace;

/// Function name for code that is not part of the image: machine code that MicroPython emitted.
const EMITTED: &str = "emitted machine code";

/// Placeholder for an address without an instruction.
const UNKNOWN: Instruction =
    Instruction { first: 0, second: 0, length: 2, class: InstructionClass::Other, flow: Flow::Next };

/// Index of the root of the call tree.
pub(super) const ROOT: u32 = 0;

/// Function, bytecode or dispatch that a node of the call tree stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum NodeLabel {
    /// The sample.
    Root,
    /// A function: index into [`Attribution::functions`].
    Function(u32),
    /// A function that the compiler inlined into its parent.
    Inlined(String),
    /// A bytecode: index into [`Attribution::texts`].
    Bytecode(u32),
    /// The dispatch of the parent bytecode.
    Dispatch,
}

/// Node of the call tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// Index of the parent; the root is its own parent.
    pub parent: u32,
    /// Function, bytecode or dispatch that the node stands for.
    pub label: NodeLabel,
}

/// Part of a bytecode's execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BytecodePart {
    /// No bytecode: before the first or after the last one.
    Outside,
    /// From the end of the previous bytecode to the handler of this one.
    Dispatch,
    /// The handler, in the VM itself.
    Own,
    /// Functions that the handler calls.
    Callee,
}

/// Attribution of one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StepAttribution {
    /// Innermost node of the call tree.
    pub(super) node: u32,
    /// Class of the instruction.
    pub class: InstructionClass,
    /// Index into [`Attribution::executions`]; meaningless for [`BytecodePart::Outside`].
    pub(super) execution: u32,
    /// Part of that execution.
    pub(super) part: BytecodePart,
    /// Index into [`Attribution::functions`].
    pub function: u32,
    /// The step is the first of a call of the function.
    pub(super) is_call: bool,
}

/// One execution of a bytecode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BytecodeExecution {
    /// First step.
    pub first_step: usize,
    /// Address of the code object.
    pub code_object: u32,
    /// Address of the bytecode.
    pub address: u32,
    /// Number of enclosing activations of the VM.
    pub depth: u32,
    /// Index into [`Attribution::texts`].
    pub text: u32,
}

/// A bytecode in the memory of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BytecodeLocation {
    /// Address of the code object.
    pub code_object: u32,
    /// Address of the table of names of its module.
    pub names: u32,
    /// Address of the bytecode.
    pub address: u32,
    /// Opcode.
    pub opcode: u8,
}

/// Attribution of all steps of a trace.
#[derive(Debug, Default)]
pub(crate) struct Attribution {
    /// One entry per step of the trace.
    pub steps: Vec<StepAttribution>,
    /// Executions of bytecodes, in the order in which they began.
    pub executions: Vec<BytecodeExecution>,
    /// Nodes of the call tree; the first is the root.
    pub(super) nodes: Vec<Node>,
    /// Names of functions.
    pub functions: Vec<String>,
    /// Texts of bytecodes, each once.
    pub(super) texts: Vec<String>,
}

impl Attribution {
    /// Attributes every step of a trace. `bytecode_text` is called once per bytecode of the trace.
    pub(crate) fn new(
        trace: &Trace,
        vm: &VmTrace,
        program: &Program,
        instructions: &InstructionMap,
        bytecode_text: &mut dyn FnMut(BytecodeLocation) -> String,
    ) -> Self {
        let mut builder = Builder {
            attribution: Self::default(),
            program,
            functions: HashMap::new(),
            children: HashMap::new(),
            inlined: HashMap::new(),
            texts: HashMap::new(),
        };
        builder.attribution.nodes.push(Node { parent: ROOT, label: NodeLabel::Root });
        builder.build(trace, vm, instructions, bytecode_text);
        builder.attribution
    }

    /// Returns the path from a child of the root to a node; empty for the root.
    pub(super) fn path(&self, node: u32) -> Vec<u32> {
        let (mut path, mut ancestor) = (Vec::new(), node);
        while ancestor != ROOT {
            path.push(ancestor);
            ancestor = self.nodes[ancestor as usize].parent;
        }
        path.reverse();
        path
    }

    /// Returns the name of a node.
    pub(super) fn name(&self, node: u32) -> &str {
        match &self.nodes[node as usize].label {
            NodeLabel::Root => "sample",
            NodeLabel::Function(function) => &self.functions[*function as usize],
            NodeLabel::Inlined(name) => name,
            NodeLabel::Bytecode(text) => &self.texts[*text as usize],
            NodeLabel::Dispatch => "dispatch",
        }
    }
}

/// Activation of the VM that has not returned.
#[derive(Clone, Copy)]
struct Activation {
    /// Depth of the call stack with the VM on top.
    stack_depth: usize,
    code_object: u32,
    names: u32,
    /// Latest execution of a bytecode.
    execution: Option<u32>,
}

struct Builder<'a> {
    attribution: Attribution,
    program: &'a Program,
    /// Index of each function name.
    functions: HashMap<String, u32>,
    /// Child of a node, by label.
    children: HashMap<(u32, NodeLabel), u32>,
    /// Inlined functions at an address, outermost first.
    inlined: HashMap<u32, Vec<String>>,
    /// Text of each bytecode, by address and opcode.
    texts: HashMap<(u32, u8), u32>,
}

impl Builder<'_> {
    fn build(
        &mut self,
        trace: &Trace,
        vm: &VmTrace,
        instructions: &InstructionMap,
        bytecode_text: &mut dyn FnMut(BytecodeLocation) -> String,
    ) {
        let vm_function = self.function(VM_FUNCTION);
        let mut stack = CallStack::default();
        // Node of each function on the stack.
        let mut stack_nodes: Vec<u32> = Vec::new();
        let mut activations: Vec<Activation> = Vec::new();
        let mut flow = Flow::Next;
        let mut next_address = 0;
        let mut dispatch_end = None;
        for (index, step) in trace.steps.iter().enumerate() {
            let name = self.program.symbols.function_at(step.address).unwrap_or(EMITTED).to_owned();
            let is_function_start = self.program.symbols.is_function_start(step.address);
            let function = self.function(&name);
            let change = stack.step(step.address, function, is_function_start, flow, next_address);
            if let StackChange::Pop(count) | StackChange::Replace(count) = change {
                stack_nodes.truncate(stack_nodes.len().saturating_sub(count));
            }
            activations.retain(|vm| {
                vm.stack_depth <= stack.depth() && (vm.stack_depth < stack.depth() || function == vm_function)
            });
            let is_call = matches!(change, StackChange::Push | StackChange::Replace(_));
            if is_call {
                let parent = match (stack_nodes.last(), activations.last()) {
                    // The VM calls the function for the bytecode that it executes.
                    (Some(&node), Some(vm)) if vm.stack_depth == stack_nodes.len() => {
                        vm.execution.map_or(node, |execution| self.bytecode_node(node, execution))
                    }
                    (Some(&node), _) => node,
                    (None, _) => ROOT,
                };
                stack_nodes.push(self.child(parent, NodeLabel::Function(function)));
            }
            if let Some(start) = vm.starts.get(&index) {
                activations.push(Activation {
                    stack_depth: stack.depth(),
                    code_object: start.code_object,
                    names: start.names,
                    execution: None,
                });
            }
            let depth = activations.len() as u32;
            if let (Some(dispatch), Some(vm)) = (vm.dispatches.get(&index), activations.last_mut())
                && vm.stack_depth == stack.depth()
            {
                let text = match self.texts.get(&(dispatch.address, dispatch.opcode)) {
                    Some(text) => *text,
                    None => {
                        let text = bytecode_text(BytecodeLocation {
                            code_object: vm.code_object,
                            names: vm.names,
                            address: dispatch.address,
                            opcode: dispatch.opcode,
                        });
                        let text = self.text(text);
                        self.texts.insert((dispatch.address, dispatch.opcode), text);
                        text
                    }
                };
                vm.execution = Some(self.attribution.executions.len() as u32);
                self.attribution.executions.push(BytecodeExecution {
                    first_step: index,
                    code_object: vm.code_object,
                    address: dispatch.address,
                    depth: depth.saturating_sub(1),
                    text,
                });
                dispatch_end = Some(dispatch.jump_step);
            }
            let instruction = instructions.get(step.address).unwrap_or(&UNKNOWN);
            let is_dispatch = dispatch_end.is_some_and(|jump_step| index <= jump_step);
            let function_node = stack_nodes.last().copied().unwrap_or(ROOT);
            let (node, part, execution) =
                self.locate(step.address, function_node, stack.depth(), &activations, is_dispatch);
            self.attribution.steps.push(StepAttribution {
                node,
                class: instruction.class,
                execution,
                part,
                function,
                is_call,
            });
            flow = instruction.flow;
            next_address = step.address.wrapping_add(instruction.length);
        }
    }

    /// Returns the innermost node of a step, the part of a bytecode that it is, and the index of the execution.
    fn locate(
        &mut self,
        address: u32,
        function_node: u32,
        stack_depth: usize,
        activations: &[Activation],
        is_dispatch: bool,
    ) -> (u32, BytecodePart, u32) {
        // The innermost activation that has begun a bytecode.
        let current = activations.iter().rev().find_map(|vm| Some((vm.stack_depth, vm.execution?)));
        let Some((vm_depth, execution)) = current else {
            return (self.inlined_node(function_node, address), BytecodePart::Outside, 0);
        };
        if vm_depth != stack_depth {
            return (self.inlined_node(function_node, address), BytecodePart::Callee, execution);
        }
        let bytecode = self.bytecode_node(function_node, execution);
        if is_dispatch {
            (self.child(bytecode, NodeLabel::Dispatch), BytecodePart::Dispatch, execution)
        } else {
            (self.inlined_node(bytecode, address), BytecodePart::Own, execution)
        }
    }

    /// Returns the node of the innermost function that is inlined at an address, below `parent`; `parent` if none is.
    fn inlined_node(&mut self, parent: u32, address: u32) -> u32 {
        let program = self.program;
        let inlined = self.inlined.entry(address).or_insert_with(|| {
            // The first frame is the function itself.
            program.source_lines.frames_at(address).into_iter().skip(1).map(|frame| frame.function).collect()
        });
        if inlined.is_empty() {
            return parent;
        }
        inlined.clone().into_iter().fold(parent, |node, name| self.child(node, NodeLabel::Inlined(name)))
    }

    fn bytecode_node(&mut self, parent: u32, execution: u32) -> u32 {
        let text = self.attribution.executions[execution as usize].text;
        self.child(parent, NodeLabel::Bytecode(text))
    }

    /// Returns the child of a node with that label; adds it if there is none.
    fn child(&mut self, parent: u32, label: NodeLabel) -> u32 {
        let nodes = &mut self.attribution.nodes;
        *self.children.entry((parent, label)).or_insert_with_key(|(parent, label)| {
            nodes.push(Node { parent: *parent, label: label.clone() });
            nodes.len() as u32 - 1
        })
    }

    /// Returns the index of a function name; adds it if it is new.
    fn function(&mut self, name: &str) -> u32 {
        if let Some(index) = self.functions.get(name) {
            return *index;
        }
        let index = self.attribution.functions.len() as u32;
        self.attribution.functions.push(name.to_owned());
        self.functions.insert(name.to_owned(), index);
        index
    }

    /// Returns the index of a text; adds it if it is new.
    fn text(&mut self, text: String) -> u32 {
        let known = self.attribution.texts.iter().position(|known| *known == text);
        known.unwrap_or_else(|| {
            self.attribution.texts.push(text);
            self.attribution.texts.len() - 1
        }) as u32
    }
}
