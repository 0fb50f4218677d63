//! What `port/host.h` declares: the C side's way to the host.

use core::slice::from_raw_parts;
use core::str::from_utf8;

use twinbench_board::{OUTPUT, fail};

/// # Safety
/// `text` points to `length` readable bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn twinbench_print(text: *const u8, length: usize) {
    // SAFETY: as the caller promises.
    OUTPUT.text(unsafe { from_raw_parts(text, length) });
}

/// # Safety
/// `text` points to `length` readable bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn twinbench_print_traceback(text: *const u8, length: usize) {
    // SAFETY: as the caller promises.
    OUTPUT.traceback(unsafe { from_raw_parts(text, length) });
}

/// # Safety
/// `reason` points to `length` readable bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn twinbench_fail(reason: *const u8, length: usize) -> ! {
    // SAFETY: as the caller promises.
    let reason = unsafe { from_raw_parts(reason, length) };
    fail(format_args!("{}", from_utf8(reason).unwrap_or("the C side stopped without a readable reason")))
}
