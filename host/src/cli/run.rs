//! `twinbench run`: measures the matrix.

mod console;
mod explanations;
pub(super) mod provenance;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::Args;

use console::Console;
use explanations::Explanations;

use super::exit::{Verdict, WrongUse};
use super::interrupt::Interrupt;
use super::locate;
use super::selection::BoardFlags;
use super::waveform::WaveformFlags;
use crate::claims::{self, Claim};
use crate::explain;
use crate::measure::{ImageKind, Images, Runner, Settings};
use crate::report::terminal;
use crate::run::{CellOutcome, ClaimStatus, Method, Placement, RunStatus, Runtime, Scale, Timestamp};
use crate::scenario::{self, Cell, Filter, Shard};
use crate::store::RunWriter;

/// Measures the matrix: each scenario's implementations in each placement
///
/// Results go to a folder of their own: run.json, samples.parquet, cells.parquet, summary.md and charts. A cell whose
/// checksum differs or whose script fails is reported and makes the exit code 1; the other cells are measured.
///
/// A run ends with what deadlines and claims have become: `claims.toml` beside the scenarios holds numbers that are
/// stated somewhere, each with the figure that tests it.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench run --scenario 'increment-*' --runtime c --runtime micropython --quick")]
pub struct Run {
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

    /// Folder with scenarios instead of the repository's; may be repeated
    #[arg(long, value_name = "DIR")]
    scenarios: Vec<PathBuf>,

    /// Samples of each length in each boot [default: 20, with --quick 5]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    samples: Option<u32>,

    /// Boots of each cell [default: 3, with --quick 2]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    boots: Option<u32>,

    /// Fewer samples and boots: a first look
    #[arg(long)]
    quick: bool,

    /// How the cycles are read: `link` or `breakpoint`
    #[arg(long, default_value_t = Method::Link)]
    method: Method,

    /// Seed of the order of the cells and of the bootstrap
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// Measure only part I of N equal parts of the matrix
    #[arg(long, value_name = "I/N", default_value_t = Shard::WHOLE)]
    shard: Shard,

    /// Longest time in seconds that one request of a cell may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    cell_timeout: u64,

    /// Simulated boards that work side by side [default: one for each processor core; with --vcd, 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=64))]
    jobs: Option<u8>,

    /// What makes the exit code 1 besides a cell that fails: `claims`, if one that was measured is off
    #[arg(long, value_name = "WHAT")]
    fail_on: Option<FailOn>,

    /// Leave out the instruction counts that claims ask for: on a debug probe they take a minute or two
    #[arg(long)]
    no_explain: bool,

    /// Folder of the results; must not exist [default: results/runs/<time> of the checkout]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    #[command(flatten)]
    waveform: WaveformFlags,

    #[command(flatten)]
    board: BoardFlags,
}

/// Gate of the exit code besides failed cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    /// A claim that was measured is off.
    Claims,
}

impl Run {
    pub(super) fn execute(self) -> anyhow::Result<Verdict> {
        let started = Timestamp::now();
        let (cells, claims) = self.cells()?;
        let folder = locate::firmware(self.board.firmware.as_deref())?;
        let mut kinds = Images::needed(&cells);
        kinds.insert(ImageKind::Native);
        let images = Images::read(&folder, kinds)?;
        let scenarios: Vec<_> = cells.iter().map(|cell| cell.scenario().clone()).collect();
        scenario::check_entries(&scenarios, &images.entries())?;
        for (kind, fixtures) in images.fixtures() {
            let cells = cells.iter().filter(|it| ImageKind::of(it.runtime(), it.placement) == kind);
            let scenarios: Vec<_> = cells.map(|cell| cell.scenario().clone()).collect();
            scenario::check_fixtures(&scenarios, kind.name(), &fixtures)?;
        }
        Runner::check_scripts(&cells)?;
        let out = match &self.out {
            Some(out) => out.clone(),
            None => locate::runs()?.join(started.0.strftime("%Y%m%dT%H%M%SZ").to_string()),
        };

        let interrupt = Interrupt::install()?;
        let mut boards = self.board.attach_several(self.boards_side_by_side())?;
        let board = boards.first().context("no board")?;
        let mut waveform = self.waveform.prepare(board)?;
        waveform.begin();
        let settings = self.settings();
        let provenance = provenance::of_run(board, settings, self.seed, started);
        let writer = RunWriter::create(&out, provenance, &cells)?;
        let mut console = Console::new(writer, cells.len(), board.kind());
        let interrupted = || interrupt.requested();
        let ended = Runner { boards: &mut boards, images: &images, settings, interrupted: &interrupted }
            .run(&cells, &mut console);
        let mut writer = console.finish();
        let recorded = waveform.finish();

        let ending = match &ended {
            Ok(()) => RunStatus::Complete,
            Err(error) if error.is_interruption() => RunStatus::Interrupted,
            Err(_) => RunStatus::Unfinished,
        };
        let mut summary = writer.summary();
        let explanations = match (&ended, boards.first_mut()) {
            (Ok(()), Some(board)) if !self.no_explain => {
                Explanations::of(&claims, &cells, board, &images, settings.cell_limit, &interrupt)
            }
            _ => Explanations::default(),
        };
        summary.claims = claims::judge(&claims, &summary, &|id| writer.series(id), &explanations);
        writer.set_claims(summary.claims.clone());
        let failed = summary.cells.iter().any(|cell| matches!(cell.outcome, CellOutcome::Failed { .. }))
            || self.fail_on == Some(FailOn::Claims)
                && summary.claims.iter().any(|claim| claim.status == ClaimStatus::Off);
        let folder = writer.finish(ending, Timestamp::now()).context("cannot finish the run")?;
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
            Ok(()) if failed => Ok(Verdict::Failed),
            Ok(()) => Ok(Verdict::Good),
            Err(error) if error.is_interruption() => {
                eprintln!("interrupted; what was measured is in {}", folder.display());
                Ok(Verdict::Interrupted)
            }
            Err(error) => Err(error).with_context(|| {
                format!("the run broke off; what was measured until then is in {}", folder.display())
            }),
        }
    }

    /// The cells to be measured, and the claims that they are held against.
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
            return Err(WrongUse("no cell is left by these filters".to_owned()).into());
        }
        Ok((cells, claims))
    }

    /// A waveform is one board's.
    fn boards_side_by_side(&self) -> usize {
        match self.jobs {
            _ if self.waveform.is_asked_for() => 1,
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
            cell_limit: Duration::from_secs(self.cell_timeout),
        }
    }
}
