//! Flash Patch and Breakpoint unit, version 2: hardware breakpoints, no remapping.
//! Armv8-M ARM, D1.2.107 (FP_COMPn), D1.2.108 (FP_CTRL); eight comparators, RP2350 datasheet §3.7.2.

/// Flash Patch Control Register.
pub const FP_CTRL: u32 = 0xE000_2000;
/// Flash Patch Remap Register.
pub const FP_REMAP: u32 = 0xE000_2004;
/// Flash Patch Comparator Register 0.
pub const FP_COMP0: u32 = 0xE000_2008;
/// Number of instruction address comparators.
pub const COMPARATORS: usize = 8;

const FP_COMP_LAST: u32 = FP_COMP0 + 4 * (COMPARATORS as u32 - 1);
/// REV of FP_CTRL: version 2, breakpoints at any address.
const REVISION: u32 = 1 << 28;
/// NUM_CODE\[3:0\] of FP_CTRL; NUM_LIT is 0.
const NUM_CODE: u32 = (COMPARATORS as u32) << 4;
/// KEY of FP_CTRL: must be set in a write.
pub const FP_CTRL_KEY: u32 = 1 << 1;
/// ENABLE of FP_CTRL.
pub const FP_CTRL_ENABLE: u32 = 1 << 0;
/// BE of FP_COMPn: the comparator is enabled.
pub const FP_COMP_BE: u32 = 1 << 0;

/// Breakpoint unit of one core.
#[derive(Clone, Debug, Default)]
pub struct Fpb {
    enabled: bool,
    comparators: [u32; COMPARATORS],
    /// Addresses of the enabled breakpoints.
    breakpoints: Vec<u32>,
}

impl Fpb {
    /// Returns the state after power-on: disabled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns true if the unit and at least one breakpoint are enabled.
    #[inline]
    pub fn armed(&self) -> bool {
        !self.breakpoints.is_empty()
    }

    /// Returns true if a breakpoint is set at the address of an instruction.
    #[inline]
    pub fn hits(&self, pc: u32) -> bool {
        self.breakpoints.contains(&pc)
    }

    /// Reads a register; `None` if the unit has no register at the address.
    pub fn read(&self, address: u32) -> Option<u32> {
        Some(match address {
            FP_CTRL => REVISION | NUM_CODE | u32::from(self.enabled),
            // RMPSPT 0: no remapping.
            FP_REMAP => 0,
            FP_COMP0..=FP_COMP_LAST => self.comparators[comparator_index(address)?],
            _ => return None,
        })
    }

    /// Writes a register; `None` if the unit has no register at the address.
    pub fn write(&mut self, address: u32, value: u32) -> Option<()> {
        match address {
            // Without KEY the write is ignored.
            FP_CTRL if value & FP_CTRL_KEY != 0 => self.enabled = value & FP_CTRL_ENABLE != 0,
            FP_CTRL | FP_REMAP => {}
            FP_COMP0..=FP_COMP_LAST => self.comparators[comparator_index(address)?] = value,
            _ => return None,
        }
        self.update_breakpoints();
        Some(())
    }

    fn update_breakpoints(&mut self) {
        self.breakpoints.clear();
        if self.enabled {
            let enabled = self.comparators.iter().filter(|&&value| value & FP_COMP_BE != 0);
            self.breakpoints.extend(enabled.map(|value| value & !FP_COMP_BE));
        }
    }
}

/// Returns the index of the comparator at an address from FP_COMP0 on.
fn comparator_index(address: u32) -> Option<usize> {
    address.is_multiple_of(4).then(|| (address - FP_COMP0) as usize / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifies_eight_comparators_of_version_two() {
        assert_eq!(Fpb::new().read(FP_CTRL), Some(0x1000_0080));
    }

    #[test]
    fn a_write_of_fp_ctrl_needs_its_key() {
        let mut unit = Fpb::new();
        unit.write(FP_COMP0, 0x1000_0101);
        unit.write(FP_CTRL, FP_CTRL_ENABLE);
        assert!(!unit.armed());
        unit.write(FP_CTRL, FP_CTRL_KEY | FP_CTRL_ENABLE);
        assert!(unit.hits(0x1000_0100));
        unit.write(FP_CTRL, FP_CTRL_KEY);
        assert!(!unit.hits(0x1000_0100));
        assert_eq!(unit.read(FP_COMP0), Some(0x1000_0101));
    }

    #[test]
    fn every_comparator_breaks_at_its_own_address_only() {
        let mut unit = Fpb::new();
        unit.write(FP_CTRL, FP_CTRL_KEY | FP_CTRL_ENABLE);
        for index in 0..COMPARATORS as u32 {
            unit.write(FP_COMP0 + 4 * index, (0x2000_0000 + 0x10 * index) | 1);
        }
        for index in 0..COMPARATORS as u32 {
            assert!(unit.hits(0x2000_0000 + 0x10 * index));
            assert!(!unit.hits(0x2000_0002 + 0x10 * index));
        }
        unit.write(FP_COMP0 + 8, 0x2000_0020);
        assert!(!unit.hits(0x2000_0020));
        assert!(unit.hits(0x2000_0030));
    }

    #[test]
    fn other_addresses_are_not_answered() {
        let mut unit = Fpb::new();
        assert_eq!(unit.read(FP_COMP_LAST + 4), None);
        assert_eq!(unit.write(FP_COMP_LAST + 4, 1), None);
    }
}
