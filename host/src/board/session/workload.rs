//! Work that a firmware loads, and the requests for it.

use twinbench_link::{Command, flags};

use super::error::SessionError;
use crate::board::link::RequestMessage;
use crate::stats::Length;

/// Work that the firmware loads and executes in samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workload {
    /// The code.
    pub code: WorkloadCode,
    /// Fixture that drives the inputs of the workload and records its outputs.
    pub fixture: Option<FixtureCall>,
    /// Operations in a sample of single length.
    pub operations: u32,
    /// Interrupts stay enabled during a sample.
    pub interrupts: bool,
    /// A garbage collection precedes each sample.
    pub collection: bool,
}

/// Code of a workload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkloadCode {
    /// Address of native code, with the Thumb bit set.
    Native(u32),
    /// Python source.
    Script {
        /// The source.
        source: String,
        /// A sample executes the module's code itself instead of its function `run`.
        module_level: bool,
    },
}

/// Fixture of a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixtureCall {
    /// Address of the fixture's descriptor.
    pub address: u32,
    /// Argument of the fixture.
    pub argument: u32,
}

impl Workload {
    /// Creates a workload without a fixture, with interrupts masked and a collection before each sample.
    pub fn new(code: WorkloadCode, operations: u32) -> Self {
        Self { code, fixture: None, operations, interrupts: false, collection: true }
    }

    /// Returns true if the code is Python.
    pub fn is_script(&self) -> bool {
        matches!(self.code, WorkloadCode::Script { .. })
    }

    pub(super) fn load_request(&self) -> RequestMessage<'_> {
        let mut request = RequestMessage::new(Command::Load);
        match &self.code {
            WorkloadCode::Native(address) => request.entry = *address,
            WorkloadCode::Script { source, module_level } => {
                request.payload = source.as_bytes();
                if *module_level {
                    request.flags |= flags::MODULE_LEVEL;
                }
            }
        }
        if let Some(FixtureCall { address, argument }) = self.fixture {
            (request.fixture, request.argument) = (address, argument);
        }
        request
    }

    pub(super) fn sample_request(
        &self,
        length: Length,
        count: u32,
    ) -> Result<RequestMessage<'static>, SessionError> {
        let operations = u64::from(self.operations) * u64::from(length.factor());
        let operations =
            u32::try_from(operations).map_err(|_| SessionError::TooManyOperations { operations })?;
        let mut request =
            RequestMessage { operations, samples: count, ..RequestMessage::new(Command::Sample) };
        if self.interrupts {
            request.flags |= flags::INTERRUPTS;
        }
        if !self.collection {
            request.flags |= flags::NO_COLLECTION;
        }
        Ok(request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_carry_code_fixture_and_conditions() {
        let code = WorkloadCode::Script { source: "x += 1".to_owned(), module_level: true };
        let fixture = Some(FixtureCall { address: 0x1000_0100, argument: 20 });
        let workload = Workload { fixture, interrupts: true, collection: false, ..Workload::new(code, 100) };
        let load = workload.load_request();
        assert_eq!((load.payload, load.flags), (b"x += 1".as_slice(), flags::MODULE_LEVEL));
        assert_eq!((load.entry, load.fixture, load.argument), (0, 0x1000_0100, 20));
        let sample = workload.sample_request(Length::Double, 5).unwrap();
        assert_eq!((sample.operations, sample.samples), (200, 5));
        assert_eq!(sample.flags, flags::INTERRUPTS | flags::NO_COLLECTION);
        let native = Workload::new(WorkloadCode::Native(0x2000_0101), 16);
        assert_eq!(
            (native.load_request().entry, native.sample_request(Length::Single, 1).unwrap().flags),
            (0x2000_0101, 0)
        );
    }

    #[test]
    fn more_operations_than_the_link_can_request_are_refused() {
        let workload = Workload::new(WorkloadCode::Native(1), u32::MAX);
        let error = workload.sample_request(Length::Double, 1).unwrap_err().to_string();
        assert_eq!(error, "expected at most 4294967295 operations in a sample, found 8589934590");
    }
}
