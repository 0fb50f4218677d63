//! The debug access port: debug port, access ports and wire together.

use super::access::Access;
use super::debug_port::{ABORT, DebugPort};
use super::error::DapError;
use super::fault_injection::{FaultInjector, InjectedFault, PortPower};
use super::mem_ap::MemAp;
use super::polling::Polling;
use super::reset_line::ResetLine;
use super::rp_ap::RpAp;
use super::target::DebugTarget;
use super::wire_timing::{TRANSACTION_BITS, WireTiming};

/// Attempts of a probe at a transaction that is answered by WAIT. A choice.
const WAIT_RETRIES: u32 = 100;

/// The debug port of one board with all that is behind it.
///
/// Every transaction takes its time on the wire, in which the board runs; see [`Dap::set_clock_khz`]. Results of
/// access port reads and writes are fetched with one transaction more (RDBUFF), as probes do.
///
/// A stopped board is reported to the first access after the stop, and from then on to whoever waits for it by
/// reading the same places several times in a row; other accesses work, so that memory can be inspected and the
/// board reset.
#[derive(Clone, Debug)]
pub struct Dap {
    pub(super) port: DebugPort,
    pub(super) memory: [MemAp; 2],
    pub(super) rescue: RpAp,
    wire: WireTiming,
    pub(super) reset_line: ResetLine,
    pub(super) polling: Polling,
    pub(super) stop_reported: bool,
    troubles: FaultInjector,
    /// The board runs ahead when a debugger waits.
    pub(super) runs_ahead: bool,
}

impl Default for Dap {
    fn default() -> Self {
        Self::new()
    }
}

impl Dap {
    /// State after power-on.
    pub fn new() -> Self {
        Self {
            port: DebugPort::default(),
            memory: [MemAp::new(0), MemAp::new(1)],
            rescue: RpAp::default(),
            wire: WireTiming::default(),
            reset_line: ResetLine::default(),
            polling: Polling::default(),
            stop_reported: false,
            troubles: FaultInjector::default(),
            runs_ahead: true,
        }
    }

    /// SWD clock in kHz.
    pub fn clock_khz(&self) -> u32 {
        self.wire.clock_khz()
    }

    /// Sets the SWD clock, 1 kHz to 50 MHz, and returns what was set.
    pub fn set_clock_khz(&mut self, clock_khz: u32) -> u32 {
        self.wire.set_clock_khz(clock_khz)
    }

    /// Reads a debug port register; bits 3 and 2 of `address` count.
    ///
    /// # Errors
    /// `Fault` while an error sticks, except for DPIDR and CTRL/STAT.
    pub fn read_port<T: DebugTarget>(&mut self, target: &mut T, address: u8) -> Result<u32, DapError> {
        self.begin(target, false)?;
        self.port.read(address).ok_or(DapError::Fault)
    }

    /// Writes a debug port register; bits 3 and 2 of `address` count.
    ///
    /// # Errors
    /// `Fault` while an error sticks, except for ABORT.
    pub fn write_port<T: DebugTarget>(
        &mut self,
        target: &mut T,
        address: u8,
        value: u32,
    ) -> Result<(), DapError> {
        self.begin(target, false)?;
        self.port.write(address, value).ok_or(DapError::Fault)
    }

    /// Reads the access port register that SELECT and bits 3 and 2 of `address` name.
    ///
    /// # Errors
    /// Any [`DapError`].
    pub fn read_access<T: DebugTarget>(&mut self, target: &mut T, address: u8) -> Result<u32, DapError> {
        let mut value = [0];
        self.read_access_block(target, address, &mut value)?;
        Ok(value[0])
    }

    /// Reads the same access port register again and again, one transaction each.
    ///
    /// # Errors
    /// Any [`DapError`]; what was read before it is lost.
    pub fn read_access_block<T: DebugTarget>(
        &mut self,
        target: &mut T,
        address: u8,
        values: &mut [u32],
    ) -> Result<(), DapError> {
        for value in values {
            self.begin(target, true)?;
            *value = self.access(target, address, &Access::Read)?;
        }
        self.begin(target, false)?;
        Ok(())
    }

    /// Writes the access port register that SELECT and bits 3 and 2 of `address` name.
    ///
    /// # Errors
    /// Any [`DapError`].
    pub fn write_access<T: DebugTarget>(
        &mut self,
        target: &mut T,
        address: u8,
        value: u32,
    ) -> Result<(), DapError> {
        self.write_access_block(target, address, &[value])
    }

