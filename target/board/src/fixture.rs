//! Interface of the fixtures, which stimulate and record a workload.

/// Channel of the readings that the workload records. The channels of a fixture start at 1.
pub const WORK_CHANNEL: u32 = 0;

/// Error of a fixture that does not support the number of operations or the argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// Callback that receives the readings of a fixture: channel and words.
pub type Sink<'a> = dyn FnMut(u32, &[u32]) + 'a;

/// Firmware that acts as the outside world of a workload: it drives the pins that the workload reads, and records the
/// pins that the workload drives.
///
/// A fixture is a static with the symbol `twinbench_fixture_<name>`, by which the host finds it, and is listed in the
/// section `.twinbench_fixtures`. The three functions are called for each sample, in this order, outside the timed span.
#[derive(Debug)]
pub struct Fixture {
    /// Prepares stimulus and recording for a sample of `operations`, with the argument of the scenario.
    pub arm: fn(operations: u32, argument: u32) -> Result<(), Refused>,
    /// Stops stimulus and recording. Called after every sample, including failed ones.
    pub stop: fn(),
    /// Passes the readings to the sink.
    pub report: fn(&mut Sink<'_>),
}
