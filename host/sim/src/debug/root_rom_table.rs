//! Root ROM table, at address 0 behind the debug port. RP2350 datasheet §3.5, figure 10.

use super::mem_ap;
use crate::coresight::{Component, RASPBERRY_PI};

/// Class 9 ROM table.
const TABLE: Component = Component::coresight(RASPBERRY_PI, 0x004).devarch(0x4770_0AF7);

/// Components that are not modelled: base address and name. Their entries read as not present.
const UNMODELLED: [(u32, &str); 5] = [
    (0x0_6000, "timestamp generator"),
    (0x0_7000, "ATB funnel"),
    (0x0_8000, "TPIU"),
    (0x0_9000, "CTI"),
    (0x0_A000, "RISC-V APB-AP"),
];

/// Bits 1 and 0 of an entry (ADIv6, D4.4.1).
const PRESENT: u32 = 0b11;
const NOT_PRESENT: u32 = 0b10;

/// Returns the entry of the table at an index: base address of the component, and presence.
fn entry(index: usize) -> Option<u32> {
    match index.checked_sub(mem_ap::BASES.len()) {
        None => mem_ap::BASES.get(index).map(|base| base | PRESENT),
        Some(index) => UNMODELLED.get(index).map(|(base, _)| base | NOT_PRESENT),
    }
}

/// Reads the word at an offset of the table; reserved words read as zero.
pub(super) fn read(offset: u32) -> u32 {
    entry(offset as usize / 4).or_else(|| TABLE.register(offset)).unwrap_or(0)
}

/// Returns the name of the component at a base address, if the chip has one there that is not modelled.
pub(super) fn unmodelled_component(base: u32) -> Option<&'static str> {
    UNMODELLED.iter().find(|(unmodelled, _)| *unmodelled == base).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_the_access_ports_of_both_cores() {
        assert_eq!([read(0), read(4)], [0x2003, 0x4003]);
        assert_eq!(read(0x1C), 0);
    }

    #[test]
    fn the_table_identifies_raspberry_pi() {
        assert_eq!(read(0xFBC), 0x4770_0AF7);
        assert_eq!([read(0xFD0), read(0xFE0), read(0xFE4)], [0x09, 0x04, 0x30]);
        assert_eq!(read(0xFF4), 0x90);
    }

    #[test]
    fn unmodelled_components_are_listed_as_not_present() {
        assert_eq!([read(8), read(0x18)], [0x6002, 0xA002]);
        assert_eq!(unmodelled_component(0xA000), Some("RISC-V APB-AP"));
        assert_eq!(unmodelled_component(0x2000), None);
    }
}
