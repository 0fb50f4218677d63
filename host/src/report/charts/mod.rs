//! Charts, one file each.

mod axis;
mod canvas;
mod cycles_per_operation;
mod palette;

pub(super) use cycles_per_operation::CyclesPerOperation;
