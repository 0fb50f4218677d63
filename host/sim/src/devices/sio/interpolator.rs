//! Interpolators (RP2350 §3.1.10): two per core, each with two lanes that shift, mask and add.

use crate::peripheral::registers::{bit, field};

/// Offsets from the first register of an interpolator.
const ACCUM0: u32 = 0x00;
const ACCUM1: u32 = 0x04;
const BASE0: u32 = 0x08;
const BASE2: u32 = 0x10;
const POP_LANE0: u32 = 0x14;
const POP_FULL: u32 = 0x1C;
const PEEK_LANE0: u32 = 0x20;
const PEEK_FULL: u32 = 0x28;
const CTRL_LANE0: u32 = 0x2C;
const CTRL_LANE1: u32 = 0x30;
const ACCUM0_ADD: u32 = 0x34;
const ACCUM1_ADD: u32 = 0x38;
const BASE_1AND0: u32 = 0x3C;

/// Fields of CTRL_LANE.
const SHIFT: u32 = 0;
const MASK_LSB: u32 = 5;
const MASK_MSB: u32 = 10;
const SIGNED: u32 = 15;
const CROSS_INPUT: u32 = 16;
const CROSS_RESULT: u32 = 17;
const ADD_RAW: u32 = 18;
const FORCE_MSB: u32 = 19;
const BLEND: u32 = 21;
const CLAMP: u32 = 22;
const OVERF0: u32 = 23;
const OVERF: u32 = 25;
/// Writable fields of every lane.
const COMMON: u32 = 0x001F_FFFF;
/// Position of FORCE_MSB in a lane's result.
const FORCED: u32 = 28;

/// Interpolator.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Interpolator {
    /// True for INTERP1, which clamps where INTERP0 blends.
    second: bool,
    accumulators: [u32; 2],
    bases: [u32; 3],
    control: [u32; 2],
}

impl Interpolator {
    /// Creates INTERP0 or, with `second`, INTERP1 in its reset state.
    pub(super) fn new(second: bool) -> Self {
        Interpolator { second, ..Interpolator::default() }
    }

    /// Reads the register at an offset; a pop changes the accumulators.
    pub(super) fn read(&mut self, offset: u32) -> u32 {
        let lane = (offset >> 2 & 3) as usize;
        match offset {
            ACCUM0 | ACCUM1 => self.accumulators[lane],
            BASE0..=BASE2 => self.bases[(offset - BASE0) as usize / 4],
            POP_LANE0..=POP_FULL => {
                let value = self.presented((offset - POP_LANE0) as usize / 4);
                self.pop();
                value
            }
            PEEK_LANE0..=PEEK_FULL => self.presented((offset - PEEK_LANE0) as usize / 4),
            CTRL_LANE0 => self.control[0] | self.overflow(),
            CTRL_LANE1 => self.control[1],
            ACCUM0_ADD | ACCUM1_ADD => self.masked((offset - ACCUM0_ADD) as usize / 4),
            _ => 0,
        }
    }

    /// Writes the register at an offset; results are read-only.
    pub(super) fn write(&mut self, offset: u32, value: u32) {
        let special = if self.second { 1 << CLAMP } else { 1 << BLEND };
        match offset {
            ACCUM0 => self.accumulators[0] = value,
            ACCUM1 => self.accumulators[1] = value,
            BASE0..=BASE2 => self.bases[(offset - BASE0) as usize / 4] = value,
            CTRL_LANE0 => self.control[0] = value & (COMMON | special),
            CTRL_LANE1 => self.control[1] = value & COMMON,
            ACCUM0_ADD | ACCUM1_ADD => {
                let accumulator = &mut self.accumulators[(offset - ACCUM0_ADD) as usize / 4];
                *accumulator = accumulator.wrapping_add(value);
            }
            BASE_1AND0 => {
                for (lane, half) in [value as u16, (value >> 16) as u16].into_iter().enumerate() {
                    let signed = bit(self.control[lane], SIGNED);
                    self.bases[lane] = if signed { half as i16 as u32 } else { u32::from(half) };
                }
            }
            _ => {}
        }
    }

    /// Input of a lane: its own accumulator or that of the other lane.
    fn input(&self, lane: usize) -> u32 {
        self.accumulators[if bit(self.control[lane], CROSS_INPUT) { 1 - lane } else { lane }]
    }

