//! Provenance of a run: tool, board, firmwares and settings.

use super::{BoardKind, Method, Register, Timestamp};
use serde::{Deserialize, Serialize};

/// Information that is needed to interpret a run or to repeat it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Version of this tool.
    pub tool_version: String,
    /// Git revision that the tool was built from, with `-dirty` for uncommitted changes; `None` if unknown.
    pub git_revision: Option<String>,
    /// Command line without the program.
    pub arguments: Vec<String>,
    /// Board.
    pub board: BoardRecord,
    /// Method of timing.
    pub method: Method,
    /// Requested number of samples for each cell, boot and length.
    pub samples: u32,
    /// Requested number of boots.
    pub boots: u32,
    /// Seed of the order of cells and of the bootstrap.
    pub seed: u64,
    /// Start of the run.
    pub started: Timestamp,
    /// Runs that were merged into it; empty for a run that was measured directly.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartRecord>,
}

/// A run that was merged into another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartRecord {
    /// Name.
    pub name: String,
    /// SHA-256 digest of its samples file, in hexadecimal; `None` for an unfinished run.
    pub samples_sha256: Option<String>,
    /// Number of boots in the merged run before the first boot of this one.
    pub boots_before: u32,
    /// Provenance.
    pub provenance: Provenance,
}

/// Board that was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoardRecord {
    /// Kind: simulated or hardware.
    pub kind: BoardKind,
    /// Product name of the probe, or name of the simulated board.
    pub probe: String,
    /// SYSINFO CHIP_ID (RP2350 datasheet §9.1); `None` if it was not read.
    pub chip_id: Option<Register>,
}

/// Firmware that cells ran in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FirmwareRecord {
    /// Name, unique in the run: `native`, `micropython-ram` and so on.
    pub name: String,
    /// Path of the ELF file.
    pub path: String,
    /// SHA-256 digest of the ELF file, in hexadecimal.
    pub sha256: String,
    /// Compilers with their versions.
    pub compiler: String,
    /// Flags of the compilers.
    pub flags: String,
    /// State of the board that it reported after boot.
    pub board: BoardState,
}

/// Clock and flash configuration that the firmware reads back from the chip.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BoardState {
    /// clk_sys in Hz, as the chip measures it against the crystal.
    pub sysclk_hz: u32,
    /// QMI M0_TIMING (RP2350 datasheet §12.14).
    pub qmi_m0_timing: Register,
    /// QMI M0_RFMT.
    pub qmi_m0_rfmt: Register,
    /// QMI M0_RCMD.
    pub qmi_m0_rcmd: Register,
    /// XIP_CTRL (RP2350 datasheet §4.4).
    pub xip_ctrl: Register,
    /// Cycles of a sample that executes no work.
    pub empty_sample_cycles: u32,
    /// Heap available to a script in bytes; `None` without an interpreter.
    pub heap_bytes: Option<u32>,
}
