//! `twinbench sim`: commands of the simulated board, one file per command and one line each in [`Command`].

mod image;
mod serve;

use clap::{Args, Subcommand};

use super::exit::ExitStatus;

/// Commands of the simulated board
#[derive(Debug, Args)]
#[command(after_long_help = "Example:
  $ twinbench sim serve --firmware build/firmware/native.elf")]
pub(super) struct Sim {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
}

impl Sim {
    pub(super) async fn execute(self) -> anyhow::Result<ExitStatus> {
        match self.command {
            Command::Serve(command) => command.execute().await,
        }
    }
}
