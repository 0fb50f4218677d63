//! Identification registers of CoreSight components, at the end of the 4 KB of each component.
//! ADIv6, part D (component and peripheral identification registers).

/// Designer of a component, as a JEP106 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Designer {
    /// Number of continuation codes.
    pub continuation: u8,
    /// Identification code without parity.
    pub code: u8,
}

/// Arm Limited.
pub(crate) const ARM: Designer = Designer { continuation: 4, code: 0x3B };
/// Raspberry Pi.
pub(crate) const RASPBERRY_PI: Designer = Designer { continuation: 9, code: 0x13 };

/// Identification of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Component {
    designer: Designer,
    part: u16,
    class: u8,
    revision: u8,
    devarch: u32,
    devtype: u32,
    device_id: u32,
    /// MEMTYPE.SYSMEM of a class 1 ROM table.
    system_memory: bool,
}

impl Component {
    /// Creates a CoreSight component (class 9).
    pub(crate) const fn coresight(designer: Designer, part: u16) -> Self {
        Self {
            designer,
            part,
            class: 9,
            revision: 0,
            devarch: 0,
            devtype: 0,
            device_id: 0,
            system_memory: false,
        }
    }

    /// Creates a ROM table of class 1 on a bus that gives access to system memory.
    pub(crate) const fn rom_table_class_1(designer: Designer, part: u16) -> Self {
        Self { class: 1, system_memory: true, ..Self::coresight(designer, part) }
    }

    /// Sets the device architecture (DEVARCH).
    pub(crate) const fn devarch(self, devarch: u32) -> Self {
        Self { devarch, ..self }
    }

    /// Sets the device type (DEVTYPE).
    pub(crate) const fn devtype(self, devtype: u32) -> Self {
        Self { devtype, ..self }
    }

    /// Sets the device configuration (DEVID).
    pub(crate) const fn device_id(self, device_id: u32) -> Self {
        Self { device_id, ..self }
    }

    /// Sets the revision (PIDR2.REVISION), 0 to 15.
    pub(crate) const fn revision(self, revision: u8) -> Self {
        Self { revision, ..self }
    }

    /// Reads the identification register at an offset from the base of the component; `None` if there is none.
    pub(crate) fn register(&self, offset: u32) -> Option<u32> {
        let part = u32::from(self.part);
        let code = u32::from(self.designer.code);
        Some(match offset {
            // DEVARCH
            0xFBC => self.devarch,
            // DEVID2, DEVID1
            0xFC0 | 0xFC4 => 0,
            // DEVID
            0xFC8 => self.device_id,
            // MEMTYPE of a class 1 ROM table, else DEVTYPE
            0xFCC if self.class == 1 => u32::from(self.system_memory),
            0xFCC => self.devtype,
            // PIDR4: one 4 KB block, JEP106 continuation code
            0xFD0 => u32::from(self.designer.continuation),
            // PIDR5 to PIDR7
            0xFD4 | 0xFD8 | 0xFDC => 0,
            // PIDR0 to PIDR3
            0xFE0 => part & 0xFF,
            0xFE4 => (code & 0xF) << 4 | part >> 8,
            // JEDEC bit 3: the designer is a JEP106 code
            0xFE8 => u32::from(self.revision) << 4 | 1 << 3 | code >> 4,
            0xFEC => 0,
            // CIDR0 to CIDR3
            0xFF0 => 0x0D,
            0xFF4 => u32::from(self.class) << 4,
            0xFF8 => 0x05,
            0xFFC => 0xB1,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_and_designer_are_in_the_peripheral_id() {
        let component = Component::coresight(RASPBERRY_PI, 0x0004).revision(1);
        let id: Vec<u32> =
            [0xFD0, 0xFE0, 0xFE4, 0xFE8].iter().filter_map(|&offset| component.register(offset)).collect();
        assert_eq!(id, [0x09, 0x04, 0x30, 0x19]);
    }

    #[test]
    fn only_a_class_1_table_has_a_memory_type() {
        assert_eq!(Component::rom_table_class_1(ARM, 0x4C9).register(0xFCC), Some(1));
        assert_eq!(Component::coresight(ARM, 0xD21).devtype(0x14).register(0xFCC), Some(0x14));
    }

    #[test]
    fn other_registers_are_not_answered() {
        assert_eq!(Component::coresight(ARM, 0xD21).register(0x000), None);
        assert_eq!(Component::coresight(ARM, 0xD21).register(0xFB8), None);
    }
}
