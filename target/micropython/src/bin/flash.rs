//! Image that executes all code from flash, except time-critical code.
#![no_std]
#![no_main]

use twinbench_link::Placement;
use twinbench_micropython::{Image, run};

struct Flash;

impl Image for Flash {
    const PLACEMENT: Placement = Placement::Flash;
}

#[rp235x_hal::entry]
fn main() -> ! {
    run::<Flash>()
}
