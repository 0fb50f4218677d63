//! The debug port of the board: what a probe's wires reach.

pub mod component;
