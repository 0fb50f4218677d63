//! Capture memory of the fixtures.

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;

use twinbench_board::CAPTURE_WORDS;

#[repr(transparent)]
struct Memory(UnsafeCell<MaybeUninit<[u32; CAPTURE_WORDS]>>);

// SAFETY: only the fixtures use it, with volatile accesses.
unsafe impl Sync for Memory {}

#[used]
#[unsafe(export_name = "twinbench_capture")]
#[unsafe(link_section = ".uninit.capture")]
static CAPTURE: Memory = Memory(UnsafeCell::new(MaybeUninit::uninit()));
