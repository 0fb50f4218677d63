//! Exception frames and EXC_RETURN (Armv8-M ARM B3.18, B3.22).

/// Bytes of the basic frame: r0 to r3, r12, LR, return address, xPSR.
pub(super) const BASIC_FRAME: u32 = 0x20;

/// RETPSR.SFPA in the frame: the floating-point registers held Secure state.
pub(super) const RETPSR_SFPA: u32 = 1 << 20;
/// Position of RETPSR.SPREALIGN in the frame, bit 9, minus 2, the position of the alignment bit of SP.
pub(super) const REALIGN_SHIFT: u32 = 7;

/// EXC_RETURN for a Secure exception from the Secure state with all callee-saved registers in place: the bits for mode,
/// stack and floating point are clear.
pub(super) const RETURN_BASE: u32 = 0xFFFF_FFE1;
/// EXC_RETURN.SPSEL: the frame is on the process stack.
pub(super) const RETURN_SPSEL: u32 = 1 << 2;
/// EXC_RETURN.Mode: return to Thread mode.
pub(super) const RETURN_THREAD: u32 = 1 << 3;
/// EXC_RETURN.FType: the frame has no floating-point part.
pub(super) const RETURN_BASIC: u32 = 1 << 4;
/// EXC_RETURN.ES, DCRS and S: if one of them is clear, the Non-secure state is, or was, involved.
pub(super) const RETURN_SECURE: u32 = 1 | 1 << 5 | 1 << 6;

/// Phase of exception handling in which a frame is accessed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FrameAccess {
    /// Exception entry.
    Stacking,
    /// Exception return.
    Unstacking,
}
