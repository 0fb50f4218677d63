//! Debug access port: debug port, access ports and wire of one board.

use super::ap_request::ApRequest;
use super::debug_port::{ABORT, Abort, DebugPort};
use super::debug_target::DebugTarget;
use super::error::DapError;
use super::fault_injection::{FaultInjector, InjectedFault, PortPower};
use super::mem_ap::MemAp;
use super::polling::Polling;
use super::reset_line::ResetLine;
use super::rp_ap::RpAp;
use super::wire_timing::{TRANSACTION_BITS, WireTiming};

/// Maximum number of times that a probe sends a transaction that is answered by WAIT. An assumption.
const WAIT_ATTEMPTS: u32 = 100;
/// Number of ones that reset the line (ADIv6, B4.3.3).
pub(super) const LINE_RESET_BITS: u32 = 50;

/// Debug access port of one board.
///
/// Every transaction takes time on the wire, during which the board runs; see [`Dap::set_clock_khz`]. One more
/// transaction (RDBUFF) completes accesses to access ports, as probes do.
///
/// A stopped board fails the first access after the stop, and then the accesses of a debugger that waits for it by
/// reading the same locations repeatedly. Other accesses succeed, so that memory can be read and the board reset.
#[derive(Clone, Debug)]
pub struct Dap {
    pub(super) port: DebugPort,
    pub(super) mem_aps: [MemAp; 2],
    pub(super) rp_ap: RpAp,
    wire: WireTiming,
    pub(super) reset_line: ResetLine,
    pub(super) polling: Polling,
    pub(super) stop_reported: bool,
    fault_injector: FaultInjector,
    pub(super) run_ahead_enabled: bool,
}

impl Default for Dap {
    fn default() -> Self {
        Self::new()
    }
}

impl Dap {
    /// Returns the state after power-on.
    pub fn new() -> Self {
        Self {
            port: DebugPort::default(),
            mem_aps: [MemAp::new(0), MemAp::new(1)],
            rp_ap: RpAp::default(),
            wire: WireTiming::default(),
            reset_line: ResetLine::default(),
            polling: Polling::default(),
            stop_reported: false,
            fault_injector: FaultInjector::default(),
            run_ahead_enabled: true,
        }
    }

    /// Returns the SWD clock, in kHz.
    pub fn clock_khz(&self) -> u32 {
        self.wire.clock_khz()
    }

    /// Sets the SWD clock to the nearest possible value, 1 kHz to 50 MHz, and returns that in kHz.
    pub fn set_clock_khz(&mut self, clock_khz: u32) -> u32 {
        self.wire.set_clock_khz(clock_khz)
    }

    /// Reads the debug port register at bits 3 and 2 of `address`.
    ///
    /// # Errors
    /// Returns [`DapError::Fault`] while a sticky error is set, except for DPIDR and CTRL/STAT.
    pub fn read_dp<T: DebugTarget>(&mut self, target: &mut T, address: u8) -> Result<u32, DapError> {
        self.start_transaction(target, false)?;
        self.port.read(address).ok_or(DapError::Fault)
    }

    /// Writes the debug port register at bits 3 and 2 of `address`.
    ///
    /// # Errors
    /// Returns [`DapError::Fault`] while a sticky error is set, except for ABORT.
    pub fn write_dp<T: DebugTarget>(
        &mut self,
        target: &mut T,
        address: u8,
        value: u32,
    ) -> Result<(), DapError> {
        self.start_transaction(target, false)?;
        self.port.write(address, value).ok_or(DapError::Fault)
    }

    /// Reads the access port register that SELECT and bits 3 and 2 of `address` select.
    ///
    /// # Errors
    /// Returns any [`DapError`].
    pub fn read_ap<T: DebugTarget>(&mut self, target: &mut T, address: u8) -> Result<u32, DapError> {
        let mut value = [0];
        self.read_ap_block(target, address, &mut value)?;
        Ok(value[0])
    }

    /// Reads the same access port register repeatedly, once per value.
    ///
    /// # Errors
    /// Returns any [`DapError`]; the values read before it are lost.
    pub fn read_ap_block<T: DebugTarget>(
        &mut self,
        target: &mut T,
        address: u8,
        values: &mut [u32],
    ) -> Result<(), DapError> {
        for value in values {
            self.start_transaction(target, true)?;
            *value = self.access_ap(target, address, ApRequest::Read)?;
        }
        self.start_transaction(target, false)?;
        Ok(())
    }

    /// Writes the access port register that SELECT and bits 3 and 2 of `address` select.
    ///
    /// # Errors
    /// Returns any [`DapError`].
    pub fn write_ap<T: DebugTarget>(
        &mut self,
        target: &mut T,
        address: u8,
        value: u32,
    ) -> Result<(), DapError> {
        self.write_ap_block(target, address, &[value])
    }

