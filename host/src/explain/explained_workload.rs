//! The workload that is explained, and its requests to the firmware.

use twinbench_link::{Command, flags};

use super::document::WorkloadRecord;
use super::error::ExplainError;
use crate::board::FirmwareImage;
use crate::board::link::RequestMessage;
use crate::measure::ImageKind;
use crate::run::{Collector, Level, Placement, Runtime};
use crate::scenario::{Cell, Work};
use crate::stats::Length;

/// Number of copies of a statement in the script. The last copy is in the steady state.
pub(super) const COPIES: usize = 3;

/// Operations in a block: the scripts of scenarios execute whole blocks of operations.
const BLOCK: u32 = 100;

/// Workload that is explained.
#[derive(Clone, Debug)]
pub(crate) enum ExplainedWorkload {
    /// A cell of the matrix.
    Cell {
        /// The cell.
        cell: Box<Cell>,
        /// Number of operations in the sample.
        operations: u32,
    },
    /// A MicroPython statement at module level.
    Statement {
        /// Source text of the statement.
        code: String,
        /// Code that is executed before the statement.
        setup: String,
        /// Placement of MicroPython itself.
        placement: Placement,
    },
}

impl ExplainedWorkload {
    /// Creates the workload of a cell. The default number of operations is one block for a scenario of several whole
    /// blocks, else the scenario's own number.
    pub(crate) fn cell(cell: Cell, operations: Option<u32>) -> Self {
        let all = cell.scenario().operations;
        let default = if all > BLOCK && all.is_multiple_of(BLOCK) { BLOCK } else { all };
        Self::Cell { cell: Box::new(cell), operations: operations.unwrap_or(default) }
    }

    /// Returns the firmware image that executes the workload.
    pub(crate) fn image(&self) -> ImageKind {
        match self {
            Self::Cell { cell, .. } => ImageKind::of(cell.runtime(), cell.placement),
            Self::Statement { placement, .. } => ImageKind::of(Runtime::MicroPython, *placement),
        }
    }

    /// Returns true if MicroPython executes the workload.
    pub(super) fn is_python(&self) -> bool {
        self.image() != ImageKind::Native
    }

    /// Returns the title for tables and messages.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::Cell { cell, .. } => cell.key().to_string(),
            Self::Statement { placement, .. } => format!("code/{placement}"),
        }
    }

    /// Returns the description for the document.
    pub(super) fn record(&self) -> WorkloadRecord {
        match self {
            Self::Cell { cell, operations } => WorkloadRecord {
                title: self.title(),
                runtime: cell.runtime().to_string(),
                placement: cell.placement.to_string(),
                scenario: Some(cell.scenario().id.clone()),
                implementation: Some(cell.implementation().id.clone()),
                code: None,
                setup: None,
                operations: *operations,
            },
            Self::Statement { code, setup, placement } => WorkloadRecord {
                title: self.title(),
                runtime: Runtime::MicroPython.to_string(),
                placement: placement.to_string(),
                scenario: None,
                implementation: None,
                code: Some(code.clone()),
                setup: Some(setup.clone()),
                operations: 1,
            },
        }
    }

    /// Returns the source text of the script, with that many copies of a statement; `None` for native code.
    pub(super) fn source(&self, copies: usize) -> Option<String> {
        match self {
            Self::Cell { cell, .. } => match &cell.implementation().work {
                Work::Script(script) => Some(script.source.clone()),
                Work::Entry(_) => None,
            },
            Self::Statement { code, setup, .. } => {
                let mut source = String::new();
                let parts = std::iter::once(setup).chain(std::iter::repeat_n(code, copies));
                for part in parts.filter(|part| !part.is_empty()) {
                    source.push_str(part.trim_end_matches('\n'));
                    source.push('\n');
                }
                // The firmware expects every sample to set `checksum`.
                source.push_str("checksum = 0\n");
                Some(source)
            }
        }
    }

    /// Returns the number of operations in the sample.
    pub(super) fn operations(&self) -> u32 {
        match self {
            Self::Cell { operations, .. } => *operations,
            Self::Statement { .. } => 1,
        }
    }

    /// Returns the checksum of a correct sample; `None` if it is not known for this number of operations.
    pub(super) fn expected_checksum(&self) -> Option<u32> {
        match self {
            Self::Cell { cell, operations } => [Length::Single, Length::Double]
                .into_iter()
                .find(|length| cell.scenario().operations_at(*length) == u64::from(*operations))
                .map(|length| cell.scenario().expect_at(length)),
            Self::Statement { .. } => Some(0),
        }
    }

    /// Returns the request that loads the workload.
    ///
    /// # Errors
    /// Returns an error if the image has no such entry or fixture.
    pub(super) fn load_request<'a>(
        &self,
        image: &FirmwareImage,
        source: Option<&'a str>,
    ) -> Result<RequestMessage<'a>, ExplainError> {
        let mut message = RequestMessage::new(Command::Load);
        message.payload = source.unwrap_or_default().as_bytes();
        let Self::Cell { cell, .. } = self else {
            message.flags = flags::MODULE_LEVEL;
            return Ok(message);
        };
        match &cell.implementation().work {
            Work::Entry(name) => {
                let runtime = cell.runtime();
                let (runtime, placement) = (runtime.as_ref(), cell.placement.as_ref());
                let wanted = |entry: &&crate::board::Entry| {
                    entry.name == *name && entry.runtime == runtime && entry.placement == placement
                };
                let entry = image.entries.iter().find(wanted).ok_or_else(|| {
                    ExplainError::Failed(format!(
                        "the firmware has no {runtime} entry `{name}` in {placement}; run ci/firmware to build it"
                    ))
                })?;
                message.entry = entry.address;
            }
            Work::Script(script) if script.level == Level::Module => message.flags = flags::MODULE_LEVEL,
            Work::Script(_) => {}
        }
        if let Some(fixture) = &cell.scenario().conditions.fixture {
            message.fixture = image.fixture(&fixture.name).ok_or_else(|| {
                ExplainError::Failed(format!(
                    "the firmware has no fixture `{}`; run ci/firmware to build it",
                    fixture.name
                ))
            })?;
            message.argument = fixture.argument;
        }
        Ok(message)
    }

    /// Returns the request for samples. Interrupts stay masked even if the scenario enables them: the trace must not
    /// contain their handlers.
    pub(super) fn sample_request(&self, count: u32) -> RequestMessage<'static> {
        let mut message = RequestMessage::new(Command::Sample);
        message.operations = self.operations();
        message.samples = count;
        if let Self::Cell { cell, .. } = self
            && cell.scenario().conditions.collector == Collector::Free
        {
            message.flags |= flags::NO_COLLECTION;
        }
        message
    }
}
