//! Functions of `port/host.h`, with which the C code sends text and failures to the host.

use core::slice::from_raw_parts;
use core::str::from_utf8;

use twinbench_board::{OUTPUT, fail};

/// Sends printed text or a traceback.
///
/// # Safety
/// `text` points to `length` readable bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn twinbench_print(text: *const u8, length: usize) {
    // SAFETY: guaranteed by the caller.
    OUTPUT.text(unsafe { from_raw_parts(text, length) });
}

/// Sends printed text or a traceback.
///
/// # Safety
/// `text` points to `length` readable bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn twinbench_print_traceback(text: *const u8, length: usize) {
    // SAFETY: guaranteed by the caller.
    OUTPUT.traceback(unsafe { from_raw_parts(text, length) });
}

/// Stops the firmware with a reason.
///
/// # Safety
/// `reason` points to `length` readable bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn twinbench_fail(reason: *const u8, length: usize) -> ! {
    // SAFETY: guaranteed by the caller.
    let reason = unsafe { from_raw_parts(reason, length) };
    fail(format_args!("{}", from_utf8(reason).unwrap_or("the C side stopped without a readable reason")))
}
