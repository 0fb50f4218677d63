//! A random program with its settings.

use crate::random::Random;

/// Class of programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// FIFOs by PUSH and PULL.
    Explicit,
    /// Autopull from a FIFO that is never empty.
    Autopull,
    /// Autopush into a FIFO that is never full.
    Autopush,
    /// Autopull and autopush.
    Both,
    /// Autopull from a FIFO that runs empty: OUT alone.
    Starving,
    /// Directions of pins instead of levels, which are not read.
    Directions,
}

impl Class {
    pub const ALL: [Class; 6] =
        [Class::Explicit, Class::Autopull, Class::Autopush, Class::Both, Class::Starving, Class::Directions];
}

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    pub class: Class,
    pub seed: u32,
    pub steps: u32,
    pub program: Vec<u16>,
    pub directions: u32,
    pub registers: [u32; 4],
    pub autopull: bool,
    pub autopush: bool,
    pub pull_threshold: u32,
    pub push_threshold: u32,
    pub in_right: bool,
    pub out_right: bool,
    pub out: (u32, u32),
    pub set: (u32, u32),
    pub side: (u32, u32),
    pub jump_pin: u32,
    pub wrap: (u32, u32),
}

impl Case {
    pub fn new(class: Class, seed: u32, steps: u32) -> Self {
        let mut random = Random::new(seed);
        let autopull = matches!(class, Class::Autopull | Class::Both | Class::Starving);
        let autopush = matches!(class, Class::Autopush | Class::Both);
        // The package does not wrap groups of pins.
        let pins = |random: &mut Random, most: u32| {
            let count = random.below(most + 1);
            (random.below(33 - count).min(31), count)
        };
        let threshold = |random: &mut Random, free: bool| if free { 1 + random.below(32) } else { 32 };
        let wrap_top = if class == Class::Starving { 31 } else { 1 + random.below(31) };
        let mut case = Case {
            class,
            seed,
            steps,
            program: Vec::new(),
            directions: if class == Class::Directions { 0 } else { random.word() },
            registers: [0; 4].map(|_| random.word()),
            autopull,
            autopush,
            pull_threshold: threshold(&mut random, autopull),
            push_threshold: threshold(&mut random, autopush),
            in_right: random.below(2) == 1,
            out_right: random.below(2) == 1,
            out: pins(&mut random, 32),
            set: pins(&mut random, 5),
            side: pins(&mut random, if class == Class::Directions { 0 } else { 5 }),
            jump_pin: random.below(32),
            wrap: (random.below(32), wrap_top),
        };
        case.program = (0..32).map(|_| case.instruction(&mut random)).collect();
        if wrap_top != 31 {
            // jmp, side-set 0: execution does not continue after the end.
            case.program[31] = random.below(31) as u16;
        }
        case
    }

    /// Returns true if the system keeps the TX FIFO full.
    pub fn feeds(&self) -> bool {
        matches!(self.class, Class::Autopull | Class::Both)
    }

    /// Returns true if the system keeps the RX FIFO empty.
    pub fn drains(&self) -> bool {
        self.autopush
    }

    fn instruction(&self, random: &mut Random) -> u16 {
        let (operation, conditional) = self.operation(random);
        let delay_bits = 5 - self.side.1;
        let side = random.below(1 << self.side.1) << delay_bits;
        // Delays are mostly short, so that more instructions are executed.
        let delay = if conditional || random.below(4) != 0 { 0 } else { random.below(1 << delay_bits) };
        (operation | (side | delay) << 8) as u16
    }

    /// Returns the bits of an operation, and true for a PUSH or PULL that may have no effect.
    fn operation(&self, random: &mut Random) -> (u32, bool) {
        let out = if self.class == Class::Directions { [4, 1, 2, 3, 5, 6] } else { [0, 1, 2, 3, 5, 6] };
        let out = |random: &mut Random| 3 << 13 | random.one_of(&out) << 5 | random.below(32);
        if self.class == Class::Starving {
            return (out(random), false);
        }
        let pins = self.class != Class::Directions;
        let sources = if pins { &[0, 1, 2, 3, 6, 7][..] } else { &[1, 2, 3, 6, 7] };
        let operation = match random.below(8) {
            // JMP !OSRE compares with 32 in the package.
            0 | 1 => {
                let conditions = match (pins, self.pull_threshold) {
                    (true, 32) => 8,
                    (true, _) => 7,
                    (false, _) => 6,
                };
                random.below(conditions) << 5 | random.below(32)
            }
            2 if pins => 1 << 13 | random.below(2) << 7 | random.below(32),
            2 | 3 => 2 << 13 | random.one_of(sources) << 5 | random.below(32),
            4 => out(random),
            5 => {
                let push = 4 << 13 | random.below(2) << 5;
                let pull = push | 1 << 7;
                let conditional = random.below(2) << 6;
                return match (random.below(2) == 0, self.autopull, self.push_threshold) {
                    (true, false, _) => (pull | conditional, conditional != 0),
                    (_, _, 32) => (push | conditional, conditional != 0),
                    _ => (push, false),
                };
            }
            6 => {
                let whole = self.out == (0, 32) && pins;
                let destinations = if whole { &[0, 1, 2, 5, 6, 7][..] } else { &[1, 2, 5, 6, 7] };
                let source = random.one_of(sources);
                5 << 13 | random.one_of(destinations) << 5 | random.below(2) << 3 | source
            }
            _ => 7 << 13 | random.one_of(if pins { &[0, 1, 2] } else { &[4, 1, 2] }) << 5 | random.below(32),
        };
        (operation, false)
    }

    /// Returns the case in the format of `reference.py`.
    pub fn line(&self) -> String {
        let program: Vec<String> = self.program.iter().map(|word| format!("{word:x}")).collect();
        let [x, y, isr, osr] = self.registers;
        let flag = u32::from;
        let numbers = [
            ("seed", self.seed),
            ("steps", self.steps),
            ("directions", self.directions),
            ("x", x),
            ("y", y),
            ("isr", isr),
            ("osr", osr),
            ("autopull", flag(self.autopull)),
            ("autopush", flag(self.autopush)),
            ("pull_threshold", self.pull_threshold),
            ("push_threshold", self.push_threshold),
            ("in_right", flag(self.in_right)),
            ("out_right", flag(self.out_right)),
            ("out_base", self.out.0),
            ("out_count", self.out.1),
            ("set_base", self.set.0),
            ("set_count", self.set.1),
            ("side_base", self.side.0),
            ("side_count", self.side.1),
            ("jmp_pin", self.jump_pin),
            ("wrap_bottom", self.wrap.0),
            ("wrap_top", self.wrap.1),
        ];
        let numbers: Vec<String> = numbers.iter().map(|(name, value)| format!("{name}={value:x}")).collect();
        let feed = if self.feeds() { "full" } else { "some" };
        let drain = if self.drains() { "empty" } else { "some" };
        format!("program={} {} feed={feed} drain={drain}\n", program.join(","), numbers.join(" "))
    }
}
