//! Random operands, including corner cases.

/// SplitMix64 (Steele, Lea, Flood 2014), seeded by a name.
pub struct Random(u64);

const DOUBLES: [u64; 20] = [
    0,
    0x3FF0_0000_0000_0000, // 1
    0x3FEF_FFFF_FFFF_FFFF,
    0x3FF0_0000_0000_0001,
    0x3FFF_FFFF_FFFF_FFFF,
    0x4000_0000_0000_0000,
    0x7FF0_0000_0000_0000, // infinity
    0x7FF8_0000_0000_0000, // quiet NaN
    0x7FF0_0000_0000_0001, // signalling NaN
    0x7FFF_FFFF_FFFF_FFFF,
    0x0000_0000_0000_0001, // denormal
    0x000F_FFFF_FFFF_FFFF,
    0x0010_0000_0000_0000, // smallest normal
    0x001F_FFFF_FFFF_FFFF,
    0x7FEF_FFFF_FFFF_FFFF, // greatest finite
    0x4330_0000_0000_0000, // 2^52
    0x4340_0000_0000_0000, // 2^53
    0x41E0_0000_0000_0000, // 2^31
    0x41F0_0000_0000_0000, // 2^32
    0x4330_0001_0000_0000, // 2^52 + 2^32
];

impl Random {
    pub fn new(name: &str) -> Self {
        Random(name.bytes().fold(1, |hash, byte| mix(hash ^ u64::from(byte))))
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(end)) >> 64) as u64
    }

    fn sign(&mut self) -> u64 {
        self.bits() & 1 << 63
    }

    /// Returns a fraction, often with few zeros or few ones, so that ties and exact results occur.
    fn fraction(&mut self) -> u64 {
        let mask = (1 << 52) - 1;
        let bits = self.bits() & mask;
        match self.below(6) {
            0 => bits & mask << self.below(52),
            1 => bits | mask >> self.below(52),
            2 => bits & (mask << 26),
            3 => 1 << self.below(52),
            _ => bits,
        }
    }

    pub fn double(&mut self) -> u64 {
        let exponent = match self.below(8) {
            0 => return self.sign() | DOUBLES[self.below(DOUBLES.len() as u64) as usize],
            1 => self.below(2048),
            2 => 1 + self.below(60),
            3 => 2046 - self.below(60),
            _ => 1023 - 40 + self.below(80),
        };
        self.sign() | exponent << 52 | self.fraction()
    }

    pub fn single(&mut self) -> u32 {
        let sign = self.sign() >> 32;
        let special = DOUBLES[self.below(DOUBLES.len() as u64) as usize];
        let exponent = match self.below(8) {
            0 => return sign as u32 | (f64::from_bits(special) as f32).to_bits(),
            1 => self.below(256),
            2 => 1 + self.below(30),
            3 => 254 - self.below(30),
            _ => 127 - 20 + self.below(40),
        };
        sign as u32 | (exponent << 23 | self.fraction() >> 29) as u32
    }
}

fn mix(state: u64) -> u64 {
    let state = (state ^ state >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ state >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ state >> 31
}

pub fn two_doubles(random: &mut Random) -> (u64, u64) {
    (random.double(), random.double())
}

/// Returns two numbers that often have the same magnitude, so that sums cancel, or a distance at which rounding depends
/// on the last bits.
pub fn close_doubles(random: &mut Random) -> (u64, u64) {
    let a = random.double();
    let b = match random.below(4) {
        0 => random.double(),
        1 => (a ^ random.sign()).wrapping_add(random.below(5)).wrapping_sub(2),
        _ => {
            let distance = random.below(57).wrapping_sub(random.below(57)) << 52;
            (a & 0x7FF0_0000_0000_0000).wrapping_add(distance) & !(1 << 63)
                | random.sign()
                | random.fraction()
        }
    };
    (a, b)
}

/// Two numbers in r0 and r1.
pub fn two_singles(random: &mut Random) -> (u64, u64) {
    (u64::from(random.single()) | u64::from(random.single()) << 32, 0)
}

/// As [`close_doubles`], with the numbers in r0 and r1.
pub fn close_singles(random: &mut Random) -> (u64, u64) {
    let a = random.single();
    let sign = (random.sign() >> 32) as u32;
    let b = match random.below(4) {
        0 => random.single(),
        1 => (a ^ sign).wrapping_add(random.below(5) as u32).wrapping_sub(2),
        _ => {
            let distance = (random.below(28).wrapping_sub(random.below(28)) << 23) as u32;
            (a & 0x7F80_0000).wrapping_add(distance) & !(1 << 31) | sign | (random.fraction() >> 29) as u32
        }
    };
    (u64::from(a) | u64::from(b) << 32, 0)
}

/// Returns a double near a single-precision number or halfway between two.
pub fn singles_extended(random: &mut Random) -> (u64, u64) {
    let exact = f64::from(f32::from_bits(random.single())).to_bits();
    let double = match random.below(4) {
        0 => random.double(),
        1 => exact,
        2 => exact | 1 << 28,
        _ => exact.wrapping_add(random.below(1 << 30)),
    };
    (double, 0)
}

pub fn integers(random: &mut Random) -> (u64, u64) {
    let word = (random.bits() as u32 >> random.below(32)) ^ if random.below(2) == 0 { 0 } else { u32::MAX };
    (u64::from(word), 0)
}

/// Returns numbers around the range of integers, with halves. No NaN: its conversion is not documented.
pub fn near_integers_double(random: &mut Random) -> (u64, u64) {
    let integer = integers(random).0 as f64;
    let value = match random.below(6) {
        0 => f64::from_bits(random.double()),
        1 => integer + 0.5,
        2 => integer - 0.5,
        3 => integer * 2f64.powi(random.below(60) as i32 - 30),
        4 => integer * (1.0 + f64::EPSILON),
        _ => integer,
    };
    let value = if value.is_nan() { 0.0 } else { value };
    (value.to_bits() ^ random.sign(), 0)
}

/// As [`near_integers_double`], with a single-precision number in r0.
pub fn near_integers_single(random: &mut Random) -> (u64, u64) {
    let value = f64::from_bits(near_integers_double(random).0) as f32;
    (u64::from(value.to_bits()), 0)
}
