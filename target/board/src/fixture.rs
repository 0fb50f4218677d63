//! Stimulus and capture around a sample, the same for every firmware.

/// Channel of the readings that the work itself leaves; a fixture's own channels start at 1.
pub const WORK_CHANNEL: u32 = 0;

/// The fixture cannot work with the argument that it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// What takes a fixture's readings: channel and words.
pub type Sink<'a> = dyn FnMut(u32, &[u32]) + 'a;

/// Something on the board that plays the world around a piece of work: it drives the pins that the work reads, and
/// captures those that it writes.
///
/// A fixture is a static under the symbol `twinbench_fixture_<name>`, and listed in the section `.twinbench_fixtures`;
/// the host finds it by its symbol. For each sample the three functions are called in their order, none of them timed.
#[derive(Debug)]
pub struct Fixture {
    /// Makes stimulus and capture ready for a sample of so many operations, with the argument of the scenario.
    pub arm: fn(operations: u32, argument: u32) -> Result<(), Refused>,
    /// Ends stimulus and capture. Called after every sample, even after one that failed.
    pub stop: fn(),
    /// Hands over what was captured.
    pub report: fn(&mut Sink<'_>),
}
