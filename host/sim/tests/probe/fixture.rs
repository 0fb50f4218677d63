//! Opening boards and putting small programs into them.

use std::time::Duration;

use pico2_sim::control::BoardHandle;
use pico2_sim::registry;
use probe_rs::probe::list::Lister;
use probe_rs::probe::{DebugProbeSelector, Probe};
use probe_rs::{Core, MemoryInterface, Permissions, Session};

/// Long enough for anything here on a slow machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Where test programs lie.
pub const PROGRAM: u64 = 0x2000_1000;
/// Free memory for their data.
pub const DATA: u64 = 0x2000_4000;
/// A stack for them.
pub const STACK: u32 = 0x2000_8000;

/// Opens the board with this serial number. Each test has its own, for tests run side by side.
pub fn open(serial: &str) -> Probe {
    pico2_sim::probe::register();
    let selector: DebugProbeSelector = format!("1209:0001:{serial}").parse().unwrap();
    Lister::new().open(selector).unwrap()
}

/// Opens the board and attaches to it.
pub fn attach(serial: &str) -> Session {
    open(serial).attach("RP235x", Permissions::default()).unwrap()
}

/// The handle of an opened board.
pub fn handle(serial: &str) -> BoardHandle {
    registry::board(serial).unwrap()
}

/// Halts the core, loads a program at [`PROGRAM`] and makes it the next to run.
pub fn load(core: &mut Core<'_>, code: &[u16]) {
    core.halt(PATIENCE).unwrap();
    core.write_16(PROGRAM, code).unwrap();
    core.write_core_reg(core.program_counter(), PROGRAM as u32).unwrap();
    core.write_core_reg(core.stack_pointer(), STACK).unwrap();
}

/// The program counter.
pub fn pc(core: &mut Core<'_>) -> u64 {
    let value: u32 = core.read_core_reg(core.program_counter()).unwrap();
    u64::from(value)
}

/// A general register, 0 to 12.
pub fn register(core: &mut Core<'_>, number: u16) -> u32 {
    core.read_core_reg(number).unwrap()
}

/// An error with its causes.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
