//! Decoded fields of SMx_EXECCTRL, SMx_SHIFTCTRL and SMx_PINCTRL (RP2350 §11.7).

use crate::peripheral::registers::{bit, field};

/// Use of a state machine's FIFO storage (SHIFTCTRL).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Joins {
    /// FJOIN_TX: the TX FIFO uses the storage of both.
    pub tx: bool,
    /// FJOIN_RX: the RX FIFO uses the storage of both.
    pub rx: bool,
    /// FJOIN_RX_PUT: the RX FIFO's storage is four registers that the state machine writes.
    pub put: bool,
    /// FJOIN_RX_GET: the RX FIFO's storage is four registers that the state machine reads.
    pub get: bool,
}

impl Joins {
    /// Returns the depths of the TX and the RX FIFO, in words.
    pub(super) fn depths(self) -> (u8, u8) {
        match (self.put || self.get, self.tx, self.rx) {
            (true, ..) => (4, 0),
            (_, true, true) => (0, 0),
            (_, true, false) => (8, 0),
            (_, false, true) => (0, 8),
            _ => (4, 4),
        }
    }
}

/// Comparison of MOV with the source STATUS (EXECCTRL.STATUS_SEL and STATUS_N).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// TX FIFO level less than N.
    TxBelow(u32),
    /// RX FIFO level less than N.
    RxBelow(u32),
    /// IRQ flag: block (0 the next lower one, 1 this one, 2 the next higher one), and bit mask.
    Flag(usize, u8),
    /// Reserved setting.
    Reserved,
}

/// Settings of a state machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Settings {
    pub side_enable: bool,
    pub side_directions: bool,
    pub jump_pin: u32,
    pub out_enable_bit: Option<u32>,
    pub sticky: bool,
    pub wrap_top: u8,
    pub wrap_bottom: u8,
    pub status: Status,
    pub joins: Joins,
    /// Pull threshold, 1 to 32 bits.
    pub pull_threshold: u32,
    /// Push threshold, 1 to 32 bits.
    pub push_threshold: u32,
    pub out_right: bool,
    pub in_right: bool,
    pub autopull: bool,
    pub autopush: bool,
    /// Pins that IN_COUNT does not mask, relative to IN_BASE.
    pub in_mask: u32,
    /// Number of side-set bits, including the enable bit.
    pub side_bits: u32,
    pub set_count: u32,
    pub out_count: u32,
    pub in_base: u32,
    pub side_base: u32,
    pub set_base: u32,
    pub out_base: u32,
}

fn or_32(count: u32) -> u32 {
    if count == 0 { 32 } else { count }
}

/// Returns a mask of the `count` lowest bits.
pub(super) fn low_bits(count: u32) -> u32 {
    u32::MAX.checked_shr(32 - count.min(32)).unwrap_or(0)
}

impl Settings {
    /// Decodes the values of EXECCTRL, SHIFTCTRL and PINCTRL.
    pub(super) fn new(execution: u32, shift: u32, pins: u32) -> Self {
        let number = field(execution, 0, 5);
        let status = match field(execution, 5, 2) {
            0 => Status::TxBelow(number),
            1 => Status::RxBelow(number),
            2 if number < 24 => Status::Flag([1, 0, 2][number as usize / 8], 1 << (number % 8)),
            _ => Status::Reserved,
        };
        Settings {
            side_enable: bit(execution, 30),
            side_directions: bit(execution, 29),
            jump_pin: field(execution, 24, 5),
            out_enable_bit: bit(execution, 18).then_some(field(execution, 19, 5)),
            sticky: bit(execution, 17),
            wrap_top: field(execution, 12, 5) as u8,
            wrap_bottom: field(execution, 7, 5) as u8,
            status,
            joins: Joins { rx: bit(shift, 31), tx: bit(shift, 30), put: bit(shift, 15), get: bit(shift, 14) },
            pull_threshold: or_32(field(shift, 25, 5)),
            push_threshold: or_32(field(shift, 20, 5)),
            out_right: bit(shift, 19),
            in_right: bit(shift, 18),
            autopull: bit(shift, 17),
            autopush: bit(shift, 16),
            in_mask: low_bits(or_32(field(shift, 0, 5))),
            side_bits: field(pins, 29, 3).min(5),
            set_count: field(pins, 26, 3).min(5),
            out_count: field(pins, 20, 6).min(32),
            in_base: field(pins, 15, 5),
            side_base: field(pins, 10, 5),
            set_base: field(pins, 5, 5),
            out_base: field(pins, 0, 5),
        }
    }

    /// Splits the field that side-set and delay share. Returns the side-set value, `None` if there is none, and the
    /// delay.
    pub(super) fn side_and_delay(&self, field: u32) -> (Option<u32>, u64) {
        let delay_bits = 5 - self.side_bits;
        let delay = u64::from(field & low_bits(delay_bits));
        let side = field >> delay_bits;
        let applied = match (self.side_bits, self.side_enable) {
            (0, _) => None,
            (bits, true) => (side >> (bits - 1) & 1 == 1).then_some(side & low_bits(bits - 1)),
            (_, false) => Some(side),
        };
        (applied, delay)
    }

    /// Returns the number of side-set pins, without the enable bit.
    pub(super) fn side_count(&self) -> u32 {
        self.side_bits.saturating_sub(u32::from(self.side_enable))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn side_set_takes_its_bits_from_the_delay() {
        let settings = |bits: u32, enable: bool| Settings::new(u32::from(enable) << 30, 0, bits << 29);
        assert_eq!(settings(0, false).side_and_delay(0b10111), (None, 0b10111));
        assert_eq!(settings(2, false).side_and_delay(0b10111), (Some(0b10), 0b111));
        assert_eq!(settings(5, false).side_and_delay(0b10111), (Some(0b10111), 0));
        assert_eq!(settings(2, true).side_and_delay(0b10111), (Some(0), 0b111));
        assert_eq!(settings(2, true).side_and_delay(0b01111), (None, 0b111));
        assert_eq!(settings(2, true).side_count(), 1);
    }

    #[test]
    fn zero_is_32_for_thresholds_and_the_input_count() {
        let settings = Settings::new(0, 0, 0);
        assert_eq!((settings.pull_threshold, settings.push_threshold, settings.in_mask), (32, 32, u32::MAX));
        assert_eq!(Settings::new(0, 5 << 25 | 7 << 20 | 3, 0).in_mask, 7);
        assert_eq!(Settings::new(2 << 5 | 0xB, 0, 0).status, Status::Flag(0, 1 << 3));
        assert_eq!(Settings::new(2 << 5 | 0x12, 0, 0).status, Status::Flag(2, 1 << 2));
    }

    #[test]
    fn joining_moves_the_storage() {
        let depths = |shift| Settings::new(0, shift, 0).joins.depths();
        assert_eq!([depths(0), depths(1 << 30), depths(1 << 31)], [(4, 4), (8, 0), (0, 8)]);
        assert_eq!([depths(1 << 15), depths(1 << 14), depths(3 << 30)], [(4, 0), (4, 0), (0, 0)]);
    }
}
