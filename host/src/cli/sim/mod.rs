//! `twinbench sim`: what only the simulated board can do; one file a command, one line each in [`Command`].

mod image;
mod serve;

use clap::{Args, Subcommand};

use super::exit::Verdict;

/// The simulated board for itself
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench sim serve --firmware build/firmware/native.elf")]
pub struct Sim {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
}

impl Sim {
    pub(super) fn execute(self) -> anyhow::Result<Verdict> {
        match self.command {
            Command::Serve(command) => command.execute(),
        }
    }
}
