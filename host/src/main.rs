//! The program `twinbench`.

use std::process::ExitCode;

fn main() -> ExitCode {
    twinbench::cli::main()
}
