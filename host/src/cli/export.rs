//! `twinbench export`: tables of a run for other programs.

use std::path::PathBuf;

use clap::Args;

use super::exit::ExitStatus;
use super::output;
use crate::export::{FORMATS, Format, Table};
use crate::store::Run;

/// Writes the cells or samples of a run as CSV, JSON or Bencher's JSON
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench export results/runs/first-light --table samples --format csv --out samples.csv")]
pub(super) struct Export {
    /// Run folder
    run: PathBuf,

    /// Table to export
    #[arg(long, default_value_t = Table::Cells)]
    table: Table,

    /// Format of the output
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = FORMATS[0].name,
        value_parser = output::format_parser(&FORMATS, |format| (format.name, format.purpose))
    )]
    format: &'static Format,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Export {
    pub(super) fn execute(self) -> anyhow::Result<ExitStatus> {
        let run = Run::open(&self.run)?;
        output::write(&(self.format.render)(&run, self.table)?, self.out.as_deref())?;
        Ok(ExitStatus::Success)
    }
}
