//! What only a simulated board can tell, and the boards of this process.
//!
//! A board is known by its serial number: `SIM0`, `SIM1`, …; it comes into being, with blank flash, when it is first
//! opened, and lives as long as the process. Everything else goes through the debug port, as with a board on a wire.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use thiserror::Error;

use crate::board::Board;
use crate::cpu::StopReason;
use crate::cpu::trace::{RetiredTrace, TraceProgress, TraceSettings};
use crate::debug::Dap;
use crate::debug::fault_injection::InjectedFault;
use crate::devices::pins::EdgeSink;

/// Serial number of the board that is always listed.
pub const FIRST_SERIAL: &str = "SIM0";

const SERIAL_PREFIX: &str = "SIM";

/// Serial numbers of boards other than that one ([`FIRST_SERIAL`] if `None`), without end.
pub fn other_serials(serial: Option<&str>) -> impl Iterator<Item = String> {
    let taken = serial.unwrap_or(FIRST_SERIAL).to_owned();
    (0_u32..).map(|number| format!("{SERIAL_PREFIX}{number}")).filter(move |serial| *serial != taken)
}

static BOARDS: LazyLock<Mutex<BTreeMap<String, BoardHandle>>> = LazyLock::new(Mutex::default);

/// What a simulated board can tell beyond its debug port.
pub trait SimulatedBoard {
    /// Why the board has stopped for good: something that is not modelled. `None` while it can go on; a reset ends
    /// the stop.
    fn stop_reason(&self) -> Option<StopReason>;

    /// Instructions that `core` (0 or 1) has executed since power-on.
    fn retired_instructions(&self, core: u8) -> u64;

    /// Cycles of the system clock since power-on.
    fn cycles(&self) -> u64;

    /// Takes what UART0 (0) or UART1 (1) has sent since the last call.
    fn take_uart_output(&self, uart: u8) -> Vec<u8>;

    /// Levels of the pins of bank 0, a bit a pin.
    fn pin_levels(&self) -> u64;

    /// Hands every change of the pins in `pins` (a bit a pin) to `sink` as it happens, from now on and in order of
    /// time; the first edge are the present levels. State machines of PIO that nothing looks at run later: what they
    /// did until now has come when [`SimulatedBoard::pin_levels`] or [`SimulatedBoard::stop_recording`] returns. Takes
    /// the place of a recording that is under way.
    fn record_pins(&self, pins: u64, sink: Box<dyn EdgeSink>);

    /// Ends the recording. Returns the time, in picoseconds since power-on.
    fn stop_recording(&self) -> u64;

    /// Plans trouble, for tests of what drives the board.
    fn inject_fault(&self, fault: InjectedFault);

    /// Plans a trace of what core 0 executes between two addresses, in place of one that was planned before.
    fn trace_instructions(&self, settings: TraceSettings);

    /// How far that trace has come; `None` if there is none.
    fn trace_progress(&self) -> Option<TraceProgress>;

    /// Ends tracing; the trace, if it is complete.
    fn take_trace(&self) -> Option<RetiredTrace>;

    /// Connects a channel of the ADC (0 to 3: GPIO26 to GPIO29; 4: the temperature sensor's voltage) to a voltage in
    /// µV, or with `None` to nothing. Returns false where there is no such channel.
    fn connect_adc(&self, channel: u8, microvolts: Option<u32>) -> bool;
}

/// Why a board cannot be opened.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum OpenError {
    /// Serial numbers are `SIM` and a decimal number.
    #[error("there is no simulated board {serial:?}: serial numbers are SIM0, SIM1, …")]
    UnknownSerial {
        /// What was asked for.
        serial: String,
    },
    /// A debugger is attached to the board already.
    #[error("the simulated board {serial} is in use")]
    InUse {
        /// Its serial number.
        serial: String,
    },
}

/// A board with its debug port.
#[derive(Debug)]
pub struct BoardWithDap {
    /// The board.
    pub board: Board,
    /// Its debug port.
    pub dap: Dap,
    in_use: bool,
}

/// Handle to one of the boards of this process; clones mean the same board.
#[derive(Clone, Debug)]
pub struct BoardHandle {
    target: Arc<Mutex<BoardWithDap>>,
}

impl BoardHandle {
    fn new() -> Self {
        let target = BoardWithDap { board: Board::new(), dap: Dap::new(), in_use: false };
        Self { target: Arc::new(Mutex::new(target)) }
    }

