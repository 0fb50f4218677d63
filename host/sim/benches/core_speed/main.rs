//! Speed of the simulator in simulated cycles per second: `cargo bench -p pico2-sim --bench core_speed`.
//!
//! It measures a kernel, and MicroPython's firmware (`build/firmware`, or the folder that `TWINBENCH_FIRMWARE` names)
//! while it executes a script, each beside the crate rp2350-emu with the same image in the same run. Their cycles differ,
//! because that crate has a fixed cost for each instruction. `-- pins` measures only state machines and DMA.

mod firmware;
mod kernel;
mod micropython;
mod pins;
mod rate;
mod rp2350_emu;

fn main() {
    pins::measure();
    if std::env::args().any(|argument| argument == "pins") {
        return;
    }
    kernel::compare();
    micropython::compare();
}
