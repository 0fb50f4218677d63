//! Errors of debug port transactions.

use thiserror::Error;

/// Reason why a transaction failed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DapError {
    /// FAULT acknowledge. CTRL/STAT.STICKYERR is set: every further access fails until ABORT clears it.
    #[error("the debug port answered FAULT")]
    Fault,
    /// WAIT acknowledge: the previous access is not complete.
    #[error("the debug port answered WAIT")]
    Wait,
    /// The line was not driven during the acknowledge.
    #[error("the debug port did not answer")]
    NoAcknowledge,
    /// The probe has been unplugged from the computer.
    #[error("the probe of the simulated board was unplugged")]
    Unplugged,
    /// The board executed something that is not modelled and cannot continue until it is reset.
    #[error("the simulated board has stopped: {reason}; reset it to continue")]
    Stopped {
        /// Unmodelled part of the chip, and the address of the instruction.
        reason: String,
    },
    /// The debugger accessed something that is not modelled. The board continues.
    #[error("the simulated board does not model this access of the debugger: {what}, at {address:#010x}")]
    Unmodelled {
        /// Address of the access, on the bus or in the debug port.
        address: u32,
        /// Unmodelled part of the chip.
        what: String,
    },
}
