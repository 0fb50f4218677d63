//! Image with VM, garbage collector and parser in RAM.
#![no_std]
#![no_main]

use twinbench_link::Placement;
use twinbench_micropython::{Image, run};

struct Ram;

impl Image for Ram {
    const PLACEMENT: Placement = Placement::Ram;
}

#[rp235x_hal::entry]
fn main() -> ! {
    run::<Ram>()
}
