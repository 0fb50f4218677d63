//! Exceptions: priority, entry, return and faults (Armv8-M ARM B3).

mod entry;
mod exception_return;
mod fault;
mod frame;
mod priority;
