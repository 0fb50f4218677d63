//! `twinbench explain`: the instructions of one operation.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, ValueEnum};
use tokio_util::sync::CancellationToken;

use super::board_explainer::{BoardExplainer, BootedFirmwares, Programs};
use super::board_flags::BoardFlags;
use super::exit::{ExitStatus, UsageError};
use super::{interrupt, locate, output};
use crate::board::{AttachedBoard, SessionLimits, on_blocking_thread};
use crate::explain::{
    self, ExplainError, ExplainedWorkload, RetiredInstructions, SingleStepper, TraceSource,
};
use crate::measure::{ImageKind, Images};
use crate::run::{Placement, Timestamp};
use crate::scenario::{self, Filter, Shard};

/// Explains one operation down to the instruction: statement, bytecodes, functions, instructions
///
/// Records the exact sequence of instructions of one sample: on any board by single steps over SWD with interrupts
/// masked, on the simulated board as instructions retire, with their cycles. The instructions are attributed to
/// MicroPython's bytecodes, to functions (including inlined ones), and to classes of instructions. The parts add up to
/// the whole sample.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench explain increment-memory --implementation micropython-module
  $ twinbench explain --code 'x += 1' --setup 'x = 0' --json
  $ twinbench explain increment-memory --out results/runs/first-light")]
pub(super) struct Explain {
    /// Scenario id
    #[arg(required_unless_present = "code")]
    scenario: Option<String>,

    /// Only this implementation; may be repeated [default: all]
    #[arg(long, value_name = "ID", conflicts_with = "code")]
    implementation: Vec<String>,

    /// Explain this statement at module level instead of a scenario
    #[arg(long, value_name = "CODE", conflicts_with = "scenario")]
    code: Option<String>,

    /// Code to execute before the statement
    #[arg(long, value_name = "CODE", requires = "code", default_value = "", hide_default_value = true)]
    setup: String,

    /// Memory that holds the code
    #[arg(long, default_value_t = Placement::Ram)]
    placement: Placement,

    /// Operations in the sample [default: 100 if the scenario's number is a multiple of it, else that number]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "code")]
    operations: Option<u32>,

    /// Folder of scenarios; may be repeated [default: scenarios of the repository]
    #[arg(long, value_name = "DIR")]
    scenarios: Vec<PathBuf>,

    /// Method of recording the instructions [default: retired on the simulated board, stepped on hardware]
    #[arg(long, value_enum)]
    method: Option<Method>,

    /// Largest number of instructions in a sample
    #[arg(long, value_name = "INSTRUCTIONS", default_value_t = 5_000_000)]
    limit: usize,

    /// Time limit of a sample, and of recording it, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,

    /// Print the explanation as JSON
    #[arg(long)]
    json: bool,

    /// Write explain.json and flame graphs to this folder; the report of a run shows those in its folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    #[command(flatten)]
    board: BoardFlags,
}

/// Method of recording the instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    /// As instructions retire, with cycles; simulated board only
    Retired,
    /// Single steps over SWD
    Stepped,
}

impl Explain {
    pub(super) async fn execute(self) -> anyhow::Result<ExitStatus> {
        let explained = Timestamp::now();
        let workloads = self.workloads()?;
        let kinds: Vec<ImageKind> = workloads.iter().map(ExplainedWorkload::image).collect();
        let images = Images::read(&locate::firmware(self.board.firmware.as_deref())?, kinds.iter().copied())?;
        let programs = Programs::read(Arc::new(images), &kinds)?;
        let cancel = interrupt::install()?;
        on_blocking_thread(move || self.run(&workloads, &programs, explained, cancel)).await
    }

    fn run(
        &self,
        workloads: &[ExplainedWorkload],
        programs: &Programs,
        explained: Timestamp,
        cancel: CancellationToken,
    ) -> anyhow::Result<ExitStatus> {
        let mut board = self.board.attach()?;
        let mut source = self.source(&board)?;
        let mut session = BoardExplainer {
            board: &mut board,
            programs,
            source: &mut *source,
            limit: self.limit,
            limits: SessionLimits::default().with_request(Duration::from_secs(self.timeout)),
            cancel,
            booted: BootedFirmwares::default(),
        };
        let mut explanations = Vec::new();
        for workload in workloads {
            match session.explain(workload) {
                Ok(explanation) => explanations.push(explanation),
                Err(ExplainError::Board(error)) if error.is_interruption() => {
                    return Ok(ExitStatus::Interrupted);
                }
                Err(error) => return Err(anyhow::Error::new(error).context(workload.title())),
            }
        }
        let document = session.document(explained, explanations);
        if let Some(folder) = &self.out {
            for path in explain::write_to_folder(&document, folder)? {
                eprintln!("{}", path.display());
            }
        }
        if self.json {
            output::write(&format!("{}\n", serde_json::to_string_pretty(&document)?), None)?;
        } else {
            output::write(&explain::render(&document), None)?;
        }
        Ok(ExitStatus::Success)
    }

    fn workloads(&self) -> anyhow::Result<Vec<ExplainedWorkload>> {
        if let Some(code) = &self.code {
            if code.trim().is_empty() {
                return Err(UsageError("--code: expected a statement, found an empty text".to_owned()).into());
            }
            let (code, setup) = (code.clone(), self.setup.clone());
            return Ok(vec![ExplainedWorkload::Statement { code, setup, placement: self.placement }]);
        }
        let id = self.scenario.as_deref().unwrap_or_default();
        let folders =
            if self.scenarios.is_empty() { vec![locate::scenarios()?] } else { self.scenarios.clone() };
        let filter =
            Filter { scenarios: vec![id.to_owned()], placements: vec![self.placement], ..Filter::default() };
        let mut cells = scenario::matrix(scenario::load(&folders)?, &filter, 0, Shard::WHOLE)?;
        for wanted in &self.implementation {
            if !cells.iter().any(|cell| cell.implementation().id == *wanted) {
                let mut known: Vec<&str> = cells.iter().map(|cell| &*cell.implementation().id).collect();
                known.sort_unstable();
                return Err(UsageError(format!(
                    "--implementation {wanted}: scenario {id} has no such implementation in {}; expected one of {}",
                    self.placement,
                    known.join(", ")
                ))
                .into());
            }
        }
        cells.retain(|cell| {
            self.implementation.is_empty() || self.implementation.contains(&cell.implementation().id)
        });
        // The order of the scenario file; the matrix is in random order.
        cells.sort_by_key(|cell| {
            let all = &cell.scenario().implementations;
            (cell.scenario().id.clone(), all.iter().position(|it| it.id == cell.implementation().id))
        });
        if cells.is_empty() {
            return Err(
                UsageError(format!("scenario {id} has no implementation in {}", self.placement)).into()
            );
        }
        Ok(cells.into_iter().map(|cell| ExplainedWorkload::cell(cell, self.operations)).collect())
    }

    fn source(&self, board: &AttachedBoard) -> anyhow::Result<Box<dyn TraceSource>> {
        let retired = RetiredInstructions::of(board);
        Ok(match (self.method, retired) {
            (Some(Method::Stepped), _) | (None, None) => Box::new(SingleStepper),
            (_, Some(retired)) => Box::new(retired),
            (Some(Method::Retired), None) => {
                return Err(UsageError(
                    "--method retired: only the simulated board reports retired instructions; use --method stepped"
                        .to_owned(),
                )
                .into());
            }
        })
    }
}
