//! Register tables: names, offsets and reset values of a device's registers, and which of them are modelled.

use crate::bus::Size;

/// Extent to which a register is modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// The device acts on it.
    Live,
    /// Keeps its value without effect, for the reason given.
    Inert(&'static str),
    /// An access stops the board.
    Unmodelled,
}

/// One register, or an evenly spaced array of registers.
#[derive(Clone, Copy, Debug)]
pub struct Register {
    /// Offset of the first register.
    pub offset: u32,
    /// Name in the datasheet. In an array `#` stands for the index; without `#` the index is appended.
    pub name: &'static str,
    /// Number of registers; 1 for a single one.
    pub count: u32,
    /// Bytes from one register to the next.
    pub stride: u32,
    /// Value after reset.
    pub reset: u32,
    /// Bits that software can write.
    pub writable: u32,
    /// Extent to which the register is modelled.
    pub model: Model,
}

impl Register {
    const fn single(offset: u32, name: &'static str, reset: u32, writable: u32, model: Model) -> Self {
        Register { offset, name, count: 1, stride: 4, reset, writable, model }
    }

    /// A register that the device acts on.
    pub const fn live(offset: u32, name: &'static str, reset: u32, writable: u32) -> Self {
        Self::single(offset, name, reset, writable, Model::Live)
    }

    /// A register that software cannot change.
    pub const fn constant(offset: u32, name: &'static str, value: u32) -> Self {
        Self::single(offset, name, value, 0, Model::Live)
    }

    /// A register that keeps its value without effect, with the reason why that suffices.
    pub const fn inert(
        offset: u32,
        name: &'static str,
        reset: u32,
        writable: u32,
        reason: &'static str,
    ) -> Self {
        Self::single(offset, name, reset, writable, Model::Inert(reason))
    }

    /// A register that is not modelled.
    pub const fn unmodelled(offset: u32, name: &'static str) -> Self {
        Self::single(offset, name, 0, 0, Model::Unmodelled)
    }

    /// Makes the register an array of `count` registers, `stride` bytes apart.
    #[must_use]
    pub const fn array(self, count: u32, stride: u32) -> Self {
        Register { count, stride, ..self }
    }

    /// Returns the index of the array element at an offset.
    fn element(&self, offset: u32) -> Option<u32> {
        let ahead = offset.checked_sub(self.offset)?;
        (ahead.is_multiple_of(self.stride) && ahead / self.stride < self.count).then(|| ahead / self.stride)
    }
}

/// A write to a register, without the alias bits of its address (§2.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Write {
    /// Data on the bus.
    pub data: u32,
    /// Alias of the address.
    pub alias: Alias,
    /// Width of the store. The data of a narrow store is repeated over the word (§2.1.4).
    pub size: Size,
}

/// The four aliases of a register on the APB or AHB (§2.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alias {
    /// Write all bits.
    Plain,
    /// Toggle the bits that are 1 in the data.
    Xor,
    /// Set the bits that are 1 in the data.
    Set,
    /// Clear the bits that are 1 in the data.
    Clear,
}

impl Alias {
    /// Returns the alias that bits 13 and 12 of an address select.
    pub const fn of(address: u32) -> Self {
        match address >> 12 & 3 {
            0 => Alias::Plain,
            1 => Alias::Xor,
            2 => Alias::Set,
            _ => Alias::Clear,
        }
    }
}

impl Write {
    /// A store of a word to the plain alias.
    pub const fn plain(data: u32) -> Self {
        Write { data, alias: Alias::Plain, size: Size::Word }
    }

    /// Returns the new value of a register that was `old`.
    pub const fn applied_to(self, old: u32) -> u32 {
        match self.alias {
            Alias::Plain => self.data,
            Alias::Xor => old ^ self.data,
            Alias::Set => old | self.data,
            Alias::Clear => old & !self.data,
        }
    }
}

const NONE: u16 = u16::MAX;

/// The registers of one device: their table and their values.
#[derive(Clone, Debug)]
pub struct RegisterFile {
    device: &'static str,
    table: &'static [Register],
    /// Table entry of each word; [`NONE`] where there is no register.
    index: Vec<u16>,
    /// Value of each word.
    values: Vec<u32>,
}

impl RegisterFile {
    /// Creates the registers of a device with their reset values.
    pub fn new(device: &'static str, table: &'static [Register]) -> Self {
        let words = table.iter().map(|r| (r.offset + (r.count - 1) * r.stride) / 4 + 1).max().unwrap_or(0);
        let mut index = vec![NONE; words as usize];
        for (entry, register) in table.iter().enumerate() {
            for element in 0..register.count {
                index[((register.offset + element * register.stride) / 4) as usize] = entry as u16;
            }
        }
        let mut file = RegisterFile { device, table, index, values: vec![0; words as usize] };
        file.reset();
        file
    }

