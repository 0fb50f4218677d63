//! Flash interface (QMI): the timing that MicroPython's rp2 port sets on a Pico 2.

use core::sync::atomic::Ordering;

use rp235x_hal::pac;
use twinbench_link::BoardReport;

/// Quad I/O fast read, which every flash chip of a Pico 2 supports.
const COMMAND: u8 = 0xEB;
/// Mode bits after the address that keep the flash in continuous-read mode.
const CONTINUOUS: u8 = 0xA0;
/// clk_sys / 2: 75 MHz.
const CLOCK_DIVIDER: u8 = 2;
/// Delay of sampling, in half cycles.
const RECEIVE_DELAY: u8 = 2;
/// Chip select stays asserted for 64 × 1 cycles of clk_sys after a read, so that a sequential read can continue it.
const COOLDOWN: u8 = 1;
/// Four clocks between mode bits and data. DUMMY_LEN counts units of 4 bits, one clock of four lines.
const DUMMY_LENGTH: u8 = 4;

/// PADS_QSPI GPIO_QSPI_SCLK: DRIVE 8 mA, SLEWFAST, all other fields 0.
const SCLK_PAD: u32 = 2 << 4 | 1;

core::arch::global_asm!(include_str!("flash_switch.s"), options(raw));

unsafe extern "C" {
    fn twinbench_flash_switch(
        qmi: *const pac::qmi::RegisterBlock,
        timing: u32,
        read_command: u32,
        read_format_with_prefix: u32,
        read_format: u32,
    );
}

/// Error: the boot ROM did not leave the flash in quad-read mode, which continuous quad reads need.
#[derive(Clone, Copy, Debug)]
pub struct NotQuad {
    /// QMI M0_RCMD as the boot ROM set it.
    pub rcmd: u32,
    /// QMI M0_RFMT as the boot ROM set it.
    pub rfmt: u32,
}

/// Switches the flash to continuous quad reads at 75 MHz, as the SDK's second boot stage does for this flash family.
///
/// The boot ROM tries quad reads first. If it left them on, the quad mode of the flash is enabled, and its status register
/// needs no change.
pub fn speed_up(qmi: &pac::QMI, pads: &pac::PADS_QSPI) -> Result<(), NotQuad> {
    let found = qmi.m0_rfmt().read();
    let rcmd = qmi.m0_rcmd().read();
    if rcmd.prefix().bits() != COMMAND || !found.data_width().is_q() {
        return Err(NotQuad { rcmd: rcmd.bits(), rfmt: found.bits() });
    }
    // Clock: 8 mA, fast slew, input off. Data: no Schmitt trigger, because it adds delay (RP2350 datasheet §9.11.4).
    // SAFETY: a valid setting of an output pad.
    pads.gpio_qspi_sclk().write(|w| unsafe { w.bits(SCLK_PAD) });
    pads.gpio_qspi_sd0().modify(|_, w| w.schmitt().clear_bit());
    pads.gpio_qspi_sd1().modify(|_, w| w.schmitt().clear_bit());
    pads.gpio_qspi_sd2().modify(|_, w| w.schmitt().clear_bit());
    pads.gpio_qspi_sd3().modify(|_, w| w.schmitt().clear_bit());

    let registers = ReadRegisters::continuous_quad();
    // SAFETY: interrupts are masked, the other core does not run, and the function and its stack are in RAM. The values
    // are those that this flash family needs for continuous reads.
    cortex_m::interrupt::free(|_| unsafe {
        twinbench_flash_switch(
            pac::QMI::ptr(),
            registers.timing,
            registers.command,
            registers.format_with_prefix,
            registers.format,
        );
    });
    Ok(())
}

/// Values of QMI M0_TIMING, M0_RCMD and M0_RFMT (RP2350 datasheet §12.14).
struct ReadRegisters {
    timing: u32,
    command: u32,
    format_with_prefix: u32,
    format: u32,
}

impl ReadRegisters {
    const fn continuous_quad() -> Self {
        const QUAD: u32 = 2;
        const PREFIX_8_BITS: u32 = 1 << 12;
        const SUFFIX_8_BITS: u32 = 2 << 14;
        let widths = QUAD << 2 | QUAD << 4 | QUAD << 6 | QUAD << 8; // address, suffix, dummy, data; prefix: single
        let format = widths | SUFFIX_8_BITS | (DUMMY_LENGTH as u32) << 16;
        Self {
            timing: (COOLDOWN as u32) << 30 | (RECEIVE_DELAY as u32) << 8 | CLOCK_DIVIDER as u32,
            command: (CONTINUOUS as u32) << 8 | COMMAND as u32,
            format_with_prefix: format | PREFIX_8_BITS,
            format,
        }
    }
}

/// Reads the registers back into the report.
pub fn report(qmi: &pac::QMI, xip: &pac::XIP_CTRL, report: &BoardReport) {
    report.qmi_m0_timing.store(qmi.m0_timing().read().bits(), Ordering::Relaxed);
    report.qmi_m0_rfmt.store(qmi.m0_rfmt().read().bits(), Ordering::Relaxed);
    report.qmi_m0_rcmd.store(qmi.m0_rcmd().read().bits(), Ordering::Relaxed);
    report.xip_ctrl.store(xip.ctrl().read().bits(), Ordering::Relaxed);
}
