//! `twinbench report`: writes the report of a run.

use std::path::PathBuf;

use clap::Args;

use super::exit::ExitStatus;

/// Writes the report of a run: charts, tables, page and PDF
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench report results/runs/first-light --history results/runs
  results/runs/first-light/summary.md
  results/runs/first-light/report.html
  results/runs/first-light/report.pdf
  results/runs/first-light/charts/ladder.png
  ...")]
pub(super) struct Report {
    /// Run folder
    run: PathBuf,

    /// Show the run beside these earlier ones: run folders, or folders of run folders; may be repeated
    #[arg(long, value_name = "DIR", num_args = 1..)]
    history: Vec<PathBuf>,
}

impl Report {
    pub(super) fn execute(self) -> anyhow::Result<ExitStatus> {
        for path in crate::report::write_report(&self.run, &self.history)? {
            println!("{}", path.display());
        }
        Ok(ExitStatus::Success)
    }
}
