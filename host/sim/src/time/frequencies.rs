//! Frequencies of the clocks (RP2350 §8.1).

use super::frequency::Frequency;

/// Frequencies of the oscillators, PLLs and clock generators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frequencies {
    /// Ring oscillator.
    pub rosc: Frequency,
    /// Crystal oscillator, once stable.
    pub xosc: Frequency,
    /// Low-power oscillator.
    pub lposc: Frequency,
    /// System PLL, once locked.
    pub pll_sys: Frequency,
    /// USB PLL, once locked.
    pub pll_usb: Frequency,
    /// clk_ref.
    pub reference: Frequency,
    /// clk_sys.
    pub system: Frequency,
    /// clk_peri.
    pub peripheral: Frequency,
    /// clk_hstx.
    pub hstx: Frequency,
    /// clk_usb.
    pub usb: Frequency,
    /// clk_adc.
    pub adc: Frequency,
}

impl Frequencies {
    /// All clocks stopped.
    pub const STOPPED: Self = Self {
        rosc: Frequency::STOPPED,
        xosc: Frequency::STOPPED,
        lposc: Frequency::STOPPED,
        pll_sys: Frequency::STOPPED,
        pll_usb: Frequency::STOPPED,
        reference: Frequency::STOPPED,
        system: Frequency::STOPPED,
        peripheral: Frequency::STOPPED,
        hstx: Frequency::STOPPED,
        usb: Frequency::STOPPED,
        adc: Frequency::STOPPED,
    };
}
