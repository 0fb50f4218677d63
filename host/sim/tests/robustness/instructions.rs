//! Random instructions on the board: random halfwords, and valid forms with random operands.

use pico2_sim::board::Board;
use pico2_sim::bus::Size;
use pico2_sim::debug::DebugTarget;
use pico2_sim::ppb::core_register::CoreRegister;
use pico2_sim::ppb::dcb::{DBGKEY, DCRDR, DCRSR, DEMCR, DHCSR, Demcr, Dhcsr, REGWNR};
use pico2_sim::ppb::mpu::{MPU_CTRL, MPU_RBAR, MPU_RLAR, MPU_RNR};
use pico2_sim::ppb::scb::{AIRCR, AIRCR_SYSRESETREQ, AIRCR_VECTCLRACTIVE, AIRCR_VECTKEY, CPACR, SHCSR, VTOR};

use crate::accesses::{address, note, value};
use crate::random::Random;
use crate::round::RoundSummary;

/// Number of instructions in a round.
const INSTRUCTIONS: u64 = 10_000;
/// Cycles of one slice. Each slice starts at a random address with random registers.
const SLICE: u64 = 200;
/// Address of the program.
const CODE: u32 = 0x2000_0000;
const CODE_BYTES: u32 = 0x1000;
const VECTORS: u32 = 0x2004_0000;
/// Address of the exception handlers, which are random code too.
const HANDLERS: u32 = CODE + 0x800;

/// First halfwords with their free bits, and second halfwords with theirs: one row per group of encodings. The free
/// bits are restricted so that most random instructions are defined.
const FORMS: [(u16, u16, u16, u16); 31] = [
    // 16 bits: shifts to data processing, loads, stores, pushes, IT, branches.
    (0x0000, 0x3FFF, 0, 0),
    (0x4000, 0x07FF, 0, 0),
    (0x4800, 0x07FF, 0, 0),
    (0x5000, 0x2FFF, 0, 0),
    (0x8000, 0x1FFF, 0, 0),
    (0xB000, 0x0FFF, 0, 0),
    (0xC000, 0x0FFF, 0, 0),
    (0xD000, 0x0FFF, 0, 0),
    (0xE000, 0x000F, 0, 0),
    // LDM, STM; LDRD, STRD, exclusives, table branches.
    (0xE880, 0x013F, 0x0000, 0xFFFF),
    (0xE840, 0x01BF, 0x0000, 0xFFFF),
    // Shifted register, constants.
    (0xEA00, 0x01FF, 0x0000, 0x7FFF),
    (0xF000, 0x05FF, 0x0000, 0x7FFF),
    (0xF200, 0x05FF, 0x0000, 0x7FFF),
    // Loads and stores of one register.
    (0xF800, 0x01FF, 0x0000, 0xFFFF),
    // Registers, multiply, long multiply, divide.
    (0xFA00, 0x00FF, 0xF000, 0x0FFF),
    (0xFB00, 0x007F, 0x0000, 0xFFFF),
    (0xFB80, 0x007F, 0x0000, 0xFFFF),
    // Branches with link, special registers, hints, barriers.
    (0xF000, 0x0003, 0xF800, 0x003F),
    (0xF380, 0x000F, 0x8800, 0x00FF),
    (0xF3EF, 0x0000, 0x8000, 0x0FFF),
    (0xF3AF, 0x0000, 0x8000, 0x001F),
    (0xF3BF, 0x0000, 0x8F00, 0x00FF),
    // Coprocessors: GPIO, double precision, RCP; floating point.
    (0xEE00, 0x00FF, 0x0000, 0xF0FF),
    (0xEC40, 0x001F, 0x0000, 0xF0FF),
    (0xEE00, 0x00FF, 0x0410, 0xF1FF),
    (0xEC40, 0x001F, 0x0700, 0xF0FF),
    (0xEE00, 0x01FF, 0x0A00, 0xF0FF),
    (0xEC00, 0x01FF, 0x0A00, 0xF0FF),
    (0xFE00, 0x01FF, 0x0A00, 0xF0FF),
    // TT.
    (0xE840, 0x000F, 0xF000, 0x0FC0),
];

fn program(random: &mut Random) -> Vec<u16> {
    let plain = random.chance(1, 4);
    let mut code = Vec::new();
    while code.len() < CODE_BYTES as usize / 2 {
        if plain {
            code.push(random.bits() as u16);
            continue;
        }
        let (first, first_free, second, second_free) = random.pick(&FORMS);
        let bits = random.bits();
        code.push(first | (bits >> 16) as u16 & first_free);
        if first >> 11 >= 0b11101 {
            code.push(second | bits as u16 & second_free);
        }
    }
    code
}

/// Returns a value for a core register: mostly an address of memory, so that programs execute many instructions.
fn register(random: &mut Random) -> u32 {
    match random.below(16) {
        0..=2 => value(random),
        3 => address(random),
        4 => address(random) & !3,
        5 => 0x1000_0000 + random.below(0x1_0000),
        _ => 0x2000_1000 + 4 * random.below(0x1_0000),
    }
}

