//! How accesses fail.

use thiserror::Error;

/// Why an access failed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DapError {
    /// The FAULT acknowledge. CTRL/STAT.STICKYERR is set: every further access fails until ABORT clears it.
    #[error("the debug port answered FAULT")]
    Fault,
    /// The WAIT acknowledge: the access before is not finished yet.
    #[error("the debug port answered WAIT")]
    Wait,
    /// Nothing drove the line where an acknowledge belongs.
    #[error("the debug port did not answer")]
    NoAcknowledge,
    /// The probe has been taken away from the computer.
    #[error("the probe of the simulated board is gone: it was unplugged")]
    Unplugged,
    /// The board executed something that is not modelled and cannot go on; a reset starts it again.
    #[error("the simulated board has stopped: {reason}")]
    Stopped {
        /// What, and where.
        reason: String,
    },
    /// The debugger asked for something that is not modelled. The board goes on.
    #[error("the simulated board cannot answer the debugger: {what}, at {address:#010x}")]
    Unmodelled {
        /// Address of the access, on the bus or in the debug port.
        address: u32,
        /// What was asked for.
        what: String,
    },
}
