//! Instructions: decoding, and the facts of every kind.
//!
//! A row of the table in `kind.rs` (`fp/kind.rs` for floating point) states the class of a kind, its operands and results,
//! the results that come late, its cycles and its effect on the flags. [`decode()`](decode::decode) turns an encoding into
//! an [`Operation`], which the core executes. [`describe`] returns what profilers and debuggers need.

pub mod decode;
mod description;
mod encoding;
mod facts;
pub mod fp;
mod kind;
mod multiple_addressing;
mod operation;

pub use description::{Description, Flow, describe};
pub use encoding::is_wide;
pub use facts::Class;
pub use kind::Kind;
pub use operation::Operation;
pub(crate) use operation::{
    Attributes, CARRY_KEEP, CARRY_SET, FLAGS, Form, PREPARATION, ShiftedOperand, data_processing, shift,
};
