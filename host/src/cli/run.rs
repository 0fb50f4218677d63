//! `twinbench run`: measures the matrix.

mod console;
mod explanations;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::Args;

use console::Console;
use explanations::Explanations;

use super::board_flags::BoardFlags;
use super::exit::{ExitStatus, UsageError};
use super::waveform::WaveformFlags;
use super::{interrupt, locate, provenance};
use crate::board::{AttachedBoard, BoardError, SessionLimits, on_blocking_thread};
use crate::claims::{self, Claim};
use crate::explain;
use crate::measure::{EndedRun, ImageKind, Images, Runner, Settings};
use crate::report::terminal;
use crate::run::{
    CellOutcome, ClaimStatus, Method, Placement, RunRecord, RunStatus, Runtime, Scale, Timestamp,
};
use crate::scenario::{self, Cell, Filter, Shard};
use crate::store::RunWriter;

/// Measures the matrix: each scenario's implementations in each placement
///
/// Writes the results to a new folder: run.json, samples.parquet, cells.parquet, and a report with charts. A cell whose
/// checksum is wrong or whose script fails is reported, and the exit code is 1; the other cells are measured.
///
/// At the end, prints the verdicts on deadlines and claims. `claims.toml` beside the scenarios lists published numbers,
/// each with the measurement that tests it.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench run --scenario 'increment-*' --runtime c --runtime micropython --quick")]
pub(super) struct Run {
    /// Only scenarios whose id matches; may be repeated
    #[arg(long, value_name = "GLOB", num_args = 1..)]
    scenario: Vec<String>,

    /// Only this runtime; may be repeated
    #[arg(long)]
    runtime: Vec<Runtime>,

    /// Only this placement; may be repeated
    #[arg(long)]
    placement: Vec<Placement>,

    /// Only this time scale; may be repeated
    #[arg(long)]
    scale: Vec<Scale>,

    /// Folder of scenarios; may be repeated [default: scenarios of the repository]
    #[arg(long, value_name = "DIR")]
    scenarios: Vec<PathBuf>,

    /// Samples of each length in each boot [default: 20, with --quick 5]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    samples: Option<u32>,

    /// Boots of each cell [default: 3, with --quick 2]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    boots: Option<u32>,

    /// Take fewer samples and boots
    #[arg(long)]
    quick: bool,

    /// Method of counting cycles
    #[arg(long, default_value_t = Method::Link)]
    method: Method,

    /// Seed for the order of the cells and for the bootstrap
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// Measure only part I of N equal parts of the matrix
    #[arg(long, value_name = "I/N", default_value_t = Shard::WHOLE)]
    shard: Shard,

    /// Time limit of each request of a cell, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    cell_timeout: u64,

    /// Number of simulated boards that run side by side [default: number of processor cores; with --vcd, 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=64))]
    jobs: Option<u8>,

    /// Also exit with 1 in this case
    #[arg(long, value_name = "WHAT")]
    fail_on: Option<FailOn>,

    /// Skip the instruction counts that claims need; they take a minute or two with a debug probe
    #[arg(long)]
    no_explain: bool,

    /// Folder of the results; must not exist [default: results/runs/TIME of the checkout]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    #[command(flatten)]
    waveform: WaveformFlags,

    #[command(flatten)]
    board: BoardFlags,
}

/// Condition for exit code 1 besides a failed cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    /// A measured claim is off
    Claims,
}

