//! `twinbench compare`: what changed between two runs; a gate for CI.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::exit::Verdict;
use super::output;
use crate::compare::{self, Accepted, FORMATS, Format, Rule};
use crate::store::Run;

/// Says what changed between two runs
///
/// A cell counts as changed if three things hold at once: cycles per operation differ by at least the threshold, the
/// rank test of its samples and Welch's test of its boots say so (at a level of 5 % for all cells together), and the
/// 95 % interval of the ratio excludes no change. Where all samples agree, the threshold decides alone. The default
/// of 1 % suits runs of the same firmware; between different firmwares the placement of code alone moves results by
/// 3 to 4 %.
///
/// A deadline that the base run kept counts as missed if its verdict is `no` now, and the worst case moved by more than
/// the threshold or events were missed.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench compare results/baseline results/runs/today --fail-on regression")]
pub struct Compare {
    /// The run folder to compare with
    base: PathBuf,

    /// The run folder to be judged
    new: PathBuf,

    /// Exit with 1 on this: `regression` (a cell slower, failing or missing, a deadline missed) or `change` (anything)
    #[arg(long, value_name = "WHAT")]
    fail_on: Option<Gate>,

    /// Smallest change that counts, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0, value_parser = percent)]
    threshold: f64,

    /// Output: text, markdown, json, junit or github-action-benchmark
    #[arg(long, value_name = "FORMAT", default_value = FORMATS[0].name, value_parser = format)]
    format: &'static Format,

    /// The same as `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Compare a simulated board with hardware all the same
    #[arg(long)]
    across_boards: bool,

    /// Compare cycles at different clocks all the same
    #[arg(long)]
    across_clocks: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Gate {
    Regression,
    Change,
}

fn percent(text: &str) -> Result<f64, String> {
    match text.trim_end_matches('%').trim().parse::<f64>() {
        Ok(value) if (0.0..=1000.0).contains(&value) => Ok(value),
        _ => Err("expected a percentage from 0 to 1000".to_owned()),
    }
}

fn format(name: &str) -> Result<&'static Format, String> {
    output::format_named(&FORMATS, name, |format| format.name)
}

impl Compare {
    pub(super) fn execute(self) -> anyhow::Result<Verdict> {
        let base = Run::open(&self.base)?;
        let new = Run::open(&self.new)?;
        let rule = Rule { threshold: self.threshold / 100.0 };
        let accepted = Accepted { boards: self.across_boards, clocks: self.across_clocks };
        let comparison = compare::compare(&base, &new, rule, accepted)?;
        let format = if self.json { compare::format_named("json") } else { None }.unwrap_or(self.format);
        output::put(&(format.render)(&comparison), self.out.as_deref()).context("the comparison was made")?;
        let closed = match self.fail_on {
            None => false,
            Some(Gate::Regression) => comparison.has_regression(),
            Some(Gate::Change) => comparison.has_change(),
        };
        Ok(if closed { Verdict::Failed } else { Verdict::Good })
    }
}
