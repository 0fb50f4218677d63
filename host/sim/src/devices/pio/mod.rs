//! PIO0 to PIO2 (RP2350 §11): four state machines each, which read and write pins cycle by cycle.
//!
//! The blocks read each other's flags and, through the pads, each other's pins. The chip therefore advances all three
//! to a cycle together ([`group`]) before a register is accessed in that cycle.

mod access;
mod block;
mod clocking;
mod counting;
mod cycle;
mod divider;
mod engine;
mod execute;
mod fifo;
mod group;
mod instruction;
mod instruction_cycle;
mod interrupts;
mod latch;
mod machine;
mod registers;
mod sampling;
mod schedule;
mod settings;
mod shift;

pub use block::{FIRST_FUNCTION, Pio};
pub use cycle::FlagChanges;
pub use engine::{BlockInputs, Registers};
pub(crate) use group::Pads;
pub(crate) use schedule::Schedule;
