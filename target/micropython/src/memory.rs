//! Heap, stack and script buffer of the interpreter.

use core::cell::UnsafeCell;
use core::ptr::addr_of;
use core::sync::atomic::AtomicU32;
use core::sync::atomic::Ordering::Relaxed;

use twinbench_board::{CAPTURE_WORDS, fail};

/// Heap of a script, in bytes. The same in both images, because the duration of a garbage collection depends on it.
pub const HEAP_BYTES: usize = 408 * 1024;

/// Maximum length of a script, in bytes.
pub const SCRIPT_BYTES: usize = 64 * 1024;

/// Stack of a script: 12 KB, as in the linker script of the rp2 port for RP2350.
pub const STACK_BYTES: usize = 12 * 1024;

/// Number of guard words after the heap, which only a stack overflow changes.
const GUARD_WORDS: usize = 16;

/// Value of the guard words.
const GUARD: u32 = 0x5AFE_57AC;

/// Additional stack for functions without a stack check, and for reporting a failure.
const SPARE_STACK_BYTES: usize = 4 * 1024;

/// RAM that start-up does not initialise, aligned to a block of the garbage collector.
#[repr(C, align(16))]
struct Region<T>(UnsafeCell<T>);

// SAFETY: only the functions below give access to a region, and their callers ensure that each has one user.
unsafe impl<T> Sync for Region<T> {}

#[repr(C)]
struct GuardedHeap {
    heap: [u8; HEAP_BYTES],
    guard: [AtomicU32; GUARD_WORDS],
}

#[unsafe(link_section = ".uninit.a_heap")]
static HEAP: Region<GuardedHeap> = Region(UnsafeCell::new(GuardedHeap {
    heap: [0; HEAP_BYTES],
    guard: [const { AtomicU32::new(0) }; GUARD_WORDS],
}));

/// Script buffer, between heap and stack: when the compiler, which has no stack check, recurses into deeply nested code,
/// MicroPython has already read the script.
///
/// Its start is also the capture memory of the fixtures: a script is not read after it was compiled, and samples follow
/// later. Separate memory would reduce the heap, whose size determines the number of garbage collections.
#[unsafe(export_name = "twinbench_capture")]
#[unsafe(link_section = ".uninit.b_script")]
static SCRIPT: Region<[u8; SCRIPT_BYTES]> = Region(UnsafeCell::new([0; SCRIPT_BYTES]));

unsafe extern "C" {
    // From the linker script of cortex-m-rt: the first free address in RAM, and the top of the stack.
    static __sheap: u8;
    static _stack_start: u8;
}

const _: () = assert!(CAPTURE_WORDS * 4 <= SCRIPT_BYTES);

/// Returns the start of the heap, which only the C code uses.
pub fn heap() -> *mut u8 {
    HEAP.0.get().cast()
}

fn guard() -> &'static [AtomicU32; GUARD_WORDS] {
    // SAFETY: the guard consists of atomic words, and this is the only reference to it.
    unsafe { &(*HEAP.0.get()).guard }
}

/// Writes the guard words.
pub fn set_guard() {
    for word in guard() {
        word.store(GUARD, Relaxed);
    }
}

/// Stops the firmware if the stack has overwritten the guard words, because the heap may then be corrupt.
pub fn check_guard() {
    if guard().iter().any(|word| word.load(Relaxed) != GUARD) {
        fail(format_args!("the script is nested so deeply that the stack has overwritten the heap"))
    }
}

/// Returns the script buffer.
///
/// # Safety
/// No other reference to it exists, and while this one exists, no fixture is armed or has readings to report.
pub unsafe fn script<'a>() -> &'a mut [u8] {
    // SAFETY: the caller guarantees exclusive access; any byte is valid.
    unsafe { &mut *SCRIPT.0.get() }
}

/// Returns the top of the stack.
pub fn stack_top() -> *mut u8 {
    addr_of!(_stack_start).cast_mut()
}

/// Stops the firmware if the image leaves too little RAM for the stack.
pub fn check_stack() {
    let room = (addr_of!(_stack_start) as usize).saturating_sub(addr_of!(__sheap) as usize);
    if room < STACK_BYTES + SPARE_STACK_BYTES {
        fail(format_args!(
            "the image leaves {room} bytes for the stack, {STACK_BYTES} and a reserve are needed"
        ))
    }
}
