//! How many simulated cycles a second the simulator reaches: `cargo bench -p pico2-sim --bench core_speed`.
//!
//! Measured are a kernel and MicroPython's firmware (`build/firmware`, or the folder that `TWINBENCH_FIRMWARE` names)
//! at work on a script, each beside the crate rp2350-emu on the same image in the same run. Cycles of the two are not
//! the same: that crate adds up a fixed cost for each instruction. `-- pins` measures state machines and DMA alone.

mod firmware;
mod kernel;
mod micropython;
mod other;
mod pins;
mod rate;

fn main() {
    pins::measure();
    if std::env::args().any(|argument| argument == "pins") {
        return;
    }
    kernel::compare();
    micropython::compare();
}
