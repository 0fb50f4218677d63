//! Address map of the devices on the APB and AHB, and the reset that holds each.
//!
//! A new device is a line in the list of [`Peripherals`].

use crate::devices::pins::{io_bank0, pads_bank0, qspi_pins};
use crate::devices::qmi::Qmi;
use crate::devices::resets::Line;
use crate::devices::xip::{Control, aux_port};
use crate::devices::{
    accessctrl, adc, bootram, busctrl, clocks, coresight_trace, dma, glitch_detector, hstx, i2c, otp, pio,
    pll, powman, psm, pwm, resets, rosc, sha256, spi, syscfg, sysinfo, tbman, ticks, timer, trng, uart, usb,
    watchdog, xosc,
};
use crate::peripheral::Peripheral;
use crate::peripheral::inert;

/// Device and offset of an address on the APB or AHB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// Index of the device.
    pub device: usize,
    /// Offset in the device, with the alias bits.
    pub offset: u32,
}

macro_rules! peripherals {
    ($($(#[$meta:meta])* $name:ident: $type:ty = $make:expr, $base:literal, $line:expr;)*) => {
        /// All devices on the APB and AHB.
        pub struct Peripherals {
            $($(#[$meta])* pub(crate) $name: $type,)*
        }

        impl Default for Peripherals {
            fn default() -> Self {
                Peripherals { $($name: $make,)* }
            }
        }

        /// Base address of each device, and the reset that holds it.
        pub(super) const MAP: &[(u32, Option<Line>)] = &[$(($base, $line),)*];

        /// Access to each device, in the same order.
        const GET: &[fn(&mut Peripherals) -> &mut dyn Peripheral] = &[$(|peripherals| &mut peripherals.$name,)*];

        impl Peripherals {
            /// Returns the device with an index.
            pub fn get_mut(&mut self, index: usize) -> Option<&mut dyn Peripheral> {
                GET.get(index).map(|get| get(self))
            }

            /// Calls a function for every device, with the reset that holds it.
            pub fn for_each(&mut self, mut action: impl FnMut(&mut dyn Peripheral, Option<Line>)) {
                $(action(&mut self.$name, $line);)*
            }
        }
    };
}

peripherals! {
    /// Identification of the chip.
    sysinfo: inert::InertDevice = sysinfo::device(), 0x4000_0000, Some(Line::Sysinfo);
    /// Configuration of the system.
    syscfg: inert::InertDevice = syscfg::device(), 0x4000_8000, Some(Line::Syscfg);
    /// Clock generators.
    clocks: clocks::Clocks = clocks::Clocks::default(), 0x4001_0000, None;
    /// Power-on state machine.
    psm: psm::Psm = psm::Psm::default(), 0x4001_8000, None;
    /// Reset controller.
    resets: resets::Resets = resets::Resets::default(), 0x4002_0000, None;
    /// Pin multiplexer.
    io_bank0: io_bank0::IoBank0 = io_bank0::IoBank0::default(), 0x4002_8000, Some(Line::IoBank0);
    /// Multiplexer of the flash's pins.
    io_qspi: inert::InertDevice = qspi_pins::io(), 0x4003_0000, Some(Line::IoQspi);
    /// Pads.
    pads_bank0: pads_bank0::PadsBank0 = pads_bank0::PadsBank0::default(), 0x4003_8000, Some(Line::PadsBank0);
    /// Pads of the flash's pins.
    pads_qspi: inert::InertDevice = qspi_pins::pads(), 0x4004_0000, Some(Line::PadsQspi);
    /// Crystal oscillator.
    xosc: xosc::Xosc = xosc::Xosc::default(), 0x4004_8000, None;
    /// System PLL.
    pll_sys: pll::Pll = pll::Pll::new(pll::Instance::System), 0x4005_0000, Some(Line::PllSys);
    /// USB PLL.
    pll_usb: pll::Pll = pll::Pll::new(pll::Instance::Usb), 0x4005_8000, Some(Line::PllUsb);
    /// Access control.
    accessctrl: accessctrl::Accessctrl = accessctrl::Accessctrl::default(), 0x4006_0000, None;
    /// Bus fabric.
    busctrl: busctrl::Busctrl = busctrl::Busctrl::default(), 0x4006_8000, Some(Line::Busctrl);
    /// UART0.
    uart0: uart::Uart = uart::Uart::new(0), 0x4007_0000, Some(Line::Uart0);
    /// UART1.
    uart1: uart::Uart = uart::Uart::new(1), 0x4007_8000, Some(Line::Uart1);
    /// SPI0.
    spi0: spi::Spi = spi::Spi::new(0), 0x4008_0000, Some(Line::Spi0);
    /// SPI1.
    spi1: spi::Spi = spi::Spi::new(1), 0x4008_8000, Some(Line::Spi1);
    /// I2C0.
    i2c0: i2c::I2c = i2c::I2c::new(0), 0x4009_0000, Some(Line::I2c0);
    /// I2C1.
    i2c1: i2c::I2c = i2c::I2c::new(1), 0x4009_8000, Some(Line::I2c1);
    /// Analogue-to-digital converter.
    adc: adc::Adc = adc::Adc::default(), 0x400A_0000, Some(Line::Adc);
    /// Pulse-width modulation.
    pwm: pwm::Pwm = pwm::Pwm::default(), 0x400A_8000, Some(Line::Pwm);
    /// TIMER0.
    timer0: timer::Timer = timer::Timer::new(0), 0x400B_0000, Some(Line::Timer0);
    /// TIMER1.
    timer1: timer::Timer = timer::Timer::new(1), 0x400B_8000, Some(Line::Timer1);
    /// High-speed serial transmit.
    hstx: inert::InertDevice = hstx::control(), 0x400C_0000, Some(Line::Hstx);
    /// Control registers of the flash cache.
    xip: Control = Control::default(), 0x400C_8000, None;
    /// Flash interface.
    qmi: Qmi = Qmi::default(), 0x400D_0000, None;
    /// Watchdog.
    watchdog: watchdog::Watchdog = watchdog::Watchdog::default(), 0x400D_8000, None;
    /// Boot RAM.
    bootram: bootram::Bootram = bootram::Bootram::default(), 0x400E_0000, None;
    /// Ring oscillator.
    rosc: rosc::Rosc = rosc::Rosc::default(), 0x400E_8000, None;
    /// True random number generator.
    trng: trng::Trng = trng::Trng::default(), 0x400F_0000, Some(Line::Trng);
    /// SHA-256 accelerator.
    sha256: sha256::Sha256 = sha256::Sha256::default(), 0x400F_8000, Some(Line::Sha256);
    /// Power manager.
    powman: powman::Powman = powman::Powman::default(), 0x4010_0000, None;
    /// Tick generators.
    ticks: ticks::Ticks = ticks::Ticks::default(), 0x4010_8000, None;
    /// One-time programmable memory.
    otp: inert::InertDevice = otp::device(), 0x4012_0000, None;
    /// Glitch detectors.
    glitch_detector: inert::InertDevice = glitch_detector::device(), 0x4015_8000, None;
    /// Testbench manager.
    tbman: inert::InertDevice = tbman::device(), 0x4016_0000, Some(Line::Tbman);
    /// DMA controller.
    dma: dma::Dma = dma::Dma::default(), 0x5000_0000, Some(Line::Dma);
    /// USB controller.
    usb: inert::InertDevice = usb::device(), 0x5011_0000, Some(Line::Usbctrl);
    /// PIO0.
    pio0: pio::Pio = pio::Pio::new(0), 0x5020_0000, Some(Line::Pio0);
    /// PIO1.
    pio1: pio::Pio = pio::Pio::new(1), 0x5030_0000, Some(Line::Pio1);
    /// PIO2.
    pio2: pio::Pio = pio::Pio::new(2), 0x5040_0000, Some(Line::Pio2);
    /// Registers of the flash interface, without the APB.
    xip_aux: inert::InertDevice = aux_port::device(), 0x5050_0000, None;
    /// Data port of the high-speed serial transmitter.
    hstx_fifo: inert::InertDevice = hstx::fifo(), 0x5060_0000, Some(Line::Hstx);
    /// Trace capture.
    coresight_trace: inert::InertDevice = coresight_trace::device(), 0x5070_0000, None;
}

/// Bytes of a device with its four register aliases.
const SPAN: u32 = 0x4000;

impl Peripherals {
    /// Returns the device of an address; `None` if there is none.
    pub fn locate(address: u32) -> Option<Location> {
        let device = MAP.partition_point(|(base, _)| *base <= address).checked_sub(1)?;
        let offset = address - MAP[device].0;
        (offset < SPAN).then_some(Location { device, offset })
    }

    /// Returns the reset that holds a device.
    pub(crate) fn reset_line(device: usize) -> Option<Line> {
        MAP.get(device).and_then(|(_, line)| *line)
    }
}

/// Areas of the buses that are not modelled: first address, length, name.
pub const UNMODELLED: [(u32, u32, &str); 5] = [
    (0x4013_0000, 0x1_0000, "OTP_DATA"),
    (0x4014_0000, 0x1_8000, "CORESIGHT_PERIPH"),
    (0x5010_0000, 0x1000, "USB_DPRAM"),
    (0xD002_0000, 0x4000, "SIO_NONSEC"),
    (0xE010_0000, 0x10_0000, "private peripheral bus outside the cores"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_in_order_and_do_not_overlap() {
        for pair in MAP.windows(2) {
            assert!(pair[0].0 + SPAN <= pair[1].0, "{:#x}", pair[1].0);
        }
    }

    #[test]
    fn addresses_belong_to_devices() {
        let mut peripherals = Peripherals::default();
        let mut name = |address| {
            let location = Peripherals::locate(address)?;
            peripherals.get_mut(location.device).map(|device| device.file().name(location.offset & 0xFFF))
        };
        assert_eq!(name(0x4000_0000).as_deref(), Some("SYSINFO.CHIP_ID"));
        assert_eq!(name(0x400B_0028).as_deref(), Some("TIMER0.TIMERAWL"));
        assert_eq!(name(0x400B_A028).as_deref(), Some("TIMER1.TIMERAWL"));
        assert_eq!(name(0x5000_0040).as_deref(), Some("DMA.CH1_READ_ADDR"));
        assert_eq!(name(0x400B_4028), None);
        assert_eq!(name(0x3FFF_FFFF), None);
        assert_eq!(name(0x5080_0000), None);
    }
}
