//! Explanations: the instructions and cycles of one operation, by statement, bytecode, function and instruction.
//!
//! A trace ([`trace`]) is the exact sequence of executed instructions. Its steps are attributed to functions by the symbols
//! and debug information of the image ([`program`]), and to bytecodes by following the dispatches of the VM
//! ([`micropython`], [`profile`]). The result is plain data ([`document`]), which is printed ([`text`]), drawn as flame
//! graphs ([`flame_graph`](mod@flame_graph)), shown in reports, and used by claims
//! ([`claim_figures`](mod@claim_figures)).

mod attributed_trace;
mod claim_figures;
mod compilation;
mod document;
mod error;
mod explained_workload;
mod explainer;
mod files;
mod flame_graph;
mod instruction;
mod instruction_map;
mod micropython;
mod primer_comparison;
mod profile;
mod program;
mod steady_operation;
mod text;
mod trace;

pub(crate) use claim_figures::claim_figures;
pub(crate) use document::{ExplainDocument, Explanation, SCHEMA_VERSION, TraceMethod};
pub(crate) use error::ExplainError;
pub(crate) use explained_workload::ExplainedWorkload;
pub(crate) use explainer::Explainer;
pub(crate) use files::{read_from_folder, write_to_folder};
pub(crate) use flame_graph::{FlameGraphView, flame_graph};
pub(crate) use instruction::InstructionClass;
pub(crate) use program::Program;
pub(crate) use text::render;
pub(crate) use trace::{RetiredInstructions, SingleStepper, TraceSource};
