//! The vector table of workloads that answer interrupts: `c/interrupts.h` fills it, and has the core use it.

use core::sync::atomic::AtomicU32;

/// Exceptions of the core, then 52 interrupt lines (RP2350 datasheet §3.2).
const VECTORS: usize = 16 + 52;

/// Aligned to its size, rounded up to a power of two (Armv8-M ARM, VTOR).
#[repr(C, align(512))]
struct Table([AtomicU32; VECTORS]);

#[used]
#[unsafe(export_name = "twinbench_vectors")]
static TABLE: Table = Table([const { AtomicU32::new(0) }; VECTORS]);
