//! Execution of a program on the simulated core.

use std::fs;
use std::path::Path;

use object::{Object, ObjectSegment, ObjectSymbol};
use pico2_sim::bus::flat::FlatBus;
use pico2_sim::cpu::{Cpu, Exit};

/// Memory of the program.
const MEMORY: u32 = 0x1000_0000;
const MEMORY_BYTES: u32 = 0x0040_0000;
/// `b .`
const ENDLESS_LOOP: u16 = 0xE7FE;
/// Maximum cycles of a program.
const CYCLE_LIMIT: u64 = 50_000_000;

/// A program about to start, and the addresses of its symbols.
pub struct Machine {
    pub cpu: Cpu,
    bus: FlatBus,
    symbols: Vec<(String, u32)>,
}

impl Machine {
    /// Loads an ELF file.
    pub fn load(elf: &Path) -> Self {
        let content = fs::read(elf).expect("read the ELF file");
        let file = object::File::parse(content.as_slice()).expect("parse the ELF file");
        let mut bus = FlatBus::new(MEMORY, MEMORY_BYTES);
        for segment in file.segments() {
            let start = (segment.address() as u32 - MEMORY) as usize;
            let data = segment.data().expect("read a segment");
            bus.memory[start..start + data.len()].copy_from_slice(data);
        }
        let named = |symbol: object::Symbol| Some((symbol.name().ok()?.to_owned(), symbol.address() as u32));
        let symbols = file.symbols().filter_map(named).collect();
        let mut machine = Machine { cpu: Cpu::new(0), bus, symbols };
        let stack = machine.bus.word(MEMORY);
        machine.cpu.start(MEMORY, stack, machine.symbol("start"));
        // On the simulated core the program ends here; under QEMU it then writes the log.
        let finish = machine.symbol("finish") & !1;
        machine.bus.place(finish, &[ENDLESS_LOOP]);
        machine
    }

    fn symbol(&self, name: &str) -> u32 {
        let symbol = self.symbols.iter().find(|(known, _)| known == name);
        symbol.unwrap_or_else(|| panic!("no symbol {name}")).1
    }

    /// Runs until the program ends.
    ///
    /// # Errors
    /// Returns the reason for which it does not end.
    pub fn run(&mut self) -> Result<(), String> {
        let finish = self.symbol("finish") & !1;
        while self.cpu.cycle() < CYCLE_LIMIT {
            let exit = self.cpu.run(&mut self.bus, self.cpu.cycle() + 100_000);
            let pc = self.cpu.register(15);
            if pc == finish {
                return Ok(());
            }
            if !matches!(exit, Exit::Deadline | Exit::EventsPending | Exit::EventSent) {
                return Err(format!("{exit:?} at {pc:#010x}"));
            }
        }
        Err(format!("still at {:#010x}", self.cpu.register(15)))
    }

    /// Returns the log written until now.
    fn log(&mut self) -> Vec<u32> {
        let start = self.symbol("log");
        let end = self.cpu.register(7).clamp(start, MEMORY + MEMORY_BYTES);
        (start..end).step_by(4).map(|address| self.bus.word(address)).collect()
    }
}

/// Runs a program and returns its log, also if it does not end.
pub fn run(elf: &Path) -> Vec<u32> {
    let mut machine = Machine::load(elf);
    if let Err(reason) = machine.run() {
        println!("the simulated core did not finish: {reason}");
    }
    machine.log()
}
