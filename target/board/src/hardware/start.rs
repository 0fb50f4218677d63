//! From reset to serving.

use core::sync::atomic::Ordering;

use rp235x_hal::pac;
use twinbench_link::Device;

use super::sample::CycleStopwatch;
use super::{LINK, OUTPUT, clocks, cycle_counter, fail, fixture_table, flash};
use crate::{Runtime, Service};

/// Sets the board up, makes the runtime, and serves the link with it for ever.
///
/// `runtime` is called when clocks, flash timing and cycle counter are set, so that it may measure its own start.
pub fn run<R: Runtime>(runtime: impl FnOnce() -> R) -> ! {
    let identity = R::IDENTITY;
    let device = Device::begin(&LINK, identity.firmware, identity.placement, identity.script_capacity);
    let Some(mut chip) = pac::Peripherals::take() else {
        fail(format_args!("the peripherals are already in use"))
    };
    cycle_counter::enable();
    let parts = clocks::Parts {
        xosc: chip.XOSC,
        clocks: chip.CLOCKS,
        pll_sys: chip.PLL_SYS,
        pll_usb: chip.PLL_USB,
        watchdog: chip.WATCHDOG,
        timer: chip.TIMER0,
    };
    if let Err(error) = clocks::set_up(parts, &mut chip.RESETS) {
        fail(format_args!("the clocks could not be set up: {error:?}"))
    }
    if let Err(flash::NotQuad { rcmd, rfmt }) = flash::speed_up(&chip.QMI, &chip.PADS_QSPI) {
        fail(format_args!(
            "the bootrom does not read this flash in quad mode: M0_RCMD {rcmd:#010x}, M0_RFMT {rfmt:#010x}"
        ))
    }
    let report = &LINK.board;
    report.sysclk_hz.store(clocks::measure_sysclk_hz(), Ordering::Relaxed);
    report.chip_id.store(chip_id(&chip.RESETS, &chip.SYSINFO), Ordering::Relaxed);
    report.heap_bytes.store(identity.heap_bytes, Ordering::Relaxed);
    flash::report(&chip.QMI, &chip.XIP_CTRL, report);

    let mut stopwatch = CycleStopwatch;
    report.empty_sample_cycles.store(stopwatch.empty_sample_cycles(), Ordering::Relaxed);

    let mut service = Service::new(device, &OUTPUT, runtime(), stopwatch, fixture_table());
    loop {
        service.poll();
    }
}

/// SYSINFO CHIP_ID; the block is in reset until it is released (RP2350 datasheet §7.5, §12.15.1).
fn chip_id(resets: &pac::RESETS, sysinfo: &pac::SYSINFO) -> u32 {
    resets.reset().modify(|_, w| w.sysinfo().clear_bit());
    while resets.reset_done().read().sysinfo().bit_is_clear() {}
    sysinfo.chip_id().read().bits()
}
