//! `summary.md`: the run as Markdown tables, fit for a CI job's summary.

mod markdown;
mod overview;
mod provenance;
mod scenario;
mod verdicts_and_claims;

pub(super) use markdown::Table;

use super::{ReportData, single_file::SingleFile, tables};
use crate::store::{CellOutcome, Ending, RunRecord};

/// Cells and verdicts that are listed at most, and bytes after which no further table begins. GitHub shows
/// summaries of up to 1 MiB (GitHub documentation, "Workflow commands for GitHub Actions", job summaries); a row
/// takes about 400 bytes, and one with long names more.
const MOST_CELLS: usize = 1000;
const MOST_VERDICTS: usize = 500;
const MOST_BYTES: usize = 700_000;

/// `summary.md`.
pub(super) const SUMMARY: SingleFile =
    SingleFile { name: "summary.md", render: |data| Ok(render(data).into_bytes()) };

/// The whole text.
pub(super) fn render(data: &ReportData) -> String {
    let record = &data.record;
    let (word, statement) = data.board_statement();
    let mut sections = vec![
        format!("# Twinbench run {}\n", record.name),
        format!("**{word}**: {statement}.\n"),
        at_a_glance(record),
    ];
    sections.extend(ending(record).map(|text| format!("**Incomplete**: {text}.\n")));
    sections.extend(verdicts_and_claims::deadline_tables(record));
    sections.extend(verdicts_and_claims::verdicts(record));
    sections.extend(verdicts_and_claims::claims(record));
    sections.extend(overview::render(record));
    let mut room = MOST_CELLS;
    let mut bytes: usize = sections.iter().map(String::len).sum();
    for scenario in &record.scenarios {
        let (mut text, cells) = scenario::render(record, scenario, room);
        if bytes + text.len() > MOST_BYTES {
            // Only how many there are.
            text = scenario::render(record, scenario, 0).0;
            room = 0;
        }
        bytes += text.len();
        sections.push(text);
        room = room.saturating_sub(cells);
    }
    sections.push("## Where the figures come from\n".to_owned());
    sections.push(provenance::render(record));
    let reading = tables::READING.iter().map(|(what, how)| format!("- **{what}** {how}\n"));
    sections.push(format!("## How to read this\n\n{}", reading.collect::<String>()));
    sections.join("\n")
}

fn at_a_glance(record: &RunRecord) -> String {
    let failed = record.cells.iter().filter(|it| matches!(it.outcome, CellOutcome::Failed { .. })).count();
    let failures = match failed {
        0 => "none failed".to_owned(),
        count => format!("**{count} failed**"),
    };
    format!("{}, {failures}.\n", tables::extent(record))
}

/// What there is to say of a run that did not measure everything.
pub(super) fn ending(record: &RunRecord) -> Option<String> {
    let how = match record.ending {
        Ending::Complete => "ended",
        Ending::Interrupted => "was interrupted",
        Ending::Unfinished => "was broken off",
    };
    let not_reached = record.not_reached();
    if record.ending == Ending::Complete && not_reached.is_empty() {
        return None;
    }
    let ids: Vec<String> = not_reached.iter().map(|id| format!("`{id}`")).collect();
    let rest = if ids.is_empty() {
        "all cells were measured".to_owned()
    } else {
        format!("not measured: {}", ids.join(", "))
    };
    Some(format!("the run {how} before it was complete; {rest}"))
}
