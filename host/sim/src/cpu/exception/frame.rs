//! Exception frames: sizes, EXC_RETURN and RETPSR (Armv8-M ARM B3.19 to B3.22).

/// Bytes of the basic frame: r0 to r3, r12, LR, return address, xPSR.
pub(super) const BASIC_FRAME: u32 = 0x20;

/// EXC_RETURN for a Secure exception from the Secure state with all callee-saved registers in place: mode, stack and
/// floating-point bits clear.
pub(super) const RETURN_BASE: u32 = 0xFFFF_FFE1;
/// EXC_RETURN.SPSEL: the frame is on the process stack.
pub(super) const RETURN_SPSEL: u32 = 1 << 2;
/// EXC_RETURN.Mode: return to Thread mode.
pub(super) const RETURN_THREAD: u32 = 1 << 3;
/// EXC_RETURN.FType: the frame has no floating-point part.
pub(super) const RETURN_BASIC: u32 = 1 << 4;

/// RETPSR.SFPA: the floating-point registers held Secure state.
pub(super) const RETPSR_SFPA: u32 = 1 << 20;
