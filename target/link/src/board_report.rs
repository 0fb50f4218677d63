//! Clock and flash settings, as the firmware reads them back.

use core::sync::atomic::AtomicU32;

/// Settings as read back from the chip. Two firmware images are comparable only if these are equal.
#[derive(Debug, Default)]
#[repr(C)]
pub struct BoardReport {
    /// clk_sys in Hz as the frequency counter measures it against the crystal (RP2350 datasheet §8.1.4).
    pub sysclk_hz: AtomicU32,
    /// SYSINFO CHIP_ID.
    pub chip_id: AtomicU32,
    /// QMI M0_TIMING: clock divider, receive delay (§12.14).
    pub qmi_m0_timing: AtomicU32,
    /// QMI M0_RFMT: widths and lengths of the parts of a read.
    pub qmi_m0_rfmt: AtomicU32,
    /// QMI M0_RCMD: command prefix and suffix of a read.
    pub qmi_m0_rcmd: AtomicU32,
    /// XIP_CTRL: cache enables (§4.4).
    pub xip_ctrl: AtomicU32,
    /// Cycles of an empty sample, by the firmware's stamps.
    pub empty_sample_cycles: AtomicU32,
    /// Heap of a script, in bytes; 0 without an interpreter.
    pub heap_bytes: AtomicU32,
}

impl BoardReport {
    pub(crate) const fn new() -> Self {
        const fn zero() -> AtomicU32 {
            AtomicU32::new(0)
        }
        Self {
            sysclk_hz: zero(),
            chip_id: zero(),
            qmi_m0_timing: zero(),
            qmi_m0_rfmt: zero(),
            qmi_m0_rcmd: zero(),
            xip_ctrl: zero(),
            empty_sample_cycles: zero(),
            heap_bytes: zero(),
        }
    }
}
