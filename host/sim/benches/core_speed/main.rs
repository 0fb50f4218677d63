//! How many simulated cycles a second the simulator reaches: `cargo bench -p pico2-sim --bench core_speed`.
//!
//! Measured are a kernel and MicroPython's firmware (`build/firmware`, or the folder that `TWINBENCH_FIRMWARE` names)
//! at work on a script, each beside the crate rp2350-emu on the same image in the same run. Cycles of the two are not
//! the same: that crate adds up a fixed cost for each instruction.

mod firmware;
mod kernel;
mod micropython;
mod other;
mod rate;

fn main() {
    kernel::compare();
    micropython::compare();
}
