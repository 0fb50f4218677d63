//! CoreSight discovery on the private peripheral bus: the ROM table of the processor and the identification registers
//! of its units. Cortex-M33 TRM, ROM table; RP2350 datasheet §3.7.5 (values), §3.7.2 (units).

use crate::coresight::{ARM, Component};

/// Address of the ROM table.
pub const ROM_TABLE: u32 = 0xE00F_F000;

/// Part number of the units of a Cortex-M33.
const CORTEX_M33: u16 = 0xD21;

const ITM: Component = Component::coresight(ARM, CORTEX_M33).devarch(0x4770_1A01).devtype(0x43);
const DWT: Component = Component::coresight(ARM, CORTEX_M33).devarch(0x4770_1A02);
const FPB: Component = Component::coresight(ARM, CORTEX_M33).devarch(0x4770_1A03);
const SCS: Component = Component::coresight(ARM, CORTEX_M33).devarch(0x4770_2A04);
const ETM: Component = Component::coresight(ARM, CORTEX_M33).devarch(0x4772_4A13).devtype(0x13).revision(2);
const CTI: Component =
    Component::coresight(ARM, CORTEX_M33).devarch(0x4770_1A14).devtype(0x14).device_id(0x0004_0800);
/// Part number 0x4C9: ROM table of a Cortex-M33.
const ROM: Component = Component::rom_table_class_1(ARM, 0x4C9);

/// Base addresses of the units.
const UNITS: [(u32, Component); 7] = [
    (0xE000_0000, ITM),
    (0xE000_1000, DWT),
    (0xE000_2000, FPB),
    (0xE000_E000, SCS),
    (0xE004_1000, ETM),
    (0xE004_2000, CTI),
    (ROM_TABLE, ROM),
];

/// Entries of the ROM table.
const ENTRIES: [u32; 8] = [
    entry(0xE000_E000, true),
    entry(0xE000_1000, true),
    entry(0xE000_2000, true),
    entry(0xE000_0000, true),
    // TPIU: it is connected to the debug port.
    entry(0xE004_0000, false),
    entry(0xE004_1000, true),
    entry(0xE004_2000, true),
    // MTB
    entry(0xE004_3000, false),
];

/// Returns the entry of a unit: its offset from the table, and format and present bits.
const fn entry(unit: u32, present: bool) -> u32 {
    unit.wrapping_sub(ROM_TABLE) | if present { 0b11 } else { 0b10 }
}

/// Reads the word at an address of the ROM table or of an identification register; `None` elsewhere.
pub fn read(address: u32) -> Option<u32> {
    let base = address & !0xFFF;
    let offset = address & 0xFFF;
    if base == ROM_TABLE && offset < 0xF00 {
        return Some(ENTRIES.get(offset as usize / 4).copied().unwrap_or(0));
    }
    let (_, component) = UNITS.iter().find(|(unit, _)| *unit == base)?;
    component.register(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_offsets_of_units_and_end_with_zero() {
        assert_eq!(read(ROM_TABLE), Some(0xFFF0_F003));
        assert_eq!(read(ROM_TABLE + 4), Some(0xFFF0_2003));
        assert_eq!(read(ROM_TABLE + 0x10), Some(0xFFF4_1002));
        assert_eq!(read(ROM_TABLE + 0x20), Some(0));
    }

    #[test]
    fn the_table_identifies_a_cortex_m33_by_arm() {
        assert_eq!(read(ROM_TABLE + 0xFE0), Some(0xC9));
        assert_eq!(read(ROM_TABLE + 0xFE4), Some(0xB4));
        assert_eq!(read(ROM_TABLE + 0xFE8), Some(0x0B));
        assert_eq!(read(ROM_TABLE + 0xFD0), Some(0x04));
        assert_eq!(read(ROM_TABLE + 0xFF4), Some(0x10));
    }

    #[test]
    fn units_have_the_values_of_the_datasheet() {
        assert_eq!(read(0xE000_1FBC), Some(0x4770_1A02));
        assert_eq!(read(0xE000_1FE0), Some(0x21));
        assert_eq!(read(0xE000_1FE4), Some(0xBD));
        assert_eq!(read(0xE004_1FE8), Some(0x2B));
        assert_eq!(read(0xE004_2FC8), Some(0x0004_0800));
        assert_eq!(read(0xE000_EFBC), Some(0x4770_2A04));
    }

    #[test]
    fn other_registers_are_not_answered() {
        assert_eq!(read(0xE000_EDF0), None);
        assert_eq!(read(0xE000_EFB8), None);
        assert_eq!(read(0xE004_3FBC), None);
    }
}
