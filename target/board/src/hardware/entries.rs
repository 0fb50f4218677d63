//! The workloads and fixtures of this image, as the linker collected them.

use core::ptr::addr_of;

use crate::{Entry, Fixture};

unsafe extern "C" {
    // Bounds of the section that memory.x makes of every `.twinbench_entries`.
    static __twinbench_entries: Entry;
    static __twinbench_entries_end: Entry;
    // And of what it makes of every `.twinbench_fixtures`.
    static __twinbench_fixtures: u32;
    static __twinbench_fixtures_end: u32;
}

/// Every workload of this image. An address that is not among them is no entry.
pub fn entry_table() -> &'static [Entry] {
    let start = addr_of!(__twinbench_entries);
    let end = addr_of!(__twinbench_entries_end);
    let bytes = end as usize - start as usize;
    // SAFETY: between the two symbols lie only addresses of entries, which the compilers put there.
    unsafe { core::slice::from_raw_parts(start, bytes / size_of::<Entry>()) }
}

/// Every fixture of this image.
pub fn fixture_table() -> &'static [&'static Fixture] {
    let start = addr_of!(__twinbench_fixtures).cast();
    let end = addr_of!(__twinbench_fixtures_end);
    let bytes = end as usize - start as usize;
    // SAFETY: between the two symbols lie only addresses of fixtures, which the compiler put there.
    unsafe { core::slice::from_raw_parts(start, bytes / size_of::<&Fixture>()) }
}
