//! `twinbench fidelity`: the timing reference, stated against measured.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use tempfile::NamedTempFile;

use super::exit::{Verdict, WrongUse};
use super::interrupt::Interrupt;
use super::locate;
use super::run::provenance;
use super::selection::BoardFlags;
use crate::board::AttachedBoard;
use crate::fidelity::{Document, MeasuredRow, Measurer, Table, render};
use crate::measure::{ImageKind, Images};
use crate::run::{BoardKind, BoardRecord, Register, Timestamp};

/// Longest time that one request may take; each does a few thousand cycles' work.
const LIMIT: Duration = Duration::from_secs(10);

/// Runs the timing reference as short kernels on the board: what sources state, what was measured, and the difference
///
/// On the simulated board every settled row must be equal, or the exit code is 1. On hardware differences are results:
/// they show where the model errs. A kernel that faults or hangs fails its row, which makes the exit code 1 on any board;
/// the board is booted anew and the table goes on. A row is unsettled where sources contradict each other or where nobody has measured
/// it; the table says which of them the board agrees with.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench fidelity --group 'branch*'
  $ twinbench fidelity --board 2e8a:000c --json --out my-pico2.json")]
pub struct Fidelity {
    /// Only groups whose name matches; may be repeated
    #[arg(long, value_name = "GLOB")]
    group: Vec<String>,

    /// Samples of each length, after one that warms up
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    samples: u32,

    /// Write JSON instead of a table
    #[arg(long)]
    json: bool,

    /// Write the JSON to a file too, whole or not at all
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Exit with 1 on a difference on hardware too
    #[arg(long)]
    fail_on_difference: bool,

    /// Rows of your own about the same kernels, instead of the reference: a file like those in host/src/fidelity/rows
    #[arg(long, value_name = "FILE")]
    rows: Option<PathBuf>,

    #[command(flatten)]
    board: BoardFlags,
}

impl Fidelity {
    pub(super) fn execute(self) -> anyhow::Result<Verdict> {
        let table = match &self.rows {
            Some(path) => Table::read(path)?,
            None => Table::reference()?,
        };
        let table = table.only(&self.group)?;
        let kind = ImageKind::Native;
        let images = Images::read(&locate::firmware(self.board.firmware.as_deref())?, [kind])?;
        let image = images.get(kind).context("the image was read a moment ago")?;
        let out = self.out.as_deref().map(begin).transpose()?;
        let interrupt = Interrupt::install()?;

        let measured = Timestamp::now();
        let mut board = self.board.attach()?;
        board.flash(image, |_| {})?;
        let mut client = board.boot(image)?;
        let report = *client.report();
        let record = board_record(&board, report.chip_id);
        let interrupted = || interrupt.requested();
        let measurer = Measurer {
            board: &mut board,
            client: &mut client,
            image,
            samples: self.samples,
            limit: LIMIT,
            interrupted: &interrupted,
        };
        let rows = measure(measurer, &table, record.kind)?;
        let firmware = provenance::of_firmware(kind, image, &report);
        let document = Document::new(record, firmware, measured, self.samples, rows);

        let json = serde_json::to_string_pretty(&document)?;
        if let (Some(file), Some(path)) = (out, &self.out) {
            finish(file, path, &json)?;
        }
        if self.json {
            println!("{json}");
        } else {
            print!("{}", render(&document));
        }
        let counts = self.fail_on_difference || document.board.kind == BoardKind::Simulated;
        let failed = counts && document.summary.different != 0 || document.summary.failed != 0;
        Ok(if failed { Verdict::Failed } else { Verdict::Good })
    }
}

fn measure(mut measurer: Measurer<'_>, table: &Table, kind: BoardKind) -> anyhow::Result<Vec<MeasuredRow>> {
    let bar = ProgressBar::new(table.len() as u64).with_prefix(kind.to_string());
    if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:30} {pos}/{len} {wide_msg}") {
        bar.set_style(style);
    }
    let mut rows = Vec::with_capacity(table.len());
    for group in &table.groups {
        for (row, source) in &group.rows {
            bar.set_message(row.kernel.clone());
            let about = || format!("kernel {}", row.kernel);
            rows.push(match measurer.measure(&row.kernel) {
                Ok(measurement) => MeasuredRow::measured(&group.name, row, source, measurement),
                Err(error) => {
                    let failure = error.of_kernel().with_context(about)?;
                    measurer.boot().with_context(about)?;
                    MeasuredRow::failed(&group.name, row, source, failure)
                }
            });
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    Ok(rows)
}

fn board_record(board: &AttachedBoard, chip_id: u32) -> BoardRecord {
    BoardRecord {
        kind: board.kind(),
        probe: format!("{} ({})", board.probe_name(), board.probe_selector()),
        chip_id: Some(Register(chip_id)),
    }
}

/// A file beside `path` that will take its place, made before the board is touched.
fn begin(path: &Path) -> Result<NamedTempFile, WrongUse> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    NamedTempFile::new_in(folder)
        .map_err(|error| WrongUse(format!("--out {}: cannot write there: {error}", path.display())))
}

fn finish(mut file: NamedTempFile, path: &Path, json: &str) -> anyhow::Result<()> {
    let failed = || format!("cannot write {}", path.display());
    writeln!(file, "{json}").with_context(failed)?;
    file.as_file().sync_all().with_context(failed)?;
    file.persist(path).with_context(failed)?;
    Ok(())
}
