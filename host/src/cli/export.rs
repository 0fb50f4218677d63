//! `twinbench export`: a run's tables for other programs.

use std::path::PathBuf;

use clap::Args;

use super::exit::Verdict;
use super::output;
use crate::export::{FORMATS, Format, Table};
use crate::store::Run;

/// Writes a run's cells or samples as CSV, JSON or Bencher's JSON
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench export results/runs/first-light --table samples --format csv --out samples.csv")]
pub struct Export {
    /// A run folder, as `twinbench run` writes it
    run: PathBuf,

    /// Which table: `cells` or `samples`
    #[arg(long, default_value_t = Table::Cells)]
    table: Table,

    /// csv, json or bencher
    #[arg(long, value_name = "FORMAT", default_value = FORMATS[0].name, value_parser = format)]
    format: &'static Format,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn format(name: &str) -> Result<&'static Format, String> {
    output::format_named(&FORMATS, name, |format| format.name)
}

impl Export {
    pub(super) fn execute(self) -> anyhow::Result<Verdict> {
        let run = Run::open(&self.run)?;
        output::put(&(self.format.render)(&run, self.table)?, self.out.as_deref())?;
        Ok(Verdict::Good)
    }
}