    /// Shifted, masked and sign-extended input, the summand to the bases. A mask with reversed ends passes no
    /// bit (assumption).
    fn masked(&self, lane: usize) -> u32 {
        let control = self.control[lane];
        let rotated = self.input(lane).rotate_right(field(control, SHIFT, 5));
        let (low, high) = (field(control, MASK_LSB, 5), field(control, MASK_MSB, 5));
        let above = !0_u32 << high << 1;
        let value = rotated & (!0 << low) & !above;
        if bit(control, SIGNED) && bit(value, high) { value | above } else { value }
    }

    /// OVERF0, OVERF1 and OVERF: accumulator bits above the mask, without the bits that the rotation brings round
    /// (assumption).
    fn overflow(&self) -> u32 {
        let over = [0, 1].map(|lane| {
            let control = self.control[lane];
            self.input(lane) >> field(control, SHIFT, 5) >> field(control, MASK_MSB, 5) >> 1 != 0
        });
        u32::from(over[0]) << OVERF0
            | u32::from(over[1]) << (OVERF0 + 1)
            | u32::from(over[0] || over[1]) << OVERF
    }

    /// Results of lane 0, of lane 1, and of both lanes together.
    fn results(&self) -> [u32; 3] {
        let masked = [self.masked(0), self.masked(1)];
        let mut results = [0, 1, 2].map(|lane: usize| match lane {
            2 => self.bases[2].wrapping_add(masked[0]).wrapping_add(masked[1]),
            _ if bit(self.control[lane], ADD_RAW) => self.bases[lane].wrapping_add(self.input(lane)),
            _ => self.bases[lane].wrapping_add(masked[lane]),
        });
        if bit(self.control[0], BLEND) {
            let alpha = masked[1] & 0xFF;
            results = [alpha, self.blended(alpha), self.bases[2].wrapping_add(masked[0])];
        } else if bit(self.control[0], CLAMP) {
            results[0] = self.clamped(masked[0]);
        }
        results
    }

    /// Linear interpolation between BASE0 and BASE1 in 256ths.
    fn blended(&self, alpha: u32) -> u32 {
        let signed = bit(self.control[1], SIGNED);
        let [from, to] = [0, 1].map(|lane| {
            let base = self.bases[lane];
            if signed { i64::from(base as i32) } else { i64::from(base) }
        });
        (from + (((to - from) * i64::from(alpha)) >> 8)) as u32
    }

    /// Value limited to the range from BASE0 to BASE1.
    fn clamped(&self, value: u32) -> u32 {
        let [low, high] = [self.bases[0], self.bases[1]];
        if bit(self.control[0], SIGNED) {
            (value as i32).max(low as i32).min(high as i32) as u32
        } else {
            value.max(low).min(high)
        }
    }

    /// Result as the processor reads it.
    fn presented(&self, lane: usize) -> u32 {
        let forced = self.control.get(lane).map_or(0, |control| field(*control, FORCE_MSB, 2) << FORCED);
        self.results()[lane.min(2)] | forced
    }