impl Run {
    pub(super) async fn execute(self) -> anyhow::Result<ExitStatus> {
        let started = Timestamp::now();
        let (cells, claims) = self.cells()?;
        let images = Arc::new(self.images(&cells)?);
        Runner::check_scripts(&cells)?;
        let out = match &self.out {
            Some(out) => out.clone(),
            None => locate::runs()?.join(started.0.strftime("%Y%m%dT%H%M%SZ").to_string()),
        };

        let cancel = interrupt::install()?;
        let boards = self.attach().await?;
        let board = boards.first().context("no board")?;
        let mut waveform = self.waveform.prepare(board)?;
        waveform.begin();
        let settings = self.settings();
        let provenance = provenance::of_run(board, settings, self.seed, started);
        let writer = RunWriter::create(&out, provenance, &cells)?;
        let mut console = Console::new(writer, cells.len(), board.kind());
        let runner = Runner { images: Arc::clone(&images), settings, cancel: cancel.clone() };
        let EndedRun { boards, result: ended } = runner.run(boards, &cells, &mut console).await;
        let mut writer = console.finish();
        let recorded = waveform.finish();

        let ending = match &ended {
            Ok(()) => RunStatus::Complete,
            Err(error) if error.is_interruption() => RunStatus::Interrupted,
            Err(_) => RunStatus::Unfinished,
        };
        let mut summary = writer.summary();
        let explanations = match (&ended, boards.into_iter().next()) {
            (Ok(()), Some(mut board)) if !self.no_explain => {
                let claims = claims.clone();
                on_blocking_thread(move || {
                    Explanations::of(&claims, &cells, &mut board, images, settings.limits, cancel)
                })
                .await
            }
            _ => Explanations::default(),
        };
        summary.claims = claims::judge(&claims, &summary, &|id| writer.series(id), &explanations);
        writer.set_claims(summary.claims.clone());
        let failed = self.has_failed(&summary);
        let folder = writer.finish(ending, Timestamp::now()).context("cannot complete the run")?;
        if let Some(document) = &explanations.document {
            for path in explain::write_to_folder(document, &folder)? {
                println!("{}", path.display());
            }
        }
        for path in crate::report::write_report(&folder, &[])? {
            println!("{}", path.display());
        }
        let verdicts_and_claims = terminal::verdicts_and_claims(&summary);
        if !verdicts_and_claims.is_empty() {
            println!("\n{}", verdicts_and_claims.trim_end());
        }
        recorded?;
        match ended {
            Ok(()) if failed => Ok(ExitStatus::Failed),
            Ok(()) => Ok(ExitStatus::Success),
            Err(error) if error.is_interruption() => {
                eprintln!("interrupted; the results so far are in {}", folder.display());
                Ok(ExitStatus::Interrupted)
            }
            Err(error) => Err(error).with_context(|| {
                format!("the run ended early; the results so far are in {}", folder.display())
            }),
        }
    }

    /// Opens the boards.
    async fn attach(&self) -> Result<Vec<AttachedBoard>, BoardError> {
        let (flags, most) = (self.board.clone(), self.boards_side_by_side());
        on_blocking_thread(move || flags.attach_several(most)).await
    }

    /// Reads the firmware images that the cells need, and checks that these contain the cells' entries and fixtures.
    fn images(&self, cells: &[Cell]) -> anyhow::Result<Images> {
        let folder = locate::firmware(self.board.firmware.as_deref())?;
        let mut kinds = Images::needed(cells);
        kinds.insert(ImageKind::Native);
        let images = Images::read(&folder, kinds)?;
        let scenarios: Vec<_> = cells.iter().map(|cell| cell.scenario().clone()).collect();
        scenario::check_entries(&scenarios, &images.entries())?;
        for (kind, fixtures) in images.fixtures() {
            let cells = cells.iter().filter(|it| ImageKind::of(it.runtime(), it.placement) == kind);
            let scenarios: Vec<_> = cells.map(|cell| cell.scenario().clone()).collect();
            scenario::check_fixtures(&scenarios, kind.name(), &fixtures)?;
        }
        Ok(images)
    }

    /// Returns true if a cell failed, or if `--fail-on claims` is set and a claim is off.
    fn has_failed(&self, summary: &RunRecord) -> bool {
        let cells = summary.cells.iter().any(|cell| matches!(cell.outcome, CellOutcome::Failed { .. }));
        let claims = summary.claims.iter().any(|claim| claim.status == ClaimStatus::Off);
        cells || claims && self.fail_on == Some(FailOn::Claims)
    }

    /// Returns the cells to measure, and the claims to test.
    fn cells(&self) -> anyhow::Result<(Vec<Cell>, Vec<Claim>)> {
        let folders =
            if self.scenarios.is_empty() { vec![locate::scenarios()?] } else { self.scenarios.clone() };
        let scenarios = scenario::load(&folders)?;
        let claims = claims::load(&folders)?;
        claims::check(&claims, &scenarios)?;
        let filter = Filter {
            scenarios: self.scenario.clone(),
            runtimes: self.runtime.clone(),
            placements: self.placement.clone(),
            scales: self.scale.clone(),
        };
        let cells = scenario::matrix(scenarios, &filter, self.seed, self.shard)?;
        if cells.is_empty() {
            return Err(UsageError("no cell matches these filters".to_owned()).into());
        }
        Ok((cells, claims))
    }

    /// Returns the number of boards. A recording shows the pins of a single board.
    fn boards_side_by_side(&self) -> usize {
        match self.jobs {
            _ if self.waveform.is_requested() => 1,
            Some(jobs) => jobs.into(),
            None => std::thread::available_parallelism().map_or(1, usize::from),
        }
    }

    fn settings(&self) -> Settings {
        let (samples, boots) = if self.quick { (5, 2) } else { (20, 3) };
        Settings {
            samples: self.samples.unwrap_or(samples),
            boots: self.boots.unwrap_or(boots),
            method: self.method,
            limits: SessionLimits::default().with_request(Duration::from_secs(self.cell_timeout)),
        }
    }
}
