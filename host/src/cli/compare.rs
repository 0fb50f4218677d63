//! `twinbench compare`: differences between two runs; a gate for CI.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::exit::ExitStatus;
use super::output;
use crate::compare::{self, Accepted, FORMATS, Format, Rule};
use crate::store::Run;

/// Compares two runs and lists what changed
///
/// A cell has changed if three conditions hold: its cycles per operation differ by at least the threshold; the rank test
/// of its samples and Welch's test of its boots are significant, at a level of 5 % for all cells together; and the 95 %
/// interval of the ratio excludes 1. If all samples are equal, the threshold decides alone. The default of 1 % suits
/// runs of the same firmware; between different firmwares, the placement of code alone changes results by 3 to 4 %.
///
/// A deadline that the baseline run met is missed if its verdict is now `no`, and either the worst case changed by more
/// than the threshold or events were missed.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench compare results/baseline results/runs/today --fail-on regression")]
pub(super) struct Compare {
    /// Run folder of the baseline run, to compare with
    base: PathBuf,

    /// Run folder of the new run
    new: PathBuf,

    /// Exit with 1 on these differences
    #[arg(long, value_name = "WHAT")]
    fail_on: Option<Gate>,

    /// Smallest relevant change in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0, value_parser = percent)]
    threshold: f64,

    /// Format of the output
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = FORMATS[0].name,
        value_parser = output::format_parser(&FORMATS, |format| (format.name, format.purpose))
    )]
    format: &'static Format,

    /// Same as `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Allow a comparison of a simulated board with hardware
    #[arg(long)]
    across_boards: bool,

    /// Allow a comparison of cycles at different clocks
    #[arg(long)]
    across_clocks: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Gate {
    /// A cell that is slower, fails or is missing, or a missed deadline
    Regression,
    /// Any difference
    Change,
}

fn percent(text: &str) -> Result<f64, String> {
    match text.trim_end_matches('%').trim().parse::<f64>() {
        Ok(value) if (0.0..=1000.0).contains(&value) => Ok(value),
        _ => Err("expected a percentage from 0 to 1000".to_owned()),
    }
}

impl Compare {
    pub(super) fn execute(self) -> anyhow::Result<ExitStatus> {
        let base = Run::open(&self.base)?;
        let new = Run::open(&self.new)?;
        let rule = Rule { threshold: self.threshold / 100.0 };
        let accepted = Accepted { boards: self.across_boards, clocks: self.across_clocks };
        let comparison = compare::compare(&base, &new, rule, accepted)?;
        let format = if self.json { compare::format_named("json") } else { None }.unwrap_or(self.format);
        output::write(&(format.render)(&comparison), self.out.as_deref())?;
        let failed = match self.fail_on {
            None => false,
            Some(Gate::Regression) => comparison.has_regression(),
            Some(Gate::Change) => comparison.has_change(),
        };
        Ok(if failed { ExitStatus::Failed } else { ExitStatus::Success })
    }
}
