//! The simulated board behind probe-rs, as a user of probe-rs sees it.

#![cfg(feature = "probe")]

mod probe {
    mod bench;
    mod boards;
    mod breakpoints;
    mod cycle_counter;
    mod flashing;
    mod memory;
    mod registers;
    mod reset;
    mod stops;
    mod troubles;
    mod watchpoints;
}
