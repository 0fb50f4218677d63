//! Whom each step of a trace belongs to.

use std::collections::HashMap;

use super::frames::{Frames, Move};
use super::vm::VmTrace;
use crate::explain::instruction::{Class, Flow, Instruction};
use crate::explain::micropython::VM_FUNCTION;
use crate::explain::program::Program;
use crate::explain::trace::Trace;

/// Name of code that the image does not hold: machine code that MicroPython has emitted.
pub const EMITTED: &str = "emitted machine code";

/// What a node of the tree stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Label {
    /// A function, by its index in [`Analysis::functions`].
    Function(u32),
    /// A function that the compiler inlined there.
    Inlined(String),
    /// A bytecode, by its index in [`Analysis::texts`].
    Bytecode(u32),
    /// A bytecode's dispatch.
    Dispatch,
}

/// A node: a function or bytecode where it was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The node around it; the first node is its own.
    pub parent: u32,
    /// What it stands for.
    pub label: Label,
}

/// Which part of a bytecode a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Of none: before the first and behind the last bytecode.
    Outside,
    /// Getting to the bytecode's handler.
    Dispatch,
    /// In the VM itself.
    Own,
    /// In what the VM calls for it.
    Callee,
}

/// One step with all that is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attributed {
    /// The innermost node.
    pub node: u32,
    /// What it is counted as.
    pub class: Class,
    /// Index in [`Analysis::executions`]; of no meaning outside.
    pub execution: u32,
    /// Its part of that.
    pub part: Part,
    /// Index in [`Analysis::functions`].
    pub function: u32,
    /// The function is called here.
    pub enters: bool,
}

/// One executed bytecode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Execution {
    /// Its first step.
    pub step: usize,
    /// Address of its code object; 0 where it is not known.
    pub code: u32,
    /// Address of its module's names.
    pub names: u32,
    /// Address of the bytecode.
    pub pointer: u32,
    /// How many activations of the VM there are around it.
    pub depth: u32,
    /// Index in [`Analysis::texts`].
    pub text: u32,
}

/// A trace with everything attributed.
#[derive(Debug, Default)]
pub struct Analysis {
    /// For each step of the trace.
    pub steps: Vec<Attributed>,
    /// In the order in which they began.
    pub executions: Vec<Execution>,
    /// The tree; the first is the root.
    pub nodes: Vec<Node>,
    /// Names of functions.
    pub functions: Vec<String>,
    /// Texts of bytecodes.
    pub texts: Vec<String>,
}

/// A running activation of the VM.
#[derive(Clone, Copy)]
struct Running {
    /// Depth of the stack with the VM on top.
    depth: usize,
    code: u32,
    names: u32,
    execution: Option<u32>,
}

/// One function's place in the tree.
#[derive(Clone, Copy)]
struct Place {
    node: u32,
}

/// Decodes instructions of the image and of emitted code.
pub trait Code {
    /// The instruction at an address; `None` where nothing is known.
    fn instruction(&self, address: u32) -> Option<Instruction>;
}

/// Gives the text of the bytecode at `pointer` in the code object at `code`.
pub type TextOf<'a> = dyn FnMut(u32, u32, u32, u8) -> String + 'a;

impl Analysis {
    /// Attributes every step. `text_of` gets code object, names, address and opcode of a bytecode.
    pub fn new(
        trace: &Trace,
        vm: &VmTrace,
        program: &Program,
        code: &dyn Code,
        text_of: &mut TextOf<'_>,
    ) -> Self {
        let mut builder = Builder {
            analysis: Self::default(),
            program,
            functions: HashMap::new(),
            children: HashMap::new(),
            inlined: HashMap::new(),
            texts: HashMap::new(),
        };
        builder.analysis.nodes.push(Node { parent: 0, label: Label::Inlined("sample".to_owned()) });
        builder.run(trace, vm, code, text_of);
        builder.analysis
    }

    /// The path from the root's child to a node.
    pub fn path(&self, node: u32) -> Vec<u32> {
        let (mut path, mut at) = (Vec::new(), node);
        while at != 0 {
            path.push(at);
            at = self.nodes[at as usize].parent;
        }
        path.reverse();
        path
    }

    /// A node's name.
    pub fn name(&self, node: u32) -> &str {
        match &self.nodes[node as usize].label {
            Label::Function(function) => &self.functions[*function as usize],
            Label::Inlined(name) => name,
            Label::Bytecode(text) => &self.texts[*text as usize],
            Label::Dispatch => "dispatch",
        }
    }
}

struct Builder<'a> {
    analysis: Analysis,
    program: &'a Program,
    functions: HashMap<String, u32>,
    children: HashMap<(u32, Label), u32>,
    /// Inlined functions at an address, outermost first.
    inlined: HashMap<u32, Vec<String>>,
    texts: HashMap<(u32, u8), u32>,
}

