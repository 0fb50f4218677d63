//! What a firmware implements to be driven over the link.

use twinbench_link::{Answer, Firmware, Placement, SampleRecord};

use crate::Entry;

/// What a firmware says of itself in the link's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Which kind of firmware it is.
    pub firmware: Firmware,
    /// Where its measured code lies.
    pub placement: Placement,
    /// Longest script in bytes that it takes; 0 where it takes none.
    pub script_capacity: u32,
    /// Bytes of heap that a script has; 0 where there is no interpreter.
    pub heap_bytes: u32,
}

/// What is to be made ready for sampling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// Native: address of the entry, Thumb bit set.
    pub entry: u32,
    /// MicroPython: bytes of the script, at the start of [`Runtime::script_buffer`].
    pub script_bytes: usize,
    /// MicroPython: a sample executes the module's code itself, not its function `run`.
    pub module_level: bool,
}

/// A firmware's own part of serving the link. In an [`Answer`] of its own, the number of samples is not looked at.
pub trait Runtime {
    /// What the header says of this firmware.
    const IDENTITY: Identity;

    /// Where a script from the host is put; as long as [`Identity::script_capacity`].
    fn script_buffer(&mut self) -> &mut [u8];

    /// Makes one piece of work ready to be sampled, in place of the previous one.
    fn load(&mut self, load: &Load) -> Answer;

    /// What a sample of the loaded work calls; `None` before a load that succeeded.
    fn entry(&self) -> Option<Entry>;

    /// Called before each sample, untimed; anything but [`Status::Ok`](twinbench_link::Status::Ok) ends the sampling.
    /// `collect`: force a garbage collection, where there is a collector.
    fn before_sample(&mut self, operations: u32, collect: bool) -> Answer;

    /// Called after each sample, untimed; anything but [`Status::Ok`](twinbench_link::Status::Ok) ends the sampling and
    /// drops that sample. A runtime whose entry does not return the checksum itself sets it here.
    fn after_sample(&mut self, record: &mut SampleRecord) -> Answer;

    /// What the work left of its last sample, for channel 0; untimed, after [`Runtime::after_sample`].
    ///
    /// # Errors
    /// The answer that ends the sampling.
    fn readings(&mut self) -> Result<&[u32], Answer>;

    /// Runs the script in [`Runtime::script_buffer`] once, untimed.
    fn execute(&mut self, script_bytes: usize) -> Answer;
}
