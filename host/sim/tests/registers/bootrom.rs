//! The boot ROM's table against the crate rp235x-hal: whatever its `rom_data` looks up for Arm is found.

use pico2_sim::memory::rom::{ARM_SECURE, DATA, Rom};

use crate::description;

/// Functions of RISC-V alone.
const RISCV: [&str; 1] = ["SS"];
/// Codes that the crate is known to use: a file that shows less proves nothing.
const CODES: usize = 25;

#[test]
fn what_the_hardware_abstraction_layer_looks_up_is_found() {
    let text = description::source("rp235x-hal", "src/rom_data.rs");
    // *b"XY", the lookup code of a function or of data.
    let codes: Vec<&str> = text
        .match_indices("*b\"")
        .filter_map(|(at, start)| text.get(at + start.len()..))
        .filter_map(|rest| rest.split_once('"'))
        .map(|(code, _)| code)
        .filter(|code| !RISCV.contains(code))
        .collect();
    assert!(codes.len() >= CODES, "{codes:?}");
    let found = |code: &str| {
        let code = code.bytes().rev().fold(0, |all, byte| all << 8 | u32::from(byte));
        Rom::entry_address(code, ARM_SECURE).or_else(|| Rom::entry_address(code, DATA)).is_some()
    };
    let missing: Vec<&str> = codes.into_iter().filter(|code| !found(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(!found("??"));
}