    /// Name of the device in the datasheet.
    pub fn device(&self) -> &'static str {
        self.device
    }

    /// Sets all registers to their reset values.
    pub fn reset(&mut self) {
        for (word, entry) in self.index.iter().enumerate() {
            self.values[word] = self.table.get(usize::from(*entry)).map_or(0, |register| register.reset);
        }
    }

    /// Returns the register at an offset.
    pub fn register(&self, offset: u32) -> Option<&'static Register> {
        let entry = *self.index.get((offset / 4) as usize)?;
        self.table.get(usize::from(entry))
    }

    /// Returns the name `DEVICE.REGISTER` for messages, or the offset where there is no register.
    pub fn name(&self, offset: u32) -> String {
        match self.register(offset) {
            Some(register) if register.count == 1 => format!("{}.{}", self.device, register.name),
            Some(register) => {
                let element = register.element(offset).unwrap_or(0).to_string();
                let mut name = register.name.replace('#', &element);
                if name == register.name {
                    name.push_str(&element);
                }
                format!("{}.{name}", self.device)
            }
            None => format!("{} offset {offset:#05x}", self.device),
        }
    }

    /// Returns the offset of a register, by its name without that of the device.
    #[cfg(test)]
    pub(crate) fn offset_of(&self, register: &str) -> u32 {
        let name = format!("{}.{register}", self.device);
        let mut offsets = (0..4 * self.values.len() as u32).step_by(4);
        offsets
            .find(|offset| self.name(*offset) == name)
            .unwrap_or_else(|| panic!("there is no register {name}"))
    }

    /// Returns the value at an offset; 0 where there is no register.
    #[inline]
    pub fn get(&self, offset: u32) -> u32 {
        self.values.get((offset / 4) as usize).copied().unwrap_or(0)
    }

    /// Sets the value at an offset, including bits that software cannot write.
    #[inline]
    pub fn set(&mut self, offset: u32, value: u32) {
        if let Some(kept) = self.values.get_mut((offset / 4) as usize) {
            *kept = value;
        }
    }

    /// Returns the value of an ordinary register after a write to its writable bits.
    pub fn written(&self, offset: u32, write: Write) -> u32 {
        let old = self.get(offset);
        let writable = self.register(offset).map_or(0, |register| register.writable);
        old & !writable | write.applied_to(old) & writable
    }

    /// Writes an ordinary register and returns its new value.
    pub fn write(&mut self, offset: u32, write: Write) -> u32 {
        let value = self.written(offset, write);
        self.set(offset, value);
        value
    }

    /// Clears the bits of a write-1-to-clear field that are 1 in the data, by any alias: the SDK clears such bits by
    /// plain writes and by the clear alias.
    pub fn clear_ones(&mut self, offset: u32, mask: u32, write: Write) {
        let value = self.get(offset) & !(write.data & mask);
        self.set(offset, value);
    }
}

/// Returns the field of `width` bits from bit `lsb` on.
#[inline]
pub const fn field(value: u32, lsb: u32, width: u32) -> u32 {
    value >> lsb & (u32::MAX >> (32 - width))
}

/// Returns true if a bit is set.
#[inline]
pub const fn bit(value: u32, number: u32) -> bool {
    value >> number & 1 != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    static TABLE: [Register; 4] = [
        Register::live(0x0, "CTRL", 0x10, 0xFF),
        Register::live(0x4, "DATA", 7, u32::MAX).array(3, 8),
        Register::inert(0x8, "TRIM", 0, 0xF, "analogue"),
        Register::unmodelled(0x20, "LATER"),
    ];

    #[test]
    fn names_and_models_are_found_by_offset() {
        let file = RegisterFile::new("BLOCK", &TABLE);
        assert_eq!(file.name(0x0), "BLOCK.CTRL");
        assert_eq!(file.name(0xC), "BLOCK.DATA1");
        assert_eq!(file.name(0x14), "BLOCK.DATA2");
        assert_eq!(file.name(0x1C), "BLOCK offset 0x01c");
        assert_eq!(file.name(0x4000), "BLOCK offset 0x4000");
        assert_eq!(file.register(0x8).map(|r| r.model), Some(Model::Inert("analogue")));
        assert_eq!(file.get(0x14), 7);
    }

    #[test]
    fn aliases_change_the_writable_bits_only() {
        let mut file = RegisterFile::new("BLOCK", &TABLE);
        assert_eq!(file.write(0, Write { alias: Alias::Set, ..Write::plain(0xF0F) }), 0x1F);
        assert_eq!(file.write(0, Write { alias: Alias::Clear, ..Write::plain(0x11) }), 0x0E);
        assert_eq!(file.write(0, Write { alias: Alias::Xor, ..Write::plain(0xFFFF) }), 0xF1);
        assert_eq!(file.write(0, Write::plain(0x1234)), 0x34);
        file.reset();
        assert_eq!(file.get(0), 0x10);
    }

    #[test]
    fn addresses_select_the_alias() {
        let aliases = [0x0, 0x1000, 0x2000, 0x3000].map(|offset| Alias::of(0x4002_0000 + offset));
        assert_eq!(aliases, [Alias::Plain, Alias::Xor, Alias::Set, Alias::Clear]);
    }
}
