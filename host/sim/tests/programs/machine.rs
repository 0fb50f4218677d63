//! Execution of a program on the simulated core, in the chip's SRAM.

use object::{Object, ObjectSegment, ObjectSymbol};
use pico2_sim::bus::{Bus, Initiator, Size};
use pico2_sim::chip::Chip;
use pico2_sim::cpu::{Cpu, Exit};
use pico2_sim::ppb::scb::CPACR;

use crate::tools::BASE;

const STACK: u32 = 0x2008_0000;
/// Address of the vector table; every exception leads to an endless loop.
const VECTORS: u32 = 0x2007_F000;
const TRAP: u32 = VECTORS + 0x400;
const ENDLESS_LOOP: u32 = 0xE7FE_E7FE;
/// Maximum cycles of a program.
const LIMIT: u64 = 2_000_000_000;
const SLICE: u64 = 1_000_000;

/// Results of a program.
pub struct ProgramResults {
    pub words: Vec<u32>,
    pub instructions: u64,
}

/// Runs a program to its end.
pub fn run(elf: &[u8]) -> ProgramResults {
    let by = Initiator { core: 0, now: 0, debugger: true };
    let file = object::File::parse(elf).expect("parse the ELF file");
    let symbol = |name: &str| {
        let found = file.symbols().find(|symbol| symbol.name() == Ok(name));
        found.unwrap_or_else(|| panic!("no symbol {name}")).address() as u32
    };
    let mut chip = Chip::default();
    for segment in file.segments() {
        let start = segment.address() as u32;
        assert!((BASE..VECTORS).contains(&start), "a segment at {start:#010x}");
        for (index, byte) in segment.data().expect("read a segment").iter().enumerate() {
            chip.write(start + index as u32, Size::Byte, u32::from(*byte), by).expect("the program fits");
        }
    }
    let mut put = |address, word| chip.write(address, Size::Word, word, by).expect("there is memory");
    for vector in 0..64 {
        put(VECTORS + 4 * vector, TRAP | 1);
    }
    put(TRAP, ENDLESS_LOOP);
    let finish = symbol("finish") & !1;
    chip.write(finish, Size::Half, ENDLESS_LOOP, by).expect("there is memory");
    let mut cpu = Cpu::new(0);
    cpu.start(VECTORS, STACK, symbol("start"));
    cpu.ppb_write(CPACR, 0xF << 20).expect("enable the FPU");
    while cpu.register(15) != finish {
        let exit = cpu.run(&mut chip, cpu.cycle() + SLICE);
        let pc = cpu.register(15);
        let continues =
            matches!(exit, Exit::Deadline | Exit::EventsPending) && pc != TRAP && cpu.cycle() < LIMIT;
        assert!(continues, "{exit:?} at {pc:#010x}, exception {}", cpu.xpsr() & 0x1FF);
    }
    let mut word = |address| chip.read(address, Size::Word, by).expect("there is memory").value;
    let count = word(symbol("result_count"));
    let results = symbol("results");
    ProgramResults {
        words: (0..count).map(|index| word(results + 4 * index)).collect(),
        instructions: cpu.retired(),
    }
}
