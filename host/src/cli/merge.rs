//! `twinbench merge`: one run of several.

use std::env;
use std::path::PathBuf;

use clap::Args;

use super::exit::Verdict;
use crate::merge;
use crate::store::Run;

/// Joins shards of a matrix, or runs of the same cells on several boards, into one run, and reports it
///
/// The runs must be of the same kind of board, clock, flash timing, firmware and work. A cell that several of them
/// measured has the boots of all. The runs themselves stay as they are.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench run --shard 1/2 --out results/runs/one && twinbench run --shard 2/2 --out results/runs/two
  $ twinbench merge results/runs/one results/runs/two --out results/runs/whole")]
pub struct Merge {
    /// Run folders, as `twinbench run` writes them
    #[arg(required = true, num_args = 2.., value_name = "DIR")]
    runs: Vec<PathBuf>,

    /// Folder of the joined run; must not exist
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Merge {
    pub(super) fn execute(self) -> anyhow::Result<Verdict> {
        let runs = self.runs.iter().map(|folder| Run::open(folder)).collect::<Result<Vec<_>, _>>()?;
        let folder = merge::merge(&runs, &self.out, env::args().skip(1).collect())?;
        for path in crate::report::write_report(&folder, &[])? {
            println!("{}", path.display());
        }
        Ok(Verdict::Good)
    }
}
