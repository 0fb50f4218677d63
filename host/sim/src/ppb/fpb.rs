//! Breakpoint unit: Flash Patch and Breakpoint, version 2, without remapping.
//! Armv8-M ARM, D1.2.107 (FP_COMPn), D1.2.108 (FP_CTRL); eight comparators, RP2350 datasheet §3.7.2.

/// FP_CTRL, Flash Patch Control Register.
pub const FP_CTRL: u32 = 0xE000_2000;
/// FP_REMAP, Flash Patch Remap Register.
pub const FP_REMAP: u32 = 0xE000_2004;
/// FP_COMP0, the first comparator.
pub const FP_COMP0: u32 = 0xE000_2008;
/// Number of instruction address comparators.
pub const COMPARATORS: usize = 8;

const FP_COMP_LAST: u32 = FP_COMP0 + 4 * (COMPARATORS as u32 - 1);
/// REV 1: breakpoints anywhere in the address space.
const REVISION: u32 = 1 << 28;
/// NUM_CODE\[3:0\]; NUM_LIT is 0.
const NUM_CODE: u32 = (COMPARATORS as u32) << 4;
const KEY: u32 = 1 << 1;
const ENABLE: u32 = 1 << 0;
/// BE of FP_COMPn.
const BREAKPOINT_ENABLE: u32 = 1 << 0;

/// The breakpoint unit of one core.
#[derive(Clone, Debug, Default)]
pub struct Fpb {
    enabled: bool,
    comparators: [u32; COMPARATORS],
    /// Addresses that break, in ascending order: what the core asks for at every instruction.
    armed: Vec<u32>,
}

impl Fpb {
    /// State after power-on: disabled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Any breakpoint is set and the unit enabled.
    #[inline]
    pub fn armed(&self) -> bool {
        !self.armed.is_empty()
    }

    /// An instruction at this address breaks before it executes.
    #[inline]
    pub fn hits(&self, pc: u32) -> bool {
        self.armed.contains(&pc)
    }

    /// Reads a register; `None` when the address is not one of the unit's.
    pub fn read(&self, address: u32) -> Option<u32> {
        Some(match address {
            FP_CTRL => REVISION | NUM_CODE | u32::from(self.enabled),
            // RMPSPT 0: no remapping.
            FP_REMAP => 0,
            FP_COMP0..=FP_COMP_LAST => self.comparators[comparator(address)?],
            _ => return None,
        })
    }

    /// Writes a register; `None` when the address is not one of the unit's.
    pub fn write(&mut self, address: u32, value: u32) -> Option<()> {
        match address {
            // Without KEY the write is ignored.
            FP_CTRL if value & KEY != 0 => self.enabled = value & ENABLE != 0,
            FP_CTRL | FP_REMAP => {}
            FP_COMP0..=FP_COMP_LAST => self.comparators[comparator(address)?] = value,
            _ => return None,
        }
        self.arm();
        Some(())
    }

    fn arm(&mut self) {
        self.armed.clear();
        if self.enabled {
            let set = self.comparators.iter().filter(|&&value| value & BREAKPOINT_ENABLE != 0);
            self.armed.extend(set.map(|value| value & !BREAKPOINT_ENABLE));
            self.armed.sort_unstable();
        }
    }
}

fn comparator(address: u32) -> Option<usize> {
    address.is_multiple_of(4).then(|| (address - FP_COMP0) as usize / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announces_eight_comparators_of_version_two() {
        assert_eq!(Fpb::new().read(FP_CTRL), Some(0x1000_0080));
    }

    #[test]
    fn control_needs_its_key() {
        let mut unit = Fpb::new();
        unit.write(FP_COMP0, 0x1000_0101);
        unit.write(FP_CTRL, ENABLE);
        assert!(!unit.armed());
        unit.write(FP_CTRL, KEY | ENABLE);
        assert!(unit.hits(0x1000_0100));
        unit.write(FP_CTRL, KEY);
        assert!(!unit.hits(0x1000_0100));
        assert_eq!(unit.read(FP_COMP0), Some(0x1000_0101));
    }

    #[test]
    fn every_comparator_breaks_at_its_own_address_only() {
        let mut unit = Fpb::new();
        unit.write(FP_CTRL, KEY | ENABLE);
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
    fn knows_its_own_registers_only() {
        let mut unit = Fpb::new();
        assert_eq!(unit.read(FP_COMP_LAST + 4), None);
        assert_eq!(unit.write(FP_COMP_LAST + 4, 1), None);
    }
}
