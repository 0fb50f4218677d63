//! Random numbers from a seed.

/// Mixes a number and a seed as `reference.py` does.
pub fn noise(number: u32, seed: u32) -> u32 {
    let mut value = number.wrapping_mul(0x9E37_79B1).wrapping_add(seed);
    value ^= value >> 15;
    value = value.wrapping_mul(0x85EB_CA6B);
    value ^ value >> 13
}

/// A sequence of random numbers.
pub struct Random {
    seed: u32,
    number: u32,
}

impl Random {
    pub fn new(seed: u32) -> Self {
        Random { seed: noise(seed, 0xC0FF_EE00), number: 0 }
    }

    pub fn word(&mut self) -> u32 {
        self.number += 1;
        noise(self.number, self.seed)
    }

    /// Returns a number from 0 up to and not including `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        self.word() % end
    }

    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u32) as usize]
    }
}
