//! `twinbench explain`: one operation down to the instruction.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::exit::{Verdict, WrongUse};
use super::explaining::{Programs, Seen, Session};
use super::interrupt::Interrupt;
use super::selection::BoardFlags;
use super::{locate, output};
use crate::board::AttachedBoard;
use crate::explain::{
    self, ExplainError, ExplainedWorkload, RetiredInstructions, SingleStepper, TraceSource,
};
use crate::measure::{ImageKind, Images};
use crate::run::{Placement, Timestamp};
use crate::scenario::{self, Filter, Shard};

/// Explains one operation down to the instruction: statement, bytecodes, functions, instructions
///
/// The exact sequence of instructions that one sample executes is followed: on any board by single steps over SWD with
/// interrupts masked, on the simulated board as they retire, with cycles. It is attributed to MicroPython's bytecodes,
/// to functions, inlined ones among them, and to classes of instructions; the parts add up to the whole.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench explain increment-memory --implementation micropython-module
  $ twinbench explain --code 'x += 1' --setup 'x = 0' --json
  $ twinbench explain increment-memory --out results/runs/first-light")]
pub struct Explain {
    /// Id of a scenario
    #[arg(required_unless_present = "code")]
    scenario: Option<String>,

    /// Only this implementation of the scenario; may be repeated [default: all]
    #[arg(long, value_name = "ID", conflicts_with = "code")]
    implementation: Vec<String>,

    /// A statement at module level instead of a scenario
    #[arg(long, value_name = "CODE", conflicts_with = "scenario")]
    code: Option<String>,

    /// What is executed before the statement
    #[arg(long, value_name = "CODE", requires = "code", default_value = "", hide_default_value = true)]
    setup: String,

    /// Where the code lies: `ram` or `flash`
    #[arg(long, default_value_t = Placement::Ram)]
    placement: Placement,

    /// Operations in the sample [default: one block of a hundred, or the scenario's]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "code")]
    operations: Option<u32>,

    /// Folder with scenarios instead of the repository's; may be repeated
    #[arg(long, value_name = "DIR")]
    scenarios: Vec<PathBuf>,

    /// How the instructions are seen: `retired` on the simulated board only [default: retired there, else stepped]
    #[arg(long, value_enum)]
    method: Option<Method>,

    /// Most instructions that a sample may execute
    #[arg(long, value_name = "INSTRUCTIONS", default_value_t = 5_000_000)]
    limit: usize,

    /// Longest time in seconds that a sample, or following it, may take
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,

    /// Print the explanation as JSON
    #[arg(long)]
    json: bool,

    /// Write explain.json and flame graphs to this folder; in a run's folder the report shows them
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    #[command(flatten)]
    board: BoardFlags,
}

/// How the instructions are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    /// As they retire, with cycles; on the simulated board
    Retired,
    /// By single steps over SWD
    Stepped,
}

impl Explain {
    pub(super) fn execute(self) -> anyhow::Result<Verdict> {
        let explained = Timestamp::now();
        let subjects = self.subjects()?;
        let kinds: Vec<ImageKind> = subjects.iter().map(ExplainedWorkload::image).collect();
        let images = Images::read(&locate::firmware(self.board.firmware.as_deref())?, kinds.iter().copied())?;
        let programs = Programs::read(&images, &kinds)?;
        let interrupt = Interrupt::install()?;

        let mut board = self.board.attach()?;
        let mut source = self.source(&board)?;
        let mut session = Session {
            board: &mut board,
            programs: &programs,
            source: &mut *source,
            limit: self.limit,
            timeout: Duration::from_secs(self.timeout),
            interrupt: &interrupt,
            seen: Seen::default(),
        };
        let mut explanations = Vec::new();
        for subject in &subjects {
            match session.explain(subject) {
                Ok(explanation) => explanations.push(explanation),
                Err(ExplainError::Board(error)) if error.is_interruption() => {
                    return Ok(Verdict::Interrupted);
                }
                Err(error) => return Err(anyhow::Error::new(error).context(subject.title())),
            }
        }
        let document = session.document(explained, explanations);
        if let Some(folder) = &self.out {
            for path in explain::write_to_folder(&document, folder)? {
                eprintln!("{}", path.display());
            }
        }
        if self.json {
            output::put(&format!("{}\n", serde_json::to_string_pretty(&document)?), None)?;
        } else {
            output::put(&explain::render(&document), None)?;
        }
        Ok(Verdict::Good)
    }

    fn subjects(&self) -> anyhow::Result<Vec<ExplainedWorkload>> {
        if let Some(code) = &self.code {
            if code.trim().is_empty() {
                return Err(WrongUse("--code: expected a statement, found nothing".to_owned()).into());
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
                return Err(WrongUse(format!(
                    "--implementation {wanted}: scenario {id} has no such implementation in {}; there are {}",
                    self.placement,
                    known.join(", ")
                ))
                .into());
            }
        }
        cells.retain(|cell| {
            self.implementation.is_empty() || self.implementation.contains(&cell.implementation().id)
        });
        // In the order of the file, not in a run's random one.
        cells.sort_by_key(|cell| {
            let all = &cell.scenario().implementations;
            (cell.scenario().id.clone(), all.iter().position(|it| it.id == cell.implementation().id))
        });
        if cells.is_empty() {
            return Err(WrongUse(format!("scenario {id} has nothing in {}", self.placement)).into());
        }
        Ok(cells.into_iter().map(|cell| ExplainedWorkload::cell(cell, self.operations)).collect())
    }

    fn source(&self, board: &AttachedBoard) -> anyhow::Result<Box<dyn TraceSource>> {
        let retired = RetiredInstructions::of(board);
        Ok(match (self.method, retired) {
            (Some(Method::Stepped), _) | (None, None) => Box::new(SingleStepper),
            (_, Some(retired)) => Box::new(retired),
            (Some(Method::Retired), None) => {
                return Err(WrongUse(
                    "--method retired: a debug probe does not see instructions retire, only the simulated board \
                     does; use --method stepped"
                        .to_owned(),
                )
                .into());
            }
        })
    }
}
