//! The interpreter's heap, stack and script buffer.

use core::cell::UnsafeCell;
use core::ptr::addr_of;
use core::sync::atomic::AtomicU32;
use core::sync::atomic::Ordering::Relaxed;

use twinbench_board::{CAPTURE_WORDS, fail};

/// Heap of a script. The same in both images: how long a collection takes depends on it.
pub const HEAP_BYTES: usize = 408 * 1024;

/// Longest script.
pub const SCRIPT_BYTES: usize = 64 * 1024;

/// Stack that a script may use: 12 KB, as the rp2 port's linker script leaves it on an RP2350.
pub const STACK_BYTES: usize = 12 * 1024;

/// Words behind the heap that nothing but a stack overflow writes to.
const GUARD_WORDS: usize = 16;

/// What those words hold.
const GUARD: u32 = 0x5AFE_57AC;

/// Stack below that, for functions that MicroPython does not check and for what reports a failure.
const SPARE_STACK_BYTES: usize = 4 * 1024;

/// RAM that start-up leaves as it is, at the alignment of the collector's blocks.
#[repr(C, align(16))]
struct Region<T>(UnsafeCell<T>);

// SAFETY: only the functions below hand out a region, and their callers see to it that each has one user.
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

/// Lies between heap and stack: MicroPython has read the script when its compiler, which does not look at the stack,
/// goes down into deeply nested code.
///
/// Its start is the fixtures' capture memory too: nobody reads a script any more once it is compiled, and samples come
/// after that. Memory of their own would have to come out of the heap, whose size decides how often a script collects.
#[unsafe(export_name = "twinbench_capture")]
#[unsafe(link_section = ".uninit.b_script")]
static SCRIPT: Region<[u8; SCRIPT_BYTES]> = Region(UnsafeCell::new([0; SCRIPT_BYTES]));

unsafe extern "C" {
    // From cortex-m-rt's linker script: the first address above what is linked to RAM, and the top of the stack.
    static __sheap: u8;
    static _stack_start: u8;
}

const _: () = assert!(CAPTURE_WORDS * 4 <= SCRIPT_BYTES);

/// Start of the heap. The C side alone uses what lies there.
pub fn heap() -> *mut u8 {
    HEAP.0.get().cast()
}

fn guard() -> &'static [AtomicU32; GUARD_WORDS] {
    // SAFETY: the guard is atomic words alone, and only this refers to it.
    unsafe { &(*HEAP.0.get()).guard }
}

/// Writes the guard behind the heap.
pub fn set_guard() {
    for word in guard() {
        word.store(GUARD, Relaxed);
    }
}

/// Stops with an explanation if the stack has grown into the heap: nothing that is left there can be trusted.
pub fn check_guard() {
    if guard().iter().any(|word| word.load(Relaxed) != GUARD) {
        fail(format_args!("the script is nested so deeply that the stack has overwritten the heap"))
    }
}

/// The script buffer.
///
/// # Safety
/// No other reference to it is alive, and no fixture is armed or has readings to report until this one is gone.
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
