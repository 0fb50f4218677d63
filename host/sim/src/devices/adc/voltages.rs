//! Voltages at the inputs of the converter.

/// Channels of the RP2350A: GPIO26 to GPIO29, and the temperature sensor (§12.4.3).
pub(super) const CHANNELS: usize = 5;
/// Channel of the temperature sensor.
pub(super) const TEMPERATURE: usize = 4;

/// Reference voltage in µV: the 3.3 V of the board.
const REFERENCE: u64 = 3_300_000;
/// Voltage of the temperature sensor at 27 °C (§12.4.6): 0.706 V.
const AT_27_DEGREES: u32 = 706_000;

/// Voltages at the inputs in µV; `None` for an open input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voltages([Option<u32>; CHANNELS]);

impl Default for Voltages {
    fn default() -> Self {
        let mut voltages = [None; CHANNELS];
        voltages[TEMPERATURE] = Some(AT_27_DEGREES);
        Voltages(voltages)
    }
}

impl Voltages {
    /// Connects a channel to a voltage in µV, or with `None` disconnects it; the temperature sensor is then at 27 °C.
    /// Returns false if there is no such channel.
    pub(super) fn set(&mut self, channel: usize, microvolts: Option<u32>) -> bool {
        let default = Voltages::default().0.get(channel).copied();
        match (self.0.get_mut(channel), default) {
            (Some(voltage), Some(default)) => {
                *voltage = microvolts.or(default);
                true
            }
            _ => false,
        }
    }

    /// Returns the ideal 12-bit result of a channel; `None` for an open input.
    pub(super) fn convert(&self, channel: usize) -> Option<u16> {
        let voltage = self.0.get(channel).copied().flatten()?;
        let result = u64::from(voltage) * 4096 / REFERENCE;
        Some(result.min(4095) as u16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversions_are_ideal() {
        let mut voltages = Voltages::default();
        for (microvolts, expected) in
            [(0, 0), (805, 0), (806, 1), (1_650_000, 2048), (3_299_999, 4095), (5_000_000, 4095)]
        {
            assert!(voltages.set(0, Some(microvolts)));
            assert_eq!(voltages.convert(0), Some(expected), "{microvolts}");
        }
        // T = 27 − (V − 0.706) / 0.001721 (§12.4.6).
        let volts = f64::from(voltages.convert(TEMPERATURE).unwrap()) * 3.3 / 4096.0;
        assert!((27.0 - (volts - 0.706) / 0.001_721 - 27.0).abs() < 0.5);
    }

    #[test]
    fn an_open_input_has_no_result() {
        let mut voltages = Voltages::default();
        assert_eq!(voltages.convert(2), None);
        assert_eq!(voltages.convert(5), None);
        assert!(!voltages.set(5, Some(1)));
        voltages.set(TEMPERATURE, Some(0));
        voltages.set(TEMPERATURE, None);
        assert_eq!(voltages.convert(TEMPERATURE), Some(876));
    }
}
