//! The one block of the link, and the output that writes to it.

use core::sync::atomic::{AtomicU32, Ordering};

use twinbench_link::Link;

use crate::Output;

/// In SCRATCH_X, where the host's polling disturbs no workload. Not loaded: [`clear`] makes it valid.
#[used]
#[unsafe(export_name = "TWINBENCH_LINK")]
#[unsafe(link_section = ".scratch_x")]
pub static LINK: Link = Link::new();

/// What a runtime prints with.
pub static OUTPUT: Output<'static> = Output::new(&LINK);

const WORDS: usize = size_of::<Link>() / size_of::<AtomicU32>();
const _: () = assert!(size_of::<Link>().is_multiple_of(size_of::<AtomicU32>()));
const _: () = assert!(align_of::<Link>() == align_of::<AtomicU32>());

/// Makes it a block of zeros: SRAM survives a reset, and with it the block of the previous start.
pub fn clear() {
    // SAFETY: a Link consists of atomic words and bytes alone, is a whole number of words long, and is aligned to them.
    let words = unsafe { &*(&raw const LINK).cast::<[AtomicU32; WORDS]>() };
    for word in words {
        word.store(0, Ordering::Relaxed);
    }
}
