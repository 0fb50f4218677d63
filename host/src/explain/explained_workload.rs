//! The workload that is explained.

use super::document::WorkloadRecord;
use crate::board::{FirmwareImage, NotInFirmware, Workload, WorkloadCode};
use crate::measure::{self, ImageKind};
use crate::run::{Placement, Runtime};
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
            Self::Statement { code, setup, .. } => Some(statement_source(code, setup, copies)),
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

    /// Returns the workload for the session, with that many copies of a statement. Interrupts stay masked even if the
    /// scenario enables them: the trace must not contain their handlers.
    ///
    /// # Errors
    /// Returns an error if the image has no such entry or fixture.
    pub(super) fn workload(&self, image: &FirmwareImage, copies: usize) -> Result<Workload, NotInFirmware> {
        Ok(match self {
            Self::Cell { cell, operations } => {
                Workload { operations: *operations, interrupts: false, ..measure::workload(cell, image)? }
            }
            Self::Statement { code, setup, .. } => {
                let source = statement_source(code, setup, copies);
                Workload::new(WorkloadCode::Script { source, module_level: true }, 1)
            }
        })
    }
}

/// Returns a script that executes `setup` and then that many copies of `code`.
fn statement_source(code: &str, setup: &str, copies: usize) -> String {
    let mut source = String::new();
    let parts = std::iter::once(setup).chain(std::iter::repeat_n(code, copies));
    for part in parts.filter(|part| !part.is_empty()) {
        source.push_str(part.trim_end_matches('\n'));
        source.push('\n');
    }
    // The firmware expects every sample to set `checksum`.
    source.push_str("checksum = 0\n");
    source
}