    /// Writes the same access port register again and again, one transaction each.
    ///
    /// # Errors
    /// Any [`DapError`]; the values before it are written.
    pub fn write_access_block<T: DebugTarget>(
        &mut self,
        target: &mut T,
        address: u8,
        values: &[u32],
    ) -> Result<(), DapError> {
        for &value in values {
            self.begin(target, true)?;
            self.access(target, address, &Access::Write(value))?;
        }
        self.begin(target, false)?;
        Ok(())
    }

    /// Clears the sticky error, as a probe does after a FAULT.
    pub fn clear_sticky_error<T: DebugTarget>(&mut self, target: &mut T) {
        const ALL_ERRORS: u32 = 0b11110;
        self.pass_bits(target, TRANSACTION_BITS);
        // ABORT never faults.
        let _ = self.port.write(ABORT, ALL_ERRORS);
    }

    /// Sends bits on the wire that are no transaction; 50 or more ones are a line reset (ADIv6, B4.3.3).
    pub fn send_sequence<T: DebugTarget>(&mut self, target: &mut T, length: u8, bits: u64) {
        const LINE_RESET_BITS: u32 = 50;
        let sent = if length >= 64 { bits } else { bits & ((1 << length) - 1) };
        if sent.trailing_ones() >= LINE_RESET_BITS {
            self.port.line_reset();
        }
        self.pass_bits(target, u64::from(length));
    }

    /// Drives the line to the RUN pin; the processors start some milliseconds of simulated time after it rises.
    pub fn drive_reset<T: DebugTarget>(&mut self, target: &mut T, high: bool) {
        self.reset_line.drive(high, target);
    }

    /// The level of the line to the RUN pin.
    pub fn reset_is_high(&self) -> bool {
        self.reset_line.is_high()
    }

    /// Resets the board by the RUN pin and waits until its processors start.
    pub fn reset_board<T: DebugTarget>(&mut self, target: &mut T) {
        self.drive_reset(target, false);
        self.finish_reset(target);
    }

    /// Lets the RUN pin rise, if it is low, and waits until the processors have started.
    pub fn finish_reset<T: DebugTarget>(&mut self, target: &mut T) {
        self.drive_reset(target, true);
        let cycles = self.reset_line.startup_left();
        self.reset_line.advance(cycles, target);
        self.polling.note_write();
    }

    /// Whether the board runs ahead while a debugger waits for it: not where something else lets time pass.
    pub fn set_run_ahead(&mut self, runs_ahead: bool) {
        self.runs_ahead = runs_ahead;
    }

    /// From now on the trouble waits for its transaction.
    pub fn inject_fault(&mut self, trouble: InjectedFault) {
        self.troubles.plan(trouble);
    }

    /// Time that passes by itself while the RUN pin has risen and the processors have not started yet; false, and
    /// nothing happens, at any other time.
    pub fn pass_start_up<T: DebugTarget>(&mut self, target: &mut T, cycles: u64) -> bool {
        let starts = self.reset_line.startup_left() != 0;
        if starts {
            self.reset_line.advance(cycles, target);
        }
        starts
    }

    /// One transaction takes its time. After WAIT it is tried again some times, as probes do by themselves.
    fn begin<T: DebugTarget>(&mut self, target: &mut T, access_port: bool) -> Result<(), DapError> {
        for _ in 0..WAIT_RETRIES {
            self.pass_bits(target, TRANSACTION_BITS);
            match self.apply_injected_faults(target, access_port) {
                Err(DapError::Wait) => {}
                outcome => return outcome,
            }
        }
        Err(DapError::Wait)
    }

    pub(super) fn apply_injected_faults<T: DebugTarget>(
        &mut self,
        target: &mut T,
        access_port: bool,
    ) -> Result<(), DapError> {
        match self.troubles.meet(target, access_port) {
            Ok(PortPower::Kept) => Ok(()),
            Ok(PortPower::Lost) => {
                self.port = DebugPort::default();
                self.memory = [MemAp::new(0), MemAp::new(1)];
                self.rescue = RpAp::default();
                Ok(())
            }
            Err(DapError::Fault) => self.fault().map(|_| ()),
            Err(error) => Err(error),
        }
    }

    pub(super) fn pass_bits<T: DebugTarget>(&mut self, target: &mut T, bits: u64) {
        let cycles = self.wire.cycles(bits, target.system_clock());
        self.reset_line.advance(cycles, target);
    }
}
