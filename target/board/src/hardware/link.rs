//! The block of the link, and the output that writes to it.

use twinbench_link::Link;

use crate::Output;

/// Block of the link, in SCRATCH_X, where polling by the host does not delay workloads. The section is not loaded;
/// [`FirmwareEnd::begin`](twinbench_link::FirmwareEnd::begin) initialises it.
#[used]
#[unsafe(export_name = "TWINBENCH_LINK")]
#[unsafe(link_section = ".scratch_x")]
pub static LINK: Link = Link::new();

/// Output of the runtime.
pub static OUTPUT: Output<'static> = Output::new(&LINK);