    /// Writes the lanes' results to the accumulators, each to its own or to the other one's.
    fn pop(&mut self) {
        let results = self.results();
        self.accumulators =
            [0, 1].map(|lane| results[if bit(self.control[lane], CROSS_RESULT) { 1 - lane } else { lane }]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Settings of a lane that passes all bits.
    const ALL: u32 = 31 << MASK_MSB;

    fn with(second: bool, control: [u32; 2], accumulators: [u32; 2], bases: [u32; 3]) -> Interpolator {
        let mut it = Interpolator::new(second);
        for lane in 0..2 {
            it.write(CTRL_LANE0 + 4 * lane, control[lane as usize]);
            it.write(ACCUM0 + 4 * lane, accumulators[lane as usize]);
        }
        for (index, base) in bases.into_iter().enumerate() {
            it.write(BASE0 + 4 * index as u32, base);
        }
        it
    }

    #[test]
    fn a_lane_counts_by_its_base() {
        let mut it = with(false, [ALL, 0], [0, 0], [9, 0, 0]);
        let table: Vec<u32> = (0..10).map(|_| it.read(POP_LANE0)).collect();
        assert_eq!(table, (1..=10).map(|n| 9 * n).collect::<Vec<_>>());
    }

    /// Values that the SDK's example prints for its masks.
    #[test]
    fn masks_cut_out_nibbles_with_and_without_sign() {
        let mut it = with(false, [0; 2], [0x1234_ABCD, 0], [0; 3]);
        let mut nibble = |number: u32, signed: u32| {
            it.write(CTRL_LANE0, signed << SIGNED | (4 * number) << MASK_LSB | (4 * number + 3) << MASK_MSB);
            it.read(ACCUM0_ADD)
        };
        assert_eq!([0, 3, 6].map(|number| nibble(number, 0)), [0xD, 0xA000, 0x0200_0000]);
        assert_eq!([0, 3, 6].map(|number| nibble(number, 1)), [0xFFFF_FFFD, 0xFFFF_A000, 0x0200_0000]);
    }

    #[test]
    fn rotation_makes_left_shifts() {
        let mut it = with(false, [30 | 2 << MASK_LSB | ALL, 0], [3, 0], [0; 3]);
        assert_eq!(it.read(PEEK_LANE0), 12);
        it.write(ACCUM0, 0x8000_0001);
        assert_eq!(it.read(PEEK_LANE0), 4, "what comes round is masked off");
    }

    #[test]
    fn lanes_cross() {
        let cross = ALL | 1 << CROSS_RESULT;
        let mut it = with(false, [cross, cross], [123, 456], [1, 0, 0]);
        let seen: Vec<(u32, u32)> = (0..3).map(|_| (it.read(PEEK_LANE0), it.read(POP_LANE0 + 4))).collect();
        assert_eq!(seen, [(124, 456), (457, 124), (125, 457)]);
        let it = with(false, [ALL | 1 << CROSS_INPUT, ALL], [1, 2], [10, 20, 100]);
        assert_eq!(it.results(), [12, 22, 104]);
    }

    #[test]
    fn raw_addition_leaves_the_full_result() {
        let shifted = 4 | 3 << MASK_MSB;
        let it = with(false, [shifted | 1 << ADD_RAW, 0], [0x123, 0], [1, 0, 5]);
        assert_eq!(it.results(), [0x124, 0, 7]);
    }

    #[test]
    fn blending_goes_from_one_base_to_the_other() {
        for (alpha, expected) in [(0, 500), (128, 750), (255, 998), (256, 500)] {
            let it = with(false, [1 << BLEND | ALL, ALL], [7, alpha], [500, 1000, 10]);
            assert_eq!(it.results(), [alpha & 0xFF, expected, 17]);
        }
        let it = with(false, [1 << BLEND, ALL | 1 << SIGNED], [0, 64], [(-1000_i32) as u32, 1000, 0]);
        assert_eq!(it.results()[1] as i32, -500);
    }

    #[test]
    fn clamping_holds_between_the_bases() {
        for (value, expected) in [(-1024_i32, 0), (3 << 2, 3), (1024, 255)] {
            let control = 2 | 29 << MASK_MSB | 1 << SIGNED | 1 << CLAMP;
            let it = with(true, [control, 0], [value as u32, 0], [0, 255, 0]);
            assert_eq!(it.results()[0], expected, "{value}");
        }
        // INTERP0 has no clamp, INTERP1 no blend.
        assert_eq!(with(false, [1 << CLAMP, 0], [0; 2], [0; 3]).control[0], 0);
        assert_eq!(with(true, [1 << BLEND, 0], [0; 2], [0; 3]).control[0], 0);
    }

    #[test]
    fn overflow_tells_bits_above_the_mask() {
        let mut it = with(false, [16 | 7 << MASK_MSB, 7 << MASK_MSB], [0x00FF_FFFF, 0x100], [0; 3]);
        assert_eq!(it.read(CTRL_LANE0) >> OVERF0, 0b110);
        it.write(ACCUM0, 0x0100_0000);
        it.write(ACCUM1, 0);
        assert_eq!(it.read(CTRL_LANE0) >> OVERF0, 0b101);
        assert_eq!(it.read(CTRL_LANE1), 7 << MASK_MSB);
    }

    #[test]
    fn bases_are_written_together_and_results_can_become_pointers() {
        let mut it = with(false, [1 << SIGNED | 2 << FORCE_MSB, 0], [0; 2], [0; 3]);
        it.write(BASE_1AND0, 0x8001_8002);
        assert_eq!([it.read(BASE0), it.read(BASE0 + 4)], [0xFFFF_8002, 0x8001]);
        it.write(BASE0, 0x40);
        assert_eq!(it.read(PEEK_LANE0), 0x2000_0040);
        it.read(POP_LANE0);
        assert_eq!(it.read(ACCUM0), 0x40, "not inside");
        it.write(ACCUM0_ADD, u32::MAX);
        assert_eq!((it.read(ACCUM0), it.read(BASE_1AND0)), (0x3F, 0));
    }
}
