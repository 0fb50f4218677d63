//! Opening of boards, and loading of small programs.

use std::time::Duration;

use pico2_sim::control::BoardHandle;
use pico2_sim::registry;
use probe_rs::probe::list::Lister;
use probe_rs::probe::{DebugProbeSelector, Probe};
use probe_rs::{Core, MemoryInterface, Permissions, Session};

/// Time limit of waits, for slow machines.
pub const TIMEOUT: Duration = Duration::from_secs(20);

/// Address of test programs.
pub const PROGRAM: u64 = 0x2000_1000;
/// Address of their data.
pub const DATA: u64 = 0x2000_4000;
/// Their initial stack pointer.
pub const STACK: u32 = 0x2000_8000;

/// Opens the board with this serial number. Each test has its own boards, because tests run in parallel.
pub fn open(serial: &str) -> Probe {
    pico2_sim::probe::register();
    let selector: DebugProbeSelector = format!("1209:0001:{serial}").parse().unwrap();
    Lister::new().open(selector).unwrap()
}

/// Opens a board and attaches to it.
pub fn attach(serial: &str) -> Session {
    open(serial).attach("RP235x", Permissions::default()).unwrap()
}

/// Returns the handle of an opened board.
pub fn handle(serial: &str) -> BoardHandle {
    registry::board(serial).unwrap()
}

/// Halts the core, loads a program at [`PROGRAM`] and sets the program counter to it.
pub fn load(core: &mut Core<'_>, code: &[u16]) {
    core.halt(TIMEOUT).unwrap();
    core.write_16(PROGRAM, code).unwrap();
    core.write_core_reg(core.program_counter(), PROGRAM as u32).unwrap();
    core.write_core_reg(core.stack_pointer(), STACK).unwrap();
}

/// Returns the program counter.
pub fn pc(core: &mut Core<'_>) -> u64 {
    let value: u32 = core.read_core_reg(core.program_counter()).unwrap();
    u64::from(value)
}

/// Returns a general register, 0 to 12.
pub fn register(core: &mut Core<'_>, number: u16) -> u32 {
    core.read_core_reg(number).unwrap()
}

/// Returns the text of an error with its causes.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
