//! `twinbench boards`: which boards there are.

use clap::Args;
use serde::Serialize;

use super::exit::Verdict;
use crate::board::{self, ProbeEntry};
use crate::run::BoardKind;

/// Lists debug probes and the simulated board, whether each can be used, and why not
///
/// A probe is named to other commands by `--board` with what stands in the first column.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench boards
  1209:0001:SIM0        simulated  usable  Simulated Pico 2")]
pub struct Boards {
    /// Write a JSON array instead of a table
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
    obstacle: Option<String>,
}

impl From<ProbeEntry> for Row {
    fn from(entry: ProbeEntry) -> Self {
        Self {
            board: entry.selector_text(),
            kind: entry.kind,
            name: entry.info.identifier,
            usable: entry.obstacle.is_none(),
            obstacle: entry.obstacle,
        }
    }
}

impl Boards {
    pub(super) fn execute(self) -> anyhow::Result<Verdict> {
        board::register_simulated_board();
        let rows: Vec<Row> = board::list().into_iter().map(Row::from).collect();
        if self.json {
            println!("{}", serde_json::to_string_pretty(&rows)?);
            return Ok(Verdict::Good);
        }
        let width = rows.iter().map(|row| row.board.len()).max().unwrap_or(0);
        for Row { board, kind, name, obstacle, .. } in &rows {
            let (usable, why) = match obstacle {
                None => ("usable", String::new()),
                Some(reason) => ("unusable", format!(": {reason}")),
            };
            println!("{board:width$}  {kind:9}  {usable:8}  {name}{why}");
        }
        Ok(Verdict::Good)
    }
}
