//! Shared by the devices on the APB and AHB: the [`Peripheral`] trait, register tables, and signals to the pins.

mod access;
mod effects;
pub(crate) mod inert;
mod interface;
pub mod pin_mux;
pub mod registers;

pub use access::Access;
pub use effects::Effects;
pub use interface::{Peripheral, Unmodelled, read, write};
