//! Test case: initial state and code.

use std::fmt::Write;

use crate::random::Random;

/// Address of the buffer that the code under test reads and writes.
pub const BUFFER: u32 = 0x2070_0000;
/// Size of the buffer in bytes.
pub const BUFFER_BYTES: u32 = 256;
/// Number of core registers with random values: r0 to r12.
pub const CORE_REGISTERS: usize = 13;
/// Number of floating-point registers under test: S0 to S29. The harness uses the last two.
pub const FP_REGISTERS: usize = 30;

/// Initial registers of a case.
#[derive(Clone, Debug)]
pub struct Inputs {
    pub core: [u32; CORE_REGISTERS],
    pub sp: u32,
    /// N Z C V Q and GE.
    pub apsr: u32,
    pub fpscr: u32,
    pub single: [u32; FP_REGISTERS],
}

impl Inputs {
    fn random(random: &mut Random) -> Self {
        Inputs {
            core: std::array::from_fn(|_| random.word()),
            sp: BUFFER + BUFFER_BYTES / 2,
            apsr: random.bits() & 0xF80F_0000,
            fpscr: random.fpscr(),
            single: std::array::from_fn(|_| random.float()),
        }
    }

    /// Returns the words in the order of the harness: S registers, FPSCR, APSR, SP, core registers.
    pub fn words(&self) -> impl Iterator<Item = u32> {
        let status = [self.fpscr, self.apsr, self.sp];
        self.single.into_iter().chain(status).chain(self.core)
    }

    /// Number of these words.
    pub const WORDS: usize = FP_REGISTERS + 3 + CORE_REGISTERS;
}

/// Case under construction: supplies operands to the forms, which set the registers of their addresses in it.
pub struct Draft<'a> {
    pub random: &'a mut Random,
    pub inputs: Inputs,
}

impl<'a> Draft<'a> {
    pub fn new(random: &'a mut Random) -> Self {
        let inputs = Inputs::random(random);
        Draft { random, inputs }
    }

    /// Returns a low register.
    pub fn low(&mut self) -> u32 {
        self.random.below(8)
    }

    /// Returns r0 to r12 or lr.
    pub fn any(&mut self) -> u32 {
        match self.random.below(14) {
            13 => 14,
            register => register,
        }
    }

    /// Returns r0 to r12.
    pub fn plain(&mut self) -> u32 {
        self.random.below(13)
    }

    /// Returns `N` different registers of r0 to r12.
    pub fn distinct<const N: usize>(&mut self) -> [u32; N] {
        self.distinct_below(13)
    }

    /// Returns `N` different low registers.
    pub fn distinct_low<const N: usize>(&mut self) -> [u32; N] {
        self.distinct_below(8)
    }

    fn distinct_below<const N: usize>(&mut self, end: u32) -> [u32; N] {
        let mut chosen = [u32::MAX; N];
        for index in 0..N {
            chosen[index] = loop {
                let register = self.random.below(end);
                if !chosen[..index].contains(&register) {
                    break register;
                }
            };
        }
        chosen
    }

    pub fn set(&mut self, register: u32, value: u32) {
        self.inputs.core[register as usize] = value;
    }

    /// Sets `register` so that `register + offset` is a multiple of `align` in the buffer, with room for `bytes`.
    pub fn point_to_buffer(&mut self, register: u32, offset: i64, bytes: u32, align: u32) {
        let at = self.random.below((BUFFER_BYTES - bytes) / align + 1) * align;
        let address = i64::from(BUFFER + at) - offset;
        self.set(register, address as u32);
    }

    /// Returns S0 to S29.
    pub fn single(&mut self) -> u32 {
        self.random.below(FP_REGISTERS as u32)
    }

    /// Returns D0 to D14.
    pub fn double(&mut self) -> u32 {
        self.random.below(FP_REGISTERS as u32 / 2)
    }

    /// Returns a constant that the modified-immediate field can hold.
    pub fn modified_immediate(&mut self) -> u32 {
        let byte = self.random.below(256);
        match self.random.below(6) {
            0 => byte,
            1 => byte | byte << 16,
            2 => byte << 8 | byte << 24,
            3 => byte * 0x0101_0101,
            _ => (byte | 0x80).rotate_right(self.random.between(8, 31)),
        }
    }

    /// Returns a shift for the second operand, or nothing.
    pub fn shift(&mut self) -> String {
        match self.random.below(6) {
            0 => String::new(),
            1 => format!(", lsl #{}", self.random.between(1, 31)),
            2 => format!(", lsr #{}", self.random.between(1, 32)),
            3 => format!(", asr #{}", self.random.between(1, 32)),
            4 => format!(", ror #{}", self.random.between(1, 31)),
            _ => ", rrx".into(),
        }
    }
}

/// Test case.
pub struct Case {
    /// Name under which the report counts failures.
    pub name: String,
    /// Assembly lines.
    pub code: Vec<String>,
    pub inputs: Inputs,
    /// Instructions in `code`.
    pub instructions: usize,
}

impl Case {
    pub fn new(name: String, code: Vec<String>, inputs: Inputs) -> Self {
        let instructions = code
            .iter()
            .filter(|line| !line.ends_with(':') && (!line.starts_with('.') || line.starts_with(".inst")))
            .count();
        Case { name, code, inputs, instructions }
    }

    /// Returns the inputs as text for a report.
    pub fn describe_inputs(&self) -> String {
        let mut text = String::new();
        for (register, value) in self.inputs.core.iter().enumerate() {
            let _ = write!(text, "r{register}={value:08x} ");
        }
        let Inputs { sp, apsr, fpscr, .. } = self.inputs;
        let _ = write!(text, "sp={sp:08x} apsr={apsr:08x} fpscr={fpscr:08x}");
        if self.code.iter().any(|line| line.starts_with(['v', 'f'])) {
            for (register, value) in self.inputs.single.iter().enumerate() {
                let _ = write!(text, " s{register}={value:08x}");
            }
        }
        text
    }
}
