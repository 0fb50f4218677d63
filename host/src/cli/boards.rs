//! `twinbench boards`: lists the boards.

use clap::Args;
use serde::Serialize;

use super::exit::ExitStatus;
use crate::board::{self, ProbeEntry};
use crate::run::BoardKind;

/// Lists debug probes and the simulated board, and states why a probe cannot be used
///
/// The first column is the value of `--board` that selects the probe in other commands.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench boards
  1209:0001:SIM0        simulated  usable  Simulated Pico 2")]
pub(super) struct Boards {
    /// Print a JSON array instead of a table
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row {
    board: String,
    kind: BoardKind,
    name: String,
    usable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<ProbeEntry> for Row {
    fn from(entry: ProbeEntry) -> Self {
        Self {
            board: entry.selector_text(),
            kind: entry.kind,
            name: entry.info.identifier,
            usable: entry.unusable.is_none(),
            reason: entry.unusable,
        }
    }
}

impl Boards {
    pub(super) fn execute(self) -> anyhow::Result<ExitStatus> {
        board::register_simulated_board();
        let rows: Vec<Row> = board::list().into_iter().map(Row::from).collect();
        if self.json {
            println!("{}", serde_json::to_string_pretty(&rows)?);
            return Ok(ExitStatus::Success);
        }
        let width = rows.iter().map(|row| row.board.len()).max().unwrap_or(0);
        for Row { board, kind, name, reason, .. } in &rows {
            let (usable, why) = match reason {
                None => ("usable", String::new()),
                Some(reason) => ("unusable", format!(": {reason}")),
            };
            println!("{board:width$}  {kind:9}  {usable:8}  {name}{why}");
        }
        Ok(ExitStatus::Success)
    }
}
