//! The fixtures' capture memory.

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;

use twinbench_board::CAPTURE_WORDS;

#[repr(transparent)]
struct Memory(UnsafeCell<MaybeUninit<[u32; CAPTURE_WORDS]>>);

// SAFETY: nothing in this package uses it; the fixtures do, by volatile accesses alone.
unsafe impl Sync for Memory {}

#[used]
#[unsafe(export_name = "twinbench_capture")]
#[unsafe(link_section = ".uninit.capture")]
static CAPTURE: Memory = Memory(UnsafeCell::new(MaybeUninit::uninit()));
