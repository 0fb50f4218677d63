//! The boot ROM's table against the crate rp235x-hal: every lookup of its `rom_data` for Arm must succeed.

use pico2_sim::memory::rom::{ARM_SECURE, DATA, Rom};

use crate::description;

/// Codes of functions that only RISC-V has.
const RISCV: [&str; 1] = ["SS"];
/// Minimum number of codes in the crate's source: fewer means that they have not been found.
const CODES: usize = 25;

#[test]
fn every_lookup_of_the_hardware_abstraction_layer_succeeds() {
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
