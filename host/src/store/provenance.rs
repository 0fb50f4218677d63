//! Where a run's figures come from.

use super::{BoardKind, Method, Moment, Register};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io;

/// What has to be known to judge a run, or to repeat it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Version of this tool.
    pub tool_version: String,
    /// Git revision that the tool was built from, with `-dirty` if it had changes; `None` if unknown.
    pub git_revision: Option<String>,
    /// The command line, without the program.
    pub arguments: Vec<String>,
    /// The board.
    pub board: BoardRecord,
    /// How cycles were read.
    pub method: Method,
    /// Samples asked for: for each cell, boot and length.
    pub samples: u32,
    /// Boots asked for.
    pub boots: u32,
    /// Seed of the order and of the bootstrap.
    pub seed: u64,
    /// When it began.
    pub started: Moment,
    /// The runs that it was joined from; none for a run as it was measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartRecord>,
}

/// A run that became part of another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartRecord {
    /// Its name.
    pub name: String,
    /// SHA-256 of its samples' file, in hexadecimal; `None` if it was broken off.
    pub samples_sha256: Option<String>,
    /// Its number of boots that come before its own in the joined run.
    pub boots_before: u32,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// The board that was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoardRecord {
    /// Simulated or hardware.
    pub kind: BoardKind,
    /// The probe's product name, or that of the simulated board.
    pub probe: String,
    /// SYSINFO CHIP_ID (RP2350 datasheet §9.1); `None` if it was not read.
    pub chip_id: Option<Register>,
}

/// A firmware that cells ran in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FirmwareRecord {
    /// Its name, unique in the run: `native`, `micropython-ram` and so on.
    pub name: String,
    /// The ELF file.
    pub path: String,
    /// SHA-256 of the ELF file, in hexadecimal.
    pub sha256: String,
    /// The compilers that made it, with versions.
    pub compiler: String,
    /// The compilers' flags.
    pub flags: String,
    /// What it found on the board after boot.
    pub board: BoardState,
}

/// Clock and flash set-up as the firmware reads them back.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BoardState {
    /// clk_sys as the chip measures it against the crystal, in Hz.
    pub sysclk_hz: u32,
    /// QMI M0_TIMING (RP2350 datasheet §12.14).
    pub qmi_m0_timing: Register,
    /// QMI M0_RFMT.
    pub qmi_m0_rfmt: Register,
    /// QMI M0_RCMD.
    pub qmi_m0_rcmd: Register,
    /// XIP_CTRL (RP2350 datasheet §4.4).
    pub xip_ctrl: Register,
    /// Cycles that a sample of nothing takes.
    pub empty_sample_cycles: u32,
    /// Heap of a script in bytes; `None` without an interpreter.
    pub heap_bytes: Option<u32>,
}

/// SHA-256 of `bytes`, in hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// SHA-256 of what `reader` has to give, in hexadecimal.
pub(super) fn sha256_of(reader: &mut impl io::Read) -> io::Result<String> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(hexadecimal(&digest.finalize())),
            Ok(count) => digest.update(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    /// FIPS 180-4, example of the one-block message "abc".
    #[test]
    fn sha256_of_abc() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(super::sha256_hex(b"abc"), expected);
    }
}
