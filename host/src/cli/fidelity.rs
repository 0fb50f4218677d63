//! `twinbench fidelity`: compares the timing reference with measurements.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use tokio_util::sync::CancellationToken;

use super::board_flags::BoardFlags;
use super::exit::{ExitStatus, UsageError};
use super::output::StagedFile;
use super::{interrupt, locate, provenance};
use crate::board::{FirmwareImage, Session, SessionLimits, on_blocking_thread};
use crate::fidelity::{Document, MeasuredRow, Table, measure_kernel, render};
use crate::measure::{ImageKind, Images};
use crate::run::{BoardKind, Register, Timestamp};

/// Time limit of one request, which takes a few thousand cycles.
const REQUEST_LIMIT: Duration = Duration::from_secs(10);

/// Compares the timing reference with measurements: short kernels, run on the board
///
/// Each row shows the cycles that sources state, the measured cycles, and the difference. A row is unsettled if sources
/// contradict each other or none of them measured it on the chip; the table names the sources that the board agrees
/// with.
///
/// On the simulated board every settled row must be equal; otherwise the exit code is 1. On hardware a difference is a
/// result: it shows an error of the model. A kernel that faults or hangs fails its row, and the exit code is 1 on any
/// board; the board is booted again and the remaining rows are measured.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench fidelity --group 'branch*'
  $ twinbench fidelity --board 2e8a:000c --json --out my-pico2.json")]
pub(super) struct Fidelity {
    /// Only groups whose name matches; may be repeated
    #[arg(long, value_name = "GLOB")]
    group: Vec<String>,

    /// Samples of each length, after one that warms up
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    samples: u32,

    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,

    /// Also write the JSON to this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Exit with 1 on a difference on hardware, too
    #[arg(long)]
    fail_on_difference: bool,

    /// Measure the rows of this file instead of the reference; see host/src/fidelity/rows for the format
    #[arg(long, value_name = "FILE")]
    rows: Option<PathBuf>,

    #[command(flatten)]
    board: BoardFlags,
}

impl Fidelity {
    pub(super) async fn execute(self) -> anyhow::Result<ExitStatus> {
        let table = match &self.rows {
            Some(path) => Table::read(path)?,
            None => Table::reference()?,
        };
        let table = table.only(&self.group)?;
        let firmware = locate::firmware(self.board.firmware.as_deref())?;
        let image = Images::read_one(&firmware, ImageKind::Native)?;
        let out = self.out.as_deref().map(StagedFile::create).transpose();
        let out = out.map_err(|UsageError(error)| UsageError(format!("--out: {error}")))?;
        let cancel = interrupt::install()?;
        on_blocking_thread(move || {
            let document = self.measure(&table, &image, cancel)?;
            self.output(&document, out)
        })
        .await
    }

    fn measure(
        &self,
        table: &Table,
        image: &FirmwareImage,
        cancel: CancellationToken,
    ) -> anyhow::Result<Document> {
        let measured = Timestamp::now();
        let mut board = self.board.attach()?;
        let mut record = provenance::of_board(&board);
        let limits = SessionLimits::default().with_request(REQUEST_LIMIT);
        let mut session = Session::start(&mut board, image, limits, cancel)?;
        let report = *session.report();
        record.chip_id = Some(Register(report.chip_id));
        let rows = measure_rows(&mut session, table, self.samples, record.kind)?;
        let firmware = provenance::of_firmware(ImageKind::Native, image, &report);
        Ok(Document::new(record, firmware, measured, self.samples, rows))
    }

    fn output(&self, document: &Document, out: Option<StagedFile>) -> anyhow::Result<ExitStatus> {
        let json = format!("{}\n", serde_json::to_string_pretty(document)?);
        if let Some(file) = out {
            file.finish(&json)?;
        }
        if self.json {
            print!("{json}");
        } else {
            print!("{}", render(document));
        }
        let differences_fail = self.fail_on_difference || document.board.kind == BoardKind::Simulated;
        let failed = differences_fail && document.summary.different != 0 || document.summary.failed != 0;
        Ok(if failed { ExitStatus::Failed } else { ExitStatus::Success })
    }
}

fn measure_rows(
    session: &mut Session<'_>,
    table: &Table,
    samples: u32,
    kind: BoardKind,
) -> anyhow::Result<Vec<MeasuredRow>> {
    let bar = ProgressBar::new(table.row_count() as u64).with_prefix(kind.to_string());
    if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:30} {pos}/{len} {wide_msg}") {
        bar.set_style(style);
    }
    let mut rows = Vec::with_capacity(table.row_count());
    for group in &table.groups {
        for (row, source) in &group.rows {
            bar.set_message(row.kernel.clone());
            let about = || format!("kernel {}", row.kernel);
            rows.push(match measure_kernel(session, &row.kernel, samples) {
                Ok(measurement) => MeasuredRow::measured(&group.name, row, source, measurement),
                Err(error) => {
                    let failure = error.into_kernel_failure().with_context(about)?;
                    session.reboot().with_context(about)?;
                    MeasuredRow::failed(&group.name, row, source, failure)
                }
            });
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    Ok(rows)
}
