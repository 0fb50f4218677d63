//! The domain as plain data: cells, samples, and the records of `run.json`.
//!
//! Nothing here measures, computes or reads files. Modules above turn scenario files into cells (`scenario`), samples
//! into summaries and verdicts (`summary`), and records into a run folder (`store`).

mod board_kind;
mod cell_key;
mod cell_record;
mod claim;
mod collector;
mod deadline;
mod level;
mod method;
mod placement;
mod provenance;
mod quantity;
mod register;
mod run_record;
mod run_status;
mod runtime;
mod sample;
mod scale;
mod scenario_record;
mod timestamp;
mod verdict;

pub use board_kind::BoardKind;
pub(crate) use cell_key::is_id;
pub use cell_key::{CellKey, CellKeyError, FirmwareKey, KeyPart, KeyPartError, Variation};
pub use cell_record::{CellOutcome, CellRecord, MeasuredCell, QuantitySummary, Ratio};
pub use claim::{ClaimRecord, ClaimStatus, Measure};
pub use collector::Collector;
pub use deadline::Deadline;
pub use level::Level;
pub use method::Method;
pub use placement::Placement;
pub use provenance::{BoardRecord, BoardState, FirmwareRecord, PartRecord, Provenance};
pub use quantity::{Quantity, QuantityDescription};
pub use register::Register;
pub use run_record::{FORMAT, RunRecord, SCHEMA};
pub use run_status::RunStatus;
pub use runtime::Runtime;
pub use sample::{Measurement, Sample, SampleQuantities};
pub use scale::Scale;
pub use scenario_record::{FixtureRecord, ScenarioRecord};
pub use timestamp::Timestamp;
pub use verdict::{VERDICT_RULE, Verdict, VerdictRecord};
