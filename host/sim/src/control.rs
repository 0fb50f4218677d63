//! Access to a simulated board beyond its debug port: execution counters, pins, UARTs, instruction traces, fault
//! injection.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::board::Board;
use crate::cpu::StopReason;
use crate::cpu::trace::{RetiredTrace, TraceProgress, TraceSettings};
use crate::debug::Dap;
use crate::debug::fault_injection::InjectedFault;
use crate::devices::pins::EdgeSink;

/// Access to a simulated board beyond its debug port.
pub trait SimulatedBoard {
    /// Returns the reason why the board has stopped until a reset: something that is not modelled. `None` while it can
    /// continue.
    fn stop_reason(&self) -> Option<StopReason>;

    /// Returns the number of instructions that `core` (0 or 1) has executed since power-on.
    fn retired_instructions(&self, core: u8) -> u64;

    /// Returns the cycles of the system clock since power-on.
    fn cycles(&self) -> u64;

    /// Takes the bytes that UART0 (0) or UART1 (1) has sent since the last call.
    fn take_uart_output(&self, uart: u8) -> Vec<u8>;

    /// Returns the levels of the pins of bank 0, one bit per pin.
    fn pin_levels(&self) -> u64;

    /// Records the pins in `pins` (one bit per pin): passes every edge to `sink`, in order of time, starting with the
    /// current levels. Replaces a recording in progress.
    ///
    /// PIO state machines are simulated with a delay while nothing depends on them. All edges up to now have been
    /// passed when [`SimulatedBoard::pin_levels`] or [`SimulatedBoard::stop_recording`] returns.
    fn record_pins(&self, pins: u64, sink: Box<dyn EdgeSink>);

    /// Ends the recording. Returns the time, in picoseconds since power-on.
    fn stop_recording(&self) -> u64;

    /// Injects a fault, for tests of programs that use the board.
    fn inject_fault(&self, fault: InjectedFault);

    /// Sets up a trace of the instructions that core 0 executes between two addresses, in place of the previous one.
    fn trace_instructions(&self, settings: TraceSettings);

    /// Returns the progress of the trace; `None` if none is set up.
    fn trace_progress(&self) -> Option<TraceProgress>;

    /// Ends tracing. Returns the trace if it is complete.
    fn take_trace(&self) -> Option<RetiredTrace>;

    /// Connects a channel of the ADC (0 to 3: GPIO26 to GPIO29; 4: temperature sensor) to a voltage in µV, or
    /// disconnects it with `None`. Returns false if there is no such channel.
    fn connect_adc(&self, channel: u8, microvolts: Option<u32>) -> bool;
}

/// Board with its debug port.
#[derive(Debug, Default)]
pub struct BoardWithDap {
    /// Board.
    pub board: Board,
    /// Debug port of the board.
    pub dap: Dap,
}

/// Handle to a board. Clones refer to the same board.
#[derive(Clone, Debug, Default)]
pub struct BoardHandle {
    target: Arc<Mutex<BoardWithDap>>,
}

impl BoardHandle {
    /// Locks the board for exclusive access.
    pub fn lock(&self) -> MutexGuard<'_, BoardWithDap> {
        self.target.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns true if both handles refer to the same board.
    #[cfg(test)]
    pub(crate) fn is_same_board(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.target, &other.target)
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