    /// Writes the same access port register repeatedly, once per value.
    ///
    /// # Errors
    /// Returns any [`DapError`]; the values before it are written.
    pub fn write_ap_block<T: DebugTarget>(
        &mut self,
        target: &mut T,
        address: u8,
        values: &[u32],
    ) -> Result<(), DapError> {
        for &value in values {
            self.start_transaction(target, true)?;
            self.access_ap(target, address, ApRequest::Write(value))?;
        }
        self.start_transaction(target, false)?;
        Ok(())
    }

    /// Clears all sticky errors, as a probe does after a FAULT.
    pub fn clear_sticky_errors<T: DebugTarget>(&mut self, target: &mut T) {
        self.advance_bits(target, TRANSACTION_BITS);
        // A write of ABORT does not fail.
        let _ = self.port.write(ABORT, Abort::all().bits());
    }

    /// Sends bits that are not a transaction; 50 or more ones are a line reset (ADIv6, B4.3.3).
    pub fn send_sequence<T: DebugTarget>(&mut self, target: &mut T, length: u8, bits: u64) {
        let sent = if length >= 64 { bits } else { bits & ((1 << length) - 1) };
        if sent.trailing_ones() >= LINE_RESET_BITS {
            self.port.line_reset();
        }
        self.advance_bits(target, u64::from(length));
    }

    /// Drives the reset line to the RUN pin. The processors start some milliseconds of simulated time after its rising
    /// edge.
    pub fn drive_reset<T: DebugTarget>(&mut self, target: &mut T, high: bool) {
        self.reset_line.drive(high, target);
    }

    /// Returns true if the reset line is high.
    pub fn reset_is_high(&self) -> bool {
        self.reset_line.is_high()
    }

    /// Resets the board by the RUN pin and waits until its processors start.
    pub fn reset_board<T: DebugTarget>(&mut self, target: &mut T) {
        self.drive_reset(target, false);
        self.finish_reset(target);
    }

    /// Releases the reset line, if it is low, and waits until the processors have started.
    pub fn finish_reset<T: DebugTarget>(&mut self, target: &mut T) {
        self.drive_reset(target, true);
        let cycles = self.reset_line.startup_left();
        self.reset_line.advance(cycles, target);
        self.polling.record_write();
    }

    /// Enables or disables running ahead while a debugger waits. It is enabled after power-on; a caller that lets time
    /// pass by itself disables it.
    pub fn set_run_ahead(&mut self, enabled: bool) {
        self.run_ahead_enabled = enabled;
    }

    /// Injects a fault. The transactions before it are counted from this call.
    pub fn inject_fault(&mut self, fault: InjectedFault) {
        self.fault_injector.add(fault);
    }

    /// Lets cycles pass during the start-up time after a reset by the RUN pin. Does nothing and returns false at any
    /// other time.
    pub fn advance_startup<T: DebugTarget>(&mut self, target: &mut T, cycles: u64) -> bool {
        let starting = self.reset_line.startup_left() != 0;
        if starting {
            self.reset_line.advance(cycles, target);
        }
        starting
    }

    /// Lets the time of one transaction pass. After WAIT the transaction is sent again, as probes do.
    fn start_transaction<T: DebugTarget>(
        &mut self,
        target: &mut T,
        access_port: bool,
    ) -> Result<(), DapError> {
        for _ in 0..WAIT_ATTEMPTS {
            self.advance_bits(target, TRANSACTION_BITS);
            match self.apply_injected_faults(target, access_port) {
                Err(DapError::Wait) => {}
                result => return result,
            }
        }
        Err(DapError::Wait)
    }

    /// Applies injected faults to a transaction.
    pub(super) fn apply_injected_faults<T: DebugTarget>(
        &mut self,
        target: &mut T,
        access_port: bool,
    ) -> Result<(), DapError> {
        match self.fault_injector.apply(target, access_port) {
            Ok(PortPower::Kept) => Ok(()),
            Ok(PortPower::Lost) => {
                self.port = DebugPort::default();
                self.mem_aps = [MemAp::new(0), MemAp::new(1)];
                self.rp_ap = RpAp::default();
                Ok(())
            }
            Err(DapError::Fault) => Err(self.fault()),
            Err(error) => Err(error),
        }
    }

    /// Lets the time of `bits` bits on the wire pass.
    pub(super) fn advance_bits<T: DebugTarget>(&mut self, target: &mut T, bits: u64) {
        let cycles = self.wire.cycles(bits, target.system_clock());
        self.reset_line.advance(cycles, target);
    }
}
