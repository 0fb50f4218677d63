//! Interface that a firmware implements to serve requests of the host.

use twinbench_link::{Answer, Firmware, Placement, SampleRecord};

use crate::Entry;

/// Identity of a firmware, for the link's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Kind of firmware.
    pub firmware: Firmware,
    /// Placement of its measured code.
    pub placement: Placement,
    /// Maximum length of a script, in bytes; 0 if it accepts none.
    pub script_capacity: u32,
    /// Heap of a script, in bytes; 0 without an interpreter.
    pub heap_bytes: u32,
}

/// Workload to prepare for sampling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// Native: address of the entry, with the Thumb bit set.
    pub entry: u32,
    /// MicroPython: length of the script, at the start of [`Runtime::script_buffer`].
    pub script_bytes: usize,
    /// MicroPython: a sample executes the module's code instead of its function `run`.
    pub module_level: bool,
}

/// The part of serving requests that differs between firmware images. The number of samples in its answers is ignored.
pub trait Runtime {
    /// Identity of this firmware.
    const IDENTITY: Identity;

    /// Returns the buffer for a script from the host, of length [`Identity::script_capacity`].
    fn script_buffer(&mut self) -> &mut [u8];

    /// Prepares a workload for sampling, and replaces the previous one.
    fn load(&mut self, load: &Load) -> Answer;

    /// Returns the function that a sample of the loaded workload calls; `None` before a successful load.
    fn entry(&self) -> Option<Entry>;

    /// Prepares a sample, outside the timed span. Any status but [`Status::Ok`](twinbench_link::Status::Ok) ends the
    /// request. `collect` forces a garbage collection if the runtime has a collector.
    fn before_sample(&mut self, operations: u32, collect: bool) -> Answer;

    /// Completes a sample, outside the timed span. Any status but [`Status::Ok`](twinbench_link::Status::Ok) discards the
    /// sample and ends the request. A runtime whose entry does not return the checksum sets it here.
    fn after_sample(&mut self, record: &mut SampleRecord) -> Answer;

    /// Returns the readings that the workload recorded in the last sample, for channel 0. Called after
    /// [`Runtime::after_sample`], outside the timed span.
    ///
    /// # Errors
    /// Returns the answer that ends the request.
    fn readings(&mut self) -> Result<&[u32], Answer>;

    /// Executes the script in [`Runtime::script_buffer`] once, without timing it.
    fn execute(&mut self, script_bytes: usize) -> Answer;
}
