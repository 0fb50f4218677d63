//! Set-up of crystal, PLLs, clocks and TIMER0, and measurement of the system clock.

use rp235x_hal as hal;
use rp235x_hal::clocks::{InitError, init_clocks_and_plls};
use rp235x_hal::pac;

use crate::counted_hz;

/// Frequency of the crystal on a Pico 2.
const CRYSTAL_HZ: u32 = 12_000_000;

/// FC0_INTERVAL for a count of 2 ms, which is accurate to 1 kHz, 7 ppm of the system clock (RP2350 datasheet §8.1.4).
const COUNT_INTERVAL: u8 = 11;

/// Peripherals that setting up the clocks needs.
pub struct Parts {
    /// The crystal oscillator.
    pub xosc: pac::XOSC,
    /// The clock generators.
    pub clocks: pac::CLOCKS,
    /// The PLL of the system clock, 150 MHz.
    pub pll_sys: pac::PLL_SYS,
    /// The PLL of the USB clock, 48 MHz.
    pub pll_usb: pac::PLL_USB,
    /// The watchdog, which owns the tick generators.
    pub watchdog: pac::WATCHDOG,
    /// The microsecond timer.
    pub timer: pac::TIMER0,
}

/// Sets the system clock to 150 MHz and the clock of SPI and UART to the 48 MHz of the USB PLL, and starts TIMER0 at
/// 1 MHz.
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

/// Sets clk_peri as MicroPython's rp2 port does, so that SPI and UART have the same speed in every firmware. The
/// multiplexer is not glitch-free, so the clock is stopped during the change (RP2350 datasheet §8.1.3.2).
fn set_peripheral_clock() {
    // SAFETY: the clocks are set up, and nothing uses clk_peri yet.
    let clocks = unsafe { &*pac::CLOCKS::ptr() };
    clocks.clk_peri_ctrl().modify(|_, w| w.enable().clear_bit());
    while clocks.clk_peri_ctrl().read().enabled().bit_is_set() {}
    // SAFETY: 1 is a valid divisor.
    clocks.clk_peri_div().write(|w| unsafe { w.int().bits(1) });
    clocks.clk_peri_ctrl().modify(|_, w| w.auxsrc().clksrc_pll_usb());
    clocks.clk_peri_ctrl().modify(|_, w| w.enable().set_bit());
    while clocks.clk_peri_ctrl().read().enabled().bit_is_clear() {}
}

/// Measures clk_sys against the crystal. Returns Hz.
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
