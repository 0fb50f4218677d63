//! The one block of the link, and the output that writes to it.

use twinbench_link::Link;

use crate::Output;

/// In SCRATCH_X, where the host's polling disturbs no workload. Not loaded: it holds what SRAM held until [`Device::begin`](twinbench_link::Device::begin).
#[used]
#[unsafe(export_name = "TWINBENCH_LINK")]
#[unsafe(link_section = ".scratch_x")]
pub static LINK: Link = Link::new();

/// What a runtime prints with.
pub static OUTPUT: Output<'static> = Output::new(&LINK);
