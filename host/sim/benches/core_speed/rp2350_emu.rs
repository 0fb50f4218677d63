//! The crate rp2350-emu, with one thread and its default settings.

use rp2350_emu::{Bus, Config, Cores, CortexM33, Emulator, EmulatorBuilder};
use twinbench_link::{MAGIC, State};

use crate::firmware::{FLASH, Firmware};
use crate::rate::{self, Rate};

pub const NAME: &str = "rp2350-emu 0.2.6";

/// Cycles of one measurement, fewer because it is slower.
const CYCLES: u64 = 15_000_000;
const ROUNDS: usize = 3;
const SRAM: u32 = 0x2000_0000;
/// Maximum cycles of the boot of the firmware.
const BOOT: u64 = 20_000_000;
const SYSTEM_HZ: u32 = 150_000_000;
/// It has no ROM: the real one cannot be distributed, and the simulated one needs the board.
/// Firmware that is executed correctly does not call it before its link is set up.
const ROM_END: u32 = 0x8000;
const HARD_FAULT: u32 = 3;
const READY: &str = "says that it is ready";
/// CPACR: full access to all coprocessors.
const ALL_COPROCESSORS: u32 = 0x00F0_FFFF;

/// State of a board during the execution of a program.
pub struct Snapshot {
    pub flash: Vec<u8>,
    pub sram: Vec<u8>,
    pub registers: [u32; 16],
    pub xpsr: u32,
    pub control: u32,
    pub single: [u32; 32],
    pub vector_table: u32,
}

fn emulator() -> Emulator {
    prepared(Emulator::new(Config { sys_clk_hz: SYSTEM_HZ }))
}

fn prepared(mut emulator: Emulator) -> Emulator {
    emulator.load_bootrom(&[0; 0x8000]);
    // Core 1 stays idle, as on the simulated board.
    emulator.bus.atomics.set_halted(1);
    emulator
}

/// Core 0 and the bus.
fn parts(emulator: &mut Emulator) -> Option<(&mut CortexM33, &mut Bus)> {
    match &mut emulator.cores {
        Cores::Arm(cores) => Some((&mut cores[0], &mut emulator.bus)),
        _ => None,
    }
}

fn measure(emulator: &mut Emulator) -> Rate {
    rate::best_of(ROUNDS, || {
        let before = emulator.core_cycles(0);
        if let Err(error) = emulator.run(CYCLES) {
            println!("  {NAME}: {error:?}");
        }
        (emulator.core_cycles(0) - before, None)
    })
}

/// Measures a program at an address of SRAM.
pub fn run_program(base: u32, words: &[u32], stack: u32) -> Rate {
    let mut emulator = emulator();
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    emulator.load_image(base, &bytes);
    start(&mut emulator, stack, base, base);
    measure(&mut emulator)
}

fn start(emulator: &mut Emulator, stack: u32, entry: u32, vector_table: u32) {
    let core = emulator.core_mut(0);
    core.regs.msp = stack;
    core.regs.r[13] = stack;
    core.regs.set_pc(entry & !1);
    core.ppb.vtor = vector_table;
    core.ppb.cpacr = ALL_COPROCESSORS;
}

/// Starts an image as the boot ROM does, passes it the script, and returns its progress.
pub fn boot(firmware: &Firmware, script: &str) -> String {
    let Ok(link) = firmware.link() else {
        return "the image has no link".into();
    };
    let Ok(stepped) = EmulatorBuilder::new(Config { sys_clk_hz: SYSTEM_HZ }).step_quantum(1).build() else {
        return "cannot be built to step".into();
    };
    let mut emulator = prepared(stepped);
    emulator.load_flash(&firmware.image);
    let word = |offset: usize| {
        let bytes = firmware.image.get(offset..offset + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, u32::from_le_bytes)
    };
    start(&mut emulator, word(0), word(4), FLASH);
    let mut reached = "has not set up its link";
    while emulator.core_cycles(0) < BOOT {
        let pc = emulator.core(0).regs.pc();
        if emulator.run(1).is_err() {
            break;
        }
        let next = emulator.core(0).regs.pc();
        if next < ROM_END || emulator.core(0).regs.xpsr & 0x1FF == HARD_FAULT {
            let [first, second] = [pc, pc + 2].map(|at| emulator.peek(at & !3) >> (8 * (at & 2)) & 0xFFFF);
            let cycles = emulator.core_cycles(0);
            return format!(
                "{reached}; the instruction {first:04x} {second:04x} at {pc:#010x} leads to {next:#010x}, \
                 after {cycles} cycles"
            );
        }
        let state = State::from_u32(emulator.peek(link.state));
        if emulator.peek(link.magic) == MAGIC && state == Some(State::Ready) && reached != READY {
            reached = READY;
            for (address, value) in link.execute(script) {
                emulator.poke(address, value);
            }
        }
        if state == Some(State::Busy) {
            reached = "takes the script";
        }
    }
    format!("{reached}, and is at {:#010x} after {BOOT} cycles", emulator.core(0).regs.pc())
}

/// Continues from a state of the simulated board. It must have the same registers after the same number of instructions.
pub fn resume(snapshot: &Snapshot, after: &(u64, [u32; 16])) -> Result<Rate, String> {
    let mut emulator = emulator();
    emulator.load_flash(&snapshot.flash);
    emulator.load_image(SRAM, &snapshot.sram);
    start(&mut emulator, snapshot.registers[13], snapshot.registers[15], snapshot.vector_table);
    let (core, bus) = parts(&mut emulator).ok_or("its cores are not Arm")?;
    core.regs.r = snapshot.registers;
    core.regs.xpsr = snapshot.xpsr;
    core.regs.control = snapshot.control;
    core.regs.s = snapshot.single.map(f32::from_bits);
    let (count, registers) = after;
    for _ in 0..*count {
        core.step(bus);
    }
    if core.regs.r != *registers {
        return Err(format!(
            "other registers after {count} instructions: PC {:#010x}, here {:#010x}",
            core.regs.pc(),
            registers[15]
        ));
    }
    Ok(measure(&mut emulator))
}
