//! What is to be explained.

use twinbench_link::{Command, flags};

use super::ExplainError;
use super::document::SubjectRecord;
use crate::board::FirmwareImage;
use crate::board::link::RequestMessage;
use crate::measure::ImageKind;
use crate::scenario::{Cell, Collector, Level, Placement, Work};

/// Copies of a statement that are executed: the last is in the steady state.
pub const COPIES: usize = 3;

/// Scripts work in blocks of so many operations.
const BLOCK: u32 = 100;

/// A cell, or a statement.
#[derive(Clone, Debug)]
pub enum Subject {
    /// An implementation of a scenario.
    Cell {
        /// Scenario, implementation and placement.
        cell: Box<Cell>,
        /// Operations in the sample.
        operations: u32,
    },
    /// A statement at module level.
    Statement {
        /// The statement.
        code: String,
        /// What is executed before.
        setup: String,
        /// Which image.
        placement: Placement,
    },
}

impl Subject {
    /// A cell with as many operations as the scenario has, but of those in blocks of a hundred only one block.
    pub fn cell(cell: Cell, operations: Option<u32>) -> Self {
        let all = cell.scenario().operations;
        let few = if all > BLOCK && all.is_multiple_of(BLOCK) { BLOCK } else { all };
        Self::Cell { cell: Box::new(cell), operations: operations.unwrap_or(few) }
    }

    /// The image that executes it.
    pub fn image(&self) -> ImageKind {
        match self {
            Self::Cell { cell, .. } => ImageKind::of(cell.runtime(), cell.placement),
            Self::Statement { placement, .. } => {
                ImageKind::of(crate::scenario::Runtime::MicroPython, *placement)
            }
        }
    }

    /// Whether MicroPython executes it.
    pub fn is_python(&self) -> bool {
        self.image() != ImageKind::Native
    }

    /// For messages.
    pub fn title(&self) -> String {
        match self {
            Self::Cell { cell, .. } => cell.id().to_string(),
            Self::Statement { placement, .. } => format!("code/{placement}"),
        }
    }

    /// For the document.
    pub fn record(&self) -> SubjectRecord {
        match self {
            Self::Cell { cell, operations } => SubjectRecord {
                title: self.title(),
                runtime: cell.runtime().to_string(),
                placement: cell.placement.to_string(),
                scenario: Some(cell.scenario().id.clone()),
                implementation: Some(cell.implementation().id.clone()),
                code: None,
                setup: None,
                operations: *operations,
            },
            Self::Statement { code, setup, placement } => SubjectRecord {
                title: self.title(),
                runtime: crate::scenario::Runtime::MicroPython.to_string(),
                placement: placement.to_string(),
                scenario: None,
                implementation: None,
                code: Some(code.clone()),
                setup: Some(setup.clone()),
                operations: 1,
            },
        }
    }

    /// The script, with so many copies of a statement.
    pub fn source(&self, copies: usize) -> Option<String> {
        match self {
            Self::Cell { cell, .. } => match &cell.implementation().work {
                Work::Script(script) => Some(script.source.clone()),
                Work::Entry(_) => None,
            },
            Self::Statement { code, setup, .. } => {
                let mut source = String::new();
                let pieces = std::iter::once(setup).chain(std::iter::repeat_n(code, copies));
                for piece in pieces.filter(|piece| !piece.is_empty()) {
                    source.push_str(piece.trim_end_matches('\n'));
                    source.push('\n');
                }
                // A sample leaves a checksum.
                source.push_str("checksum = 0\n");
                Some(source)
            }
        }
    }

    /// Operations in the sample.
    pub fn operations(&self) -> u32 {
        match self {
            Self::Cell { operations, .. } => *operations,
            Self::Statement { .. } => 1,
        }
    }

    /// The checksum that the sample must leave, where it is known for that length.
    pub fn expect(&self) -> Option<u32> {
        match self {
            Self::Cell { cell, operations } => (1..=2)
                .find(|length| cell.scenario().operations_at(*length) == u64::from(*operations))
                .map(|length| cell.scenario().expect_at(length)),
            Self::Statement { .. } => Some(0),
        }
    }

    /// Asks for it to be loaded.
    ///
    /// # Errors
    /// The image lacks its entry or its fixture.
    pub fn load<'a>(
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
                let (runtime, placement) = (cell.runtime().as_str(), cell.placement.as_str());
                let wanted = |entry: &&crate::board::Entry| {
                    entry.name == *name && entry.runtime == runtime && entry.placement == placement
                };
                let entry = image.entries.iter().find(wanted).ok_or_else(|| {
                    ExplainError::Failed(format!(
                        "no {runtime} entry `{name}` in {placement} in the firmware"
                    ))
                })?;
                message.entry = entry.address;
            }
            Work::Script(script) if script.level == Level::Module => message.flags = flags::MODULE_LEVEL,
            Work::Script(_) => {}
        }
        if let Some(fixture) = &cell.scenario().conditions.fixture {
            message.fixture = image.fixture(&fixture.name).ok_or_else(|| {
                ExplainError::Failed(format!("no fixture `{}` in the firmware", fixture.name))
            })?;
            message.argument = fixture.argument;
        }
        Ok(message)
    }

    /// Asks for samples. Interrupts stay masked whatever the scenario says: a trace of one would show them.
    pub fn sample(&self, count: u32) -> RequestMessage<'static> {
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
