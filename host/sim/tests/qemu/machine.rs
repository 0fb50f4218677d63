//! Execution of the test program on the simulated core.

use object::{Object, ObjectSegment, ObjectSymbol};
use pico2_sim::bus::Bus;
use pico2_sim::bus::flat::FlatBus;
use pico2_sim::cpu::{Cpu, Exit};
use pico2_sim::ppb::dcb::{DBGKEY, DHCSR};
use pico2_sim::ppb::scb::{CFSR, CPACR};

use crate::case::Inputs;
use crate::program::OUTPUT_WORDS;

/// Memory of the program.
const MEMORY: u32 = 0x2000_0000;
const MEMORY_BYTES: u32 = 0x0080_0000;
/// Address of the vector table; every exception leads to an endless loop after it.
const VECTORS: u32 = 0x2078_0000;
const TRAP: u32 = VECTORS + 0x400;
/// SP before the program sets its own.
const STACK: u32 = VECTORS + 0x8000;
/// `b .`
const ENDLESS_LOOP: u16 = 0xE7FE;
/// Cycles of one run of the core; no case takes as many.
const SLICE: u64 = 100_000;

/// Result of a case.
pub enum CaseResult {
    /// The output words.
    Finished(Vec<u32>),
    /// The core took an exception or stopped.
    Stopped(String),
}

/// Runs all cases. After a case that stops the core, the next one is started.
pub fn run(elf: &[u8], cases: usize) -> Vec<CaseResult> {
    let mut program = Program::load(elf);
    let mut failures: Vec<Option<String>> = vec![None; cases];
    let mut first = 0;
    while first < cases {
        match program.run_from(first) {
            None => break,
            Some(reason) => {
                let case = program.current_case().clamp(first, cases - 1);
                failures[case] = Some(reason);
                first = case + 1;
            }
        }
    }
    let result = |(case, failure): (usize, Option<String>)| match failure {
        Some(reason) => CaseResult::Stopped(reason),
        None => CaseResult::Finished(program.output(case)),
    };
    failures.into_iter().enumerate().map(result).collect()
}

/// Steps through the cases, and returns the two halfwords at each instruction that they execute.
pub fn executed(elf: &[u8]) -> Vec<(u16, u16)> {
    let mut program = Program::load(elf);
    let (begin, end) = (program.symbol("case_0"), program.finish);
    let mut cpu = program.core_at(0);
    let mut found = Vec::new();
    while cpu.register(15) != end && cpu.register(15) != TRAP {
        let pc = cpu.register(15);
        if (begin & !1..end).contains(&pc) {
            let code = |bus: &mut FlatBus, at| bus.code(at, 0).unwrap_or(0);
            found.push((code(&mut program.bus, pc), code(&mut program.bus, pc + 2)));
        }
        // C_DEBUGEN and C_STEP.
        cpu.ppb_write(DHCSR, DBGKEY | 0b101).expect("step");
        let exit = cpu.run(&mut program.bus, cpu.cycle() + SLICE);
        assert!(matches!(exit, Exit::Halted | Exit::EventSent), "{exit:?} at {pc:#010x}");
    }
    assert_eq!(cpu.register(15), end, "stepping ended at another address");
    found
}

struct Program<'a> {
    file: object::File<'a>,
    bus: FlatBus,
    finish: u32,
    inputs: u32,
    output: u32,
}

impl<'a> Program<'a> {
    fn load(elf: &'a [u8]) -> Self {
        let file = object::File::parse(elf).expect("parse the ELF file");
        let mut bus = FlatBus::new(MEMORY, MEMORY_BYTES);
        for segment in file.segments() {
            let start = (segment.address() as u32 - MEMORY) as usize;
            let data = segment.data().expect("read a segment");
            bus.memory[start..start + data.len()].copy_from_slice(data);
        }
        for vector in 0..64 {
            bus.set_word(VECTORS + 4 * vector, TRAP | 1);
        }
        bus.place(TRAP, &[ENDLESS_LOOP]);
        let mut program = Program { file, bus, finish: 0, inputs: 0, output: 0 };
        program.finish = program.symbol("finish") & !1;
        program.inputs = program.symbol("inputs");
        program.output = program.symbol("output");
        // On the simulated core the program ends here; under QEMU it makes system calls.
        program.bus.place(program.finish, &[ENDLESS_LOOP]);
        program
    }

    fn symbol(&self, name: &str) -> u32 {
        let symbol = self.file.symbols().find(|symbol| symbol.name() == Ok(name));
        symbol.unwrap_or_else(|| panic!("no symbol {name}")).address() as u32
    }

    /// Returns a core about to start with case `first`.
    fn core_at(&mut self, first: usize) -> Cpu {
        let input = self.inputs + (first * Inputs::WORDS * 4) as u32;
        let output = self.output + (first * OUTPUT_WORDS * 4) as u32;
        let (input_cursor, output_cursor) = (self.symbol("input_cursor"), self.symbol("output_cursor"));
        self.bus.set_word(input_cursor, input);
        self.bus.set_word(output_cursor, output);
        let mut cpu = Cpu::new(0);
        cpu.start(VECTORS, STACK, self.symbol(&format!("case_{first}")));
        // Full access to coprocessors 10 and 11.
        cpu.ppb_write(CPACR, 0xF << 20).expect("enable the FPU");
        cpu
    }

    /// Runs from case `first` to the end. Returns the reason if the core does not reach it.
    fn run_from(&mut self, first: usize) -> Option<String> {
        let mut cpu = self.core_at(first);
        let mut last = None;
        loop {
            let exit = cpu.run(&mut self.bus, cpu.cycle() + SLICE);
            let pc = cpu.register(15);
            if pc == self.finish {
                return None;
            }
            if pc == TRAP {
                let status = cpu.ppb_read(CFSR).unwrap_or(0);
                let at = self.bus.word(cpu.register(13) + 24);
                return Some(format!(
                    "exception {}, CFSR {status:#010x}, from {at:#010x}",
                    cpu.xpsr() & 0x1FF
                ));
            }
            if !matches!(exit, Exit::Deadline | Exit::EventsPending | Exit::EventSent) {
                return Some(format!("{exit:?} at {pc:#010x}"));
            }
            // In an endless loop the case does not change from one run to the next.
            let case = self.current_case();
            if exit == Exit::Deadline && last == Some(case) {
                return Some(format!("still at {pc:#010x} after {SLICE} cycles"));
            }
            last = Some(case);
        }
    }

    /// Returns the case whose state was loaded last.
    fn current_case(&mut self) -> usize {
        let cursor = self.symbol("input_cursor");
        let loaded = (self.bus.word(cursor) - self.inputs) as usize / (Inputs::WORDS * 4);
        loaded.saturating_sub(1)
    }

    fn output(&mut self, case: usize) -> Vec<u32> {
        let start = self.output + (case * OUTPUT_WORDS * 4) as u32;
        (0..OUTPUT_WORDS as u32).map(|word| self.bus.word(start + 4 * word)).collect()
    }
}
