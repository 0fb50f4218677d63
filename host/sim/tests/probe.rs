//! The simulated board behind probe-rs, as a user of probe-rs sees it.

#![cfg(feature = "probe")]

mod probe {
    mod boards;
    mod breakpoints;
    mod cycle_counter;
    mod fault_injection;
    mod fixture;
    mod flashing;
    mod memory;
    mod registers;
    mod reset;
    mod stops;
    mod watchpoints;
}
