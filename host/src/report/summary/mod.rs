//! `summary.md`: the run as Markdown tables.

mod markdown;
mod overview;
mod provenance;
mod scenario;

use super::{Artifact, ReportError, board_statement};
use crate::store::{Ending, Run};
use std::{fs, path::Path};

/// `summary.md`.
pub(super) struct Summary;

impl Artifact for Summary {
    fn name(&self) -> &'static str {
        "summary.md"
    }

    fn write(&self, run: &Run, path: &Path) -> Result<(), ReportError> {
        fs::write(path, render(run)).map_err(|source| ReportError::Write { path: path.to_owned(), source })
    }
}

/// The whole text.
pub(super) fn render(run: &Run) -> String {
    let (word, statement) = board_statement(run);
    let mut sections =
        vec![format!("# Twinbench run {}\n", run.record.name), format!("**{word}**: {statement}.\n")];
    sections.extend(ending(run));
    sections.push(provenance::render(&run.record));
    sections.extend(overview::render(&run.record));
    sections.extend(run.record.scenarios.iter().map(|it| scenario::render(&run.record, it)));
    sections.push(READING.to_owned());
    sections.join("\n")
}

/// What there is to say of a run that did not measure everything.
fn ending(run: &Run) -> Option<String> {
    let how = match run.record.ending {
        Ending::Complete => "ended",
        Ending::Interrupted => "was interrupted",
        Ending::Unfinished => "was broken off",
    };
    let not_reached = run.record.not_reached();
    if run.record.ending == Ending::Complete && not_reached.is_empty() {
        return None;
    }
    let ids: Vec<String> = not_reached.iter().map(|id| format!("`{id}`")).collect();
    let rest = if ids.is_empty() {
        "all cells were measured".to_owned()
    } else {
        format!("not measured: {}", ids.join(", "))
    };
    Some(format!("**Incomplete**: the run {how} before it was complete; {rest}.\n"))
}

/// How the tables are to be read.
const READING: &str = "\
## How to read this

- **Cycles per operation** are DWT cycles: the slope between samples of n and of 2n operations, so that what a sample \
costs besides its operations falls out.
- **exact, n = …**: all samples of each length agree. Otherwise the interval is a 95 % hierarchical bootstrap over boots \
and samples.
- **× baseline** is the cell's cycles per operation over those of the scenario's baseline in the same placement; a note \
says where it is another.
- **XIP hits** is the share of accesses to the flash cache that hit; `–` where code and data lie in RAM altogether.
- The first sample after each boot stands apart as *cold*. Outliers (Tukey's fences) are counted, never dropped.
";
