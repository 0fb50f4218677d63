//! `twinbench report`: charts and tables of a run.

use std::path::PathBuf;

use clap::Args;

use super::exit::Verdict;

/// Draws the charts and writes the tables of a run, from its folder alone
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench report results/runs/first-light
  results/runs/first-light/summary.md
  results/runs/first-light/charts/cycles-per-operation.png")]
pub struct Report {
    /// A run folder, as `twinbench run` writes it
    run: PathBuf,
}

impl Report {
    pub(super) fn execute(self) -> anyhow::Result<Verdict> {
        for path in crate::report::write_report(&self.run)? {
            println!("{}", path.display());
        }
        Ok(Verdict::Good)
    }
}
