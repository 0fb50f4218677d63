//! Vector table for workloads that use interrupts. `c/interrupts.h` fills and activates it.

use core::sync::atomic::AtomicU32;

/// Number of vectors: the exceptions of the core and 52 interrupt lines (RP2350 datasheet §3.2).
const VECTORS: usize = 16 + 52;

/// Vector table, aligned to its size rounded up to a power of two (Armv8-M ARM, VTOR).
#[repr(C, align(512))]
struct Table([AtomicU32; VECTORS]);

#[used]
#[unsafe(export_name = "twinbench_vectors")]
static TABLE: Table = Table([const { AtomicU32::new(0) }; VECTORS]);
