//! Transactions in the order of their phases on the wire, in which the acknowledge precedes the result.
//!
//! A read of an access port returns the result of the previous read; an access that fails is answered OK, and the
//! transactions after it FAULT (ADIv6, B4.2.2).

use super::ap_request::ApRequest;
use super::dap::Dap;
use super::debug_target::DebugTarget;
use super::error::DapError;

impl Dap {
    /// Reads a register. Errors that the wire cannot carry are added to `errors`.
    ///
    /// # Errors
    /// Returns the acknowledge, if it is not OK.
    pub(super) fn read_transaction<T: DebugTarget>(
        &mut self,
        target: &mut T,
        access_port: bool,
        address: u8,
        errors: &mut Vec<String>,
    ) -> Result<u32, DapError> {
        self.apply_injected_faults(target, access_port)?;
        if !access_port {
            return self.port.read(address).ok_or(DapError::Fault);
        }
        self.acknowledge()?;
        let previous = self.port.read_buffer();
        let result = self.access_ap(target, address, ApRequest::Read);
        self.record_result(result, errors);
        Ok(previous)
    }

    /// Acknowledges a write.
    ///
    /// # Errors
    /// Returns the acknowledge, if it is not OK.
    pub(super) fn acknowledge_write<T: DebugTarget>(
        &mut self,
        target: &mut T,
        access_port: bool,
        address: u8,
    ) -> Result<(), DapError> {
        self.apply_injected_faults(target, access_port)?;
        // ABORT is always accepted.
        if access_port || address != super::ABORT { self.acknowledge() } else { Ok(()) }
    }

    /// Writes the data of a write that was acknowledged. Errors that the wire cannot carry are added to `errors`.
    pub(super) fn write_transaction<T: DebugTarget>(
        &mut self,
        target: &mut T,
        access_port: bool,
        address: u8,
        value: u32,
        errors: &mut Vec<String>,
    ) {
        if access_port {
            let result = self.access_ap(target, address, ApRequest::Write(value));
            self.record_result(result, errors);
        } else {
            // An acknowledged write of the debug port does not fail.
            let _ = self.port.write(address, value);
        }
    }

    /// Records a parity error in the data of a write.
    pub(super) fn record_write_parity_error(&mut self) {
        self.port.set_write_data_error();
    }

    /// Returns true if overrun detection is enabled (CTRL/STAT.ORUNDETECT).
    pub(super) fn detects_overrun(&self) -> bool {
        self.port.detects_overrun()
    }

    /// Returns true if a value of TARGETSEL selects this port.
    pub(super) fn is_target(&self, value: u32) -> bool {
        self.port.is_selected_by(value)
    }

    /// Resets the port as a line reset does.
    pub(super) fn line_reset(&mut self) {
        self.port.line_reset();
    }

    fn acknowledge(&self) -> Result<(), DapError> {
        if self.port.has_error() { Err(DapError::Fault) } else { Ok(()) }
    }

    fn record_result(&mut self, result: Result<u32, DapError>, errors: &mut Vec<String>) {
        match result {
            Ok(_) | Err(DapError::Fault) => {}
            Err(error) => {
                self.port.set_sticky_error();
                errors.push(error.to_string());
            }
        }
    }
}
