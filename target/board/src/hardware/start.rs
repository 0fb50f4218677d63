//! Start-up, and the loop that serves requests.

use core::sync::atomic::Ordering;

use rp235x_hal::pac;
use twinbench_link::FirmwareEnd;

use super::sample::CycleStopwatch;
use super::{LINK, OUTPUT, clocks, cycle_counter, fail, fixture_table, flash};
use crate::{Runtime, Service};

/// Sets the board up, creates the runtime, and serves requests with it. Never returns.
///
/// Calls `runtime` after clocks, flash timing and cycle counter are set up, so that it can measure its own start-up.
pub fn run<R: Runtime>(runtime: impl FnOnce() -> R) -> ! {
    let identity = R::IDENTITY;
    let link = FirmwareEnd::begin(&LINK, identity.firmware, identity.placement, identity.script_capacity);
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

    let mut service = Service::new(link, &OUTPUT, runtime(), stopwatch, fixture_table());
    loop {
        service.poll();
    }
}

/// Releases SYSINFO from reset and returns CHIP_ID (RP2350 datasheet §7.5, §12.15.1).
fn chip_id(resets: &pac::RESETS, sysinfo: &pac::SYSINFO) -> u32 {
    resets.reset().modify(|_, w| w.sysinfo().clear_bit());
    while resets.reset_done().read().sysinfo().bit_is_clear() {}
    sysinfo.chip_id().read().bits()
}
