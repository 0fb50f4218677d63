//! From a statement down to the silicon: which bytecodes, functions and instructions execute it.
//!
//! The exact sequence of executed instructions ([`trace`]) is attributed to functions by the image's symbols and debug
//! information ([`program`]), and to bytecodes by following the VM ([`micropython`], [`profile`]). What comes out is
//! pure data ([`document`]), for the terminal ([`text`]), flame graphs ([`flame`]), reports and claims ([`figures`]).

mod code_reader;
pub mod document;
mod error;
mod explainer;
mod figures;
mod files;
mod flame;
mod instruction;
mod micropython;
mod pipeline;
mod primer;
mod profile;
mod program;
mod steady;
mod subject;
mod text;
mod trace;

pub use document::{ExplainDocument, Explanation};
pub use error::ExplainError;
pub use explainer::Explainer;
pub use figures::figures;
pub use files::{FILE, read, write};
pub use flame::{FlameView, flame_graph};
pub use instruction::Class;
pub use program::Program;
pub use subject::Subject;
pub use text::render;
pub use trace::{RetiredInstructions, Stepper, TraceMethod, TraceSource};
