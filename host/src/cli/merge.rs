//! `twinbench merge`: joins runs into one.

use std::env;
use std::path::PathBuf;

use clap::Args;

use super::exit::ExitStatus;
use crate::merge;
use crate::store::Run;

/// Joins shards of a matrix, or runs of the same cells on several boards, into one run, and writes its report
///
/// The runs must agree in kind of board, clock, flash timing, firmware and scenarios. A cell that several runs measured
/// has the boots of all. The joined runs are not changed.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench run --shard 1/2 --out results/runs/one && twinbench run --shard 2/2 --out results/runs/two
  $ twinbench merge results/runs/one results/runs/two --out results/runs/whole")]
pub(super) struct Merge {
    /// Run folders
    #[arg(required = true, num_args = 2.., value_name = "DIR")]
    runs: Vec<PathBuf>,

    /// Folder of the joined run; must not exist
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Merge {
    pub(super) fn execute(self) -> anyhow::Result<ExitStatus> {
        let runs = self.runs.iter().map(|folder| Run::open(folder)).collect::<Result<Vec<_>, _>>()?;
        let folder = merge::merge(&runs, &self.out, env::args().skip(1).collect())?;
        for path in crate::report::write_report(&folder, &[])? {
            println!("{}", path.display());
        }
        Ok(ExitStatus::Success)
    }
}
