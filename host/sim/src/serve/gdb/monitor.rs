//! GDB's `monitor` commands.

use gdbstub::target::ext::monitor_cmd::{ConsoleOutput, MonitorCmd};

use super::core_debug::{CORES, CoreDebug};
use super::target::{GdbError, GdbTarget};

const HELP: &str = "\
reset         reset both cores and halt them; `continue` starts them
reset halt    same as reset
status        print time, executed instructions and the reason of a stop
help          print this text
";

impl MonitorCmd for GdbTarget {
    fn handle_monitor_cmd(&mut self, command: &[u8], mut output: ConsoleOutput<'_>) -> Result<(), GdbError> {
        let command = String::from_utf8_lossy(command);
        let words: Vec<&str> = command.split_whitespace().collect();
        let answer = match words[..] {
            ["reset"] | ["reset", "halt"] => {
                self.with_board(CoreDebug::reset_all)?;
                "The cores are halted before their first instruction. Run `maintenance flush register-cache` if GDB \
                 shows registers from before the reset.\n"
                    .to_owned()
            }
            ["status"] => self.status(),
            ["help"] | [] => HELP.to_owned(),
            _ => format!("unknown command `{command}`; commands:\n{HELP}"),
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
                text += &format!("the board has stopped: {reason}; run `monitor reset` to continue\n");
            }
            text
        })
    }
}
