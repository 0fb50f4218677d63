//! `summary.md`: the run as Markdown tables, short enough for the summary of a CI job.

mod overview;
mod provenance;
mod scenario;
mod verdicts_and_claims;

use super::{ReportData, single_file::SingleFile, tables};
use crate::run::{RunRecord, RunStatus};

/// Maximum number of listed cells. A row takes about 400 bytes, or more with long names.
const MAX_CELLS: usize = 1000;
/// Maximum number of listed verdicts.
const MAX_VERDICTS: usize = 500;
/// Size in bytes above which no further table is added. GitHub shows summaries of up to 1 MiB (GitHub documentation,
/// "Workflow commands for GitHub Actions", job summaries).
const MAX_BYTES: usize = 700_000;

/// `summary.md`.
pub(super) const SUMMARY: SingleFile =
    SingleFile { name: "summary.md", render: |data| Ok(render(data).into_bytes()) };

/// Returns the text of the summary.
pub(super) fn render(data: &ReportData) -> String {
    let record = &data.record;
    let (word, statement) = data.board_statement();
    let mut sections = vec![
        format!("# Twinbench run {}\n", record.name),
        format!("**{word}**: {statement}.\n"),
        format!("{}, {}.\n", tables::extent(record), tables::failures(record)),
    ];
    sections.extend(incomplete(record).map(|text| format!("**Incomplete**: {text}.\n")));
    sections.extend(verdicts_and_claims::deadline_tables(record));
    sections.extend(verdicts_and_claims::verdicts(record));
    sections.extend(verdicts_and_claims::claims(record));
    sections.extend(overview::render(record));
    let mut remaining_cells = MAX_CELLS;
    let mut bytes: usize = sections.iter().map(String::len).sum();
    for scenario in &record.scenarios {
        let (mut text, cells) = scenario::render(record, scenario, remaining_cells);
        if bytes + text.len() > MAX_BYTES {
            // States only the number of cells.
            text = scenario::render(record, scenario, 0).0;
            remaining_cells = 0;
        }
        bytes += text.len();
        sections.push(text);
        remaining_cells = remaining_cells.saturating_sub(cells);
    }
    sections.push("## Provenance\n".to_owned());
    sections.push(provenance::render(record));
    let notes = tables::HOW_TO_READ.iter().map(|(term, meaning)| format!("- **{term}** {meaning}\n"));
    sections.push(format!("## How to read this report\n\n{}", notes.collect::<String>()));
    sections.join("\n")
}

/// Returns the reason why a run is incomplete, and the cells that were not measured.
pub(super) fn incomplete(record: &RunRecord) -> Option<String> {
    let how = match record.status {
        RunStatus::Complete => "ended",
        RunStatus::Interrupted => "was interrupted",
        RunStatus::Unfinished => "was aborted",
    };
    let not_reached = record.not_reached();
    if record.status == RunStatus::Complete && not_reached.is_empty() {
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
