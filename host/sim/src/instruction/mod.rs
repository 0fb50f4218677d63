//! Instructions: decoding, and the facts of every kind.
//!
//! A row of the table in [`kind`] (of the tables in [`fp`] for floating point) states for each kind what it reads and
//! writes, what it delivers late, what it costs, and its class. [`decode`] turns an encoding into an [`Operation`],
//! which the core executes. [`describe`] answers what profilers and debuggers ask.

pub mod decode;
mod description;
mod encoding;
pub(crate) mod facts;
pub mod fp;
pub mod kind;
mod operation;

pub use description::{Description, Flow, describe};
pub use encoding::is_wide;
pub use facts::Class;
pub use kind::Kind;
pub use operation::Operation;
pub(crate) use operation::{
    Attributes, CARRY_KEEP, CARRY_SET, FLAGS, Form, PREPARATION, ShiftedOperand, data_processing, shift,
};
