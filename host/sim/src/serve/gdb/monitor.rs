//! GDB's `monitor` commands.

use gdbstub::target::ext::monitor_cmd::{ConsoleOutput, MonitorCmd};

use super::core::{CORES, Core};
use super::target::{GdbError, GdbTarget};

const HELP: &str = "\
reset         reset both cores; they wait, halted, for `continue`
reset halt    the same
status        time, instructions and what the board has stopped at
help          this text
";

impl MonitorCmd for GdbTarget {
    fn handle_monitor_cmd(&mut self, command: &[u8], mut output: ConsoleOutput<'_>) -> Result<(), GdbError> {
        let command = String::from_utf8_lossy(command);
        let words: Vec<&str> = command.split_whitespace().collect();
        let answer = match words[..] {
            ["reset"] | ["reset", "halt"] => {
                self.with_board(Core::reset_all)?;
                "The cores are halted before their first instruction. GDB may still show registers from before \
                 (`maintenance flush register-cache`).\n"
                    .to_owned()
            }
            ["status"] => self.status(),
            ["help"] | [] => HELP.to_owned(),
            _ => format!("unknown command `{command}`; there are:\n{HELP}"),
        };
        output.write_raw(answer.as_bytes());
        Ok(())
    }
}

impl GdbTarget {
    fn status(&self) -> String {
        self.with_board(|board| {
            let mut text = format!("cycle {} of the system clock\n", board.cycles());
            for core in CORES {
                text += &format!("core {core}: {} instructions executed\n", board.retired(core));
            }
            if let Some(reason) = board.stop_reason() {
                text += &format!("stopped for good: {reason}; `monitor reset` starts it again\n");
            }
            text
        })
    }
}
