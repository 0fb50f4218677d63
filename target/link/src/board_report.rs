//! What the firmware found when it read its clock and flash set-up back.

use core::sync::atomic::AtomicU32;

/// Read back, not assumed: two firmwares are comparable only if these agree.
#[derive(Debug, Default)]
#[repr(C)]
pub struct BoardReport {
    /// clk_sys in Hz as the chip's frequency counter measures it against the crystal (RP2350 datasheet §8.1.4).
    pub sysclk_hz: AtomicU32,
    /// SYSINFO CHIP_ID.
    pub chip_id: AtomicU32,
    /// QMI M0_TIMING: clock divider, receive delay (§12.14).
    pub qmi_m0_timing: AtomicU32,
    /// QMI M0_RFMT: widths and lengths of a read's parts.
    pub qmi_m0_rfmt: AtomicU32,
    /// QMI M0_RCMD: command prefix and suffix of a read.
    pub qmi_m0_rcmd: AtomicU32,
    /// XIP_CTRL: cache enables (§4.4).
    pub xip_ctrl: AtomicU32,
    /// Cycles that a sample of nothing takes, in the firmware's own stamps.
    pub empty_sample_cycles: AtomicU32,
    /// Bytes of heap that a script has; 0 where there is no interpreter.
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
