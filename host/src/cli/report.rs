//! `twinbench report`: charts and tables of a run.

use std::path::PathBuf;

use clap::Args;

use super::exit::Verdict;

/// Draws the charts and writes the tables of a run, from its folder alone
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench report results/runs/first-light --history results/runs
  results/runs/first-light/summary.md
  results/runs/first-light/report.html
  results/runs/first-light/report.pdf
  results/runs/first-light/charts/ladder.png
  ...")]
pub struct Report {
    /// A run folder, as `twinbench run` writes it
    run: PathBuf,

    /// Show the run beside earlier ones: a run folder, or a folder of run folders; may be repeated
    #[arg(long, value_name = "DIR", num_args = 1..)]
    history: Vec<PathBuf>,
}

impl Report {
    pub(super) fn execute(self) -> anyhow::Result<Verdict> {
        for path in crate::report::write_report(&self.run, &self.history)? {
            println!("{}", path.display());
        }
        Ok(Verdict::Good)
    }
}
