//! Transactions one by one, as they stand on the wire: the acknowledge of each comes before its outcome is known.
//!
//! A read of an access port gives what the read before it found; an access that fails is answered OK, and the
//! transactions after it FAULT (ADIv6, B4.2.2).

use super::access::Access;
use super::dap::Dap;
use super::error::DapError;
use super::target::DebugTarget;

impl Dap {
    /// A read. What cannot be answered because it is not modelled is told to `complaints`.
    ///
    /// # Errors
    /// What the acknowledge is, if not OK.
    pub(super) fn read_on_wire<T: DebugTarget>(
        &mut self,
        target: &mut T,
        access_port: bool,
        address: u8,
        complaints: &mut Vec<String>,
    ) -> Result<u32, DapError> {
        self.apply_injected_faults(target, access_port)?;
        if !access_port {
            return self.port.read(address).ok_or(DapError::Fault);
        }
        self.accept_access()?;
        let before = self.port.read_buffer();
        let outcome = self.access(target, address, &Access::Read);
        self.note_outcome(outcome, complaints);
        Ok(before)
    }

    /// Whether a write would be acknowledged.
    ///
    /// # Errors
    /// What the acknowledge is, if not OK.
    pub(super) fn accepts_write_on_wire<T: DebugTarget>(
        &mut self,
        target: &mut T,
        access_port: bool,
        address: u8,
    ) -> Result<(), DapError> {
        self.apply_injected_faults(target, access_port)?;
        // ABORT is always accepted.
        if access_port || address != super::ABORT { self.accept_access() } else { Ok(()) }
    }

    /// The data of a write that was acknowledged.
    pub(super) fn write_on_wire<T: DebugTarget>(
        &mut self,
        target: &mut T,
        access_port: bool,
        address: u8,
        value: u32,
        complaints: &mut Vec<String>,
    ) {
        if access_port {
            let outcome = self.access(target, address, &Access::Write(value));
            self.note_outcome(outcome, complaints);
        } else {
            // It was accepted: it cannot fail.
            let _ = self.port.write(address, value);
        }
    }

    /// The data of a write arrived damaged.
    pub(super) fn note_write_parity_error(&mut self) {
        self.port.set_write_data_error();
    }

    /// CTRL/STAT.ORUNDETECT.
    pub(super) fn detects_overrun(&self) -> bool {
        self.port.detects_overrun()
    }

    /// TARGETSEL with this value means this port.
    pub(super) fn is_target(&self, value: u32) -> bool {
        self.port.is_selected_by(value)
    }

    /// Fifty ones went over the wire.
    pub(super) fn reset_line(&mut self) {
        self.port.line_reset();
    }

    fn accept_access(&self) -> Result<(), DapError> {
        if self.port.has_error() { Err(DapError::Fault) } else { Ok(()) }
    }

    fn note_outcome(&mut self, outcome: Result<u32, DapError>, complaints: &mut Vec<String>) {
        match outcome {
            Ok(_) | Err(DapError::Fault) => {}
            Err(error) => {
                self.port.set_sticky_error();
                complaints.push(error.to_string());
            }
        }
    }
}