impl Builder<'_> {
    fn run(&mut self, trace: &Trace, vm: &VmTrace, code: &dyn Code, text_of: &mut TextOf<'_>) {
        let unknown = Instruction { length: 2, class: Class::Other, flow: Flow::Next };
        let vm_function = self.function(VM_FUNCTION);
        let (mut frames, mut places, mut running) =
            (Frames::default(), Vec::<Place>::new(), Vec::<Running>::new());
        let mut before = unknown;
        let mut next = 0;
        let mut dispatch_until = None;
        for (index, step) in trace.steps.iter().enumerate() {
            let name = self.program.symbols.at(step.address).unwrap_or(EMITTED).to_owned();
            let starts = self.program.symbols.begins_at(step.address);
            let function = self.function(&name);
            let moved = frames.arrive(step.address, function, starts, before.flow, next);
            if let Move::Pop(count) | Move::Replace(count) = moved {
                places.truncate(places.len().saturating_sub(count));
            }
            running.retain(|vm| {
                vm.depth <= frames.depth() && (vm.depth < frames.depth() || function == vm_function)
            });
            let enters = matches!(moved, Move::Push | Move::Replace(_));
            if enters {
                let around = match (places.last(), running.last()) {
                    (Some(place), Some(vm)) if vm.depth == places.len() => {
                        vm.execution.map_or(place.node, |it| self.bytecode_node(place.node, it))
                    }
                    (Some(place), _) => place.node,
                    (None, _) => 0,
                };
                places.push(Place { node: self.child(around, Label::Function(function)) });
            }
            if let Some(activation) = vm.activations.get(&index) {
                running.push(Running {
                    depth: frames.depth(),
                    code: activation.code,
                    names: activation.names,
                    execution: None,
                });
            }
            let depth = running.len() as u32;
            if let (Some(dispatch), Some(vm)) = (vm.dispatches.get(&index), running.last_mut())
                && vm.depth == frames.depth()
            {
                let key = (dispatch.pointer, dispatch.opcode);
                let text = match self.texts.get(&key) {
                    Some(text) => *text,
                    None => {
                        let text = text_of(vm.code, vm.names, dispatch.pointer, dispatch.opcode);
                        let number = self.text(text);
                        self.texts.insert(key, number);
                        number
                    }
                };
                vm.execution = Some(self.analysis.executions.len() as u32);
                self.analysis.executions.push(Execution {
                    step: index,
                    code: vm.code,
                    names: vm.names,
                    pointer: dispatch.pointer,
                    depth: depth.saturating_sub(1),
                    text,
                });
                dispatch_until = Some(dispatch.jump);
            }
            let instruction = code.instruction(step.address).unwrap_or(unknown);
            self.attribute(
                step.address,
                &frames,
                &places,
                &running,
                AttributedTo {
                    function,
                    enters,
                    class: instruction.class,
                    dispatching: dispatch_until.is_some_and(|jump| index <= jump),
                },
            );
            before = instruction;
            next = step.address.wrapping_add(instruction.length);
        }
    }

    fn attribute(
        &mut self,
        address: u32,
        frames: &Frames,
        places: &[Place],
        running: &[Running],
        to: AttributedTo,
    ) {
        let mut node = places.last().map_or(0, |place| place.node);
        // The innermost activation that has begun a bytecode.
        let current = running.iter().rev().find_map(|vm| Some((vm.depth, vm.execution?)));
        let (part, execution) = match current {
            None => (Part::Outside, 0),
            Some((depth, execution)) if depth == frames.depth() => {
                node = self.bytecode_node(node, execution);
                if to.dispatching {
                    node = self.child(node, Label::Dispatch);
                    (Part::Dispatch, execution)
                } else {
                    (Part::Own, execution)
                }
            }
            Some((_, execution)) => (Part::Callee, execution),
        };
        if part != Part::Dispatch {
            node = self.with_inlined(node, address);
        }
        self.analysis.steps.push(Attributed {
            node,
            class: to.class,
            execution,
            part,
            function: to.function,
            enters: to.enters,
        });
    }

    fn with_inlined(&mut self, node: u32, address: u32) -> u32 {
        let program = self.program;
        let inlined = self.inlined.entry(address).or_insert_with(|| {
            // The first is the function itself.
            program.lines.at(address).into_iter().skip(1).map(|frame| frame.function).collect()
        });
        if inlined.is_empty() {
            return node;
        }
        inlined.clone().into_iter().fold(node, |node, name| self.child(node, Label::Inlined(name)))
    }

    fn bytecode_node(&mut self, around: u32, execution: u32) -> u32 {
        let text = self.analysis.executions[execution as usize].text;
        self.child(around, Label::Bytecode(text))
    }

    fn child(&mut self, parent: u32, label: Label) -> u32 {
        let nodes = &mut self.analysis.nodes;
        *self.children.entry((parent, label)).or_insert_with_key(|(parent, label)| {
            nodes.push(Node { parent: *parent, label: label.clone() });
            nodes.len() as u32 - 1
        })
    }

    fn function(&mut self, name: &str) -> u32 {
        if let Some(number) = self.functions.get(name) {
            return *number;
        }
        let number = self.analysis.functions.len() as u32;
        self.analysis.functions.push(name.to_owned());
        self.functions.insert(name.to_owned(), number);
        number
    }

    fn text(&mut self, text: String) -> u32 {
        let known = self.analysis.texts.iter().position(|known| *known == text);
        known.unwrap_or_else(|| {
            self.analysis.texts.push(text);
            self.analysis.texts.len() - 1
        }) as u32
    }
}

struct AttributedTo {
    function: u32,
    enters: bool,
    class: Class,
    dispatching: bool,
}
