//! Deterministic generator of random numbers, and of operands for instructions.

/// Edge cases of the format.
const SPECIAL: [u32; 28] = [
    0x0000_0000, // 0
    0x8000_0000,
    0x3F80_0000, // 1
    0xBF80_0000,
    0x4000_0000,
    0x3F00_0000,
    0x7F80_0000, // infinity
    0xFF80_0000,
    0x7FC0_0000, // quiet NaN
    0xFFC1_2345,
    0x7FE0_0001,
    0xFFFF_FFFF,
    0x7F80_0001, // signalling NaN
    0x7FBF_FFFF,
    0xFF80_1234,
    0xFFA0_0000,
    0x0000_0001, // denormal
    0x807F_FFFF,
    0x0080_0000, // smallest normal
    0x8080_0001,
    0x7F7F_FFFF, // largest
    0xFF7F_FFFF,
    0x4F00_0000, // 2^31
    0xCF00_0000,
    0x4F80_0000, // 2^32
    0x4EFF_FFFF,
    0x477F_F000, // rounds to half-precision infinity
    0x3880_0000, // smallest normal half
];

/// SplitMix64 (Steele, Lea, Flood 2014).
pub struct Random(u64);

impl Random {
    /// Returns a generator. The seed is mixed, so that the sequences of consecutive seeds do not overlap.
    pub fn new(seed: u64) -> Self {
        Random(mix(mix(seed ^ 0x7077_6963_6F32_2F33)))
    }

    pub fn bits(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        (mix(self.0) >> 32) as u32
    }

    /// Returns a number from 0 to `end - 1`.
    pub fn below(&mut self, end: u32) -> u32 {
        ((u64::from(self.bits()) * u64::from(end)) >> 32) as u32
    }

    /// Returns a number from `first` to `last`.
    pub fn between(&mut self, first: u32, last: u32) -> u32 {
        first + self.below(last - first + 1)
    }

    /// Returns true with the probability `numerator / denominator`.
    pub fn chance(&mut self, numerator: u32, denominator: u32) -> bool {
        self.below(denominator) < numerator
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u32) as usize]
    }

    /// Returns `count` different elements, in the order of `from`.
    pub fn subset(&mut self, from: &[u32], count: usize) -> Vec<u32> {
        let mut left = from.to_vec();
        while left.len() > count {
            let index = self.below(left.len() as u32) as usize;
            left.remove(index);
        }
        left
    }

    /// Returns an operand for integer instructions, often an edge case.
    pub fn word(&mut self) -> u32 {
        const EDGES: [u32; 14] = [
            0,
            1,
            2,
            31,
            32,
            0x7F,
            0x80,
            0x7FFF,
            0x8000,
            0xFFFF,
            0x1_0000,
            0x7FFF_FFFF,
            0x8000_0000,
            0xFFFF_FFFF,
        ];
        match self.below(8) {
            0 | 1 => self.pick(&EDGES),
            // Edge cases in both halfwords or all bytes, for the parallel instructions.
            2 => self.pick(&EDGES) << 16 | self.pick(&EDGES) & 0xFFFF,
            3 => u32::from_le_bytes(std::array::from_fn(|_| self.pick(&[0, 1, 0x7F, 0x80, 0xFF]))),
            4 => self.bits() >> self.below(32),
            _ => self.bits(),
        }
    }

    /// Returns an edge case of single precision: NaNs, infinities, zeros, denormals, ends of ranges.
    pub fn special_float(&mut self) -> u32 {
        self.pick(&SPECIAL)
    }

    /// Returns an operand for floating-point instructions, as bits of a single-precision number.
    pub fn float(&mut self) -> u32 {
        let sign = self.bits() & 0x8000_0000;
        match self.below(10) {
            0 | 1 => self.special_float(),
            2 => self.bits(),
            // Around one: sums cancel, products stay in range, conversions have both parts.
            3 | 4 => sign | self.between(110, 150) << 23 | self.bits() & 0x007F_FFFF,
            // Few significant bits: exact results and ties.
            5 => sign | self.between(118, 140) << 23 | (self.bits() & 0x7F) << 16,
            // Integers and halves.
            6 => (self.between(0, 2_000_000) as f32 / 2.0).to_bits() | sign,
            // Near the ends of the exponent range.
            7 => sign | self.pick(&[0, 1, 2, 3, 24, 252, 253, 254]) << 23 | self.bits() & 0x007F_FFFF,
            // In the range of half precision.
            8 => sign | self.between(100, 144) << 23 | (self.bits() & 0x0FFF) << 11,
            // Denormal.
            _ => sign | self.bits() & 0x007F_FFFF,
        }
    }

    /// Returns FPSCR: any rounding mode, sometimes flush-to-zero, default NaN and alternative half precision, sometimes
    /// with flags set.
    pub fn fpscr(&mut self) -> u32 {
        const FLAGS: u32 = 0xF000_009F;
        let mut fpscr = 0;
        if self.chance(1, 2) {
            fpscr |= self.below(4) << 22;
        }
        for bit in [24, 25, 26] {
            fpscr |= u32::from(self.chance(1, 4)) << bit;
        }
        if self.chance(1, 2) {
            fpscr |= self.bits() & FLAGS;
        }
        fpscr
    }
}

/// Output function of the generator, a bijection.
fn mix(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}
