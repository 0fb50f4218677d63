//! Firmware image with the C and Rust workloads. The host selects an entry by its address.
#![no_std]
#![no_main]

mod capture;
mod native;
mod opaque;
mod vectors;
mod workloads;

use native::Native;

#[rp235x_hal::entry]
fn main() -> ! {
    twinbench_board::run(Native::new)
}
