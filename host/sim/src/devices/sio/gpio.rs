//! GPIO output registers of SIO (RP2350 §3.1.3), also accessed by the GPIO coprocessor.

const OUT: u32 = 0x10;
/// Offset from an OUT register to the OE register of the same pins.
const OE: u32 = 0x20;

/// Output levels and output enables: bank 0 in the low 48 bits, USB and QSPI pins above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gpio {
    /// GPIO_OUT and GPIO_HI_OUT.
    pub output: u64,
    /// GPIO_OE and GPIO_HI_OE.
    pub enable: u64,
    /// Pins whose output or enable has changed since [`Gpio::take_changed`].
    changed: u64,
}

/// Effect of a write on the bits of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BitOperation {
    /// Replaces all bits.
    Put,
    /// Toggles the bits that are 1 in the data.
    Xor,
    /// Sets the bits that are 1 in the data.
    Set,
    /// Clears the bits that are 1 in the data.
    Clear,
}

impl BitOperation {
    /// In the order of the coprocessor's opcodes.
    pub const CODES: [BitOperation; 4] =
        [BitOperation::Put, BitOperation::Xor, BitOperation::Set, BitOperation::Clear];

    fn apply(self, old: u64, data: u64) -> u64 {
        match self {
            BitOperation::Put => data,
            BitOperation::Xor => old ^ data,
            BitOperation::Set => old | data,
            BitOperation::Clear => old & !data,
        }
    }
}

impl Gpio {
    /// Reads one of the registers GPIO_OUT to GPIO_HI_OE_XOR; write-only ones read as 0.
    pub fn read(&self, offset: u32) -> u32 {
        match offset {
            0x10 => self.output as u32,
            0x14 => (self.output >> 32) as u32,
            0x30 => self.enable as u32,
            0x34 => (self.enable >> 32) as u32,
            _ => 0,
        }
    }

    /// Writes one of the registers GPIO_OUT to GPIO_HI_OE_XOR.
    pub fn write(&mut self, offset: u32, value: u32) {
        let change = match (offset - OUT) / 8 % 4 {
            0 => BitOperation::Put,
            1 => BitOperation::Set,
            2 => BitOperation::Clear,
            _ => BitOperation::Xor,
        };
        let high = offset / 4 % 2 == 1;
        let enable = offset >= OUT + OE;
        self.change_word(enable, high, change, value);
    }

    /// Changes the low or high word of the levels or enables.
    pub fn change_word(&mut self, enable: bool, high: bool, change: BitOperation, value: u32) {
        let shift = if high { 32 } else { 0 };
        let old = if enable { self.enable } else { self.output };
        let word = change.apply(old >> shift & 0xFFFF_FFFF, u64::from(value)) & 0xFFFF_FFFF;
        self.put(enable, old & !(0xFFFF_FFFF << shift) | word << shift);
    }

    /// Changes all levels or enables at once.
    pub fn change_all(&mut self, enable: bool, change: BitOperation, value: u64) {
        let old = if enable { self.enable } else { self.output };
        self.put(enable, change.apply(old, value));
    }

    fn put(&mut self, enable: bool, value: u64) {
        let kept = if enable { &mut self.enable } else { &mut self.output };
        self.changed |= *kept ^ value;
        *kept = value;
    }

    /// Takes the pins that have changed since the last call.
    pub fn take_changed(&mut self) -> u64 {
        std::mem::take(&mut self.changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_register_changes_its_word() {
        let mut gpio = Gpio::default();
        gpio.write(0x10, 0xF0);
        gpio.write(0x18, 0x01);
        gpio.write(0x20, 0x10);
        gpio.write(0x28, 0x03);
        assert_eq!(gpio.read(0x10), 0xE2);
        gpio.write(0x3C, 0x8000);
        gpio.write(0x4C, 0x8001);
        assert_eq!(gpio.read(0x34), 1);
        assert_eq!((gpio.output, gpio.enable), (0xE2, 1 << 32));
        assert_eq!(gpio.take_changed(), 0xF3 | 0x8001 << 32);
        assert_eq!(gpio.take_changed(), 0);
        assert_eq!(gpio.read(0x28), 0);
    }
}
