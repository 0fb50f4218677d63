//! Platform of the chip: silicon or a simulation of it.

use probe_rs::{MemoryInterface, Session};

use super::error::BoardError;

/// RESETS.RESET with the atomic-clear alias (RP2350 datasheet §2.1.3 and §7.5.3).
const RESETS_RESET_CLEAR: u64 = 0x4002_3000;
/// Bit of SYSINFO in RESETS.RESET.
const RESET_SYSINFO: u32 = 1 << 21;
/// SYSINFO.PLATFORM (RP2350 datasheet §12.15.2).
const SYSINFO_PLATFORM: u64 = 0x4000_0008;
/// PLATFORM.HDLSIM: the design runs in a simulation. The simulated board sets it.
const PLATFORM_HDLSIM: u32 = 1 << 2;

/// Returns true if the chip behind the probe says that it is a simulation.
///
/// # Errors
/// Returns an SWD error.
pub(super) fn is_simulation(session: &mut Session) -> Result<bool, BoardError> {
    let failed = BoardError::swd("reading SYSINFO.PLATFORM");
    let mut core = session.core(0).map_err(BoardError::swd("attaching to core 0"))?;
    let read = core
        .write_word_32(RESETS_RESET_CLEAR, RESET_SYSINFO)
        .and_then(|()| core.read_word_32(SYSINFO_PLATFORM));
    Ok(read.map_err(failed)? & PLATFORM_HDLSIM != 0)
}
