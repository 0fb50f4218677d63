//! Signals between the devices and the pin multiplexer (RP2350 §9.4), one set for each function select.

/// Pins of bank 0. The RP2350A of the Pico 2 bonds out the first 30.
pub const PINS: u32 = 48;

/// All pins of bank 0, a bit each.
pub const ALL_PINS: u64 = (1 << PINS) - 1;

/// Number of function selects (FUNCSEL).
pub const FUNCTIONS: usize = 32;
/// FUNCSEL of SIO (§9.4).
pub const FUNCTION_SIO: u32 = 5;
/// FUNCSEL of a pin that no device has.
pub const FUNCTION_NONE: u32 = 31;

/// Outputs of one function, a bit for each pin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drive {
    /// Pins whose output is enabled.
    pub enable: u64,
    /// Levels of the outputs.
    pub level: u64,
}

/// Outputs of all functions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drives([Drive; FUNCTIONS]);

impl Default for Drives {
    fn default() -> Self {
        Drives([Drive::default(); FUNCTIONS])
    }
}

impl Drives {
    /// Returns the outputs of a function.
    pub fn of(&self, function: u32) -> Drive {
        self.0.get(function as usize).copied().unwrap_or_default()
    }

    /// Replaces the outputs of a function to the pins of `mask`.
    pub fn put(&mut self, function: u32, mask: u64, drive: Drive) {
        if let Some(old) = self.0.get_mut(function as usize) {
            old.enable = old.enable & !mask | drive.enable & mask;
            old.level = old.level & !mask | drive.level & mask;
        }
    }

    /// Sets the output of a function to one pin.
    pub fn set(&mut self, function: u32, pin: u32, enable: bool, level: bool) {
        let mask = 1_u64.checked_shl(pin).unwrap_or(0);
        let spread = |on: bool| if on { mask } else { 0 };
        self.put(function, mask, Drive { enable: spread(enable), level: spread(level) });
    }
}

/// Inputs of the devices, a bit for each pin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inputs {
    /// Levels after pad and input override. SIO and PIO see all pins, whatever their function select.
    pub level: u64,
    /// Pins that have each function selected. Other devices see only these; pins that share an input are ORed.
    pub selected: [u64; FUNCTIONS],
}

impl Default for Inputs {
    fn default() -> Self {
        Inputs { level: 0, selected: [0; FUNCTIONS] }
    }
}

impl Inputs {
    /// Returns the level of an input that a function routes to any of `pins`; low if none has the function selected.
    pub fn any_high(&self, function: u32, pins: u64) -> bool {
        self.selected.get(function as usize).is_some_and(|selected| self.level & selected & pins != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_independent() {
        let mut drives = Drives::default();
        drives.set(6, 3, true, true);
        drives.set(4, 3, true, false);
        assert_eq!(drives.of(6), Drive { enable: 8, level: 8 });
        assert_eq!(drives.of(4), Drive { enable: 8, level: 0 });
        drives.set(99, 3, true, true);
        drives.set(6, 64, true, true);
        assert_eq!(drives.of(99), Drive::default());
        assert_eq!(drives.of(6), Drive { enable: 8, level: 8 });
    }

    #[test]
    fn an_input_is_the_or_of_its_pins() {
        let mut inputs = Inputs { level: 0b10, ..Inputs::default() };
        assert!(!inputs.any_high(1, 0b11));
        inputs.selected[1] = 0b11;
        assert!(inputs.any_high(1, 0b11) && !inputs.any_high(1, 0b01) && !inputs.any_high(77, 3));
    }
}
