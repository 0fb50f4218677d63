//! Workloads and fixtures of this image, in tables that the linker collects.

use core::ptr::addr_of;

use crate::{Entry, Fixture};

unsafe extern "C" {
    // Bounds of the table of entries (memory.x).
    static __twinbench_entries: Entry;
    static __twinbench_entries_end: Entry;
    // Bounds of the table of fixtures (memory.x).
    static __twinbench_fixtures: u32;
    static __twinbench_fixtures_end: u32;
}

/// Returns every workload of this image. No other address is a valid entry.
pub fn entry_table() -> &'static [Entry] {
    let start = addr_of!(__twinbench_entries);
    let end = addr_of!(__twinbench_entries_end);
    let bytes = end as usize - start as usize;
    // SAFETY: the section contains only addresses of entries, placed by the compilers.
    unsafe { core::slice::from_raw_parts(start, bytes / size_of::<Entry>()) }
}

/// Returns every fixture of this image.
pub fn fixture_table() -> &'static [&'static Fixture] {
    let start = addr_of!(__twinbench_fixtures).cast();
    let end = addr_of!(__twinbench_fixtures_end);
    let bytes = end as usize - start as usize;
    // SAFETY: the section contains only addresses of fixtures, placed by the compiler.
    unsafe { core::slice::from_raw_parts(start, bytes / size_of::<&Fixture>()) }
}
