//! The root ROM table at address 0 of the debug port. RP2350 datasheet §3.5, figure 10.

use crate::coresight::{Component, RASPBERRY_PI};

/// DEVARCH of a class 9 ROM table.
const TABLE: Component = Component::coresight(RASPBERRY_PI, 0x004).devarch(0x4770_0AF7);

/// Entries: address of the component and, in bits 1 and 0, 0b11 for present, 0b10 for not present (ADIv6, D4.4.1).
/// The trace components and the RISC-V access port are not modelled.
const ENTRIES: [u32; 7] = [
    super::mem_ap::BASES[0] | 0b11,
    super::mem_ap::BASES[1] | 0b11,
    0x0_6000 | 0b10,
    0x0_7000 | 0b10,
    0x0_8000 | 0b10,
    0x0_9000 | 0b10,
    0x0_A000 | 0b10,
];

/// The word at an offset of the table; reserved ones read as zero.
pub fn read(offset: u32) -> u32 {
    ENTRIES.get(offset as usize / 4).copied().or_else(|| TABLE.register(offset)).unwrap_or(0)
}

/// What the chip has at this base address of the debug port and this model lacks.
pub fn not_modelled(base: u32) -> Option<&'static str> {
    Some(match base {
        0x0_6000 => "timestamp generator",
        0x0_7000 => "ATB funnel",
        0x0_8000 => "TPIU",
        0x0_9000 => "CTI",
        0x0_A000 => "RISC-V APB-AP",
        _ => return None,
    })
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
    fn is_a_rom_table_by_raspberry_pi() {
        assert_eq!(read(0xFBC), 0x4770_0AF7);
        assert_eq!([read(0xFD0), read(0xFE0), read(0xFE4)], [0x09, 0x04, 0x30]);
        assert_eq!(read(0xFF4), 0x90);
    }

    #[test]
    fn what_is_listed_as_absent_has_a_name() {
        for entry in ENTRIES.iter().filter(|&&entry| entry & 1 == 0) {
            assert!(not_modelled(entry & !0xFFF).is_some());
        }
        assert_eq!(not_modelled(0x2000), None);
    }
}
