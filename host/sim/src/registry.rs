//! Simulated boards of this process.
//!
//! A board is identified by its serial number, `SIM0`, `SIM1`, …. It is created, with blank flash, when it is first
//! opened, and lives as long as the process.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use thiserror::Error;

use crate::control::BoardHandle;

/// Serial number of the board that is always listed.
pub const FIRST_SERIAL: &str = "SIM0";

const SERIAL_PREFIX: &str = "SIM";

/// Boards by serial number.
static BOARDS: LazyLock<Mutex<BTreeMap<String, Entry>>> = LazyLock::new(Mutex::default);

/// Board that has been opened.
#[derive(Debug, Default)]
struct Entry {
    handle: BoardHandle,
    in_use: bool,
}

/// Error of opening a board.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum OpenError {
    /// The serial number is not `SIM` and a decimal number.
    #[error("there is no simulated board {serial:?}: serial numbers are SIM0, SIM1, …")]
    UnknownSerial {
        /// Serial number.
        serial: String,
    },
    /// The board has a user.
    #[error("the simulated board {serial} is in use; close its session or open another serial number")]
    InUse {
        /// Serial number.
        serial: String,
    },
}

/// Exclusive use of a board. Dropping it releases the board.
#[derive(Debug)]
pub struct Lease {
    serial: String,
    handle: BoardHandle,
}

impl Lease {
    /// Returns the board.
    pub fn handle(&self) -> &BoardHandle {
        &self.handle
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(entry) = lock_boards().get_mut(&self.serial) {
            entry.in_use = false;
        }
    }
}

/// Opens the board with a serial number, for exclusive use. A new board is in its state after power-on.
///
/// # Errors
/// Returns an error if the serial number is not that of a simulated board, or if the board is in use.
pub fn open(serial: &str) -> Result<Lease, OpenError> {
    let serial = serial.to_owned();
    let digits = serial.strip_prefix(SERIAL_PREFIX).unwrap_or_default();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(OpenError::UnknownSerial { serial });
    }
    let mut boards = lock_boards();
    let entry = boards.entry(serial.clone()).or_default();
    if std::mem::replace(&mut entry.in_use, true) {
        return Err(OpenError::InUse { serial });
    }
    Ok(Lease { serial, handle: entry.handle.clone() })
}

/// Returns the board with a serial number; `None` if it has not been opened in this process.
pub fn board(serial: &str) -> Option<BoardHandle> {
    lock_boards().get(serial).map(|entry| entry.handle.clone())
}

/// Returns the serial numbers of all boards that have been opened, and [`FIRST_SERIAL`].
pub fn serials() -> Vec<String> {
    let mut serials: Vec<String> = lock_boards().keys().cloned().collect();
    if !serials.iter().any(|serial| serial == FIRST_SERIAL) {
        serials.insert(0, FIRST_SERIAL.to_owned());
    }
    serials
}

/// Returns the serial numbers of all boards other than `serial` ([`FIRST_SERIAL`] if `None`), without end.
pub fn other_serials(serial: Option<&str>) -> impl Iterator<Item = String> {
    let excluded = serial.unwrap_or(FIRST_SERIAL).to_owned();
    (0_u32..).map(|number| format!("{SERIAL_PREFIX}{number}")).filter(move |serial| *serial != excluded)
}

fn lock_boards() -> MutexGuard<'static, BTreeMap<String, Entry>> {
    BOARDS.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_has_one_user_at_a_time_and_persists() {
        let lease = open("SIM100").unwrap();
        assert_eq!(open("SIM100").unwrap_err(), OpenError::InUse { serial: "SIM100".to_owned() });
        drop(lease);
        let lease = open("SIM100").unwrap();
        assert!(board("SIM100").unwrap().is_same_board(lease.handle()));
    }

    #[test]
    fn boards_are_independent_and_listed() {
        let first = open("SIM101").unwrap();
        let second = open("SIM102").unwrap();
        assert!(!first.handle().is_same_board(second.handle()));
        let serials = serials();
        for serial in [FIRST_SERIAL, "SIM101", "SIM102"] {
            assert!(serials.iter().any(|known| known == serial), "{serial}");
        }
    }

    #[test]
    fn unknown_serials_are_refused() {
        for serial in ["", "SIM", "SIMx", "E6614C775B1D4D35", "SIM-1"] {
            assert!(matches!(open(serial), Err(OpenError::UnknownSerial { .. })), "{serial}");
            assert!(board(serial).is_none());
        }
    }
}