    /// Locks the board: nobody else reaches it meanwhile.
    pub fn lock(&self) -> MutexGuard<'_, BoardWithDap> {
        self.target.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SimulatedBoard for BoardHandle {
    fn stop_reason(&self) -> Option<StopReason> {
        self.lock().board.stop_reason().cloned()
    }

    fn retired_instructions(&self, core: u8) -> u64 {
        self.lock().board.retired(core)
    }

    fn cycles(&self) -> u64 {
        self.lock().board.cycles()
    }

    fn take_uart_output(&self, uart: u8) -> Vec<u8> {
        self.lock().board.take_uart_output(uart)
    }

    fn pin_levels(&self) -> u64 {
        self.lock().board.pin_levels()
    }

    fn record_pins(&self, pins: u64, sink: Box<dyn EdgeSink>) {
        self.lock().board.record_pins(pins, Some(sink));
    }

    fn stop_recording(&self) -> u64 {
        let board = &mut self.lock().board;
        board.record_pins(0, None);
        board.time()
    }

    fn inject_fault(&self, fault: InjectedFault) {
        self.lock().dap.inject_fault(fault);
    }

    fn trace_instructions(&self, settings: TraceSettings) {
        self.lock().board.traced_core().trace(settings);
    }

    fn trace_progress(&self) -> Option<TraceProgress> {
        self.lock().board.traced_core().trace_progress()
    }

    fn take_trace(&self) -> Option<RetiredTrace> {
        self.lock().board.traced_core().take_trace()
    }

    fn connect_adc(&self, channel: u8, microvolts: Option<u32>) -> bool {
        self.lock().board.connect_adc(channel, microvolts)
    }
}

/// The only user of a board; dropping it frees the board for the next.
#[derive(Debug)]
pub struct Lease {
    handle: BoardHandle,
}

impl Lease {
    /// The board.
    pub fn handle(&self) -> &BoardHandle {
        &self.handle
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.handle.lock().in_use = false;
    }
}

/// The board with this serial number; `None` unless it has been opened in this process.
pub fn board(serial: &str) -> Option<BoardHandle> {
    lock_boards().get(serial).cloned()
}

/// Serial numbers of the boards that have been opened, and of the first.
pub fn serials() -> Vec<String> {
    let mut serials: Vec<String> = lock_boards().keys().cloned().collect();
    if !serials.iter().any(|serial| serial == FIRST_SERIAL) {
        serials.insert(0, FIRST_SERIAL.to_owned());
    }
    serials
}

/// Takes the board with this serial number into use; a new one has just been powered on.
///
/// # Errors
/// The serial number is none of a simulated board, or the board is in use.
pub fn open(serial: &str) -> Result<Lease, OpenError> {
    let number = serial.strip_prefix(SERIAL_PREFIX);
    if !number.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(OpenError::UnknownSerial { serial: serial.to_owned() });
    }
    let handle = lock_boards().entry(serial.to_owned()).or_insert_with(BoardHandle::new).clone();
    if std::mem::replace(&mut handle.lock().in_use, true) {
        return Err(OpenError::InUse { serial: serial.to_owned() });
    }
    Ok(Lease { handle })
}

fn lock_boards() -> MutexGuard<'static, BTreeMap<String, BoardHandle>> {
    BOARDS.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_has_one_user_at_a_time_and_stays() {
        let lease = open("SIM100").unwrap();
        assert_eq!(open("SIM100").unwrap_err(), OpenError::InUse { serial: "SIM100".to_owned() });
        drop(lease);
        let lease = open("SIM100").unwrap();
        let handle = board("SIM100").unwrap();
        assert!(Arc::ptr_eq(&handle.target, &lease.handle().target));
    }

    #[test]
    fn boards_are_independent_and_listed() {
        let first = open("SIM101").unwrap();
        let second = open("SIM102").unwrap();
        assert!(!Arc::ptr_eq(&first.handle().target, &second.handle().target));
        let serials = serials();
        assert!(
            [FIRST_SERIAL, "SIM101", "SIM102"]
                .iter()
                .all(|serial| serials.iter().any(|known| known == serial))
        );
    }

    #[test]
    fn unknown_serials_are_refused() {
        for serial in ["", "SIM", "SIMx", "E6614C775B1D4D35", "SIM-1"] {
            assert!(matches!(open(serial), Err(OpenError::UnknownSerial { .. })), "{serial}");
            assert!(board(serial).is_none());
        }
    }
}
