//! The command line: one file per command, and one line each in [`Command`].

mod board_explainer;
mod board_flags;
mod boards;
mod compare;
mod doctor;
mod exec;
mod exit;
mod explain;
mod export;
mod fidelity;
mod interrupt;
mod locate;
mod merge;
mod output;
mod provenance;
mod report;
mod run;
mod sim;
mod waveform;

use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};

use exit::ExitStatus;

/// Measures what an interpreter costs on a microcontroller: the same work in C, Rust and MicroPython on a
/// Raspberry Pi Pico 2, in cycles of its DWT counter read over SWD.
///
/// Exit codes: 0 success; 1 a cell, a script or a comparison failed; 2 usage error; 3 the board or the probe failed;
/// 130 interrupted, the results so far are stored.
#[derive(Debug, Parser)]
#[command(name = "twinbench", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Boards(boards::Boards),
    Doctor(doctor::Doctor),
    Run(run::Run),
    Exec(exec::Exec),
    Report(report::Report),
    Fidelity(fidelity::Fidelity),
    Sim(sim::Sim),
    Compare(compare::Compare),
    Export(export::Export),
    Merge(merge::Merge),
    Explain(explain::Explain),
}

impl Command {
    async fn execute(self) -> anyhow::Result<ExitStatus> {
        match self {
            Self::Boards(command) => command.execute(),
            Self::Doctor(command) => command.execute().await,
            Self::Run(command) => command.execute().await,
            Self::Exec(command) => command.execute().await,
            Self::Report(command) => command.execute(),
            Self::Fidelity(command) => command.execute().await,
            Self::Sim(command) => command.execute().await,
            Self::Compare(command) => command.execute(),
            Self::Export(command) => command.execute(),
            Self::Merge(command) => command.execute(),
            Self::Explain(command) => command.execute().await,
        }
    }
}

/// Executes a command in a tokio runtime. A worker thread handles signals while the command's own task is busy; work with
/// probes runs on further threads.
fn execute(command: Command) -> anyhow::Result<ExitStatus> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(1).enable_all().build().context("cannot start the runtime")?;
    runtime.block_on(command.execute())
}

/// Parses the command line, executes the command, and returns its exit code.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("TWINBENCH_LOG"))
        .with_writer(std::io::stderr)
        .init();
    match execute(cli.command) {
        Ok(status) => status.into(),
        Err(error) => {
            eprintln!("error: {}", exit::chain(&error));
            exit::code_of(&error)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example() {
        for command in Cli::command().get_subcommands() {
            let help = command.clone().render_long_help().to_string();
            assert!(help.contains("Example"), "{} has no example", command.get_name());
        }
    }
}
