//! TRNG (RP2350 §12.12): Arm's random number generator, fed by a fixed sequence instead of noise.
//!
//! Each sample is a bit of that sequence, so a program draws the same numbers in each run. The source always passes its
//! own tests: no error bit is ever set.

use crate::peripheral::registers::{Register, RegisterFile, Write, bit};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::Picoseconds;

const RNG_IMR: u32 = 0x100;
const RNG_ISR: u32 = 0x104;
const RNG_ICR: u32 = 0x108;
const TRNG_CONFIG: u32 = 0x10C;
const TRNG_VALID: u32 = 0x110;
const EHR_DATA0: u32 = 0x114;
const EHR_DATA5: u32 = 0x128;
const RND_SOURCE_ENABLE: u32 = 0x12C;
const SAMPLE_CNT1: u32 = 0x130;
const TRNG_DEBUG_CONTROL: u32 = 0x138;
const TRNG_SW_RESET: u32 = 0x140;
const TRNG_BUSY: u32 = 0x1B8;
const RST_BITS_COUNTER: u32 = 0x1BC;

const VNC_BYPASS: u32 = 1;
/// Bits of the entropy holding register.
const WORDS: usize = 6;
const IRQ: u32 = 39;
/// Seed of the sequence; any number except 0.
const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

const CHAIN: &str = "the fixed sequence does not depend on the length of the inverter chain";

static REGISTERS: [Register; 16] = [
    Register::live(RNG_IMR, "RNG_IMR", 0xF, 0xF),
    Register::live(RNG_ISR, "RNG_ISR", 0, 0),
    Register::live(RNG_ICR, "RNG_ICR", 0, 0),
    Register::inert(TRNG_CONFIG, "TRNG_CONFIG", 0, 3, CHAIN),
    Register::live(TRNG_VALID, "TRNG_VALID", 0, 0),
    Register::live(EHR_DATA0, "EHR_DATA#", 0, 0).array(6, 4),
    Register::live(RND_SOURCE_ENABLE, "RND_SOURCE_ENABLE", 0, 1),
    Register::live(SAMPLE_CNT1, "SAMPLE_CNT1", 0xFFFF, u32::MAX),
    Register::unmodelled(0x134, "AUTOCORR_STATISTIC"),
    Register::live(TRNG_DEBUG_CONTROL, "TRNG_DEBUG_CONTROL", 0, 0xE),
    Register::live(TRNG_SW_RESET, "TRNG_SW_RESET", 0, 0),
    Register::unmodelled(0x1B4, "RNG_DEBUG_EN_INPUT"),
    Register::live(TRNG_BUSY, "TRNG_BUSY", 0, 0),
    Register::live(RST_BITS_COUNTER, "RST_BITS_COUNTER", 0, 0),
    Register::unmodelled(0x1C0, "RNG_VERSION"),
    Register::unmodelled(0x1E0, "RNG_BIST_CNTR_#").array(3, 4),
];

/// The random number generator.
#[derive(Clone, Debug)]
pub(crate) struct Trng {
    file: RegisterFile,
    sequence: u64,
    /// Entropy being collected, and the cycle at which it is complete.
    collecting: Option<([u32; WORDS], u64)>,
    /// Entropy ready to be read.
    valid: Option<[u32; WORDS]>,
}

impl Default for Trng {
    fn default() -> Self {
        Trng { file: RegisterFile::new("TRNG", &REGISTERS), sequence: SEED, collecting: None, valid: None }
    }
}

impl Trng {
    /// Takes one sample of the source: the top bit of xorshift64* (Vigna, 2016).
    fn sample(&mut self) -> bool {
        self.sequence ^= self.sequence >> 12;
        self.sequence ^= self.sequence << 25;
        self.sequence ^= self.sequence >> 27;
        self.sequence.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 63 != 0
    }

    /// Samples the source until a bit results: the balancer gives one for each pair of different samples.
    fn collect_bit(&mut self, samples: &mut u64) -> bool {
        if bit(self.file.get(TRNG_DEBUG_CONTROL), VNC_BYPASS) {
            *samples += 1;
            return self.sample();
        }
        loop {
            *samples += 2;
            let (first, second) = (self.sample(), self.sample());
            if first != second {
                return first;
            }
        }
    }

    /// Begins to collect 192 bits if the source is on and the previous bits have been read.
    fn collect(&mut self, cycle: u64) {
        self.collecting = None;
        if self.file.get(RND_SOURCE_ENABLE) == 0 || self.valid.is_some() {
            return;
        }
        let mut samples = 0;
        let mut words = [0; WORDS];
        for word in &mut words {
            for position in 0..32 {
                *word |= u32::from(self.collect_bit(&mut samples)) << position;
            }
        }
        let period = u64::from(self.file.get(SAMPLE_CNT1).max(1));
        self.collecting = Some((words, cycle.saturating_add(samples * period)));
    }

    fn finish(&mut self, cycle: u64) -> Effects {
        match self.collecting.filter(|(_, end)| cycle >= *end) {
            Some((words, _)) => {
                self.collecting = None;
                self.valid = Some(words);
                self.file.set(RNG_ISR, 1);
                Effects::EVENTS
            }
            None => Effects::empty(),
        }
    }

    fn read_word(&mut self, offset: u32, cycle: u64) -> u32 {
        let value = self.valid.map_or(0, |words| words[((offset - EHR_DATA0) / 4) as usize]);
        if offset == EHR_DATA5 && self.valid.take().is_some() {
            self.file.set(RNG_ISR, 0);
            self.collect(cycle);
        }
        value
    }
}

impl Peripheral for Trng {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let effects = self.finish(access.cycle);
        let value = match offset {
            TRNG_VALID => u32::from(self.valid.is_some()),
            TRNG_BUSY => u32::from(self.collecting.is_some()),
            EHR_DATA0..=EHR_DATA5 => {
                return Ok((self.read_word(offset, access.cycle), effects | Effects::EVENTS));
            }
            _ => self.file.get(offset),
        };
        Ok((value, effects))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        self.finish(access.cycle);
        match offset {
            RNG_ICR => self.file.clear_ones(RNG_ISR, 0xF, write),
            TRNG_SW_RESET => {
                if bit(write.applied_to(0), 0) {
                    self.reset();
                }
            }
            RST_BITS_COUNTER => {
                if self.file.get(RND_SOURCE_ENABLE) == 0 {
                    self.valid = None;
                    self.file.set(RNG_ISR, 0);
                }
            }
            RND_SOURCE_ENABLE | SAMPLE_CNT1 | TRNG_DEBUG_CONTROL => {
                let before = self.file.get(offset);
                if self.file.write(offset, write) != before {
                    self.collect(access.cycle);
                }
            }
            _ => {
                self.file.write(offset, write);
            }
        }
        Ok(Effects::EVENTS)
    }

    fn reset(&mut self) {
        *self = Trng { sequence: self.sequence, ..Trng::default() };
    }

    fn advance(&mut self, access: &Access) -> Effects {
        self.finish(access.cycle)
    }

    fn next_event(&self, access: &Access) -> Option<Picoseconds> {
        let (_, end) = self.collecting.filter(|_| !bit(self.file.get(RNG_IMR), 0))?;
        let ahead = access.clocks.system.time_of(end.saturating_sub(access.cycle))?;
        Some(access.now.saturating_add(ahead))
    }

    fn interrupts(&self) -> u64 {
        u64::from(self.file.get(RNG_ISR) & !self.file.get(RNG_IMR) != 0) << IRQ
    }
}
