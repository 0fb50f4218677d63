//! Crystal, PLLs, clocks and TIMER0; the system clock as measured.

use rp235x_hal as hal;
use rp235x_hal::clocks::{InitError, init_clocks_and_plls};
use rp235x_hal::pac;

use crate::counted_hz;

/// The crystal on a Pico 2.
const CRYSTAL_HZ: u32 = 12_000_000;

/// Counting for 2 ms counts to within 1 kHz, 7 ppm of the system clock (RP2350 datasheet §8.1.4, FC0_INTERVAL).
const COUNT_INTERVAL: u8 = 11;

/// What setting up the clocks takes.
pub struct Parts {
    /// The crystal oscillator.
    pub xosc: pac::XOSC,
    /// The clock generators.
    pub clocks: pac::CLOCKS,
    /// The PLL that makes 150 MHz.
    pub pll_sys: pac::PLL_SYS,
    /// The PLL that makes 48 MHz.
    pub pll_usb: pac::PLL_USB,
    /// The watchdog, which owns the tick generators.
    pub watchdog: pac::WATCHDOG,
    /// The microsecond timer.
    pub timer: pac::TIMER0,
}

/// Runs the system from the crystal at 150 MHz, SPI and UART at the USB PLL's 48 MHz, and starts TIMER0 at 1 MHz.
pub fn set_up(parts: Parts, resets: &mut pac::RESETS) -> Result<(), InitError> {
    let mut watchdog = hal::Watchdog::new(parts.watchdog);
    let clocks = init_clocks_and_plls(
        CRYSTAL_HZ,
        parts.xosc,
        parts.clocks,
        parts.pll_sys,
        parts.pll_usb,
        resets,
        &mut watchdog,
    )?;
    hal::Timer::new_timer0(parts.timer, resets, &clocks);
    set_peripheral_clock();
    Ok(())
}

/// clk_peri as MicroPython's rp2 port has it, in every firmware: what SPI and UART reach is then the same on both sides.
/// The multiplexer has no glitch filter, so the clock is stopped before and started after (RP2350 datasheet §8.1.3.2).
fn set_peripheral_clock() {
    // SAFETY: the clocks are set up, and nothing runs from clk_peri yet.
    let clocks = unsafe { &*pac::CLOCKS::ptr() };
    clocks.clk_peri_ctrl().modify(|_, w| w.enable().clear_bit());
    while clocks.clk_peri_ctrl().read().enabled().bit_is_set() {}
    // SAFETY: 1 is a divisor.
    clocks.clk_peri_div().write(|w| unsafe { w.int().bits(1) });
    clocks.clk_peri_ctrl().modify(|_, w| w.auxsrc().clksrc_pll_usb());
    clocks.clk_peri_ctrl().modify(|_, w| w.enable().set_bit());
    while clocks.clk_peri_ctrl().read().enabled().bit_is_clear() {}
}

/// clk_sys in Hz, counted against the crystal.
pub fn measure_sysclk_hz() -> u32 {
    // SAFETY: nothing else uses the frequency counter.
    let clocks = unsafe { &*pac::CLOCKS::ptr() };
    while clocks.fc0_status().read().running().bit_is_set() {}
    // SAFETY: the reference is clk_ref, which runs from the crystal; the interval is in range.
    clocks.fc0_ref_khz().write(|w| unsafe { w.fc0_ref_khz().bits(CRYSTAL_HZ / 1000) });
    // SAFETY: as above.
    clocks.fc0_interval().write(|w| unsafe { w.fc0_interval().bits(COUNT_INTERVAL) });
    clocks.fc0_src().write(|w| w.fc0_src().clk_sys());
    while clocks.fc0_status().read().done().bit_is_clear() {}
    counted_hz(clocks.fc0_result().read().bits())
}
