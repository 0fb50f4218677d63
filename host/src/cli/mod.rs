//! The command line: one file a command, one line each in [`Command`].

mod boards;
mod compare;
mod doctor;
mod exec;
mod exit;
mod explain;
mod explaining;
mod export;
mod fidelity;
mod interrupt;
mod locate;
mod merge;
mod output;
mod report;
mod run;
mod selection;
mod sim;
mod waveform;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use exit::Verdict;

/// Measures what an interpreter costs on a microcontroller: the same work in C, Rust and MicroPython on a
/// Raspberry Pi Pico 2, in cycles of its DWT counter read over SWD.
///
/// Exit codes: 0 good; 1 a cell, a script or a comparison failed; 2 wrong use; 3 board or probe trouble;
/// 130 interrupted, what was measured is kept.
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
    fn execute(self) -> anyhow::Result<Verdict> {
        match self {
            Self::Boards(command) => command.execute(),
            Self::Doctor(command) => command.execute(),
            Self::Run(command) => command.execute(),
            Self::Exec(command) => command.execute(),
            Self::Report(command) => command.execute(),
            Self::Fidelity(command) => command.execute(),
            Self::Sim(command) => command.execute(),
            Self::Compare(command) => command.execute(),
            Self::Export(command) => command.execute(),
            Self::Merge(command) => command.execute(),
            Self::Explain(command) => command.execute(),
        }
    }
}

/// Parses the command line, does what it says, and turns the outcome into an exit code.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("TWINBENCH_LOG"))
        .with_writer(std::io::stderr)
        .init();
    match cli.command.execute() {
        Ok(verdict) => verdict.into(),
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
