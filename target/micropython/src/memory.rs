//! The interpreter's heap, stack and script buffer.

use core::cell::UnsafeCell;
use core::ptr::addr_of;

use twinbench_board::fail;

/// Heap of a script. The same in both images: how long a collection takes depends on it.
pub const HEAP_BYTES: usize = 408 * 1024;

/// Longest script.
pub const SCRIPT_BYTES: usize = 64 * 1024;

/// Stack that a script may use: 12 KB, as the rp2 port's linker script leaves it on an RP2350.
pub const STACK_BYTES: usize = 12 * 1024;

/// Stack below that, for functions that MicroPython does not check and for what reports a failure.
const SPARE_STACK_BYTES: usize = 4 * 1024;

/// RAM that start-up leaves as it is, at the alignment of the collector's blocks.
#[repr(C, align(16))]
struct Region<const N: usize>(UnsafeCell<[u8; N]>);

// SAFETY: only the functions below hand out a region, and their callers see to it that each has one user.
unsafe impl<const N: usize> Sync for Region<N> {}

#[unsafe(link_section = ".uninit.heap")]
static HEAP: Region<HEAP_BYTES> = Region(UnsafeCell::new([0; HEAP_BYTES]));

#[unsafe(link_section = ".uninit.script")]
static SCRIPT: Region<SCRIPT_BYTES> = Region(UnsafeCell::new([0; SCRIPT_BYTES]));

unsafe extern "C" {
    // From cortex-m-rt's linker script: the first address above what is linked to RAM, and the top of the stack.
    static __sheap: u8;
    static _stack_start: u8;
}

/// Start of the heap. The C side alone uses what lies there.
pub fn heap() -> *mut u8 {
    HEAP.0.get().cast()
}

/// The script buffer.
///
/// # Safety
/// No other reference to it is alive.
pub unsafe fn script<'a>() -> &'a mut [u8] {
    // SAFETY: the caller has the only reference; any byte is valid.
    unsafe { &mut *SCRIPT.0.get() }
}

/// Top of the stack.
pub fn stack_top() -> *mut u8 {
    addr_of!(_stack_start).cast_mut()
}

/// Stops with an explanation if what is linked to RAM leaves too little for the stack.
pub fn check_stack() {
    let room = (addr_of!(_stack_start) as usize).saturating_sub(addr_of!(__sheap) as usize);
    if room < STACK_BYTES + SPARE_STACK_BYTES {
        fail(format_args!(
            "the image leaves {room} bytes for the stack, {STACK_BYTES} and a reserve are needed"
        ))
    }
}