/// Runs one round.
pub fn round(seed: u64, trail: &mut Vec<String>) -> RoundSummary {
    let mut random = Random::new(seed ^ 0x1257_A0C7);
    let mut board = Board::new();
    let mut summary = RoundSummary::default();
    board.assert_reset();
    board.release_reset();
    let core = random.below(2) as u8;
    place(&mut board, core, &mut random, &mut summary);
    while summary.actions < INSTRUCTIONS && summary.failure.is_none() {
        prepare_core(&mut board, core, &mut random, trail, &mut summary);
        run(&mut board, core, &mut random, trail, &mut summary);
    }
    summary
}

/// Writes a word, which must not fail.
fn write(board: &mut Board, core: u8, address: u32, value: u32, summary: &mut RoundSummary) {
    if let Err(fault) = board.write(core, address, Size::Word, value) {
        summary.failure = Some(format!("the debugger cannot write {value:#x} to {address:#010x}: {fault}"));
    }
}

/// Writes a core register of a halted core.
fn set(board: &mut Board, core: u8, register: CoreRegister, value: u32, summary: &mut RoundSummary) {
    write(board, core, DCRDR, value, summary);
    write(board, core, DCRSR, REGWNR | u32::from(register.selector()), summary);
}

/// Writes the program and the vector table.
fn place(board: &mut Board, core: u8, random: &mut Random, summary: &mut RoundSummary) {
    let code = program(random);
    for (index, pair) in code.as_chunks::<2>().0.iter().enumerate() {
        write(board, core, CODE + 4 * index as u32, u32::from(pair[1]) << 16 | u32::from(pair[0]), summary);
    }
    for exception in 0..68 {
        let handler = (HANDLERS + 2 * random.below(0x300)) | 1;
        let vector = if random.chance(63, 64) { handler } else { random.bits() };
        write(board, core, VECTORS + 4 * exception, vector, summary);
    }
}

/// Halts the core, also after a stop or a lock-up, and sets its registers for the next slice.
fn prepare_core(
    board: &mut Board,
    core: u8,
    random: &mut Random,
    trail: &mut Vec<String>,
    summary: &mut RoundSummary,
) {
    write(board, core, DEMCR, Demcr::VC_CORERESET.bits(), summary);
    write(board, core, DHCSR, DBGKEY | (Dhcsr::C_DEBUGEN | Dhcsr::C_HALT).bits(), summary);
    let request = if board.stop_reason().is_some() { AIRCR_SYSRESETREQ } else { AIRCR_VECTCLRACTIVE };
    write(board, core, AIRCR, AIRCR_VECTKEY | request, summary);
    if !board.halted(core) {
        summary.failure = Some("the core cannot be halted".into());
    }
    write(board, core, VTOR, VECTORS, summary);
    let access = random.bits();
    write(board, core, CPACR, random.pick(&[u32::MAX, u32::MAX, access]), summary);
    write(board, core, SHCSR, random.below(8) << 16, summary);
    write(board, core, MPU_CTRL, 0, summary);
    if random.chance(1, 4) {
        for region in 0..4 {
            let base = CODE + 0x4000 * region;
            write(board, core, MPU_RNR, region, summary);
            write(board, core, MPU_RBAR, base | random.below(32), summary);
            write(board, core, MPU_RLAR, (base + 0x3FE0) | random.below(16), summary);
        }
        write(board, core, MPU_CTRL, 1 | random.below(4) << 1, summary);
    }
    for number in 0..13 {
        set(board, core, CoreRegister::General(number), register(random), summary);
    }
    // CONTROL without masks, xPSR with T, no stack limits, both stacks.
    set(board, core, CoreRegister::SpecialMasks, random.below(4) << 24, summary);
    set(board, core, CoreRegister::Xpsr, 0x0100_0000, summary);
    for (register, value) in [
        (CoreRegister::MspLimitSecure, 0),
        (CoreRegister::PspLimitSecure, 0),
        (CoreRegister::Msp, 0x2003_0000),
        (CoreRegister::Psp, 0x2003_8000),
    ] {
        set(board, core, register, value + 4 * random.below(4), summary);
    }
    let pc = CODE + 2 * random.below(0x400);
    set(board, core, CoreRegister::ReturnAddress, pc, summary);
    note(trail, format!("core {core} continues at {pc:#010x}"));
}

/// Runs one slice.
fn run(
    board: &mut Board,
    core: u8,
    random: &mut Random,
    trail: &mut Vec<String>,
    summary: &mut RoundSummary,
) {
    // BKPT faults without halting debug, and halts with it.
    let debug = if random.chance(1, 4) { Dhcsr::C_DEBUGEN } else { Dhcsr::empty() };
    write(board, core, DHCSR, DBGKEY | debug.bits(), summary);
    let (before, start) = (board.retired(core), board.cycles());
    DebugTarget::advance(board, SLICE);
    summary.actions += (board.retired(core) - before).max(1);
    summary.note(board.cycles() ^ u64::from(board.core(core).register(random.below(16) as usize)));
    if board.cycles() < start + SLICE {
        summary.failure = Some("time did not pass".into());
    }
    if let Some(reason) = DebugTarget::stop_reason(board) {
        note(trail, format!("stopped: {reason}"));
        summary.stopped(&reason);
    }
}
