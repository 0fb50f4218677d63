//! The image that executes everything but time-critical code from flash.
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
